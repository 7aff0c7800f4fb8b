"""The report: pages in three languages, and data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sosiego.publication.speech import LANGUAGES
from sosiego.replay import files, report, summary
from tests.builders import NOON, criterion, rule_book
from tests.replay.country import CALLER, OTHER, founded, replayed, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def values() -> dict[str, Any]:
    founded()
    reported(3)
    reported(2, OTHER)
    return summary.made(replayed(rule_book(), rule_book(criterion(condition="call_reporters_7d >= 2"))))


def test_every_language_says_the_same_figures_and_no_number_in_full(
    values: dict[str, Any], tmp_path: Path
) -> None:
    made = files.write(tmp_path, values, language="es", made_at=NOON)
    assert made == ["report.en.html", "report.es.html", "report.html", "report.json", "report.zh.html"]
    for name in made:
        text = (tmp_path / name).read_text()
        assert "138 **** 0002" in text
        assert CALLER[3:] not in text
        assert OTHER[3:] not in text
    assert (tmp_path / "report.html").read_bytes() == (tmp_path / "report.es.html").read_bytes()
    assert "Sesgo" in (tmp_path / "report.es.html").read_text()
    assert "偏差" in (tmp_path / "report.zh.html").read_text()


def test_every_chart_has_its_table_and_the_page_needs_nothing_else(
    values: dict[str, Any], tmp_path: Path
) -> None:
    files.write(tmp_path, values, language="en", made_at=NOON)
    page = (tmp_path / "report.html").read_text()
    assert page.count("<svg") == page.count('class="publication-chart"') > 0
    assert page.count("<table") > page.count("<svg")
    assert "<link" not in page
    assert "<script" not in page


def test_data_is_canonical_and_says_what_it_rests_on(values: dict[str, Any], tmp_path: Path) -> None:
    files.write(tmp_path, values, language="en", made_at=NOON)
    content = (tmp_path / "report.json").read_text()
    told = json.loads(content)
    assert told["findings"]["added"]["value"] == 1
    assert any(sentence.startswith("Bias:") for sentence in told["reckoning"])
    again = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    assert content == again


def test_a_simulated_country_is_marked(values: dict[str, Any], tmp_path: Path) -> None:
    files.write(tmp_path / "real", values, language="en", made_at=NOON)
    assert "SIMULATED COUNTRY" not in (tmp_path / "real" / "report.html").read_text()
    files.write(tmp_path / "made-up", values | {"simulated": True}, language="en", made_at=NOON)
    for language in LANGUAGES:
        assert "SIMULATED COUNTRY" in (tmp_path / "made-up" / f"report.{language}.html").read_text()


def test_a_report_that_fails_leaves_the_folder_as_it_was(
    values: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_in_chinese(values: Any, language: str, made_at: Any) -> Any:
        if language == "zh":
            raise RuntimeError("the disk is full")
        return report.document(values, language, made_at)

    monkeypatch.setattr(files, "document", fails_in_chinese)
    with pytest.raises(RuntimeError):
        files.write(tmp_path / "out", values, language="en", made_at=NOON)
    assert not (tmp_path / "out").exists()


def test_a_draft_that_begins_later_and_a_day_that_is_not_over_are_said(
    values: dict[str, Any], tmp_path: Path
) -> None:
    told = values | {"draft_begins": "2027-01-01", "cut_at": NOON.isoformat()}
    files.write(tmp_path, told, language="en", made_at=NOON)
    for language in LANGUAGES:
        assert "--draft-on 2027-01-01" in (tmp_path / f"report.{language}.html").read_text()
    assert "The last day was not over" in (tmp_path / "report.en.html").read_text()


def test_silence_stands_in_its_own_column(values: dict[str, Any], tmp_path: Path) -> None:
    row = {
        "rule": "many-reporters",
        "silent": 7,
        "part": 2,
        "of": 12,
        "value": 0.17,
        "low": 0.05,
        "high": 0.45,
    }
    told = values | {"outcomes": values["outcomes"] | {"rules": [row], "overall": row}}
    files.write(tmp_path, told, language="en", made_at=NOON)
    page = (tmp_path / "report.html").read_text()
    assert "Overdue in silence" in page
    assert "Of 12 findings about which somebody was asked, 7 stayed without an answer" in page


def test_a_changed_rule_is_shown_with_both_wordings(values: dict[str, Any], tmp_path: Path) -> None:
    files.write(tmp_path, values, language="en", made_at=NOON)
    page = (tmp_path / "report.html").read_text()
    assert "call_reporters_7d &gt;= 3" in page
    assert "call_reporters_7d &gt;= 2" in page
