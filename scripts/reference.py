"""Write docs/reference/ from the code. `--check` only compares, and ends with 1 if a page is old."""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Set before Sosiego is imported: the reference must not touch anybody's home.
    os.environ["SOSIEGO_HOME"] = tempfile.mkdtemp(prefix="sosiego-reference-")
    os.environ.pop("SOSIEGO_DATABASE", None)
    # Run as a file, it finds the scripts beside it as the tests do.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import typer
from scripts import rule_book_format
from typer.cli import get_docs_for_click

import sosiego
from sosiego import cli, environment
from sosiego.errors import SosiegoError, WrongUsageError

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
MARK = "<!-- Written by `make docs` from the code; do not edit. -->\n\n"

# What each column of the registry's files means. A column that the code has and this lacks is an error.
REGISTRY_COLUMNS: Mapping[str, str] = {
    "organisations.code": "Stable name of the organisation in files and addresses",
    "organisations.kind": "What it is",
    "organisations.name": "Name that people read",
    "organisations.host": "Code of the operator on whose network a reseller sells",
    "organisations.industry": "Industry of the rule-book's taxonomy",
    "organisations.licence": "Number of its licence",
    "organisations.redress_url": "Where it hears those who were blocked wrongly",
    "people.organisation": "Code of the organisation",
    "people.name": "Name of the person",
    "people.position": "Position",
    "people.answerable_for": "What the person answers for",
    "people.email": "Address for the regulator, not published",
    "lines.code": "Name of the line",
    "lines.kind": "Voice or messages",
    "lines.operator": "Code of the operator that provides it",
    "lines.holder": "Code of who uses it",
    "ranges.prefix": "All numbers that begin so; the longest prefix decides",
    "ranges.number_class": "Class of the numbering plan; empty: as the plan says",
    "ranges.holder": "Code of who holds the range",
    "ranges.operator": "Code of who serves it in the network, if not the holder",
    "ranges.region": "Region",
    "ranges.city": "City",
    "numbers.number": "One number or short code",
    "numbers.holder": "Code of who holds it",
    "numbers.operator": "Code of the operator that serves it",
    "numbers.line": "Code of the line on which it is used",
    "numbers.purpose": "Purpose for which it was registered; criteria spare some, e.g. `hospital-recall`",
    "sender_names.name": "Alphanumeric sender of messages",
    "sender_names.holder": "Code of who holds it",
    "contracts.provider": "Code of who provides",
    "contracts.customer": "Code of who is served",
    "contracts.subject": "What the contract is about",
    "contracts.has_nuisance_clause": "Does it contain the clause on nuisance?",
    "statistics.organisation": "Code of the organisation",
    "statistics.period": "Quarter or month",
    "statistics.users": "Users at the end of the period",
    "statistics.messages": "Messages that they sent",
    "statistics.calls": "Calls that they made",
    "statistics.passed_calls": "Dialled calls that a person answered and an agent took; empty: not stated",
    "statistics.abandoned_calls": "Dialled calls that a person answered and no agent took; empty: not stated",
    "statistics.reported_on": "Day on which the organisation stated it",
    "filings.organisation": "Code of the organisation",
    "filings.reference": "Number of its entry in the register of those whose traffic may be carried",
    "filings.implementation": "How far it signs the calls that it originates, by its own word",
    "filings.updated_on": "Day on which it last changed what it had filed",
    "filings.certified_on": "Day on which it last certified that what it had filed is true",
    "preferences.number": "The citizen's number. It is stored sealed, and found by a keyed digest only",
    "preferences.refuses_calls": "Refuses calls",
    "preferences.refuses_messages": "Refuses messages",
}
HOLDS = {
    "since": "First day on which the row holds",
    "until": "First day on which it holds no more; empty: no end",
}

REPORT_FIELDS: Mapping[str, str] = {
    "report_id": "Identifier at the source: the same one is the same report",
    "medium": "`call` or `sms`",
    "number": "Caller or sender, as people write it; empty if the call showed none",
    "received_at": "When the report came in",
    "occurred_at": "When the call or message came; may be empty",
    "category": "Category of the rule-book; empty: `unsorted`",
    "subject": "The source's own word for it",
    "text": "Text of the message",
    "recorded_voice": "Was a recorded voice heard? yes, no, or empty if not known",
    "reporter": "The person's own number or address. It becomes a keyed pseudonym at the door",
    "contact": "Where to answer. It is sealed, apart from the report",
    "region": "Region of the person",
    "city": "City of the person",
    "network": "Code of the operator or reseller that serves the person",
}

TRAFFIC_COLUMNS: Mapping[str, str] = {
    "record_id": "Identifier of the record: the same one of the same operator and day is the same record",
    "caller": "Who calls or sends: as people write it; in Parquet also an integer key",
    "called": "Who is called; likewise",
    "start": "When it began, ISO 8601; without an offset it is UTC",
    "duration_s": "Whole seconds that it lasted; if it was not answered, that it rang",
    "answered": "true or false; needed for calls",
    "cause": "Q.850 cause, 0 to 127",
    "medium": "`call` or `sms`",
    "direction": "`originating` or `terminating`",
    "in_trunk": "Trunk on which it came in",
    "out_trunk": "Trunk on which it went out",
    "from_operator": "Operator from whom it was received",
    "to_operator": "Operator to whom it was handed on",
    "attestation": "What was attested of the caller's number",
    "messages": "Parts of a message, or messages counted in this row",
    "text_fingerprint": "64-bit fingerprint of the text, to find equal ones without reading them",
    "operator": "Code of the operator that recorded it; not needed with `--operator`",
}


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return " ".join(str("" if value is None else value).split()).replace("|", "\\|")


def anchor(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", ""))
    return kept.replace(" ", "-")


# --- commands, facts, counts ---------------------------------------------------------------------------


# What a program learns from how a command ends.
EXIT_CODES: Mapping[int, str] = {
    0: "All holds: the act was done, the check passed.",
    1: "A rule, test, check or act failed; standard error says what, where and what to do.",
    2: "Wrong usage: the command or its options cannot be meant.",
}


def commands() -> str:
    """Every command with its arguments and options."""
    command = typer.main.get_command(cli.build())
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="sosiego")
    # Defaults that depend on the machine would make the page differ from one to the next.
    text = text.replace(os.environ["SOSIEGO_HOME"], "SOSIEGO_HOME").rstrip()
    codes = table(("Code", "Meaning"), [(f"`{code}`", meaning) for code, meaning in EXIT_CODES.items()])
    return (
        f"{text}\n\n# Exit codes\n\n{codes}\nThe code of each error: [errors](errors.md). "
        "`sosiego --install-completion` lets your shell complete commands.\n"
    )


def facts() -> str:
    """The vocabulary that conditions may speak of."""
    from sosiego.rules import vocabulary

    parts = [
        "# Facts\n",
        "What conditions of a rule-book may speak of. A fact that is not known is unknown, never false.",
    ]
    for title, known in (
        ("Of a caller", vocabulary.caller_facts()),
        ("Of an organisation", vocabulary.organisation_facts()),
        ("Of one call or message", vocabulary.call_facts()),
    ):
        rows = [
            (f"`{name}`", fact.type, fact.unit, fact.source, fact.meaning) for name, fact in known.items()
        ]
        parts.append(f"\n## {title}\n\n" + table(("Fact", "Type", "Unit", "From", "Meaning"), rows).rstrip())
    return "\n".join(parts) + "\n"


def counts() -> str:
    """The counts that indicators may divide."""
    from sosiego.oversight.counts import COUNTS

    head = "# Counts\n\nWhat the numerator and denominator of an indicator may name.\n\n"
    return head + table(("Count", "Meaning"), [(f"`{name}`", meaning) for name, meaning in COUNTS.items()])


# --- the rule-book -------------------------------------------------------------------------------------

STANDING = {
    "S": "read in a public source",
    "W": "weak source",
    "R": "recalled, to be checked",
    "own": "our own choice",
}


def rule_book(id: str) -> str:
    """All the law of a shipped rule-book, each value with the date from which it holds and its basis."""
    from sosiego.rules import loader

    book = loader.load(id)
    name = book.name["en"]
    parts = [
        f"# The rule-book `{id}`: {name}\n",
        "Every value with the date from which it holds and the basis on which it stands. A basis names its "
        "document and "
        "clause, its status (*in force*, *draft*, *illustrative*) and what our knowledge of it rests on: "
        + "; ".join(f"*{word}* {meaning}" for word, meaning in STANDING.items())
        + ". What is illustrative claims to be nobody's law.\n",
        f"Time zone {book.time_zone}; languages {', '.join(book.languages)}; currency {book.currency}. The "
        f"text itself: "
        f"[`src/sosiego/rulebooks/{id}/`](../../src/sosiego/rulebooks/{id}/).",
        *_sections(book),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _sections(book: Any) -> Iterator[str]:
    for heading, made in (
        ("Criteria", _criteria(book)),
        ("Deadlines", _deadlines(book)),
        ("Windows", _windows(book)),
        ("Indicators", _indicators(book)),
        ("Scores and grades", _scorings(book)),
        ("Violations", _violations(book)),
        ("Ladders", _ladders(book)),
        ("Gates", _gates(book)),
        ("What the network does", _control(book)),
        *((heading, _of_kind(book, kind)) for heading, kind in OTHER_KINDS if _has(book, kind)),
        ("Publications", _publications(book)),
        ("Categories", _categories(book)),
        ("Numbering plan", _numbering(book)),
        ("Documents", _documents(book)),
    ):
        yield f"\n## {heading}\n\n{made.rstrip()}"


def _basis(basis: Any) -> str:
    clause = basis.clause.get("en") or next(iter(basis.clause.values()))
    return f"{basis.document}: {clause} ({basis.status}; {basis.standing})"


def _from(one: Any) -> str:
    until = getattr(one, "until", None)
    return f"{one.version} to {until}" if until else str(one.version)


def _proposal(measure: Any) -> str:
    if measure is None:
        return "none"
    return f"{measure.kind}, {measure.days} days, " + ("at once" if measure.automatic else "when confirmed")


def _criteria(book: Any) -> str:
    made = []
    for one in book.all_criteria:
        made.append(
            f"### `{one.id}`\n\n{one.name['en']}. {one.explanation['en']}\n\n"
            f"```sql\n{one.condition.sql.strip()}\n```\n\n"
            f"From {_from(one)}. Order: `{one.order or 'none'}`. Measure: {_proposal(one.measure)}. "
            f"Pattern: {one.pattern}.  \n"
            f"Basis: {_basis(one.basis)}\n"
        )
    return "\n".join(made)


def _deadlines(book: Any) -> str:
    return table(
        ("Deadline", "Meaning", "Who acts", "By when", "On silence", "From", "Basis"),
        [
            (
                f"`{one.id}`",
                one.name["en"],
                one.actor,
                f"{one.amount} {one.unit}",
                one.on_silence,
                _from(one),
                _basis(one.basis),
            )
            for one in book.all_deadlines
        ],
    )


def _windows(book: Any) -> str:
    return table(
        ("From", "Behaviour looks back", "A short call lasts at most", "Fewest calls", "Night"),
        [
            (
                _from(one),
                f"{one.behaviour_days} days",
                f"{one.short_call_seconds} s",
                one.smallest_calls,
                f"{one.night_from_hour} to {one.night_to_hour} o'clock",
            )
            for one in book.all_windows
        ],
    )


def _indicators(book: Any) -> str:
    return table(
        (
            "Indicator",
            "Meaning",
            "Numerator ÷ denominator",
            "Per",
            "Target",
            "Warning",
            "Critical",
            "Weight",
            "From",
            "Basis",
        ),
        [
            (
                f"`{one.id}`",
                one.name["en"],
                f"`{one.numerator}` ÷ `{one.denominator}`",
                f"{one.per:,}".replace(",", " "),
                one.target,
                one.warning,
                one.critical,
                one.weight,
                _from(one),
                _basis(one.basis),
            )
            for one in book.all_indicators
        ],
    )


def _scorings(book: Any) -> str:
    return table(
        ("From", "Points at target, warning, critical", "Least weight known", "Grades", "Basis"),
        [
            (
                _from(one),
                f"{one.points_on_target:g}, {one.points_at_warning:g}, {one.points_at_critical:g}",
                one.smallest_known_weight,
                ", ".join(f"{grade.id} from {grade.at_least:g}" for grade in one.grades),
                _basis(one.basis),
            )
            for one in book.all_scorings
        ],
    )


def _violations(book: Any) -> str:
    return table(
        ("Violation", "Meaning", "Condition", "Of", "Ladder", "From", "Basis"),
        [
            (
                f"`{one.id}`",
                one.name["en"],
                f"`{one.condition.sql.strip()}`",
                ", ".join(one.applies_to),
                one.ladder,
                _from(one),
                _basis(one.basis),
            )
            for one in book.all_violations
        ],
    )


def _ladders(book: Any) -> str:
    return table(
        ("Ladder", "At violation", "Step", "Measure", "Looks back", "From", "Basis"),
        [
            (
                f"`{ladder.id}`",
                step.at_violation,
                step.name["en"],
                _proposal(step.measure).removesuffix(", when confirmed"),
                f"{ladder.look_back_days} days",
                _from(ladder),
                _basis(step.basis),
            )
            for ladder in book.all_ladders
            for step in ladder.steps
        ],
    )


def _gates(book: Any) -> str:
    return table(
        ("Gate", "Resource", "Closed when", "Said to the holder", "Of", "From", "Basis"),
        [
            (
                f"`{one.id}`",
                one.resource,
                f"`{one.closed_when.sql.strip()}`",
                one.reason["en"],
                ", ".join(one.applies_to),
                _from(one),
                _basis(one.basis),
            )
            for one in book.all_gates
        ],
    )


def _control(book: Any) -> str:
    parts = []
    for one in book.all_controls:
        exempt = table(
            ("Never blocked", "Numbers", "Classes", "Basis"),
            [
                (
                    f"`{exemption.id}`: {exemption.name['en']}",
                    ", ".join(number.rpartition(":")[2] for number in exemption.numbers),
                    ", ".join(exemption.classes),
                    _basis(exemption.basis),
                )
                for exemption in one.exemptions
            ],
        )
        outcomes = ", ".join(f"{kind}: {outcome}" for kind, outcome in one.outcomes.items())
        parts.append(
            f"From {_from(one)}. Measure and what the network answers: {outcomes}. A number under a limit "
            f"may make "
            f"{one.limit_calls_per_hour} calls an hour.\n\n{exempt}\n"
            + table(
                ("Reason", "Said to the caller"),
                [(f"`{key}`", text["en"]) for key, text in one.reasons.items()],
            )
        )
    return "\n".join(parts)


def _publications(book: Any) -> str:
    return table(
        ("Publication", "Every", "Due after", "Counts withheld below", "Signatures", "From", "Basis"),
        [
            (
                f"`{one.id}`",
                one.every,
                f"{one.due_working_days} working days",
                one.smallest_count,
                one.signatures,
                _from(one),
                _basis(one.basis),
            )
            for one in book.all_publications
        ],
    )


# Parts that a rule-book may lack, by what `rules.showing` calls them.
OTHER_KINDS = (
    ("Steps of the procedure", "step"),
    ("Permitted hours", "hours"),
    ("Frequency caps", "cap"),
    ("Rules for single calls and messages", "call rule"),
    ("What the blocked caller's network is told", "notice"),
    ("Capabilities", "capability"),
    ("Duties", "duty"),
    ("Fines", "penalty"),
    ("How people report", "channel"),
    ("What makes a report complete", "complaint"),
    ("What citizens may refuse", "preferences"),
    ("What senders register", "senders"),
)


def _has(book: Any, kind: str) -> bool:
    return bool(getattr(book, showing().KINDS[kind], ()))


def _of_kind(book: Any, kind: str) -> str:
    """A table of rules whose values differ from kind to kind: each value by its name."""
    rows = []
    for one in showing().wordings(book):
        if one.kind != kind:
            continue
        values = _in_english(showing().plain(one.wording))
        name = values.pop("name", "")
        said = {key: value for key, value in values.items() if key not in ("id", "version", "until", "basis")}
        shown = [
            f"{key.replace('_', ' ')}: {value}"
            for key, value in showing().flat(said).items()
            if value not in ("", None)
        ]
        basis = _basis(one.wording.basis)
        rows.append((f"`{one.id}`", name, "<br>".join(shown), _from(one.wording), basis))
    return table(("Rule", "Meaning", "Values", "From", "Basis"), rows)


def _in_english(value: Any) -> Any:
    """Plain values with each text in English."""
    if isinstance(value, Mapping):
        return value["en"] if "en" in value else {key: _in_english(one) for key, one in value.items()}
    return [_in_english(one) for one in value] if isinstance(value, list) else value


def showing() -> Any:
    from sosiego.rules import showing as found

    return found


def _categories(book: Any) -> str:
    return table(
        ("Category", "Meaning", "Class", "Industry", "Authority that leads"),
        [
            (f"`{one.id}`", one.name["en"], one.class_id, one.industry, one.lead_authority)
            for one in book.categories.values()
        ],
    )


def _numbering(book: Any) -> str:
    plan = book.numbering
    return f"Country code +{plan.country_code}.\n\n" + table(
        ("Class", "Meaning", "Prefixes", "Digits", "May call out"),
        [
            (
                f"`{one.id}`",
                one.name["en"],
                ", ".join(one.prefixes),
                ", ".join(map(str, one.lengths)),
                "yes" if one.outbound else "no",
            )
            for one in plan.classes
        ],
    )


def _documents(book: Any) -> str:
    cited: dict[str, Any] = {}
    for basis in _bases(book):
        cited.setdefault(basis.document, basis)
    return table(
        ("Document", "Name", "Number", "Issued"),
        [
            (f"`{id}`", basis.instrument["en"], basis.number, basis.issued_as)
            for id, basis in sorted(cited.items())
        ],
    )


def _bases(book: Any) -> Iterator[Any]:
    for name in ("criteria", "deadlines", "indicators", "scorings", "violations", "gates", "publications"):
        yield from (one.basis for one in getattr(book, f"all_{name}"))
    yield from (step.basis for ladder in book.all_ladders for step in ladder.steps)
    yield from (exemption.basis for control in book.all_controls for exemption in control.exemptions)


# --- files ---------------------------------------------------------------------------------------------


def files() -> str:
    """The formats of the files that are imported, from the code that reads them."""
    parts = [
        "# Import files\n",
        "CSV in UTF-8 with a header, or Parquet for the registry and for traffic. The order of columns does "
        "not matter. "
        "A row that cannot be taken is set aside with its line, its column and the reason; importing a file "
        "again adds "
        "nothing.\n",
        _registry_files(),
        _report_files(),
        _traffic_files(),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _registry_files() -> str:
    from sosiego.registry import mapping, tables

    parts = [
        "## Registry\n",
        "`sosiego import registry PATH…`: files named after a table, or folders of them. In *identity* "
        "stand the columns "
        "in which two rows that agree speak of the same thing. A later file may bring an end (`until`) and "
        "change the "
        "columns under *may change*; anything else is history: end the row and begin another.\n",
        f"Mappings for foreign columns (`--mapping`): "
        f"{', '.join(f'`{name}`' for name in mapping.shipped())}, or a YAML file.\n",
    ]
    for one in tables.TABLES:
        parts.append(f"### `{one.name}`\n")
        told = f"Identity: {', '.join(f'`{name}`' for name in one.identity)}."
        if one.changeable:
            told += f" May change: {', '.join(f'`{name}`' for name in sorted(one.changeable))}."
        if one.alone:
            same = " and ".join(f"`{name}`" for name in one.alone)
            told += f" Of the rows with the same {same}, one holds on a day."
        rows = []
        for column in one.columns:
            meaning = REGISTRY_COLUMNS.get(f"{one.name}.{column.name}") or HOLDS[column.name]
            needed = "yes" if column.required else ""
            rows.append((f"`{column.name}`", _reads(column.read), needed, meaning))
        parts.append(told + "\n\n" + table(("Column", "Written as", "Needed", "Meaning"), rows))
    return "\n".join(parts)


# What a cell of the registry may hold, by the function that reads it.
CELLS: Mapping[str, str] = {
    "code": "small letters, digits, - and _",
    "organisation": "code of an organisation",
    "line": "code of a line",
    "day": "2026-08-31",
    "count": "whole number",
    "count_if_stated": "whole number; empty if it was not stated",
    "truth": "true or false",
    "period": "2026Q3 or 2026-09",
    "prefix": "+86138 or short:86:106",
    "number": "telephone number or short code",
    "citizens_number": "telephone number",
    "sender_name": "letters, digits, signs",
}


def _reads(read: Callable[..., Any]) -> str:
    known = inspect.getclosurevars(read).nonlocals
    if "read" in known:
        # A reader that wraps another one: its form is that of the inner one.
        return _reads(known["read"])
    if "longest" in known:
        return f"text, at most {known['longest']} characters"
    if "values" in known:
        return "one of: " + ", ".join(f"`{value}`" for value in known["values"])
    return CELLS[read.__name__]


def _report_files() -> str:
    from sosiego.intake import csv_records
    from sosiego.intake.report_formats import FORMATS
    from sosiego.intake.report_formats.ftc_dnc import FtcDoNotCallFormat
    from sosiego.intake.report_formats.sosiego import SosiegoFormat
    from sosiego.rules import loader

    # The package's own name `mapped` is a function.
    mapped = importlib.import_module("sosiego.intake.report_formats.mapped")
    book = loader.load("cn")
    described = {
        SosiegoFormat.id: "Sosiego's own. Times name their offset: `2026-07-01T08:00:00+08:00`.",
        FtcDoNotCallFormat.id: "The daily file of Do-Not-Call complaints of the Federal Trade Commission of "
        "the United "
        "States. A row that is equal in all columns is the same report. Times are those of New York; "
        "numbers have 10 "
        "digits, or 11 beginning with 1; the file names no reporter.",
    }
    parts = [
        "## Reports\n",
        "`sosiego import reports FILE…` with `--format` for a built-in format, or `--mapping` for a CSV of "
        "your own. "
        "Without either, the header decides.\n",
    ]
    for name, make in FORMATS.items():
        parts.append(f"### Format `{name}`\n\n{described[name]}\n")
        columns = make(book).columns
        if set(columns) <= set(REPORT_FIELDS):
            parts.append(
                table(("Column", "Meaning"), [(f"`{column}`", REPORT_FIELDS[column]) for column in columns])
            )
        else:
            parts.append("Columns: " + ", ".join(f"`{column}`" for column in columns) + ".\n")
    needed = ", ".join(f"`{name}`" for name in mapped.NEEDED)
    parts.append(
        "### A CSV of your own: mapping\n\n"
        f"A YAML file, saved with `sosiego import mapping save NAME --file mapping.yaml`. Needed: "
        f"{needed}.\n\n"
        "```yaml\n" + inspect.cleandoc((mapped.__doc__ or "").split("small YAML file:", 1)[1]) + "\n```\n\n"
        f"Encodings: {', '.join(f'`{name}`' for name in csv_records.ENCODINGS)}. Fields:\n\n"
        + table(("Field", "Meaning"), [(f"`{name}`", REPORT_FIELDS[name]) for name in mapped.FIELDS])
    )
    return "\n".join(parts)


def _traffic_files() -> str:
    from sosiego.intake import archive, traffic_rows

    rows = [
        (
            f"`{name}`",
            archive.COLUMNS.get(name, "VARCHAR"),
            "yes" if name in traffic_rows.REQUIRED else "",
            TRAFFIC_COLUMNS[name],
        )
        for name in (*archive.COLUMNS, "operator")
    ]
    return (
        "## Traffic\n\n`sosiego import traffic FILE…`, CSV or Parquet. Each call stands once: recorded by "
        "the operator "
        "that originated it or let it into the country.\n\n"
        + table(("Column", "In the archive", "Needed", "Meaning"), rows)
        + "\nThe archive: `archive/operator=CODE/day=YYYY-MM-DD/SOURCE.parquet` in the home, by the UTC day "
        "of `start`, "
        "sorted by caller. Only files that a manifest in `archive/_manifest/` names are read.\n"
    )


# --- settings, errors ----------------------------------------------------------------------------------


def settings() -> str:
    """The environment variables."""
    rows = [
        (
            f"`{one.name}`",
            one.meaning,
            f"`{one.default}`" if one.default else "unset",
            f"`{one.example}`" if one.example else "",
        )
        for one in environment.SETTINGS
    ]
    return (
        "# Settings\n\nA home is configured by environment variables and by nothing else. The law is not a "
        "setting: it "
        "stands in the rule-book.\n\n" + table(("Variable", "Meaning", "Default", "Example"), rows)
    )


def errors() -> str:
    """Every kind of error that people may see, by room."""
    by_room: dict[str, list[type[SosiegoError]]] = defaultdict(list)
    for one in _errors():
        by_room[one.__module__.removeprefix("sosiego.").split(".")[0]].append(one)
    parts = [
        "# Errors\n",
        "Each error says what is wrong, where, and what to do. A command that fails so ends with the code "
        "given here; "
        "the API answers with the same texts as problem documents (RFC 9457), whose `type` ends with the "
        "error's name.\n",
    ]
    for room, found in sorted(by_room.items()):
        rows = [
            (f"`{one.__name__}`", one.exit_code, inspect.cleandoc(one.__doc__ or "").split("\n\n")[0])
            for one in sorted(found, key=lambda one: one.__name__)
        ]
        parts.append(f"## {room}\n\n" + table(("Error", "Exit code", "When"), rows))
    return "\n".join(parts)


def _errors() -> list[type[SosiegoError]]:
    """All of them, after every module was imported."""
    cli.build()
    for module in pkgutil.walk_packages(sosiego.__path__, "sosiego."):
        if not module.name.endswith("wsgi"):
            importlib.import_module(module.name)
    found: set[type[SosiegoError]] = set()
    waiting: list[type[SosiegoError]] = [SosiegoError]
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in found and one.__module__.startswith("sosiego."):
                found.add(one)
                waiting.append(one)
    undescribed = sorted(one.__name__ for one in found if not one.__doc__)
    if undescribed:
        raise SystemExit(f"These errors lack a docstring: {', '.join(undescribed)}")
    return list(found - {WrongUsageError})


# --- writing -------------------------------------------------------------------------------------------


def pages() -> Iterator[tuple[str, str]]:
    """File name and content of each generated page."""
    yield "commands.md", commands()
    yield "settings.md", settings()
    yield "files.md", files()
    yield "facts.md", facts()
    yield "rule-book-format.md", rule_book_format.page(table)
    yield "counts.md", counts()
    yield "rule-book-cn.md", rule_book("cn")
    yield "errors.md", errors()


def main() -> int:
    """Write the pages, or with --check tell which are old."""
    old = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in pages():
        target = FOLDER / name
        if not target.exists() or target.read_text() != MARK + content:
            old.append(name)
            if "--check" not in sys.argv:
                target.write_text(MARK + content)
    if "--check" in sys.argv and old:
        print(f"Not up to date: {', '.join(old)}. Run: make docs")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
