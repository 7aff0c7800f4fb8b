"""Tables about what was done and who answers for it. Counts in, snapshot tables out.

These count acts of enterprises and of the regulator, not people who reported: nothing is withheld here
but the numerators of reports, which the indicators bring along.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from sosiego.oversight.statistics import Figure
from sosiego.publication import figures
from sosiego.publication.counts import Counts, IndicatorLine
from sosiego.publication.definitions import MEASURES, STANDINGS
from sosiego.publication.labels import Label, Words, message, name
from sosiego.publication.protection import withheld
from sosiego.publication.tables import (
    UNKNOWN,
    WITHHELD,
    Cell,
    Row,
    count_cell,
    date_cell,
    figure_cell,
    label_cell,
    plain,
    table,
)

Table = dict[str, Any]
TOTAL = _("Total")
ENTERPRISE = _("Enterprise")


def _name(counts: Counts, code: str) -> Label:
    return name(counts.enterprises[code].name if code in counts.enterprises else code)


def orders(counts: Counts) -> Table | None:
    lines = counts.supervision.orders
    if not lines:
        return None

    def cells(due: int, in_time: int, late: int, unanswered: int) -> Mapping[str, Cell]:
        return {
            "orders_due": count_cell(due),
            "orders_in_time": count_cell(in_time),
            "orders_late": count_cell(late),
            "orders_unanswered": count_cell(unanswered),
            "handled_in_time": figure_cell(figures.proportion(in_time, due)),
        }

    rows = [
        Row(
            line.enterprise,
            _name(counts, line.enterprise),
            cells(line.due, line.in_time, line.late, line.unanswered),
        )
        for line in sorted(lines, key=lambda line: (-line.due, line.enterprise))
    ]
    sums = [sum(getattr(line, part) for line in lines) for part in ("due", "in_time", "late", "unanswered")]
    rows.append(Row("total", message(TOTAL), cells(*sums), is_total=True))
    return table(
        "orders",
        _("Work orders handled"),
        ENTERPRISE,
        ("orders_due", "orders_in_time", "orders_late", "orders_unanswered", "handled_in_time"),
        rows,
    )


def findings(counts: Counts, words: Words) -> Table | None:
    tally = counts.supervision.findings
    if not tally:
        return None
    rows = [
        Row(rule, words.criteria.get(rule, name(rule)), {"findings": count_cell(count)})
        for rule, count in sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    rows.append(Row("total", message(TOTAL), {"findings": count_cell(sum(tally.values()))}, is_total=True))
    return table("findings", _("Findings by criterion"), _("Criterion"), ("findings",), rows)


def measures(counts: Counts) -> Table | None:
    lines = counts.supervision.measures
    if not lines:
        return None
    parts = ("begun", "automatic", "lifted", "wrong", "in_force")
    rows = [
        Row(
            line.kind,
            message(MEASURES[line.kind]) if line.kind in MEASURES else name(line.kind),
            {f"measures_{part}": count_cell(getattr(line, part)) for part in parts},
        )
        for line in lines
    ]
    sums = {f"measures_{part}": count_cell(sum(getattr(line, part) for line in lines)) for part in parts}
    rows.append(Row("total", message(TOTAL), sums, is_total=True))
    return table("measures", _("Measures"), _("Measure"), tuple(f"measures_{part}" for part in parts), rows)


def appeals(counts: Counts) -> Table | None:
    line = counts.supervision.appeals
    if line is None:
        return None
    parts = ("filed", "decided", "upheld", "open")
    cells = {f"appeals_{part}": count_cell(getattr(line, part)) for part in parts}
    return table(
        "appeals",
        _("Appeals against measures"),
        _("Appeals"),
        tuple(f"appeals_{part}" for part in parts),
        [Row("all", message(_("All appeals")), cells)],
    )


def tracebacks(counts: Counts) -> Table | None:
    lines = counts.supervision.tracebacks
    if not lines:
        return None
    rows = [
        Row(
            line.enterprise,
            _name(counts, line.enterprise),
            {"hops_asked": count_cell(line.asked), "hops_answered": count_cell(line.answered)},
        )
        for line in sorted(lines, key=lambda line: (-line.asked, line.enterprise))
    ]
    return table("tracebacks", _("Calls traced back"), ENTERPRISE, ("hops_asked", "hops_answered"), rows)


def violations(counts: Counts, words: Words) -> Table | None:
    tally = counts.supervision.violations
    if not tally:
        return None
    rows = [
        Row(rule, words.violations.get(rule, name(rule)), {"violations": count_cell(count)})
        for rule, count in sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return table("violations", _("Violations found"), _("Violation"), ("violations",), rows)


def sanctions(counts: Counts, words: Words) -> Table | None:
    lines = counts.supervision.sanctions
    if not lines:
        return None
    rows = [
        Row(
            f"{line.enterprise}/{line.violation}/{line.on.isoformat()}",
            _name(counts, line.enterprise),
            {
                "violation": label_cell(words.violations.get(line.violation, name(line.violation))),
                "sanction": label_cell(line.step),
                "in_force_on": date_cell(line.on.isoformat()),
            },
        )
        for line in sorted(lines, key=lambda line: (line.on, line.enterprise, line.violation))
    ]
    return table(
        "sanctions",
        _("Sanctions in force since this period"),
        ENTERPRISE,
        ("violation", "sanction", "in_force_on"),
        rows,
        note=_("Each was signed by two people. The organisation may appeal."),
    )


def scorecards(counts: Counts, words: Words) -> Table | None:
    lines = counts.supervision.scorecards
    if not lines:
        return None
    rows = [
        Row(
            line.enterprise,
            _name(counts, line.enterprise),
            {
                "score": {"value": plain(line.score)},
                "grade": label_cell(words.grades.get(line.grade, name(line.grade)))
                if line.grade
                else UNKNOWN,
            },
        )
        for line in sorted(lines, key=lambda line: (line.score is None, -(line.score or 0), line.enterprise))
    ]
    return table("scorecards", _("Scorecards"), ENTERPRISE, ("score", "grade"), rows)


def indicator_tables(
    counts: Counts, words: Words, smallest: int, *, hidden_in_reports: frozenset[str]
) -> list[Table]:
    """One table per indicator of the rule-book, with each enterprise's figure, its working and standing.

    The rates count reports: an enterprise whose reports are withheld in another table is withheld here too.
    """
    made = []
    for id, spoken in words.indicators.items():
        lines = [line for line in counts.supervision.indicators if line.indicator == id]
        if not lines:
            continue
        hidden = frozenset[str]()
        # Rates count reports, which people made; shares count acts of enterprises.
        if spoken.kind == "rate":
            hidden = hidden_in_reports | withheld(
                {line.enterprise: line.numerator for line in lines}, smallest
            )
        lines.sort(key=lambda line: (line.value is None, -(line.value or 0), line.enterprise))
        spans = figures.places([_interval(line, hidden) for line in lines])
        rows = [
            Row(
                line.enterprise,
                _name(counts, line.enterprise),
                {
                    id: WITHHELD if line.enterprise in hidden else _indicator_cell(line),
                    "standing": label_cell(message(STANDINGS.get(line.standing, line.standing))),
                    "place": UNKNOWN if span is None else {"value": span[0], "worst": span[1]},
                },
            )
            for line, span in zip(lines, spans, strict=True)
        ]
        columns = (id, "place", "standing") if spoken.kind == "rate" else (id, "standing")
        made.append(table(f"indicator-{id}", "", ENTERPRISE, columns, rows))
    return made


def _interval(line: IndicatorLine, hidden: frozenset[str]) -> figures.Interval | None:
    if line.low is None or line.high is None or line.enterprise in hidden:
        return None
    return line.low, line.high


def _indicator_cell(line: IndicatorLine) -> Cell:
    return figure_cell(Figure(line.numerator, line.denominator, line.value, line.low, line.high))
