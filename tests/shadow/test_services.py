"""Starting, stopping and recording: nothing but records, once a day, whatever breaks."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import Error as DatabaseError

from sosiego import cycle
from sosiego.cases.facts import Facts
from sosiego.cases.models import Case, Event, Finding, WorkOrder
from sosiego.ledger.models import Entry
from sosiego.registry.models import Measure
from sosiego.rules.book import RuleBook
from sosiego.shadow import copying, queries, services
from sosiego.shadow.errors import (
    DraftFindsNothingError,
    DraftOfAnotherCountryError,
    ShadowNameNotValidError,
    ShadowNameTakenError,
    ShadowRunNotFoundError,
    ShadowRunStoppedError,
)
from sosiego.shadow.models import ShadowDay, ShadowFinding, ShadowRun
from tests.builders import NOON, report
from tests.shadow.drafts import FILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
DAY = NOON.date()
FEW, MANY = "+8613800000003", "+8613800000005"


def started(draft: Path, law: RuleBook, name: str = "trial") -> ShadowRun:
    return services.start(str(draft), name=name, law=law, actor="user:ana", at=NOON)


def reported(number: str, times: int) -> None:
    for _ in range(times):
        report(number, at=NOON - timedelta(hours=1))


def counts() -> tuple[int, ...]:
    rows = (Case, Finding, WorkOrder, Measure, Event, Entry)
    return tuple(model.objects.count() for model in rows)


def test_start_and_stop_stand_in_the_ledger(draft: Path, law: RuleBook) -> None:
    run = started(draft, law)
    services.stop(run, actor="user:li", at=NOON + timedelta(days=1))
    told = [(one.kind, one.actor) for one in Entry.objects.order_by("index")]
    assert told == [("shadow-started", "user:ana"), ("shadow-stopped", "user:li")]
    assert run.digest.encode() in bytes(Entry.objects.get(index=run.ledger_index).body)


def test_the_draft_finds_more_and_only_records_it(draft: Path, law: RuleBook) -> None:
    started(draft, law)
    reported(FEW, 3)
    reported(MANY, 5)
    before = counts()
    totals = services.record_day(law, DAY, Facts(NOON))
    assert (totals.drafts, totals.failures, totals.added, totals.gone) == (1, 0, 1, 0)
    assert counts() == before
    rows = ShadowFinding.objects.filter(rule="reported-caller").order_by("subject")
    told = [(one.subject, one.found_by, one.holder, one.operator) for one in rows]
    assert told == [(FEW, "draft", "shop", "norte"), (MANY, "both", "shop", "norte")]
    first = rows[0]
    assert (first.version, first.facts["call_reporters_10d"]) == (date(2026, 1, 1), 3)
    assert {"call_reporters_10d >= 3"} <= {one["text"] for one in first.clauses}
    day = ShadowDay.objects.get()
    assert (day.both, day.draft_only, day.law_only, day.law_findings) == (1, 1, 0, 0)
    assert day.law_digest == law.digest


def test_what_only_the_law_finds_is_recorded_with_the_laws_clauses(draft: Path, law: RuleBook) -> None:
    text = (draft / FILE).read_text(encoding="utf-8")
    (draft / FILE).write_text(text.replace("call_reporters_10d >= 3", "call_reporters_10d >= 6"))
    started(draft, law)
    reported(MANY, 5)
    services.record_day(law, DAY, Facts(NOON))
    row = ShadowFinding.objects.get(rule="reported-caller")
    assert (row.found_by, row.clauses[0]["text"]) == ("law", "call_reporters_10d >= 5")


def test_the_cycle_records_the_draft_beside_the_findings_of_the_law(draft: Path, law: RuleBook) -> None:
    started(draft, law)
    reported(FEW, 3)
    reported(MANY, 5)
    totals = cycle.run_day(law, DAY, NOON)
    assert totals.steps["shadow"] == {"drafts": 1, "failures": 0, "added": 1, "gone": 0}
    assert ShadowDay.objects.get().law_findings == Finding.objects.count() == 1
    assert not Case.objects.filter(subject=FEW).exists()


def test_what_the_law_does_is_the_same_with_a_draft_beside_it(draft: Path, law: RuleBook) -> None:
    started(draft, law)
    reported(FEW, 3)
    reported(MANY, 5)
    services.record_day(law, DAY, Facts(NOON))
    beside = cycle.run_day(law, DAY, NOON).steps["evaluate"]
    assert (beside["findings"], beside["orders"]) == (1, 1)


def test_a_day_recorded_again_is_recorded_once(draft: Path, law: RuleBook) -> None:
    started(draft, law)
    reported(FEW, 3)
    for _ in range(2):
        services.record_day(law, DAY, Facts(NOON))
    assert ShadowDay.objects.count() == ShadowFinding.objects.count() == 1


def test_what_came_late_counts_instead_when_the_day_is_run_again(draft: Path, law: RuleBook) -> None:
    run = started(draft, law)
    cycle.run_day(law, DAY, NOON)
    reported(FEW, 3)
    cycle.run_day(law, DAY, NOON)
    assert [one.draft_only for one in queries.days(run)] == [0]
    cycle.run_day(law, DAY, NOON, again=True)
    assert [(one.attempt, one.draft_only) for one in queries.days(run)] == [(2, 1)]
    assert queries.findings(run).count() == 1


def test_a_day_that_died_before_it_was_written_is_recorded_whole(
    draft: Path, law: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(draft, law)
    reported(FEW, 3)
    real = ShadowFinding.objects.bulk_create

    def dying(*values: object, **named: object) -> None:
        raise DatabaseError("the connection was closed")

    monkeypatch.setattr(ShadowFinding.objects, "bulk_create", dying)
    with pytest.raises(DatabaseError):
        services.record_day(law, DAY, Facts(NOON))
    assert not ShadowDay.objects.exists()
    monkeypatch.setattr(ShadowFinding.objects, "bulk_create", real)
    assert services.record_day(law, DAY, Facts(NOON)).added == 1


def test_a_vanished_draft_fails_and_neither_the_cycle_nor_another_draft_does(
    draft: Path, law: RuleBook, tmp_path: Path
) -> None:
    gone = started(draft, law, "gone")
    text = (draft / FILE).read_text(encoding="utf-8")
    (draft / FILE).write_text(text.replace(">= 3", ">= 2"))
    started(draft, law, "sound")
    shutil.rmtree(copying.folder_of(gone.digest))
    reported(FEW, 3)
    totals = cycle.run_day(law, DAY, NOON).steps
    assert totals["shadow"] == {"drafts": 2, "failures": 1, "added": 1, "gone": 0}
    assert list(totals)[-1] == "oversight"
    told = queries.standing(gone)
    assert (told.recorded, told.failed, told.last) == (0, 1, None)
    assert told.failure is not None
    assert "There is no rule-book" in told.failure.reason


def test_any_mistake_in_a_draft_is_its_own_failure(
    draft: Path, law: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = started(draft, law)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(services, "compared", broken)
    for _ in range(2):
        assert services.record_day(law, DAY, Facts(NOON)).failures == 1
    assert [one.reason for one in queries.days(run)] == ["ZeroDivisionError: division by zero"]
    assert ShadowDay.objects.count() == 1
    monkeypatch.undo()
    services.record_day(law, DAY, Facts(NOON))
    assert [one.outcome for one in queries.days(run)] == ["recorded"]


def test_a_run_records_from_its_first_day_until_it_is_stopped(draft: Path, law: RuleBook) -> None:
    run = started(draft, law)
    day, hour = timedelta(days=1), timedelta(hours=1)
    assert not queries.running(DAY - day, NOON).exists()
    assert queries.running(DAY, NOON).get() == run
    services.stop(run, actor="user:ana", at=NOON + hour)
    assert queries.running(DAY, NOON).exists()
    assert not queries.running(DAY, NOON + 2 * hour).exists()
    with pytest.raises(ShadowRunStoppedError, match="was stopped on 2026-08-03"):
        services.stop(run, actor="user:ana", at=NOON + day)


def test_a_later_wording_is_read_if_its_day_is_named(draft: Path, law: RuleBook) -> None:
    text = (draft / FILE).read_text(encoding="utf-8")
    (draft / FILE).write_text(text.replace("- from: 2026-01-01", "- from: 2027-01-01"))
    reported(FEW, 3)
    services.start(
        str(draft), name="next-year", law=law, actor="user:ana", at=NOON, wording_of=date(2027, 1, 1)
    )
    started(draft, law, "today")
    totals = services.record_day(law, DAY, Facts(NOON))
    assert (totals.drafts, totals.added) == (2, 1)


def test_wrong_starts_are_refused(draft: Path, law: RuleBook) -> None:
    started(draft, law)
    with pytest.raises(ShadowNameTakenError):
        started(draft, law)
    with pytest.raises(ShadowNameNotValidError):
        started(draft, law, "Ünsound name")
    with pytest.raises(DraftOfAnotherCountryError):
        services.start("br", name="abroad", law=law, actor="user:ana", at=NOON)
    with pytest.raises(DraftFindsNothingError):
        services.start(
            str(draft), name="early", law=law, actor="user:ana", at=NOON, wording_of=date(2020, 1, 1)
        )
    with pytest.raises(ShadowRunNotFoundError):
        queries.run("early")
