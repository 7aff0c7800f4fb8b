from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pytest_django.fixtures import Settings

from sosiego.ledger import checkpoint, services
from tests.builders import NOON

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key()
GIVEN = checkpoint.Checkpoint("example.org/ledger", 7, hashlib.sha256(b"root").digest())


def test_a_checkpoint_is_spelled_as_the_c2sp_documents_say() -> None:
    lines = checkpoint.signed(GIVEN, KEY).split("\n")
    assert lines[:4] == ["example.org/ledger", "7", base64.b64encode(GIVEN.root).decode(), ""]
    mark, name, encoded = lines[4].split(" ")
    assert (mark, name, lines[5:]) == ("—", "example.org/ledger", [""])
    # 4 bytes of key id, 64 of Ed25519.
    assert len(base64.b64decode(encoded)) == 68


def test_anyone_with_the_verifier_key_can_verify_it_by_hand() -> None:
    note = checkpoint.signed(GIVEN, KEY)
    name, key_id, encoded = checkpoint.verifier_key(GIVEN.origin, PUBLIC).split("+", 2)
    kind_and_key = base64.b64decode(encoded)
    assert kind_and_key[:1] == b"\x01"
    assert hashlib.sha256(name.encode() + b"\n" + kind_and_key).digest()[:4].hex() == key_id
    body, _, signature_line = note.rpartition("\n\n")
    signature = base64.b64decode(signature_line.split(" ")[2])
    assert signature[:4].hex() == key_id
    Ed25519PublicKey.from_public_bytes(kind_and_key[1:]).verify(signature[4:], body.encode() + b"\n")


def test_a_verifier_key_of_the_signed_note_document_has_its_key_id() -> None:
    # The example key of the Go package golang.org/x/mod/sumdb/note.
    encoded = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    public_key = Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded)[1:])
    assert checkpoint.verifier_key("PeterNeumann", public_key) == f"PeterNeumann+c74f20a3+{encoded}"


def test_a_signed_checkpoint_is_opened_by_its_key_only() -> None:
    note = checkpoint.signed(GIVEN, KEY)
    assert checkpoint.opened(note, PUBLIC) == GIVEN
    other = Ed25519PrivateKey.from_private_bytes(b"1" * 32).public_key()
    with pytest.raises(checkpoint.CheckpointInvalidError, match="this key did not sign it"):
        checkpoint.opened(note, other)


def test_signatures_of_witnesses_beside_ours_do_no_harm() -> None:
    note = checkpoint.signed(GIVEN, KEY) + "— witness.example AAAAAAAA\n"
    assert checkpoint.opened(note, PUBLIC) == GIVEN


@pytest.mark.parametrize("place", range(0, 90, 3))
def test_a_changed_byte_is_refused(place: int) -> None:
    note = checkpoint.signed(GIVEN, KEY).encode()
    changed = bytearray(note)
    changed[place] ^= 1
    with pytest.raises((checkpoint.CheckpointInvalidError, UnicodeDecodeError)):
        checkpoint.opened(changed.decode(), PUBLIC)


@pytest.mark.parametrize("note", ["", "\n\n", "a\n1\n\n— a b\n", "a\nx\nAAAA\n\n— a b\n"])
def test_what_is_no_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(checkpoint.CheckpointInvalidError):
        checkpoint.opened(note, PUBLIC)


@pytest.mark.django_db
def test_the_current_checkpoint_is_kept_by_its_size(own_home: Path) -> None:
    services.append(kind="finding", actor="system", body={}, at=NOON)
    file = checkpoint.save(checkpoint.current())
    assert file == own_home / "ledger" / "checkpoints" / "0000000001.checkpoint"
    assert checkpoint.saved() == [file]


@pytest.mark.django_db
def test_a_checkpoint_bears_the_name_that_the_home_was_given(settings: Settings) -> None:
    settings.LEDGER_ORIGIN = "sosiego.example.org/ledger"
    note = checkpoint.signed(checkpoint.current(), KEY)
    assert note.startswith("sosiego.example.org/ledger\n")
    assert checkpoint.opened(note, PUBLIC).origin == "sosiego.example.org/ledger"
