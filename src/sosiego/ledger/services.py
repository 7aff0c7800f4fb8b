"""The acts of the ledger: appending entries, and noting who looked at whose number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from sosiego.ledger import leaves, nodes, tree
from sosiego.ledger.models import Entry, Look, Node, Tree

# A batch of this many rows stays below the statement size of both databases and is not faster when larger.
ROWS_PER_STATEMENT = 2_000


@dataclass(frozen=True)
class Act:
    """One act to be entered."""

    kind: str  # e.g. "finding", "measure"
    actor: str  # "system", "user:<name>" or "organisation:<code>"
    body: dict[str, Any]
    at: datetime


def append(*, kind: str, actor: str, body: dict[str, Any], at: datetime) -> int:
    """Enter one act, in the caller's transaction, and return its index.

    Raises `BodyNotJsonError` and `MomentWithoutZoneError`.
    """
    return append_many([Act(kind, actor, body, at)])[0]


def append_many(acts: Iterable[Act]) -> range:
    """Enter many acts in their order, in the caller's transaction, and return their indexes.

    Appenders wait for each other on the tree's single row; entries and row change together or not at all.
    Raises `BodyNotJsonError` and `MomentWithoutZoneError`.
    """
    with transaction.atomic(savepoint=False):
        row = _locked_tree()
        first = row.size
        entries = [_entry(index, act) for index, act in enumerate(acts, start=first)]
        if not entries:
            return range(first, first)
        frontier = nodes.stored(tree.peaks(first))
        completed = tree.completed(first, frontier, [entry.leaf_hash for entry in entries])
        Entry.objects.bulk_create(entries, batch_size=ROWS_PER_STATEMENT)
        Node.objects.bulk_create(
            [Node(level=level, index=index, hash=hash_) for level, index, hash_ in completed],
            batch_size=ROWS_PER_STATEMENT,
        )
        row.size = first + len(entries)
        row.save(update_fields=["size"])
        return range(first, row.size)


def record_look(actor: str, subject: str, page: str, at: datetime) -> None:
    """Note that somebody looked at a caller's number or a protected contact on a page."""
    Look.objects.create(actor=actor, subject=subject, page=page[:200], at=at)


def _locked_tree() -> Tree:
    # PostgreSQL locks the row; SQLite's immediate transactions are alone already, and ignore the request.
    row = Tree.objects.select_for_update().filter(pk=1).first()
    if row is None:
        Tree.objects.get_or_create(pk=1)
        row = Tree.objects.select_for_update().get(pk=1)
    return row


def _entry(index: int, act: Act) -> Entry:
    body = leaves.body_bytes(act.body)
    written = leaves.leaf(index, act.at, act.kind, act.actor, body)
    return Entry(
        index=index,
        at=act.at,
        kind=act.kind,
        actor=act.actor,
        body=body,
        leaf_hash=tree.leaf_hash(written),
    )
