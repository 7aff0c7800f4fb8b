"""The secrets of a home: pseudonym keys, the key that seals contacts, the key that signs.

Each is a file of the `keys/` folder, readable by its owner only, made when first needed.
"""

from __future__ import annotations

import base64
import hmac
import os
import tempfile
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sosiego import home
from sosiego.errors import SosiegoError

# 32 bytes is the output size of SHA-256: a longer HMAC key adds no strength.
KEY_BYTES = 32


class KeyDamagedError(SosiegoError):
    """A file of the `keys/` folder holds no key."""


@cache
def _secret(folder: str, name: str) -> bytes:
    path = Path(folder) / f"{name}.key"
    if not path.exists():
        _make(path)
    try:
        secret = base64.b64decode(path.read_bytes(), validate=True)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise KeyDamagedError(
            "The file does not hold a key of this home.",
            where=str(path),
            todo="Put back the file from a backup; what was sealed or signed with it needs the same key.",
        )
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A name that nobody has: what a killed process left behind stands in nobody's way.
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)))
            file.flush()
            os.fsync(file.fileno())
        # link() refuses to replace: of two processes that start together, both end with the same key.
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink()


def secret(name: str) -> bytes:
    """The secret called `name` of this home, made on first use. Raises `KeyDamagedError`."""
    return _secret(str(home.current().keys), name)


def pseudonym_key_name(received_on: date) -> str:
    """Reporter keys rotate each calendar year; a destroyed key ends all linking of that year's reporters."""
    return f"reporter-{received_on.year}"


def pseudonym(key: bytes, contact: str) -> str:
    """Keyed pseudonym under one key, for whoever makes many: `secret` looks at the home each time."""
    # 128 bits: a collision among ten billion reporters has a chance below 1 in 10^18.
    return hmac.digest(key, contact.encode(), "sha256").hex()[:32]


def reporter_pseudonym(contact: str, received_on: date) -> str:
    """Keyed pseudonym of a reporter: equal contacts of one key year are equal, and nothing else is told."""
    return pseudonym(secret(pseudonym_key_name(received_on)), contact)


def preference_digest(canonical: str) -> str:
    """Keyed digest by which a citizen's number that refuses calls is found; the key does not rotate."""
    return pseudonym(secret("preferences"), canonical)


def sealing() -> Fernet:
    """Encrypts contacts for answering (AES-128-CBC with HMAC, Fernet)."""
    return Fernet(base64.urlsafe_b64encode(secret("contacts")))


def signing_key() -> Ed25519PrivateKey:
    """The Ed25519 key that signs ledger checkpoints and control lists."""
    return Ed25519PrivateKey.from_private_bytes(secret("signing"))
