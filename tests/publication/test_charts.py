"""Drawings of a publication, read back from their SVG."""

from __future__ import annotations

import copy
import re
from datetime import date, timedelta
from typing import Any

from sosiego.publication import charts
from sosiego.publication.charts import Point
from sosiego.publication.composer import Composer
from sosiego.publication.document import Chart
from sosiego.publication.snapshot import Snapshot
from sosiego.publication.speech import Speaker
from tests.publication import sample

NUMBERS = Speaker("en").chart_numbers()


def weeks(*values: int | None, series: str = "Calls") -> list[Point]:
    begins = [date(2026, 7, 1) + timedelta(weeks=place) for place in range(len(values))]
    return [
        Point(str(begin), f"{begin:%d %b}", series, value)
        for begin, value in zip(begins, values, strict=True)
    ]


def line_of(svg: str) -> str:
    """The path of the first line."""
    return re.findall(r'<g class="mark-line[^>]*>.*?<path[^>]* d="([^"]*)"', svg, re.DOTALL)[0]


def names_on_the_axis(svg: str) -> list[str]:
    return re.findall(r">(\d\d [A-Z][a-z]{2})<", svg)


def test_a_line_over_known_weeks_is_one_stroke() -> None:
    assert line_of(charts.lines(weeks(5, 9, 7, 8), NUMBERS)).count("M") == 1


def test_a_line_breaks_at_a_withheld_week_and_the_week_keeps_its_place() -> None:
    whole, broken = (charts.lines(weeks(5, 9, value, 8, 6), NUMBERS) for value in (7, None))
    assert line_of(broken).count("M") == 2
    assert names_on_the_axis(broken) == names_on_the_axis(whole)
    # What is known stands where it stood.
    assert set(re.findall(r"[\d.]+,[\d.]+", line_of(broken))) < set(
        re.findall(r"[\d.]+,[\d.]+", line_of(whole))
    )


def test_weeks_that_no_line_knows_stay_on_the_axis() -> None:
    points = [*weeks(5, None, None, 8), *weeks(6, None, None, 9, series="Messages")]
    assert names_on_the_axis(charts.lines(points, NUMBERS)) == ["01 Jul", "08 Jul", "15 Jul", "22 Jul"]


def test_a_line_whose_last_week_is_withheld_is_named_at_its_last_known_one() -> None:
    svg = charts.lines([*weeks(5, 9, 8), *weeks(6, 7, None, series="Messages")], NUMBERS)
    assert "Messages" in svg


def test_the_words_beside_a_broken_line_say_why_it_breaks() -> None:
    value: Any = copy.deepcopy(sample.snapshot("bulletin").value)
    (by_week,) = (table for table in value["tables"] if table["id"] == "by-week")
    by_week["rows"][3]["cells"]["call_reports"] = {"withheld": "small"}
    said = {}
    for language in ("es", "en", "zh"):
        composer = Composer(Snapshot.of(value), language)
        composer.line_chart("by-week")
        (chart,) = (block for block in composer.blocks if isinstance(block, Chart))
        said[language] = chart.title
    assert said["en"].endswith(" The line breaks where a count is withheld.")
    assert said["zh"].endswith("。数量不予公布处，折线断开。")
