from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import transaction

from sosiego.files import canonical_json
from sosiego.ledger import leaves, nodes, services, tree
from sosiego.ledger.models import Entry, Look, Node, Tree

AT = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def act(number: int) -> services.Act:
    return services.Act(kind="finding", actor="system", body={"number": number}, at=AT)


def test_the_first_entry_has_index_zero_and_the_next_follows() -> None:
    first = services.append(kind="finding", actor="system", body={"a": 1}, at=AT)
    second = services.append(kind="measure", actor="user:li", body={}, at=AT)
    assert (first, second) == (0, 1)
    assert Tree.objects.get().size == 2


def test_one_by_one_and_in_batches_give_the_same_tree() -> None:
    for number in range(5):
        services.append(**vars(act(number)))
    assert services.append_many(act(number) for number in range(5, 21)) == range(5, 21)
    hashes = [bytes(entry.leaf_hash) for entry in Entry.objects.order_by("index")]
    expected = {(level, index): hash_ for level, index, hash_ in tree.completed(0, [], hashes)}
    assert {(node.level, node.index): bytes(node.hash) for node in Node.objects.all()} == expected
    assert tree.root(21, nodes.subtree) == tree.root(
        21, lambda *place: expected.get(place) or hashes[place[1]]
    )


def test_an_empty_batch_adds_nothing() -> None:
    assert list(services.append_many([])) == []
    assert not Entry.objects.exists()


def test_the_leaf_is_the_canonical_json_of_the_entry() -> None:
    body = {"b": 1, "a": "信息"}
    assert leaves.leaf(7, AT, "finding", "system", canonical_json(body)) == canonical_json(
        {
            "index": 7,
            "at": "2026-07-01T08:30:00.000000+00:00",
            "kind": "finding",
            "actor": "system",
            "body": body,
        }
    )


def test_the_leaf_says_the_same_moment_in_every_time_zone() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=8)))
    assert leaves.spelled_moment(elsewhere) == leaves.spelled_moment(AT)


def test_a_rolled_back_act_leaves_no_entry() -> None:
    class StopError(Exception): ...

    with pytest.raises(StopError), transaction.atomic():
        services.append(**vars(act(1)))
        raise StopError
    assert not Entry.objects.exists()
    assert services.append(**vars(act(2))) == 0


def test_a_body_that_json_cannot_say_is_refused() -> None:
    with pytest.raises(leaves.BodyNotJsonError, match="The body of a ledger entry is not JSON"):
        services.append(kind="finding", actor="system", body={"at": AT}, at=AT)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(leaves.MomentWithoutZoneError, match="has no time zone: 2026-07-01T08:30:00"):
        services.append(kind="finding", actor="system", body={}, at=AT.replace(tzinfo=None))


def test_a_missing_node_stops_appending_with_its_place() -> None:
    services.append_many(act(number) for number in range(2))
    Node.objects.filter(level=1).delete()
    with pytest.raises(nodes.LedgerBrokenError) as refused:
        services.append(**vars(act(3)))
    assert refused.value.where == "subtree of level 1, index 0 (entries from 0)"


def test_a_look_is_noted() -> None:
    services.record_look("user:li", "+8613800000000", "/console/callers/", AT)
    assert str(Look.objects.get()) == "user:li looked at +8613800000000"
