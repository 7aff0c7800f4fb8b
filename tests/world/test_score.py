from __future__ import annotations

from datetime import UTC, date, datetime

from sosiego.world.score import Found, score
from sosiego.world.truth import Truth

SINCE, AFTER = date(2026, 7, 1), date(2026, 10, 1)


def robot(number: str, first: date = date(2026, 7, 10), last: date = date(2026, 7, 15)) -> Truth:
    return Truth(number, "burst-robocaller", True, first, last)


def found(number: str, *, pattern: str = "burst", day: int = 12, measures: tuple[str, ...] = ()) -> Found:
    return Found(number, "some-rule", pattern, datetime(2026, 7, day, tzinfo=UTC), measures)


def kind(name: str, of: object) -> object:
    return next(one for one in of.kinds if one.kind == name)  # type: ignore[attr-defined]


def test_recall_counts_the_callers_of_the_kind_that_have_any_finding() -> None:
    result = score(
        [found("+1"), found("+2", pattern="other")],
        [robot("+1"), robot("+2"), robot("+3")],
        since=SINCE,
        after=AFTER,
    )
    robots = kind("burst-robocaller", result)
    assert (robots.callers, robots.found, robots.recall) == (3, 2, 0.6667)  # type: ignore[attr-defined]
    assert robots.median_days_to_find == 2.0  # type: ignore[attr-defined]


def test_precision_is_over_the_numbers_that_the_kinds_criteria_found() -> None:
    bomber = Truth("+4", "call-bomber", True, SINCE, SINCE)
    result = score(
        [found("+1"), found("+4"), found("+9"), found("+8", pattern="call-bombing")],
        [robot("+1"), bomber],
        since=SINCE,
        after=AFTER,
    )
    robots = kind("burst-robocaller", result)
    assert robots.precision == 0.6667  # type: ignore[attr-defined]
    assert robots.precision_same_kind == 0.3333  # type: ignore[attr-defined]


def test_a_look_alike_that_was_barred_is_counted_as_blocked_and_a_label_is_not() -> None:
    truths = [
        Truth("+5", "hospital", False, SINCE, SINCE),
        Truth("+6", "courier", False, SINCE, SINCE),
    ]
    result = score(
        [found("+5", measures=("label",)), found("+6", measures=("label", "suspend"))],
        truths,
        since=SINCE,
        after=AFTER,
    )
    assert (result.lookalikes, result.lookalikes_found) == (2, 2)
    assert (result.lookalikes_labelled, result.lookalikes_blocked) == (2, 1)


def test_a_mistyped_number_that_was_found_is_an_innocent() -> None:
    result = score([found("+7", measures=("bar-outgoing",))], [robot("+1")], since=SINCE, after=AFTER)
    assert (result.innocents_found, result.innocents_blocked) == (1, 1)
    assert result.precision == 0.0


def test_callers_of_earlier_quarters_are_true_but_not_looked_for() -> None:
    old = robot("+1", date(2026, 6, 1), date(2026, 6, 9))
    result = score([found("+1")], [old], since=SINCE, after=AFTER)
    robots = kind("burst-robocaller", result)
    assert (robots.callers, robots.recall, robots.precision) == (0, None, 1.0)  # type: ignore[attr-defined]


def test_nothing_found_among_nobody_is_unknown_not_zero() -> None:
    result = score([], [], since=SINCE, after=AFTER)
    assert result.recall is None
    assert result.precision is None
