"""Signed statements of the ledger's size and root, in the C2SP formats tlog-checkpoint and signed-note.

Whoever keeps one can prove later that entries were changed or cut off; it needs the public key only.
https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from sosiego import home, keys
from sosiego.errors import SosiegoError
from sosiego.files import write_bytes
from sosiego.ledger import nodes, tree
from sosiego.ledger.models import Tree

# signed-note: the signature type of Ed25519, both in the key id and in the verifier key.
ED25519 = b"\x01"
# An em dash and a space begin each signature line.
SIGNATURE_MARK = "\u2014 "


class CheckpointInvalidError(SosiegoError):
    """A checkpoint is not spelled as one, or its signature does not hold."""


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The signed text."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin() -> str:
    """The ledger's name in the world (`SOSIEGO_ORIGIN`); it is the name of its key too."""
    return str(settings.LEDGER_ORIGIN)


def current() -> Checkpoint:
    """The ledger as it stands. Raises `LedgerBrokenError`."""
    size = Tree.objects.filter(pk=1).values_list("size", flat=True).first() or 0
    return Checkpoint(origin(), size, tree.root(size, nodes.subtree))


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey | None = None) -> str:
    """The checkpoint as a signed note."""
    key = key or keys.signing_key()
    signature = _key_id(checkpoint.origin, key.public_key()) + key.sign(checkpoint.body.encode())
    return f"{checkpoint.body}\n{SIGNATURE_MARK}{checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def opened(note: str, public_key: Ed25519PublicKey) -> Checkpoint:
    """What a signed note says, if `public_key` signed it. Raises `CheckpointInvalidError`."""
    body, between, signatures = note.rpartition("\n\n")
    lines = body.split("\n")
    try:
        if not between or len(lines) < 3:
            raise ValueError("it has no signature or too few lines")
        checkpoint = Checkpoint(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True))
        if len(checkpoint.root) != 32 or str(checkpoint.size) != lines[1]:
            raise ValueError("its size or root is not spelled as such")
        signature = _signature_of(signatures, checkpoint.origin, public_key)
        public_key.verify(signature, f"{body}\n".encode())
    except ValueError as reason:
        raise CheckpointInvalidError(f"This is not a checkpoint of this key: {reason}.") from None
    except InvalidSignature:
        raise CheckpointInvalidError("The signature of the checkpoint does not hold.") from None
    return checkpoint


def verifier_key(name: str, public_key: Ed25519PublicKey) -> str:
    """The public key as signed-note verifiers read it: name, key id and key."""
    key_id = _key_id(name, public_key).hex()
    return f"{name}+{key_id}+{base64.b64encode(ED25519 + _raw(public_key)).decode()}"


def folder() -> Path:
    """Where checkpoints are kept. Copies elsewhere are what makes them proof."""
    return home.current().root / "ledger" / "checkpoints"


def save(checkpoint: Checkpoint) -> Path:
    """Sign the checkpoint and keep it, named by its size."""
    # Ten digits keep the files in order for ten thousand million entries.
    target = folder() / f"{checkpoint.size:010d}.checkpoint"
    write_bytes(target, signed(checkpoint).encode())
    return target


def saved() -> list[Path]:
    """The kept checkpoints, the smallest first."""
    return sorted(folder().glob("*.checkpoint"))


def _signature_of(lines: str, name: str, public_key: Ed25519PublicKey) -> bytes:
    """The signature of this key among those of a note. Raises `ValueError`."""
    for line in lines.splitlines():
        signer, _, encoded = line.removeprefix(SIGNATURE_MARK).partition(" ")
        if not line.startswith(SIGNATURE_MARK) or signer != name:
            continue
        content = base64.b64decode(encoded, validate=True)
        if content[:4] == _key_id(name, public_key):
            return content[4:]
    raise ValueError("this key did not sign it")


def _key_id(name: str, public_key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + _raw(public_key)).digest()[:4]


def _raw(public_key: Ed25519PublicKey) -> bytes:
    return public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)
