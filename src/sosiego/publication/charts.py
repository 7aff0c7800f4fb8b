"""Charts of a publication, drawn once per language: Altair describes, vl-convert draws SVG.

One accent, few colours, a word beside every colour, no legend where a direct label can stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

INK = "#1c2b33"
QUIET = "#5b6b74"
LINE = "#d5dde1"
ACCENT = "#0b4f6c"
# Beside the accent: ochre, distinct in hue and lightness for the colour-blind, and a pale accent for grounds.
SECOND = "#b3661f"
PALE = "#c9dbe4"

# Width in px at which text in the drawing has the size of the table's text on A4.
WIDTH = 620
FONTS = "Noto Sans, Noto Sans CJK SC, sans-serif"

_CONFIG: Mapping[str, Any] = {
    "font": FONTS,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET,
        "titleColor": QUIET,
        "labelFontSize": 11.5,
        "titleFontSize": 11.5,
        "titleFontWeight": "normal",
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "labelPadding": 6,
        "labelLimit": 260,
    },
    "text": {"fontSize": 11.5, "color": INK},
}


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    # The value as it is printed in the table.
    text: str


@dataclass(frozen=True)
class Dot:
    label: str
    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class Pair:
    """One thing counted twice: before and after, under one rule and another."""

    label: str
    first: float
    second: float
    # Both as they are printed in the table.
    text: str


@dataclass(frozen=True)
class Point:
    at: str
    # Short name on the axis.
    label: str
    series: str
    # None where the figure is withheld: the place stays on the axis, the line breaks.
    value: float | None


@cache
def _converter() -> Any:
    """vl-convert with our fonts, loaded once: it starts a JavaScript engine of its own."""
    import vl_convert

    with resources.as_file(resources.files("sosiego.publication").joinpath("fonts")) as folder:
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def _draw(chart: Any, numbers: Mapping[str, Any]) -> str:
    # The charts are few and tested: checking each against the schema of Vega-Lite takes as long as making it.
    made = chart.to_dict(validate=False)
    svg = _converter().vegalite_to_svg(made, format_locale=dict(numbers))
    return _tidy(svg)


def _tidy(svg: str) -> str:
    """Leave out what the page says better, and the third decimal of every coordinate."""
    # The drawing is one image with one alternative text: its marks must not be read one by one.
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)

    def shorter(attribute: re.Match[str]) -> str:
        return re.sub(r"(\d+\.\d{2})\d+", r"\1", attribute[0])

    svg = re.sub(r' (?:d|transform|x|y|x2|y2|width|height)="[^"]*"', shorter, svg)
    # vl-convert counts its clip paths over the whole life of the process; a rebuild must not show that.
    names = dict.fromkeys(re.findall(r'id="(clip\d+)"', svg))
    for place, name in enumerate(names):
        svg = re.sub(rf"\b{name}\b", f"part-{place}", svg)
    return svg


def _finished(chart: Any, height: int, *, right: int = 12) -> Any:
    """Every drawing has the same width over all, so that its letters have the same size on the page."""
    return chart.properties(
        width=WIDTH,
        height=height,
        autosize={"type": "fit-x", "contains": "padding"},
        padding={"left": 2, "top": 6, "right": right, "bottom": 4},
    ).configure(**_CONFIG)


def bars(rows: Sequence[Bar], numbers: Mapping[str, Any]) -> str:
    """Horizontal bars in the order given, each with its value as text."""
    import altair as alt

    order = [row.label for row in rows]
    data = alt.Data(values=[{"label": row.label, "value": row.value, "text": row.text} for row in rows])
    base = alt.Chart(data).encode(
        y=alt.Y(
            "label:N",
            sort=order,
            title=None,
            axis=alt.Axis(labelColor=INK),
            scale=alt.Scale(paddingInner=0.38),
        ),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=[0, _room(rows)], nice=False)),
    )
    drawn = base.mark_bar(color=ACCENT, cornerRadiusEnd=1.5) + base.mark_text(
        align="left", dx=6, color=INK
    ).encode(text="text:N")
    return _draw(_finished(drawn, height=26 * len(rows)), numbers)


def _room(rows: Sequence[Bar]) -> float:
    """The end of the scale: a quarter beyond the longest bar, for the words behind it."""
    return max((row.value for row in rows), default=0) * 1.25 or 1


def dots(
    rows: Sequence[Dot],
    numbers: Mapping[str, Any],
    *,
    is_share: bool,
    title: str,
    target: float | None = None,
    target_label: str = "",
) -> str:
    """A point and the interval in which it lies, one row each; a rule for the target if there is one."""
    import altair as alt

    order = [row.label for row in rows]
    data = alt.Data(
        values=[
            {"label": row.label, "value": row.value, "low": row.low, "high": row.high, "text": row.text}
            for row in rows
        ]
    )
    # Room behind the last interval for its number.
    end = 1.0 if is_share else max(row.high for row in rows) * 1.12
    scale = alt.Scale(domain=[0, end], nice=False, clamp=False)
    axis = alt.Axis(format=".0%" if is_share else ",~r", title=title or None, tickCount=6, grid=True)
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelColor=INK, grid=False)),
    )
    span = base.mark_rule(color=ACCENT, strokeWidth=2.5, opacity=0.45).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"
    )
    point = base.mark_point(color=ACCENT, filled=True, opacity=1, size=70).encode(
        x=alt.X("value:Q", scale=scale)
    )
    # Shares end at 100 %: their numbers stand in a column behind it, clear of the target.
    place = alt.datum(1) if is_share else alt.X("high:Q", scale=scale)
    text = base.mark_text(align="left", dx=10 if is_share else 8, color=INK).encode(x=place, text="text:N")
    layers = [span, point, text]
    if target is not None:
        layers = [*_target(target, target_label), *layers]
    return _draw(_finished(alt.layer(*layers), height=27 * len(rows), right=52 if is_share else 12), numbers)


def pairs(rows: Sequence[Pair], numbers: Mapping[str, Any]) -> str:
    """An open circle for the first count, a full one for the second, and the way between; one row each."""
    import altair as alt

    order = [row.label for row in rows]
    data = alt.Data(
        values=[
            {
                "label": row.label,
                "first": row.first,
                "second": row.second,
                "end": max(row.first, row.second),
                "text": row.text,
            }
            for row in rows
        ]
    )
    # Room behind the last circle for both numbers.
    end = max((max(row.first, row.second) for row in rows), default=0) * 1.25 or 1
    scale = alt.Scale(domain=[0, end], nice=False)
    axis = alt.Axis(format=",~r", title=None, tickCount=6, grid=True)
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelColor=INK, grid=False)),
    )
    way = base.mark_rule(color=SECOND, strokeWidth=2.5, opacity=0.45).encode(
        x=alt.X("first:Q", scale=scale, axis=axis), x2="second:Q"
    )
    before = base.mark_point(color=ACCENT, filled=False, opacity=1, size=85, strokeWidth=2).encode(
        x=alt.X("first:Q", scale=scale)
    )
    after = base.mark_point(color=SECOND, filled=True, opacity=1, size=60).encode(
        x=alt.X("second:Q", scale=scale)
    )
    text = base.mark_text(align="left", dx=11, color=INK).encode(x=alt.X("end:Q", scale=scale), text="text:N")
    return _draw(_finished(alt.layer(way, before, after, text), height=26 * len(rows)), numbers)


def _target(target: float, label: str) -> list[Any]:
    import altair as alt

    base = alt.Chart(alt.Data(values=[{"target": target, "label": label}]))
    rule = base.mark_rule(color=SECOND, strokeDash=[4, 3], strokeWidth=1.2).encode(x=alt.X("target:Q"))
    word = base.mark_text(color=SECOND, align="right", dx=-5, baseline="bottom", fontSize=11).encode(
        x="target:Q", y=alt.value(-4), text="label:N"
    )
    return [rule, word]


def _ends(points: Sequence[Point]) -> dict[str, tuple[str, float]]:
    """Place and height of the last known point of each line: there stands its name."""
    known = sorted((point for point in points if point.value is not None), key=lambda point: point.at)
    return {point.series: (point.at, point.value) for point in known if point.value is not None}


def _apart(points: Sequence[Point]) -> dict[str, int]:
    """How far to shift the names at the ends of the lines, so that two near ends do not overprint."""
    ends = sorted(_ends(points).items(), key=lambda end: -end[1][1])
    highest = max((point.value for point in points if point.value is not None), default=0) or 1
    if len(ends) == 2:
        (upper, (upper_at, upper_value)), (lower, (lower_at, lower_value)) = ends
        if upper_at == lower_at and (upper_value - lower_value) / highest < 0.08:
            return {upper: -7, lower: 8}
    return {series: 0 for series, _ in ends}


def lines(points: Sequence[Point], numbers: Mapping[str, Any]) -> str:
    """One line per series over time from zero, named at its end and broken where a figure is withheld."""
    import altair as alt

    series = list(dict.fromkeys(point.series for point in points))
    labels = {point.at: point.label for point in points}
    order = sorted(labels)
    # Every name on a long axis would be a hedge: about eight are read.
    every = max(1, -(-len(order) // 8))
    shown = [labels[at] for place, at in enumerate(order) if place % every == 0]
    ends = _ends(points)
    values = [
        {
            "at": point.label,
            "series": point.series,
            "value": point.value,
            "last": point.series in ends and point.at == ends[point.series][0],
        }
        for point in points
    ]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X(
            "at:O",
            sort=[labels[at] for at in order],
            title=None,
            axis=alt.Axis(values=shown, labelAngle=0, grid=False),
            scale=alt.Scale(type="point", padding=0.3, domain=[labels[at] for at in order]),
        ),
        y=alt.Y(
            "value:Q",
            title=None,
            axis=alt.Axis(format=",d", tickCount=5),
            scale=alt.Scale(zero=True, nice=True),
        ),
        color=alt.Color(
            "series:N", scale=alt.Scale(domain=series, range=[ACCENT, SECOND][: len(series)]), legend=None
        ),
    )
    line = base.mark_line(strokeWidth=2.2)
    point = base.mark_point(filled=True, size=26, opacity=1)
    names = [
        base.mark_text(align="left", dx=8, dy=offset, fontSize=12, fontWeight="bold")
        .encode(text="series:N")
        .transform_filter(f"datum.last && datum.series == {json.dumps(name)}")
        for name, offset in _apart(points).items()
    ]
    return _draw(_finished(alt.layer(line, point, *names), height=230, right=86), numbers)
