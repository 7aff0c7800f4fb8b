"""Recomputing the whole ledger from its entries, and naming each place where it is not what it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import DatabaseError

from sosiego import keys
from sosiego.ledger import checkpoint, leaves, tree
from sosiego.ledger.models import Entry, Node, Tree

# Entries of a few hundred bytes: some megabytes at a time.
ENTRIES_PER_READING = 5_000
# What Django raises for a time that is none, and for bytes that are no text.
UNREADABLE = (ValueError, DatabaseError)


class Problem(NamedTuple):
    """One place where the ledger does not hold."""

    index: int  # of the entry, or of the first entry below a node; the size for what concerns the whole
    what: str


@dataclass(frozen=True)
class Verification:
    """What a recomputation found."""

    entries: int
    ok: bool
    root: str  # hex, recomputed from the entries; "" if some of them are missing
    problems: list[Problem]


@dataclass
class _Found:
    """What has been read so far."""

    problems: list[Problem] = field(default_factory=list)
    # Leaf hashes: as recomputed, and as stored beside the entry.
    recomputed: list[bytes] = field(default_factory=list)
    stored: list[bytes] = field(default_factory=list)
    has_gap: bool = False

    def add(self, index: int, what: str) -> None:
        self.problems.append(Problem(index, what))


def verify() -> Verification:
    """Recompute every leaf, every node, the size, and what the kept checkpoints promised."""
    found = _Found()
    _check_entries(found)
    size = len(found.recomputed)
    _check_size(found, size)
    levels = [found.recomputed]
    if not found.has_gap:
        _check_nodes(found, size)
        while len(levels[-1]) > 1:
            levels.append(_above(levels[-1]))
    _check_checkpoints(found, size, levels)
    root = "" if found.has_gap else tree.root(size, lambda level, index: levels[level][index]).hex()
    found.problems.sort()
    return Verification(size, not found.problems, root, found.problems)


def _check_entries(found: _Found) -> None:
    expected = 0
    for entry in _entries(found):
        if entry.index != expected:
            what = "stands before the first index" if entry.index < 0 else _missing(expected, entry.index)
            found.add(min(entry.index, expected), what)
            found.has_gap = True
        expected = entry.index + 1
        recomputed = _leaf_hash(found, entry)
        stored = leaves.stored_bytes(entry.leaf_hash)
        if recomputed is not None and recomputed != stored:
            found.add(
                entry.index, "entry does not give its leaf hash: body, time, kind, actor or hash was changed"
            )
        found.recomputed.append(recomputed or stored)
        found.stored.append(stored)


def _missing(first: int, after: int) -> str:
    return "entry is missing" if after - first == 1 else f"entries up to {after - 1} are missing"


def _entries(found: _Found) -> Iterator[Entry]:
    """All entries by index. One that the database cannot even read is named, and the others are read on."""
    last = None
    while True:
        rows = Entry.objects.order_by("index")
        if last is not None:
            rows = rows.filter(index__gt=last)
        try:
            some = list(rows[:ENTRIES_PER_READING])
        except UNREADABLE:
            some = _one_by_one(found, list(rows.values_list("index", flat=True)[:ENTRIES_PER_READING]))
        if not some:
            return
        yield from some
        last = some[-1].index


def _one_by_one(found: _Found, indexes: list[int]) -> list[Entry]:
    some = []
    for index in indexes:
        try:
            some.append(Entry.objects.get(index=index))
        except UNREADABLE:
            # Its stored hash keeps its place, so that the rest can still be checked.
            leaf_hash = Entry.objects.values_list("leaf_hash", flat=True).get(index=index)
            some.append(Entry(index=index, at=None, leaf_hash=leaf_hash))
    return some


def _leaf_hash(found: _Found, entry: Entry) -> bytes | None:
    if entry.at is None:
        found.add(entry.index, "entry cannot be read: its time or a text is not one")
        return None
    written = leaves.leaf(entry.index, entry.at, entry.kind, entry.actor, leaves.stored_bytes(entry.body))
    return tree.leaf_hash(written)


def _check_size(found: _Found, size: int) -> None:
    sizes = dict(Tree.objects.values_list("pk", "size"))
    said = sizes.pop(1, 0)
    if said > size:
        found.add(size, f"the tree says {said} entries: the last {said - size} are missing")
    elif said < size:
        found.add(said, f"the tree says {said} entries: {size - said} were added without it")
    if sizes:
        found.add(size, f"the tree has {len(sizes)} sizes too many")


def _check_nodes(found: _Found, size: int) -> None:
    """Compare each stored node with the two stored hashes below it, so that a change is named where it is."""
    below, level = found.stored, 1
    while len(below) > 1:
        stored = dict(Node.objects.filter(level=level).values_list("index", "hash"))
        above: list[bytes] = []
        for index, recomputed in enumerate(_above(below)):
            hash_ = stored.pop(index, None)
            if hash_ is None:
                found.add(index << level, f"node of level {level} is missing")
            elif leaves.stored_bytes(hash_) != recomputed:
                found.add(index << level, f"node of level {level} is not the hash of what stands below it")
            above.append(recomputed if hash_ is None else leaves.stored_bytes(hash_))
        for index in stored:
            found.add(index << level, f"node of level {level} stands over no complete entries")
        below, level = above, level + 1
    for beyond, index in Node.objects.exclude(level__range=(1, level - 1)).values_list("level", "index"):
        found.add(index << beyond, f"node of level {beyond} stands over no complete entries")


def _above(below: list[bytes]) -> list[bytes]:
    return [tree.node_hash(below[place], below[place + 1]) for place in range(0, len(below) - 1, 2)]


def _check_checkpoints(found: _Found, size: int, levels: list[list[bytes]]) -> None:
    public_key = keys.signing_key().public_key()
    for file in checkpoint.saved():
        try:
            promised = checkpoint.opened(file.read_text(encoding="utf-8"), public_key)
        except (checkpoint.CheckpointInvalidError, UnicodeDecodeError) as reason:
            found.add(size, f"checkpoint {file.name}: {getattr(reason, 'what', reason)}")
            continue
        if promised.size > size:
            cut = promised.size - size
            found.add(
                size, f"checkpoint {file.name} was signed over {promised.size} entries: {cut} were cut off"
            )
        elif not found.has_gap:
            root = tree.root(promised.size, lambda level, index: levels[level][index])
            if root != promised.root:
                found.add(
                    0, f"the first {promised.size} entries are not those that {file.name} was signed over"
                )
