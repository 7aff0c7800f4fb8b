"""The end of every publication: how to read it, what each figure means, and from what it was worked out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from sosiego.publication.composer import Composer
from sosiego.publication.document import Column, DataTable, Pairs, Points, TableRow

# Shares stand in the same table as their numerator and denominator; these do not.
WORKED = ("rate", "change", "share")


def add_method(composer: Composer) -> None:
    """Method, definitions, workings and provenance."""
    composer.heading(_("Annex A. Method"), "method")
    say = composer.say
    composer.blocks.append(
        Points(
            (
                say(_("A report is a person's statement about one call or message, not proof of a breach.")),
                say(
                    _(
                        "Rates divide reports by users or messages, so that a large operator is not first "
                        "only because it is large."
                    )
                ),
                say(
                    _(
                        "Intervals are at 95% confidence: exact Poisson (Garwood) for rates, Wilson for "
                        "shares of like cases. Two enterprises are placed in order only where their "
                        "intervals do not overlap."
                    )
                ),
                say(
                    _("Counts below {smallest}, and what would give them away, are withheld."),
                    smallest=composer.smallest,
                ),
                say(_("A dash means not known: nothing counted before, or no users or messages reported.")),
                say(
                    _(
                        "Everything printed is worked from one frozen file of figures. With it, the same "
                        "version of the software makes every page again, byte by byte."
                    )
                ),
            )
        )
    )
    _definitions(composer)
    _workings(composer)
    _provenance(composer)


def _definitions(composer: Composer) -> None:
    say, label = composer.say, composer.speaker.label
    seen: dict[tuple[str, str], TableRow] = {}
    used = {column for columns in composer.printed.values() for column in columns}
    for definition in (composer.definitions[column] for column in composer.definitions if column in used):
        row = (label(definition["label"]), label(definition["meaning"]))
        seen.setdefault(row, TableRow(row))
    composer.blocks.append(
        DataTable(
            "definitions",
            say(_("What each column means")),
            (Column(say(_("Figure")), False), Column(say(_("Definition")), False)),
            tuple(seen.values()),
            is_small=True,
        )
    )


def _workings(composer: Composer) -> None:
    """Numerator, denominator and interval of every figure that has them, table by table."""
    say = composer.say
    composer.heading(_("Annex B. Working of each figure"), "workings")
    composer.paragraph(
        say(_("Shares of a table are worked from the count of the row and the total of the same table."))
    )
    columns = (
        Column(say(_("Of")), False),
        Column(say(_("Figure")), False),
        Column(say(_("Numerator")), True),
        Column(say(_("Denominator")), True),
        Column(say(_("Value")), True),
        Column(say(_("95% interval")), True),
    )
    for table in (composer.tables[id] for id in composer.printed):
        rows = tuple(_table_workings(composer, table))
        if rows:
            title = composer.title_of(table)
            composer.blocks.append(DataTable(f"working-{table['id']}", title, columns, rows, is_small=True))


def _table_workings(composer: Composer, table: Mapping[str, Any]) -> list[TableRow]:
    speaker = composer.speaker
    made = []
    for row in table["rows"]:
        for column in table["columns"]:
            definition, cell = composer.definitions[column], row["cells"].get(column) or {}
            is_worked = definition["kind"] in WORKED and column != "share"
            if not is_worked or cell.get("value") is None or cell.get("denominator") is None:
                continue
            made.append(
                TableRow(
                    (
                        speaker.label(row["label"]),
                        speaker.label(definition["label"]),
                        speaker.whole(cell["numerator"]),
                        speaker.whole(cell["denominator"]),
                        composer.told(row, column),
                        speaker.interval(cell, definition["kind"]),
                    ),
                    bool(row.get("total")),
                )
            )
    return made


def _provenance(composer: Composer) -> None:
    say, value, speaker = composer.say, composer.value, composer.speaker
    composer.heading(_("Annex C. Where the figures come from"), "provenance")
    period = value["period"]
    composer.blocks.append(
        Pairs(
            (
                (say(_("Period")), f"{speaker.period(period)} ({period['first']} ≤ … < {period['after']})"),
                (say(_("Time zone")), period["time_zone"]),
                (say(_("Figures frozen")), speaker.moment(datetime.fromisoformat(value["made_at"]))),
                (
                    say(_("Rule-book")),
                    f"{speaker.label(value['rulebook']['name'])} ({value['rulebook']['id']})",
                ),
                (say(_("Digest of the rule-book")), value["rulebook"]["digest"]),
                (say(_("Digest of the frozen figures")), composer.snapshot.digest),
                (say(_("Software")), f"Sosiego {value['software']}"),
            )
        )
    )
