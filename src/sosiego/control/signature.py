"""Who signed a control list. Apart from the reader, which needs only the standard library."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sosiego import keys
from sosiego.control.list_file import ControlList
from sosiego.errors import SosiegoError


class ControlListForgedError(SosiegoError):
    """The list is not signed by the key that should have signed it."""


def open_checked(path: Path, public_key: Ed25519PublicKey | None = None) -> ControlList:
    """Open a list after checking its digest and signature (by this home's key unless another is given)."""
    if not path.exists():
        raise ControlListMissingError(
            "There is no control list here yet.", where=str(path), todo="Make one: sosiego control compile"
        )
    opened = ControlList(path)
    opened.check_digest()
    try:
        (public_key or keys.signing_key().public_key()).verify(opened.signature(), opened.digest())
    except InvalidSignature as error:
        opened.close()
        raise ControlListForgedError(
            "The control list is not signed by the expected key.",
            where=str(path),
            todo="Compile it again here, or give the public key of the centre that signed it.",
        ) from error
    return opened


class ControlListMissingError(SosiegoError):
    """No list was compiled yet."""
