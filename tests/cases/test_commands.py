"""`sosiego case`."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from sosiego.cases import commands, services
from sosiego.cases.errors import NoSuchReferenceError
from sosiego.cases.models import Event
from sosiego.errors import WrongUsageError
from sosiego.registry.errors import (
    MeasureNotFoundError,
    NotForThisOrganisationError,
    RoleNotAllowedError,
    UnknownLogInError,
)
from sosiego.registry.models import Measure
from tests.builders import NOON, member, number_range, organisation, report, rule_book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country(monkeypatch: pytest.MonkeyPatch) -> None:
    book = rule_book()
    organisation("desk", "regulator")
    number_range("+861380", organisation("norte"))
    member("ana", "agent", organisation("norte"))
    member("olga", "official")
    for _ in range(3):
        report()
    services.evaluate(book, at=NOON)
    monkeypatch.setattr(commands, "_book", lambda: book)
    monkeypatch.setattr(commands.clock, "now", lambda: NOON + timedelta(hours=1))


def run(*words: str) -> Any:
    result = CliRunner().invoke(commands.case_app, [*words, "--json"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_list_names_cases_with_their_state() -> None:
    assert run("list")[0]["state"] == "awaiting answer"
    assert run("list", "--state", "closed") == []


def test_show_tells_the_story_of_a_reference_or_a_number_however_it_is_written() -> None:
    by_reference, by_number = run("show", "C-2026-000001"), run("show", "138 0000 0001")
    assert by_reference == by_number
    assert [line["kind"] for line in by_number["story"]] == ["reports", "opened", "found", "order-issued"]


def test_show_of_what_nobody_knows_is_an_error() -> None:
    with pytest.raises(NoSuchReferenceError, match="There is no case, report or measure of “13900000001”"):
        run("show", "13900000001")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("answer", "O-1", "--outcome", "confirmed"), "`sosiego case orders` shows what there is."),
        (
            ("appeal", "decide", "A-1", "--upheld", "--reason", "x"),
            "`sosiego case appeal list` shows what there is.",
        ),
        (("trace", "show", "T-1"), "`sosiego case show NUMBER` tells the tracebacks of a number."),
        (("close", "C-1", "--outcome", "x", "--reason", "x"), "`sosiego case list` shows what there is."),
    ],
)
def test_a_missing_reference_points_to_the_command_that_lists_such(words: tuple[str, ...], told: str) -> None:
    with pytest.raises(NoSuchReferenceError) as missing:
        run(*words)
    assert str(missing.value).endswith(f"  do: {told}")


def test_an_order_is_answered_by_name() -> None:
    answered = run("answer", "O-2026-000001", "--outcome", "confirmed", "--text", "Cut.", "--as", "ana")
    assert (answered["state"], answered["outcome"]) == ("answered", "confirmed")
    assert Event.objects.get(kind=Event.Kind.ORDER_ANSWERED).actor == "user:ana"
    assert run("orders", "--addressee", "norte", "--state", "answered")[0]["order"] == "O-2026-000001"


def test_an_order_is_answered_by_nobody_else() -> None:
    words = ("answer", "O-2026-000001", "--outcome", "confirmed", "--as")
    member("sara", "agent", organisation("sur"))
    with pytest.raises(NotForThisOrganisationError, match="'sara' acts for sur, and this is for norte to do"):
        run(*words, "sara")
    with pytest.raises(NotForThisOrganisationError, match="'olga' acts for desk"):
        run(*words, "olga")
    with pytest.raises(UnknownLogInError, match="There is no log-in 'nobody'"):
        run(*words, "nobody")
    assert run("orders")[0]["state"] == "open"


def test_an_unknown_state_is_refused_with_the_known_ones() -> None:
    with pytest.raises(WrongUsageError) as refused:
        run("orders", "--state", "lost")
    assert "open, overdue, answered, answered late" in str(refused.value)


def test_a_lifted_measure_is_told_in_its_case() -> None:
    run("answer", "O-2026-000001", "--outcome", "confirmed", "--as", "ana")
    reference = Measure.objects.get().reference
    lifted = run("lift", reference, "--reason", "A hospital.", "--wrong", "--as", "olga")
    assert (lifted["measure"], lifted["was_wrong"]) == (reference, True)
    told = Event.objects.get(kind=Event.Kind.MEASURE_LIFTED)
    assert (told.actor, told.data["reason"]) == ("user:olga", "A hospital.")


def test_a_measure_that_is_not_there_is_named() -> None:
    with pytest.raises(MeasureNotFoundError, match="No measure has the reference 'M-1'"):
        run("lift", "M-1", "--reason", "x")


def test_an_appeal_is_filed_and_decided() -> None:
    run("answer", "O-2026-000001", "--outcome", "confirmed", "--as", "ana")
    reference = Measure.objects.get().reference
    filed = run("appeal", "file", reference, "--text", "A hospital.", "--as", "ana")
    assert run("appeal", "list", "--state", "filed")[0]["appeal"] == filed["appeal"]
    decide = ("appeal", "decide", filed["appeal"], "--upheld", "--reason", "Right.", "--as")
    with pytest.raises(RoleNotAllowedError, match="'ana' is agent, and may not do this"):
        run(*decide, "ana")
    decided = run(*decide, "olga")
    assert decided == {"appeal": "A-2026-000001", "upheld": True, "lifted": True}


def test_a_traceback_is_opened_and_answered_to_its_origin() -> None:
    opened = run(
        "trace",
        "open",
        "13800000001",
        "--call-at",
        "2026-08-03T10:00:00+00:00",
        "--first",
        "norte",
        "--as",
        "olga",
    )
    reference = opened["traceback"]
    member("sara", "agent", organisation("sur"))
    assert len(run("trace", "answer", reference, "--previous", "sur", "--as", "ana")["hops"]) == 2
    assert run("trace", "answer", reference, "--as", "sara")["state"] == "origin found"
    assert run("trace", "show", reference)["hops"][1]["previous"] is None


def test_a_person_sees_tables() -> None:
    for words in (["list"], ["orders"], ["show", "C-2026-000001"], ["appeal", "list"]):
        result = CliRunner().invoke(commands.case_app, words)
        assert result.exit_code == 0, result.output


def test_an_order_waits_for_its_reporter_until_an_official_enters_the_answer() -> None:
    asked = run("ask", "O-2026-000001", "--question", "Which day?", "--as", "ana")
    assert (asked["state"], asked["waits_since"] is not None) == ("open", True)
    heard = run("heard", "O-2026-000001", "--answer", "Sunday.", "--as", "olga")
    assert (heard["waits_since"], heard["clock"]) == (None, "runs")
    assert [line["kind"] for line in run("show", "C-2026-000001")["story"]][-2:] == [
        "reporter-asked",
        "reporter-answered",
    ]
    with pytest.raises(RoleNotAllowedError):
        run("heard", "O-2026-000001", "--answer", "Sunday.", "--as", "ana")


def test_an_appeal_waits_for_its_appellant() -> None:
    run("answer", "O-2026-000001", "--outcome", "confirmed", "--as", "ana")
    appeal = run("appeal", "file", Measure.objects.get().reference, "--text", "No.", "--as", "ana")["appeal"]
    assert run("ask", appeal, "--question", "Why?", "--as", "olga")["waits_since"] is not None
    assert run("heard", appeal, "--answer", "So.", "--as", "olga")["waits_since"] is None
