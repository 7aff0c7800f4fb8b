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


def test_a_changed_rule_is_shown_with_both_wordings(values: dict[str, Any], tmp_path: Path) -> None:
    files.write(tmp_path, values, language="en", made_at=NOON)
    page = (tmp_path / "report.html").read_text()
    assert "call_reporters_7d &gt;= 3" in page
    assert "call_reporters_7d &gt;= 2" in page
