"""How commands speak: moments in the zone of the home, words instead of spellings of Python."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django.fixtures import Settings
from rich.console import Console

from sosiego import terminal

MOMENT = datetime(2026, 9, 30, 23, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Shanghai", "2026-10-01 07:30+08:00"),
        ("America/Bogota", "2026-09-30 18:30-05:00"),
        ("Asia/Kolkata", "2026-10-01 05:00+05:30"),
    ],
)
def test_a_moment_is_told_in_the_zone_of_the_home(settings: Settings, zone: str, told: str) -> None:
    settings.TIME_ZONE = zone
    assert terminal.words(MOMENT) == told
    assert terminal.words(MOMENT.astimezone(ZoneInfo("Europe/Madrid"))) == told
    assert terminal.moment(told) == MOMENT.replace(second=0)


def test_a_moment_without_an_offset_is_of_the_zone_of_the_home(settings: Settings) -> None:
    settings.TIME_ZONE = "America/Bogota"
    assert terminal.moment("2026-08-31T12:00") == datetime(2026, 8, 31, 17, tzinfo=UTC)
    assert terminal.moment("2026-08-31T12:00+08:00") == datetime(2026, 8, 31, 4, tzinfo=UTC)
    assert terminal.moment("2026-08-31") == datetime(2026, 8, 31, 5, tzinfo=UTC)


def test_what_is_no_moment_is_refused_with_an_example() -> None:
    with pytest.raises(terminal.NotAMomentError) as refused:
        terminal.moment("tomorrow")
    assert str(refused.value) == (
        "'tomorrow' is not a moment.\n"
        "  do: Write it as 2026-08-31, 2026-08-31T12:00 or 2026-08-31T12:00:00+08:00."
    )
    assert refused.value.exit_code == 2


def test_json_has_moments_with_their_offset(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    terminal.print_json({"at": MOMENT, "on": date(2026, 8, 3)})
    assert json.loads(capsys.readouterr().out) == {"at": "2026-10-01T07:30:15+08:00", "on": "2026-08-03"}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (1234567.0, "1234567"),
        (71.36666, "71.3667"),
        (0.815548181625744, "0.8155"),
        (0.0, "0"),
        (date(2026, 8, 3), "2026-08-03"),
        (["user:ana", "user:berta"], "user:ana, user:berta"),
        ([], ""),
        ({"es": "Bloqueado", "en": "Blocked"}, "es Bloqueado, en Blocked"),
        ({"loan": 2, "scam": None}, "loan 2"),
    ],
)
def test_values_are_told_in_words(value: object, told: str) -> None:
    assert terminal.words(value) == told


def test_numbers_stand_to_the_right_and_truths_do_not() -> None:
    shown = io.StringIO()
    made = terminal.table("", ("count", "right"), [(5, True), (1000, False)])
    Console(file=shown, width=40).print(made)
    assert [line.rstrip() for line in shown.getvalue().splitlines()] == [
        "count  right",
        "    5  yes",
        " 1000  no",
    ]
