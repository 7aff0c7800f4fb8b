from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sosiego.world.actors.adapting_dialler import AdaptingDialler
from sosiego.world.attempts import Attempts
from sosiego.world.country import founded
from sosiego.world.days import Days, DayTraffic
from sosiego.world.errors import DayNotInQuarterError
from sosiego.world.quarter import Quarter

QUARTER = Quarter.parse("2026Q3")


def first_days(count: int) -> tuple[Days, list[DayTraffic]]:
    days = Days(founded(7, QUARTER))
    return days, [days.day(day) for day in QUARTER.days()[:count]]


def test_a_blocked_caller_is_recorded_as_rejected_and_talks_to_nobody() -> None:
    hospital = 861055501201
    made = Days(founded(7, QUARTER)).day(QUARTER.first, blocked={hospital})
    its = made.records.filter(np.asarray(made.records["caller"]) == hospital)
    assert its.num_rows > 50
    assert set(its["cause"].to_pylist()) == {21}
    assert not any(its["answered"].to_pylist())
    assert set(its["duration_s"].to_pylist()) == {0}
    assert made.refused == its.num_rows


def test_fewer_people_answer_a_labelled_call() -> None:
    def label_all(tried: Attempts) -> np.ndarray:
        return np.full(len(tried), "label")

    plain = Days(founded(7, QUARTER)).day(QUARTER.first)
    labelled = Days(founded(7, QUARTER)).day(QUARTER.first, blocked=label_all)
    answered = [np.mean(np.asarray(made.records["answered"])) for made in (plain, labelled)]
    assert answered[1] < 0.75 * answered[0]
    assert labelled.refused == 0


def test_a_number_hopper_changes_its_number_when_blocked() -> None:
    days, _ = first_days(1)
    cast = days.country.stage.cast
    used = {one.number for one in cast if one.kind == "number-hopping"}
    days.day(date(2026, 7, 2), blocked=used)
    days.day(date(2026, 7, 3))
    fresh = {one.number for one in cast if one.kind == "number-hopping"} - used
    assert len(fresh) == 3


def test_a_robocaller_that_is_blocked_gives_its_number_up() -> None:
    days = Days(founded(7, QUARTER))
    cast = days.country.stage.cast
    machine = next(place for place, one in enumerate(cast) if one.kind == "burst-robocaller")
    planned = cast[machine].last_day
    for day in QUARTER.days():
        days.day(day, blocked={cast[machine].number})
        if day > planned:
            break
    assert cast[machine].seen_first is not None
    assert cast[machine].blocked_days == 2
    assert cast[machine].last_day < planned


def test_days_come_in_order() -> None:
    days, _ = first_days(1)
    with pytest.raises(DayNotInQuarterError, match="2026-07-05") as raised:
        days.day(date(2026, 7, 5))
    assert "2026-07-02" in raised.value.todo


def test_telemarketers_that_keep_the_rules_call_nobody_who_refused() -> None:
    days, made = first_days(7)
    people = days.country.stage.people
    refusing = set(people.number[people.refuses].tolist())
    lawful = {one.number for one in days.country.stage.cast if one.kind == "lawful-telemarketer"}
    for one in made:
        pairs = zip(one.records["caller"].to_pylist(), one.records["called"].to_pylist(), strict=True)
        assert not [called for caller, called in pairs if caller in lawful and called in refusing]


def test_a_call_bomber_rings_one_number_again_and_again() -> None:
    days, made = first_days(14)
    bombers = {one.number for one in days.country.stage.cast if one.kind == "call-bomber"}
    seen = False
    for one in made:
        callers = np.asarray(one.records["caller"])
        for number in bombers & set(callers.tolist()):
            called = np.asarray(one.records["called"])[callers == number]
            assert len(called) / len(set(called.tolist())) >= 40
            seen = True
    assert seen


def test_a_house_whose_number_is_barred_comes_back_with_longer_calls() -> None:
    days = Days(founded(7, QUARTER))
    cast, actor = days.country.stage.cast, days.country.actors[-1]
    assert isinstance(actor, AdaptingDialler)
    house, lasted, barred = actor.houses[0], {}, set()
    for day in QUARTER.days()[:21]:
        records = days.day(day, blocked=barred).records
        if house.place >= 0:
            number = cast[house.place].number
            its = records.filter(np.asarray(records["caller"]) == number)
            lasted.setdefault(number, set()).update(s for s in its["duration_s"].to_pylist() if s)
            barred |= {number}
    # By number, in the order in which they came into use.
    assert [(min(s), max(s)) for s in lasted.values()][:4] == [(1, 3), (4, 6), (7, 9), (7, 9)]
