"""The figures for machines: a CSV per table, all figures in CSV and JSON, a Frictionless package."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sosiego.publication.document import SIMULATED
from sosiego.publication.snapshot import Snapshot
from sosiego.publication.speech import LANGUAGES, Speaker

# Parts of a worked figure, in the order of their columns.
PARTS = ("numerator", "denominator", "low", "high")
TYPES = {"count": "integer", "place": "integer", "text": "string", "date": "date"}

Field = dict[str, Any]


def files(snapshot: Snapshot) -> Mapping[str, bytes]:
    """Every file of the data folder."""
    speakers = {language: Speaker(language) for language in LANGUAGES}
    made: dict[str, bytes] = {}
    sources = []
    for table in snapshot.value["tables"]:
        fields, rows = _table(snapshot, table, speakers)
        made[f"{table['id']}.csv"] = _csv([field["name"] for field in fields], rows)
        sources.append(_resource(table["id"], _title(snapshot, table, speakers["en"]), fields))
    made["figures.csv"] = _csv([field["name"] for field in FIGURE_FIELDS], _figures(snapshot))
    sources.append(_resource("figures", "All figures, one a line", FIGURE_FIELDS))
    made["figures.json"] = _json(
        {
            "simulated": snapshot.is_simulated,
            "figures": [
                dict(zip([field["name"] for field in FIGURE_FIELDS], row, strict=True))
                for row in _figures(snapshot)
            ],
        }
    )
    package = _package(snapshot, sources, speakers["en"])
    made["datapackage.json"] = _json(package)
    made["README.md"] = _readme(package, sources).encode()
    return made


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180
    writer.writerow(header)
    writer.writerows([["" if cell is None else _spelled(cell) for cell in row] for row in rows])
    return text.getvalue().encode()


def _spelled(cell: object) -> object:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    # A spreadsheet must not take a name for a formula.
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")):
        return "'" + cell
    return cell


def _title(snapshot: Snapshot, table: Mapping[str, Any], speaker: Speaker) -> str:
    if table["title"]:
        return speaker.say(table["title"])
    return speaker.label(snapshot.value["definitions"][table["columns"][0]]["label"])


# ---- one table


def _table(
    snapshot: Snapshot, table: Mapping[str, Any], speakers: Mapping[str, Speaker]
) -> tuple[list[Field], list[list[object]]]:
    english = speakers["en"]
    fields: list[Field] = [
        {"name": "period", "type": "string", "description": "Period of the figures"},
        {"name": "simulated", "type": "boolean", "description": "True if the country is invented"},
        {
            "name": "key",
            "type": "string",
            "description": f"Code of the row: {english.say(table['dimension'])}",
        },
    ]
    fields += [
        {"name": f"name_{language}", "type": "string", "description": "Name of the row"}
        for language in LANGUAGES
    ]
    fields.append(
        {"name": "is_total", "type": "boolean", "description": "True for the row that sums the others"}
    )
    for column in table["columns"]:
        fields += _column_fields(snapshot, table, column, english)
    rows = []
    for row in table["rows"]:
        cells: list[object] = [snapshot.period, snapshot.is_simulated, row["key"]]
        cells += [speakers[language].label(row["label"]) for language in LANGUAGES]
        cells.append(bool(row.get("total")))
        for column in table["columns"]:
            cells += _column_cells(snapshot, table, column, row["cells"].get(column) or {}, speakers)
        rows.append(cells)
    return fields, rows


def _column_fields(
    snapshot: Snapshot, table: Mapping[str, Any], column: str, english: Speaker
) -> list[Field]:
    definition = snapshot.value["definitions"][column]
    label, meaning = english.label(definition["label"]), english.label(definition["meaning"])
    kind = definition["kind"]
    if kind == "text":
        return [
            {"name": f"{column}_{language}", "type": "string", "title": label, "description": meaning}
            for language in LANGUAGES
        ]
    fields = [{"name": column, "type": TYPES.get(kind, "number"), "title": label, "description": meaning}]
    if kind == "place":
        fields.append(
            {"name": f"{column}_worst", "type": "integer", "description": "The last place that it may hold"}
        )
    for part in _parts(table, column):
        type_ = "integer" if part in ("numerator", "denominator") else "number"
        told = {
            "numerator": "Numerator of",
            "denominator": "Denominator of",
            "low": "Lower end of the 95% interval of",
            "high": "Upper end of the 95% interval of",
        }
        fields.append({"name": f"{column}_{part}", "type": type_, "description": f"{told[part]} {column}"})
    if _is_withheld_somewhere(table, column):
        fields.append(
            {
                "name": f"{column}_withheld",
                "type": "string",
                "description": (
                    f'"small": the count is below {snapshot.value["smallest_count"]}; '
                    '"telling": printing it would give such a count away'
                ),
            }
        )
    return fields


def _parts(table: Mapping[str, Any], column: str) -> list[str]:
    cells = [row["cells"].get(column) or {} for row in table["rows"]]
    return [part for part in PARTS if any(cell.get(part) is not None for cell in cells)]


def _is_withheld_somewhere(table: Mapping[str, Any], column: str) -> bool:
    return any("withheld" in (row["cells"].get(column) or {}) for row in table["rows"])


def _column_cells(
    snapshot: Snapshot,
    table: Mapping[str, Any],
    column: str,
    cell: Mapping[str, Any],
    speakers: Mapping[str, Speaker],
) -> list[object]:
    kind = snapshot.value["definitions"][column]["kind"]
    if kind == "text":
        return [
            speakers[language].label(cell["label"]) if "label" in cell else None for language in LANGUAGES
        ]
    cells: list[object] = [cell.get("date", cell.get("value"))]
    if kind == "place":
        cells.append(cell.get("worst"))
    cells += [cell.get(part) for part in _parts(table, column)]
    if _is_withheld_somewhere(table, column):
        cells.append(cell.get("withheld"))
    return cells


# ---- all figures

FIGURE_FIELDS: list[Field] = [
    {"name": "period", "type": "string", "description": "Period of the figure"},
    {"name": "simulated", "type": "boolean", "description": "True if the country is invented"},
    {"name": "table", "type": "string", "description": "Table in which it is published"},
    {"name": "row", "type": "string", "description": "Code of the row"},
    {
        "name": "figure",
        "type": "string",
        "description": "Code of the column; its meaning stands in the table's schema",
    },
    {"name": "value", "type": "number", "description": "Empty if unknown or withheld"},
    {"name": "numerator", "type": "integer", "description": "Numerator, if it is a ratio"},
    {"name": "denominator", "type": "integer", "description": "Denominator, if it is a ratio"},
    {
        "name": "per",
        "type": "integer",
        "description": "value = numerator × per ÷ denominator (less 1 for a change)",
    },
    {"name": "low", "type": "number", "description": "Lower end of the 95% interval"},
    {"name": "high", "type": "number", "description": "Upper end of the 95% interval"},
    {"name": "withheld", "type": "string", "description": '"small" or "telling"; empty if printed'},
]


def _figures(snapshot: Snapshot) -> list[list[object]]:
    made: list[list[object]] = []
    for figure in figures(snapshot):
        made.append(
            [
                snapshot.period,
                snapshot.is_simulated,
                *(
                    figure.get(part)
                    for part in ("table", "row", "figure", "value", "numerator", "denominator")
                ),
                figure["per"] if figure.get("denominator") is not None else None,
                *(figure.get(part) for part in ("low", "high", "withheld")),
            ]
        )
    return made


def figures(snapshot: Snapshot) -> Iterable[dict[str, Any]]:
    """Each published figure with its working: what the ledger keeps and `figures.csv` prints."""
    for table in snapshot.value["tables"]:
        for row in table["rows"]:
            for column in table["columns"]:
                definition, cell = snapshot.value["definitions"][column], row["cells"].get(column)
                if cell is None or definition["kind"] in ("text", "date", "place"):
                    continue
                yield {
                    "table": table["id"],
                    "row": row["key"],
                    "figure": column,
                    "per": definition["per"],
                    **cell,
                }


# ---- the package


def _resource(id: str, title: str, fields: list[Field]) -> dict[str, Any]:
    # Names in a data package are lower-case letters, digits, dots, hyphens and underscores.
    return {
        "name": id.lower(),
        "path": f"{id}.csv",
        "title": title,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _package(snapshot: Snapshot, resources: list[dict[str, Any]], english: Speaker) -> dict[str, Any]:
    period = snapshot.value["period"]
    title = (
        f"{'Quarterly bulletin' if snapshot.kind == 'bulletin' else 'Report list'}, {english.period(period)}"
    )
    return {
        "name": f"sosiego-{snapshot.kind}-{period['name'].lower().replace('/', '-')}",
        "profile": "tabular-data-package",
        "title": f"{SIMULATED}: {title}" if snapshot.is_simulated else title,
        "description": (
            f"{SIMULATED}. All people, organisations, numbers and figures here are invented. "
            if snapshot.is_simulated
            else ""
        )
        + "Figures on reported nuisance calls and spam messages, with their working and 95% intervals.",
        "created": snapshot.value["made_at"],
        "version": snapshot.digest[:16],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "simulated": snapshot.is_simulated,
        "snapshot": snapshot.digest,
        "rulebook": snapshot.value["rulebook"],
        "period": period,
        "resources": resources,
    }


def _readme(package: Mapping[str, Any], resources: Sequence[Mapping[str, Any]]) -> str:
    lines = [f"# {package['title']}", "", package["description"], ""]
    lines += [
        "`figures.csv` has every figure, one a line, with its working. Each other file is one "
        "table of the publication.",
        "The meaning of each column stands in `datapackage.json` (https://specs.frictionlessdata.io/data-package/).",
        f"Digest of the frozen figures: `{package['snapshot']}`.",
        "",
        "| File | Table |",
        "|---|---|",
    ]
    lines += [f"| `{resource['path']}` | {resource['title']} |" for resource in resources]
    return "\n".join(lines) + "\n"
