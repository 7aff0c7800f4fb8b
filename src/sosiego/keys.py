"""The secrets of a home: pseudonym keys, the key that seals contacts, the key that signs.

Each is a file of the `keys/` folder, readable by its owner only, made when first needed.
"""

from __future__ import annotations

import base64
import hmac
import os
from datetime import date
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sosiego import home

# 32 bytes is the output size of SHA-256: a longer HMAC key adds no strength.
KEY_BYTES = 32


@cache
def _secret(folder: str, name: str) -> bytes:
    path = home.Path(folder) / f"{name}.key"
    try:
        return base64.b64decode(path.read_bytes())
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(os.urandom(KEY_BYTES)))
    try:
        # link() refuses to replace: of two processes that start together, both end with the same key.
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    return base64.b64decode(path.read_bytes())


def secret(name: str) -> bytes:
    """The secret called `name` of this home, made on first use."""
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
