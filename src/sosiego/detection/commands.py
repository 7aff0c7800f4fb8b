"""`sosiego behaviour …` and `sosiego content …`. Heavy libraries are imported where they are used."""

from __future__ import annotations

import csv
import time
from dataclasses import asdict
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from sosiego.errors import WrongUsageError
from sosiego.files import written_beside
from sosiego.terminal import AsJson, err, out, pairs, progress, show, table

behaviour_app = typer.Typer(
    no_args_is_help=True, help="What callers do: behaviour features from traffic records."
)
content_app = typer.Typer(no_args_is_help=True, help="What messages say: train, measure and use text models.")

# A model is asked about this many messages between two steps of the progress bar.
STEP = 2_000


class NoTrafficFilesError(WrongUsageError):
    """The pattern of traffic files matches nothing."""


class WrongMomentError(WrongUsageError):
    """A date or moment on the command line cannot be read, or the window is empty."""


class LabelNotKnownError(WrongUsageError):
    """The model has no such label."""


@behaviour_app.callback()
def behaviour() -> None:
    """What callers do: behaviour features from traffic records."""


@behaviour_app.command()
def features(
    traffic: Annotated[
        str,
        typer.Option(
            metavar="GLOB",
            help="Parquet files: a folder, or a pattern (quote it; ** looks into folders). Columns needed: "
            "caller, called (64-bit number keys), start (UTC), duration_s, answered.",
        ),
    ],
    since: Annotated[
        str,
        typer.Option("--from", metavar="DATE", help="First day (local to the rule-book), or an ISO moment."),
    ],
    until: Annotated[
        str,
        typer.Option(
            "--to", metavar="DATE", help="The day after the last, or an ISO moment: it is not included."
        ),
    ],
    to_file: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Parquet file to write, one row a caller.")
    ],
    engine: Annotated[str, typer.Option(help="Where to compute: duckdb.")] = "duckdb",
    rules: Annotated[
        str,
        typer.Option(
            metavar="BOOK",
            envvar="SOSIEGO_RULEBOOK",
            help="Rule-book (id or folder) of the time zone, night and short calls.",
        ),
    ] = "cn",
    refusing: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Numbers that refuse calls (column number); else unknown.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compute all behaviour features of each caller in a window, as defined in `detection/features.py`."""
    import pyarrow.parquet as pq

    from sosiego.detection.engine import caller_features
    from sosiego.rules.loader import load

    book = load(rules)
    first, after = moment(since, book.time_zone), moment(until, book.time_zone)
    if first >= after:
        raise WrongMomentError(f"The window from {since} to {until} is empty.", todo="Give a later --to.")
    files = traffic_files(traffic)
    began = time.monotonic()
    with err.status(f"{len(files)} files"):
        found = caller_features(
            files,
            since=first,
            until=after,
            windows=book.windows(after.astimezone(book.time_zone).date()),
            time_zone=book.time_zone,
            refusing_keys=None if refusing is None else _keys(refusing, book.numbering),
            engine=engine,
        )
    with written_beside(to_file) as beside:
        pq.write_table(found, beside, compression="zstd")
    result = {
        "out": str(to_file),
        "files": len(files),
        "from": first.isoformat(),
        "to": after.isoformat(),
        "callers": found.num_rows,
        "features": len(found.column_names) - 1,
        "seconds": round(time.monotonic() - began, 3),
    }
    show(result, as_json, lambda: out.print(pairs("Behaviour features", result)))


@content_app.command()
def train(
    data: Annotated[
        Path, typer.Option(metavar="CSV", help="Columns label,text; language and group if known.")
    ],
    to_file: Annotated[Path, typer.Option("--out", metavar="MODEL", help="Model file to write.")],
    name: Annotated[str, typer.Option(help="Name of the model, part of its id.")] = "content",
    version: Annotated[str, typer.Option(help="Version of the model, part of its id.")] = "1",
    dated: Annotated[
        str,
        typer.Option(
            "--date",
            metavar="DATE",
            help="Date on the card, else today; same date and data, same bytes.",
        ),
    ] = "",
    classes: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Columns label,class: the class of the taxonomy of each label."),
    ] = None,
    slots: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Columns slot,language,value: the texts are templates with {slot} to be filled.",
        ),
    ] = None,
    variants: Annotated[int, typer.Option(min=1, help="Most texts made of one template.")] = 6,
    ngrams: Annotated[
        int, typer.Option(min=100, help="Most character n-grams kept: bounds the size of the file.")
    ] = 200_000,
    answer_accuracy: Annotated[
        float,
        typer.Option(min=0.5, max=0.999, help="Share of its answers on unseen wordings that must be right."),
    ] = 0.95,
    limits: Annotated[
        Path | None, typer.Option(metavar="TXT", help="What it cannot do, one sentence a line, for its card.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Fit a text model on labelled messages, calibrate it on unseen wordings, and write it with its card."""
    from sosiego.detection import examples, training

    taught = examples.read_examples(data)
    # An n-gram of one message alone is its own spelling; the words of a template were chosen for its label.
    least_groups = 2
    if slots is not None:
        taught, least_groups = examples.written_out(taught, examples.read_slots(slots), variants), 1
    plan = training.Plan(
        name=name,
        version=version,
        date=_day(dated).isoformat(),
        least_groups=least_groups,
        most_ngrams=ngrams,
        answer_accuracy=answer_accuracy,
        limits=() if limits is None else tuple(limits.read_text(encoding="utf-8").splitlines()),
    )
    known = (
        {} if classes is None else {row["label"]: row["class"] for row in _rows(classes, ("label", "class"))}
    )
    with err.status(f"{len(taught)} texts"):
        card = training.train(taught, to_file, plan, known)
    show(asdict(card), as_json, lambda: _print_card(asdict(card)))


@content_app.command()
def evaluate(
    data: Annotated[
        Path, typer.Option(metavar="CSV", help="Messages with their true label: columns label,text.")
    ],
    model: Annotated[
        Path | None, typer.Option(metavar="MODEL", help="Model file; the starter model if left out.")
    ] = None,
    positive: Annotated[
        str | None, typer.Option(metavar="LABEL", help="Print its recall at given rates of false positives.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure a model on labelled messages that it has not seen.

    accuracy, macro_f1 and calibration_error count the likeliest label of every message, answered or not;
    abstained is the share that got no answer, answered_accuracy the accuracy of the rest.
    """
    import numpy as np

    from sosiego.detection import measures
    from sosiego.detection.examples import read_examples
    from sosiego.detection.text import Classifier

    judge, asked = Classifier.load(model), read_examples(data)
    if not asked:
        raise WrongUsageError(
            "The file has no messages.", where=str(data), todo="Give rows with label and text."
        )
    if positive is not None and positive not in judge.labels:
        raise LabelNotKnownError(
            f"The model has no label “{positive}”.",
            where=judge.id,
            todo=f"It knows {', '.join(judge.labels)}.",
        )
    likely, known = judge.probabilities([example.text for example in asked])
    silent = (likely.max(axis=1) < judge.card.abstain_below) | (known < judge.card.least_known)
    places = {label: place for place, label in enumerate(judge.labels)}
    target = np.array([places.get(example.label, -1) for example in asked])
    result: dict[str, Any] = {
        "model": judge.id,
        **asdict(measures.measure(judge.labels, target, likely, silent)),
    }
    result["labels_unknown_to_model"] = sorted({example.label for example in asked} - set(judge.labels))
    if positive is not None:
        place = places[positive]
        result["positive"] = positive
        result["recall_at_fpr"] = measures.recall_at_fpr(likely[:, place], target == place)
    show(result, as_json, lambda: _print_card(result))


@content_app.command()
def classify(
    data: Annotated[Path, typer.Option(metavar="CSV", help="Messages: column text; all columns are kept.")],
    to_file: Annotated[
        Path,
        typer.Option("--out", metavar="CSV", help="The same rows with label, probability, spans, abstained."),
    ],
    model: Annotated[
        Path | None, typer.Option(metavar="MODEL", help="Model file; the starter model if left out.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Judge messages. A message the model is unsure of gets its likeliest label and abstained = true.

    A column label of the input is kept as label_given. The spans, parted by " | ", weighed most.
    """
    from sosiego.detection.text import Classifier

    judge, rows = Classifier.load(model), _rows(data, ("text",))
    added = ("label", "probability", "spans", "abstained")
    kept = [f"{name}_given" if name in added else name for name in rows[0]] if rows else ["text"]
    silent = 0
    with written_beside(to_file) as beside, beside.open("w", encoding="utf-8", newline="") as made:
        writer = csv.writer(made, lineterminator="\n")
        writer.writerow((*kept, *added))
        with progress("messages", len(rows)) as step:
            for first in range(0, len(rows), STEP):
                batch = rows[first : first + STEP]
                for row, verdict in zip(batch, judge.classify([row["text"] for row in batch]), strict=True):
                    spans = " | ".join(span.text for span in verdict.spans)
                    abstained = "true" if verdict.abstained else "false"
                    writer.writerow(
                        (*row.values(), verdict.likeliest, f"{verdict.probability:.4f}", spans, abstained)
                    )
                    silent += verdict.abstained
                step(len(batch))
    result = {"model": judge.id, "messages": len(rows), "abstained": silent, "out": str(to_file)}
    show(result, as_json, lambda: out.print(pairs("Messages judged", result)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError:
        raise WrongMomentError(f"“{text}” is not a date.", todo="Write it like 2026-07-01.") from None


def moment(text: str, zone: ZoneInfo) -> datetime:
    """A date as the start of that local day, or an ISO moment. Raises `WrongMomentError`."""
    try:
        if len(text) == len("2026-07-01"):
            return datetime.combine(date.fromisoformat(text), clock_time(), zone)
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongMomentError(
            f"“{text}” is not a date or a moment.",
            todo="Write it like 2026-07-01 or 2026-07-01T08:30:00+08:00.",
        ) from error
    return read if read.tzinfo else read.replace(tzinfo=zone)


def traffic_files(pattern: str) -> list[Path]:
    """The files of a pattern, or all Parquet files in a folder, in order. Raises `NoTrafficFilesError`."""
    wanted = Path(pattern) / "**" / "*.parquet" if Path(pattern).is_dir() else Path(pattern)
    matching = Path(wanted.anchor).glob(str(wanted.relative_to(wanted.anchor)))
    found = sorted(file for file in matching if file.is_file())
    if not found:
        raise NoTrafficFilesError(
            "No traffic file matches the pattern.",
            where=pattern,
            todo="Quote the pattern, so that the shell leaves it alone: --traffic 'archive/**/*.parquet'.",
        )
    return found


def _keys(path: Path, numbering: Any) -> list[int]:
    from sosiego.rules.numbers import key_of

    return [key_of(numbering.parse(row["number"])) for row in _rows(path, ("number",))]


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    from sosiego.detection.examples import read_table

    return read_table(path, columns)


def _print_card(result: dict[str, Any]) -> None:
    """Plain values as pairs, each mapping as a table of its own."""
    plain = {name: value for name, value in result.items() if not isinstance(value, dict | list | tuple)}
    out.print(pairs("Model", plain))
    for name, value in result.items():
        if isinstance(value, dict) and value:
            out.print(
                table(
                    name, ("", ""), [(key, cell) for key, cell in value.items() if not isinstance(cell, dict)]
                )
            )
