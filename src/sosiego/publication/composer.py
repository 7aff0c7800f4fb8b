"""From a snapshot's tables to the blocks of one language. Which, the content files say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from sosiego.publication import charts
from sosiego.publication.document import (
    Block,
    Chart,
    Column,
    DataTable,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    TableRow,
)
from sosiego.publication.snapshot import Snapshot
from sosiego.publication.speech import Speaker

# Kinds of figures that are words, set to the left.
WORDS = ("text", "date")


class Composer:
    """Gathers the blocks of one publication in one language."""

    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self.snapshot = snapshot
        self.value = snapshot.value
        self.speaker = Speaker(language)
        self.tables = snapshot.tables
        self.definitions: Mapping[str, Mapping[str, Any]] = self.value["definitions"]
        self.smallest = int(self.value["smallest_count"])
        self.blocks: list[Block] = []
        # Tables that were printed, with their columns: the annex tells of these and no others.
        self.printed: dict[str, list[str]] = {}

    def say(self, msgid: str, **values: object) -> str:
        return self.speaker.say(msgid, **values)

    # ---- plain blocks

    def heading(self, msgid: str, anchor: str, level: int = 2) -> None:
        self.blocks.append(Heading(self.say(msgid), anchor, level))

    def paragraph(self, text: str, *, is_lead: bool = False) -> None:
        self.blocks.append(Paragraph(text, is_lead))

    # ---- tables

    def has(self, *ids: str) -> bool:
        return any(id in self.tables for id in ids)

    def title_of(self, table: Mapping[str, Any]) -> str:
        if table["title"]:
            return self.say(table["title"])
        # The tables of indicators are named as the rule-book names the indicator.
        return self.speaker.label(self.definitions[table["columns"][0]]["label"])

    def table(self, id: str) -> None:
        """A table of the snapshot, with the interval beside each rate."""
        if id not in self.tables:
            return
        table = self.tables[id]
        columns = [Column(self.say(table["dimension"]), False)]
        shown = self.printed[id] = self._shown(table)
        for name in shown:
            definition = self.definitions[name]
            label = self.speaker.label(definition["label"])
            columns.append(
                Column(
                    # The title has said it; a heading as long would leave no room for the names.
                    self.say(_("Value")) if label == self.title_of(table) else label,
                    definition["kind"] not in WORDS,
                    self.speaker.label(definition["meaning"]),
                )
            )
            if self._has_interval(table, name):
                columns.append(Column(self.say(_("95% interval")), True, is_interval=True))
        note = " ".join(filter(None, (self.say(table["note"]), self._withheld_note(table))))
        rows = tuple(self._row(table, row, shown) for row in table["rows"])
        self.blocks.append(DataTable(id, self.title_of(table), tuple(columns), rows, note))

    def _shown(self, table: Mapping[str, Any]) -> list[str]:
        """The columns of which at least one cell is known: a column of dashes tells nothing."""

        def is_known(cell: Mapping[str, Any]) -> bool:
            return any(cell.get(part) is not None for part in ("value", "withheld", "label", "date"))

        return [
            column
            for column in table["columns"]
            if any(is_known(row["cells"].get(column, {})) for row in table["rows"])
        ]

    def _has_interval(self, table: Mapping[str, Any], column: str) -> bool:
        return any(row["cells"].get(column, {}).get("low") is not None for row in table["rows"])

    def _row(self, table: Mapping[str, Any], row: Mapping[str, Any], shown: Sequence[str]) -> TableRow:
        cells = [self.speaker.label(row["label"])]
        for name in shown:
            kind = self.definitions[name]["kind"]
            cell = row["cells"].get(name)
            cells.append(self.speaker.cell(cell, kind, self.smallest))
            if self._has_interval(table, name):
                cells.append(self.speaker.interval(cell, kind))
        return TableRow(tuple(cells), bool(row.get("total")))

    def _withheld_note(self, table: Mapping[str, Any]) -> str:
        if any("withheld" in cell for row in table["rows"] for cell in row["cells"].values()):
            return self.say(
                _(
                    "Counts below {smallest}, and what would give them away (·), are withheld to protect "
                    "reporters."
                ),
                smallest=self.smallest,
            )
        return ""

    # ---- rows worth speaking of

    def rows(self, id: str, column: str) -> list[Mapping[str, Any]]:
        """Rows of a table with a known value in a column, without the total."""
        if id not in self.tables:
            return []
        return [
            row
            for row in self.tables[id]["rows"]
            if not row.get("total") and row["cells"].get(column, {}).get("value") is not None
        ]

    def cell(self, id: str, key: str, column: str) -> Mapping[str, Any] | None:
        """One cell, or None if there is no such table, row or value."""
        for row in self.tables.get(id, {"rows": ()})["rows"]:
            if row["key"] == key:
                cell = row["cells"].get(column)
                return cell if cell and cell.get("value") is not None else None
        return None

    def told(self, row: Mapping[str, Any], column: str) -> str:
        return self.speaker.cell(row["cells"].get(column), self.definitions[column]["kind"], self.smallest)

    # ---- key figures

    def key_figures(self, figures: Sequence[KeyFigure | None]) -> None:
        known = tuple(figure for figure in figures if figure is not None)
        if known:
            self.blocks.append(KeyFigures(known))

    def reports_figure(self, medium: str, label: str) -> KeyFigure | None:
        row = next((row for row in self.tables["reports"]["rows"] if row["key"] == medium), None)
        if row is None:
            return None
        notes = []
        for column, msgid in (
            ("change", _("{change} on previous period")),
            ("change_on_year", _("{change} on year")),
        ):
            cell = row["cells"].get(column, {})
            if cell.get("value") is not None:
                notes.append(self.say(msgid, change=self.speaker.change(cell["value"])))
        return KeyFigure(self.told(row, "reports"), self.say(label), "\n".join(notes))

    def share_figure(self, id: str, column: str, label: str) -> KeyFigure | None:
        cell = self.cell(id, "total", column)
        if cell is None:
            return None
        note = self.say(
            _("{numerator} of {denominator}"),
            numerator=self.speaker.whole(cell["numerator"]),
            denominator=self.speaker.whole(cell["denominator"]),
        )
        return KeyFigure(self.speaker.percent(cell["value"]), self.say(label), note)

    # ---- charts

    def bar_chart(self, id: str, *, limit: int = 10) -> None:
        """The table's shares as bars, the greatest first."""
        rows = [row for row in self.rows(id, "share") if row["key"] != "…"]
        rows = sorted(rows, key=lambda row: -row["cells"]["share"]["value"])[:limit]
        if len(rows) < 2:
            return
        bars = [
            charts.Bar(
                self._short(self.speaker.label(row["label"])),
                row["cells"]["share"]["value"],
                f"{self.told(row, 'share')}   {self.told(row, 'reports')}",
            )
            for row in rows
        ]
        caption = self.say(
            _("{first}: {share} of the reports, before {second} with {second_share}."),
            first=self.speaker.label(rows[0]["label"]),
            share=self.told(rows[0], "share"),
            second=self.speaker.label(rows[1]["label"]),
            second_share=self.told(rows[1], "share"),
        )
        svg = charts.bars(bars, self.speaker.chart_numbers())
        self._chart(id, caption, self.say(_("Share of the reports, and their number")), svg, bars)

    def dot_chart(self, id: str, column: str, *, target: float | None = None) -> None:
        """The table's rates or proportions with their intervals."""
        definition = self.definitions.get(column)
        rows = [row for row in self.rows(id, column) if row["cells"][column].get("low") is not None]
        if definition is None or len(rows) < 2:
            return
        is_share = definition["kind"] == "share"
        lower_first = is_share
        rows = sorted(rows, key=lambda row: row["cells"][column]["value"] * (1 if lower_first else -1))
        dots = [
            charts.Dot(
                self._short(self.speaker.label(row["label"])),
                row["cells"][column]["value"],
                row["cells"][column]["low"],
                row["cells"][column]["high"],
                self.told(row, column),
            )
            for row in rows
        ]
        # A per cent needs no unit beside it.
        unit = self.speaker.label(definition["unit"]) if definition["unit"] and not is_share else ""
        legend = self.say(_("Point: the figure; line: its 95% interval"))
        target_label = (
            self.say(_("target {target}"), target=self.speaker.percent(target)) if target is not None else ""
        )
        svg = charts.dots(
            dots,
            self.speaker.chart_numbers(),
            is_share=is_share,
            title=unit,
            target=target,
            target_label=target_label,
        )
        self._chart(id, self._dot_caption(rows, column, is_share, unit), legend, svg, dots)

    def _dot_caption(self, rows: Sequence[Mapping[str, Any]], column: str, is_share: bool, unit: str) -> str:
        first, second = rows[0]["cells"][column], rows[1]["cells"][column]
        apart = first["high"] < second["low"] if is_share else first["low"] > second["high"]
        words = {
            "first": self.speaker.label(rows[0]["label"]),
            "value": self.speaker.sentences(self.told(rows[0], column), unit),
        }
        if is_share:
            msgid = (
                _("{first} is lowest with {value}, apart from all others by its interval.")
                if apart
                else _("{first} is lowest with {value}, but its interval touches the next.")
            )
        else:
            msgid = (
                _("{first} is highest with {value}, apart from all others by its interval.")
                if apart
                else _("{first} is highest with {value}, but its interval touches the next.")
            )
        return self.say(msgid, **words)

    def line_chart(self, id: str) -> None:
        """Reports over time, one line per medium."""
        if id not in self.tables:
            return
        table = self.tables[id]
        points = [
            charts.Point(
                row["key"],
                self.speaker.week(row["key"]),
                self.speaker.label(self.definitions[column]["label"]),
                row["cells"][column].get("value"),
            )
            for column in table["columns"]
            for row in table["rows"]
            # A week cut short by the period's end would look like a fall.
            if "days" not in row["label"]
        ]
        known = [(point.value, point) for point in points if point.value is not None]
        if len({point.at for _value, point in known}) < 2:
            return
        most, highest = max(known, key=lambda one: one[0])
        msgid = (
            _("{medium}: the week with the most reports began on {day}, with {count}.")
            if id == "by-week"
            else _("{medium}: the day with the most reports was {day}, with {count}.")
        )
        caption = self.say(
            msgid,
            day=highest.label,
            count=self.speaker.whole(int(most)),
            medium=highest.series,
        )
        if len(known) < len(points):
            broken = self.say(_("The line breaks where a count is withheld."))
            caption = self.speaker.sentences(caption, broken)
        svg = charts.lines(points, self.speaker.chart_numbers())
        alternative = self.say(_("Line chart: {title}."), title=self.title_of(table))
        alternative = self.speaker.sentences(alternative, caption)
        self.blocks.append(Chart(f"chart-{id}", caption, self.title_of(table), alternative, svg))

    def _chart(
        self,
        id: str,
        caption: str,
        measured: str,
        svg: str,
        marks: Sequence[charts.Bar] | Sequence[charts.Dot],
    ) -> None:
        title = self.title_of(self.tables[id])
        told = "; ".join(f"{mark.label} {' '.join(mark.text.split())}" for mark in marks)
        alternative = self.speaker.sentences(
            self.say(_("Chart: {title}."), title=title), f"{measured}: {told}"
        )
        subtitle = self.say(_("{title}. {measured}."), title=title, measured=measured)
        self.blocks.append(Chart(f"chart-{id}", caption, subtitle, alternative, svg))

    @staticmethod
    def _short(label: str, longest: int = 34) -> str:
        """A label that leaves room for the drawing; the table has it whole."""
        return label if len(label) <= longest else label[: longest - 1].rstrip() + "…"
