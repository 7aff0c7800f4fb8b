from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from sosiego.ledger import checkpoint, queries, services, tree
from sosiego.ledger.models import Entry, Node, Tree
from tests.builders import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]

CHANGED = "entry does not give its leaf hash: body, time, kind, actor or hash was changed"


def enter(count: int) -> None:
    services.append_many(
        services.Act(kind="finding", actor="system", body={"number": number}, at=NOON)
        for number in range(count)
    )


def problems() -> list[tuple[int, str]]:
    found = queries.verify()
    assert found.ok == (not found.problems)
    return [tuple(problem) for problem in found.problems]


@pytest.mark.parametrize("count", [0, 1, 2, 7, 8, 37])
def test_an_untouched_ledger_holds(count: int) -> None:
    enter(count)
    found = queries.verify()
    assert (found.entries, found.ok, found.problems) == (count, True, [])
    assert found.root == checkpoint.current().root.hex()


def change(index: int, **values: object) -> Callable[[], object]:
    return lambda: Entry.objects.filter(index=index).update(**values)


@pytest.mark.parametrize(
    "tamper",
    [
        change(5, body=b'{"number":6}'),
        # One more space: the same JSON, another byte.
        change(5, body=b'{"number": 5}'),
        change(5, at=NOON + timedelta(microseconds=1)),
        change(5, actor="systen"),
        change(5, kind="findinG"),
    ],
)
def test_one_changed_field_is_found_and_named(tamper: Callable[[], object]) -> None:
    enter(9)
    tamper()
    assert problems() == [(5, CHANGED)]


def test_a_changed_leaf_hash_is_found_and_named() -> None:
    enter(9)
    change(5, leaf_hash=tree.leaf_hash(b"another"))()
    assert problems() == [(4, "node of level 1 is not the hash of what stands below it"), (5, CHANGED)]


def test_a_leaf_rewritten_with_its_hash_is_found_by_the_node_above() -> None:
    enter(9)
    entry = Entry.objects.get(index=5)
    forged = services._entry(5, services.Act("finding", "system", {"number": 99}, NOON))
    Entry.objects.filter(index=5).update(body=forged.body, leaf_hash=forged.leaf_hash)
    assert bytes(entry.leaf_hash) != forged.leaf_hash
    assert problems() == [(4, "node of level 1 is not the hash of what stands below it")]


def test_a_changed_missing_or_extra_node_is_found_and_named() -> None:
    enter(9)
    Node.objects.filter(level=2, index=1).update(hash=b"\0" * 32)
    Node.objects.filter(level=1, index=0).delete()
    Node.objects.create(level=1, index=4, hash=b"\0" * 32)
    Node.objects.create(level=6, index=0, hash=b"\0" * 32)
    assert problems() == [
        (0, "node of level 1 is missing"),
        (0, "node of level 3 is not the hash of what stands below it"),
        (0, "node of level 6 stands over no complete entries"),
        (4, "node of level 2 is not the hash of what stands below it"),
        (8, "node of level 1 stands over no complete entries"),
    ]


def test_a_missing_entry_is_found_and_named() -> None:
    enter(9)
    Entry.objects.filter(index__in=(3, 4, 7)).delete()
    assert problems() == [
        (3, "entries up to 4 are missing"),
        (6, "the tree says 9 entries: the last 3 are missing"),
        (7, "entry is missing"),
    ]


def test_an_entry_put_in_beside_the_tree_is_found() -> None:
    enter(4)
    extra = services._entry(4, services.Act("finding", "system", {}, NOON))
    extra.save(force_insert=True)
    assert problems() == [(4, "the tree says 4 entries: 1 were added without it")]


def test_a_changed_size_is_found() -> None:
    enter(4)
    Tree.objects.update(size=5)
    assert problems() == [(4, "the tree says 5 entries: the last 1 are missing")]


def test_a_second_size_is_found() -> None:
    enter(4)
    Tree.objects.create(pk=2, size=4)
    assert problems() == [(4, "the tree has 1 sizes too many")]


def cut_to(size: int) -> None:
    """What an intruder would do who knows the tree: cut it back so that all agrees."""
    Entry.objects.filter(index__gte=size).delete()
    for node in Node.objects.all():
        if (node.index + 1) << node.level > size:
            node.delete()
    Tree.objects.update(size=size)


def test_a_ledger_cut_short_is_found_by_its_checkpoint() -> None:
    enter(9)
    checkpoint.save(checkpoint.current())
    enter(3)
    cut_to(10)
    assert problems() == []
    cut_to(7)
    assert problems() == [(7, "checkpoint 0000000009.checkpoint was signed over 9 entries: 2 were cut off")]


def test_a_ledger_rewritten_from_the_ground_is_found_by_its_checkpoint() -> None:
    enter(3)
    checkpoint.save(checkpoint.current())
    cut_to(0)
    services.append_many(services.Act("finding", "system", {"forged": number}, NOON) for number in range(5))
    assert problems() == [(0, "the first 3 entries are not those that 0000000003.checkpoint was signed over")]


def test_a_changed_checkpoint_is_found() -> None:
    enter(3)
    file = checkpoint.save(checkpoint.current())
    file.write_text(file.read_text().replace("\n3\n", "\n2\n"))
    assert problems() == [
        (3, "checkpoint 0000000003.checkpoint: The signature of the checkpoint does not hold.")
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-13-01 00:00:00"),
        ("at", "yesterday"),
        ("actor", b"\xff\xfe"),
        ("body", '{"number":6}'),
    ],
)
def test_what_sqlite_lets_a_careless_hand_write_is_found(column: str, value: object) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite stores what is not of the column's type")
    enter(4)
    with connection.cursor() as cursor:
        expression = "CAST(%s AS TEXT)" if isinstance(value, bytes) else "%s"
        cursor.execute(f'UPDATE ledger_entry SET "{column}" = {expression} WHERE "index" = 2', [value])
    assert [index for index, _ in problems()] == [2]


def test_an_entry_is_proved_against_the_signed_root(own_home: Path) -> None:
    enter(11)
    proof = queries.proof(6)
    path = [bytes.fromhex(step) for step in proof.path]
    root = checkpoint.current().root
    assert tree.inclusion_holds(bytes.fromhex(proof.leaf_hash), 6, 11, path, root)


def test_growth_is_proved_between_two_checkpoints() -> None:
    enter(5)
    before = checkpoint.current()
    enter(6)
    after = checkpoint.current()
    path = [bytes.fromhex(step) for step in queries.consistency(before.size, after.size)]
    assert tree.consistency_holds(before.size, after.size, before.root, after.root, path)


def test_an_entry_that_is_not_there_is_answered_with_the_last() -> None:
    enter(2)
    with pytest.raises(queries.EntryNotFoundError) as missed:
        queries.entry(7)
    assert (missed.value.what, missed.value.todo) == ("The ledger has no entry 7.", "The last is 1.")
