"""How an entry is spelled before it is hashed: one canonical JSON for one act."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sosiego.errors import SosiegoError
from sosiego.files import canonical_json


class BodyNotJsonError(SosiegoError):
    """An entry's body holds something that JSON cannot say."""


class MomentWithoutZoneError(SosiegoError):
    """An entry's time has no time zone, so that nobody could say when it was."""


def body_bytes(body: dict[str, Any]) -> bytes:
    """The canonical JSON of a body. Raises `BodyNotJsonError`."""
    try:
        return canonical_json(body)
    except (TypeError, ValueError) as reason:
        raise BodyNotJsonError(
            f"The body of a ledger entry is not JSON: {reason}.",
            todo="Give texts, numbers, truth values, lists and dictionaries only; dates as ISO texts.",
        ) from reason


def stored_bytes(value: object) -> bytes:
    """What the database gave for a column of bytes.

    SQLite keeps whatever a careless hand put there: text counts as its UTF-8, all else as its spelling.
    """
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    return str(value).encode()


def spelled_moment(at: datetime) -> str:
    """A moment as the leaf says it: UTC, to the microsecond, always with the microseconds written.

    Raises `MomentWithoutZoneError`.
    """
    if at.tzinfo is None:
        raise MomentWithoutZoneError(
            f"The time of a ledger entry has no time zone: {at.isoformat()}.",
            todo="Give an aware datetime, in UTC.",
        )
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def leaf(index: int, at: datetime, kind: str, actor: str, body: bytes) -> bytes:
    """The canonical JSON of an entry's index, at, kind, actor and body.

    The stored bytes of the body are put in as they are: even a change that JSON would not notice
    (a space, another order) changes the leaf.
    """
    return b'{"actor":%b,"at":%b,"body":%b,"index":%d,"kind":%b}' % (
        canonical_json(actor),
        canonical_json(spelled_moment(at)),
        body,
        index,
        canonical_json(kind),
    )
