"""What other rooms may ask of the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sosiego.errors import SosiegoError
from sosiego.ledger import leaves, nodes, tree
from sosiego.ledger.models import Entry, Look, Tree
from sosiego.ledger.verifying import Problem, Verification, verify

__all__ = [
    "Problem",
    "Proof",
    "Told",
    "Verification",
    "consistency",
    "entries",
    "entry",
    "looks",
    "looks_at",
    "proof",
    "size",
    "told",
    "verify",
]


class EntryNotFoundError(SosiegoError):
    """The ledger has no entry of this index."""


@dataclass(frozen=True)
class Told:
    """One entry as people and programs read it."""

    index: int
    at: datetime
    kind: str
    actor: str
    body: dict[str, Any]
    leaf_hash: str  # hex


@dataclass(frozen=True)
class Proof:
    """That an entry stands in the ledger: RFC 9162 §2.1.3. All hashes in hex."""

    index: int
    size: int
    leaf_hash: str
    root: str
    path: list[str]


def size() -> int:
    """Number of entries."""
    return Tree.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def entry(index: int) -> Entry:
    """The entry of an index. Raises `EntryNotFoundError`."""
    found = Entry.objects.filter(index=index).first()
    if found is None:
        last = size() - 1
        raise EntryNotFoundError(
            f"The ledger has no entry {index}.",
            todo=f"The last is {last}." if last >= 0 else "It has no entries yet.",
        )
    return found


def entries(kind: str = "") -> QuerySet[Entry]:
    """Entries in their order, all or of one kind."""
    rows = Entry.objects.order_by("index")
    return rows.filter(kind=kind) if kind else rows


def told(entry: Entry) -> Told:
    """An entry with its body read."""
    return Told(
        entry.index,
        entry.at,
        entry.kind,
        entry.actor,
        json.loads(leaves.stored_bytes(entry.body)),
        leaves.stored_bytes(entry.leaf_hash).hex(),
    )


def proof(index: int) -> Proof:
    """The proof that an entry stands in the ledger as it is now. Raises `EntryNotFoundError`."""
    leaf = leaves.stored_bytes(entry(index).leaf_hash)
    now = size()
    path = tree.inclusion_proof(index, now, nodes.subtree)
    root = tree.root(now, nodes.subtree)
    return Proof(index, now, leaf.hex(), root.hex(), [step.hex() for step in path])


def consistency(first: int, second: int) -> list[str]:
    """The hashes (hex) that show that the ledger of `second` entries only added to that of `first`.

    Raises `ValueError` unless 0 < first <= second <= size.
    """
    if second > size():
        raise ValueError(f"the ledger has {size()} entries, not {second}")
    return [step.hex() for step in tree.consistency_proof(first, second, nodes.subtree)]


def looks() -> QuerySet[Look]:
    """Who looked at which number or contact, the last first."""
    return Look.objects.order_by("-at", "-pk")


def looks_at(subject: str) -> QuerySet[Look]:
    """Who looked at a number or contact, the last first."""
    return Look.objects.filter(subject=subject)
