"""Public holidays from the optional package: written as data that says it is assumed."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from sosiego.rules import assumed_holidays, loader, starting
from sosiego.rules.assumed_holidays import CountryWithoutHolidaysError, Holidays, HolidaysNotInstalledError
from sosiego.rules.starting import Head

FRANCE = Head("fr", "France", "33", "Europe/Paris", "EUR", ("fr",))


def test_years_are_written_as_assumed_with_the_basis_that_is_given() -> None:
    known = Holidays((6, 7), {2026: {date(2026, 1, 1): 'Jour "de" l\'an'}, 2027: {}})
    assert assumed_holidays.written(known, "{document: a, clause: b}") == (
        "  - year: 2026\n"
        "    assumed: true\n"
        "    basis: {document: a, clause: b}\n"
        "    holidays:\n"
        '      - {name: "Jour \\"de\\" l\'an", from: 2026-01-01}\n'
        "    make_up_days: []\n"
        "  - year: 2027\n"
        "    assumed: true\n"
        "    basis: {document: a, clause: b}\n"
        "    holidays: []\n"
        "    make_up_days: []\n"
    )


def test_without_the_package_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(HolidaysNotInstalledError) as refused:
        starting.start(tmp_path / "fr", FRANCE, holidays="FR", years=(2026,))
    assert str(refused.value) == (
        "The package holidays is not installed.\n"
        "  do: pip install holidays, or leave --holidays out and write the days into calendar.yaml."
    )
    assert list(tmp_path.iterdir()) == []


class TestWithThePackage:
    """With the package itself, where it is installed."""

    @pytest.fixture(autouse=True)
    def _package(self) -> None:
        pytest.importorskip("holidays", reason="the optional package holidays is not installed")

    def test_a_new_rule_book_has_them(self, tmp_path: Path) -> None:
        starting.start(tmp_path / "fr", FRANCE, holidays="FR", years=(2025, 2026))
        book, problems = loader.check(tmp_path / "fr")
        assert problems == []
        assert book is not None
        years = book.calendar.years
        assert sorted(years) == [2025, 2026]
        assert years[2026].assumed
        assert years[2026].holidays[date(2026, 7, 14)] == "Fête nationale"

    def test_the_days_of_weekly_rest_are_the_country_s(self, tmp_path: Path) -> None:
        starting.start(tmp_path / "eg", FRANCE, holidays="EG", years=(2026,))
        text = (tmp_path / "eg" / "calendar.yaml").read_text(encoding="utf-8")
        assert "weekly_rest: [5, 6]   # 1 Monday" in text

    @pytest.mark.parametrize(("code", "near"), [("XX", ""), ("ES-MDX", "ES-MD"), ("FRANCE", "")])
    def test_a_country_that_it_does_not_know_is_refused(self, code: str, near: str) -> None:
        with pytest.raises(CountryWithoutHolidaysError) as refused:
            assumed_holidays.of(code, (2026,))
        assert str(refused.value).startswith(f"The package holidays knows no public holidays of {code}.\n")
        assert near in refused.value.todo
