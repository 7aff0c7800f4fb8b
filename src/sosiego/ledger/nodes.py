"""Reading the stored hashes of complete subtrees: a leaf stands with its entry, a node in its own table."""

from __future__ import annotations

from collections.abc import Sequence

from sosiego.errors import SosiegoError
from sosiego.ledger.leaves import stored_bytes
from sosiego.ledger.models import Entry, Node


class LedgerBrokenError(SosiegoError):
    """A hash on which new entries or proofs rest is not stored."""


def subtree(level: int, index: int) -> bytes:
    """Stored hash of one complete subtree. Raises `LedgerBrokenError`."""
    return stored([(level, index)])[0]


def stored(places: Sequence[tuple[int, int]]) -> list[bytes]:
    """Stored hashes of complete subtrees, each (level, index), as asked. Raises `LedgerBrokenError`."""
    found: dict[tuple[int, int], bytes] = {}
    leaves = [index for level, index in places if level == 0]
    if leaves:
        rows = Entry.objects.filter(index__in=leaves).values_list("index", "leaf_hash")
        found.update({(0, index): stored_bytes(hash_) for index, hash_ in rows})
    nodes = [place for place in places if place[0]]
    if nodes:
        # Every level with every index: a few nodes too many, and a statement that is made in half the time.
        levels, indexes = ({place[part] for place in nodes} for part in (0, 1))
        rows = Node.objects.filter(level__in=levels, index__in=indexes)
        for level, index, hash_ in rows.values_list("level", "index", "hash"):
            found[level, index] = stored_bytes(hash_)
    try:
        return [found[place] for place in places]
    except KeyError as missing:
        level, index = missing.args[0]
        raise LedgerBrokenError(
            "A hash of the ledger's tree is missing: nothing can be added or proved.",
            where=f"subtree of level {level}, index {index} (entries from {index << level})",
            todo="Run `sosiego ledger verify` and restore the database from its last good copy.",
        ) from None
