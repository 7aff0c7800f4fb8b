"""Check a publication of Sosiego from outside, with nothing but the public key.

It uses Python's standard library and the package `cryptography`, and not one line of Sosiego: it was written
from the public formats (RFC 9162, https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note).

    python verify.py --key KEY --checkpoint FILE --proof FILE [--entry FILE] [--files FOLDER]

1. The checkpoint (size and root of the ledger) is signed by the key.
2. The proof leads from the entry's hash to that root: the entry stands in that ledger, at that place.
3. With --entry: the text of the entry gives that hash.
4. With --files: the files in the folder are those whose SHA-256 the entry names.

Ends with 1, and says why, if one of these does not hold.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def root_of(note: str, verifier_key: str) -> tuple[int, bytes]:
    """Size and root that a checkpoint states, if the key signed it."""
    # The key is base64, which may hold plus signs of its own.
    name, key_id, encoded = verifier_key.split("+", 2)
    public = base64.b64decode(encoded)
    if public[:1] != b"\x01":
        sys.exit("The key is not an Ed25519 key.")
    body, _, signatures = note.partition("\n\n")
    for line in signatures.splitlines():
        mark, signer, signature = line.split(" ")
        raw = base64.b64decode(signature)
        if mark == "\u2014" and signer == name and raw[:4].hex() == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(public[1:]).verify(raw[4:], f"{body}\n".encode())
            except InvalidSignature:
                sys.exit("The signature of the checkpoint does not hold.")
            _origin, size, root = body.split("\n")[:3]
            return int(size), base64.b64decode(root)
    sys.exit("The checkpoint is not signed by this key.")


def leads_to(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, current = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            current = hashlib.sha256(b"\x01" + step + current).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            current = hashlib.sha256(b"\x01" + current + step).digest()
        place, last = place >> 1, last >> 1
    return last == 0 and current == root


def leaf_of(entry: dict[str, Any]) -> bytes:
    """Hash of an entry: RFC 9162 over the canonical JSON of its index, time, kind, actor and body."""
    at = datetime.fromisoformat(entry["at"]).astimezone(UTC).isoformat(timespec="microseconds")
    said = {
        "actor": entry["actor"],
        "at": at,
        "body": entry["body"],
        "index": entry["index"],
        "kind": entry["kind"],
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def main() -> None:
    asked = argparse.ArgumentParser(description="Check a publication of Sosiego from outside.")
    asked.add_argument("--key", required=True, help="verifier key of the ledger: name+id+key")
    asked.add_argument("--checkpoint", required=True, type=Path)
    asked.add_argument("--proof", required=True, type=Path)
    asked.add_argument("--entry", type=Path)
    asked.add_argument("--files", type=Path)
    given = asked.parse_args()

    size, root = root_of(given.checkpoint.read_text(encoding="utf-8"), given.key)
    print(f"The checkpoint is signed by this key: {size} entries.")
    proof = json.loads(given.proof.read_bytes())
    if proof["size"] != size:
        sys.exit(f"The proof is of a ledger of {proof['size']} entries: fetch proof and checkpoint together.")
    leaf = bytes.fromhex(proof["leaf_hash"])
    if not leads_to(leaf, proof["index"], size, [bytes.fromhex(step) for step in proof["path"]], root):
        sys.exit("The proof does not lead to the root of the checkpoint.")
    print(f"Entry {proof['index']} stands in that ledger.")
    if given.entry:
        entry = json.loads(given.entry.read_bytes())
        if leaf_of(entry) != leaf:
            sys.exit("The text of the entry is not the one that was entered.")
        print(f"Its text is the one that was entered: {entry['kind']}, {entry['at']}, {entry['actor']}.")
        if given.files:
            check_files(entry["body"]["files"], given.files)


def check_files(named: dict[str, str], folder: Path) -> None:
    for name, digest in sorted(named.items()):
        try:
            content = (folder / name).read_bytes()
        except FileNotFoundError:
            sys.exit(f"The file {name} is missing.")
        if hashlib.sha256(content).hexdigest() != digest:
            sys.exit(f"The file {name} is not the one that was published.")
    print(f"{len(named)} files are those that were published.")


if __name__ == "__main__":
    main()
