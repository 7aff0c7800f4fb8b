"""Labelled messages: read from CSV, and templates with slots written out."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sosiego.errors import SosiegoError
from sosiego.files import canonical_json

_SLOT = re.compile(r"\{([a-z]+)\}")

# A short message has no room for more.
MOST_SLOTS = 20


class ExamplesColumnMissingError(SosiegoError):
    """A file of messages lacks a column."""


class ExamplesRowError(SosiegoError):
    """A row of a file of messages cannot be used."""


class SlotWithoutValueError(SosiegoError):
    """A template names a slot for which there is no value in its language."""


@dataclass(frozen=True)
class Example:
    label: str
    text: str
    language: str = ""
    # Texts of one group are wordings of one thing and are never parted between learning and asking; "" if
    # unknown.
    group: str = ""


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV in UTF-8 that has at least these columns. Raises `ExamplesColumnMissingError`."""
    with path.open(encoding="utf-8-sig", newline="") as content:
        reader = csv.DictReader(content)
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise ExamplesColumnMissingError(
                f"The file has no column {', '.join(missing)}.",
                where=f"{path} (its columns: {', '.join(reader.fieldnames or ())})",
                todo=f"Give a CSV whose first line names the columns {', '.join(columns)}.",
            )
        return [{name: value or "" for name, value in row.items() if name is not None} for row in reader]


def read_examples(path: Path) -> list[Example]:
    """Labelled messages from a CSV with columns label and text; language and group are read if present."""
    made = []
    for line, row in enumerate(read_table(path, ("label", "text")), start=2):
        if not row["label"].strip():
            raise ExamplesRowError(
                "An example has no label.",
                where=f"{path}, row {line}",
                todo="Give each message its label, or leave the row out.",
            )
        made.append(Example(row["label"].strip(), row["text"], row.get("language", ""), row.get("group", "")))
    return made


def read_slots(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """(slot, language) -> values, from a CSV slot,language,value; the language * stands for all."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in read_table(path, ("slot", "language", "value")):
        key = (row["slot"], row["language"])
        found[key] = (*found.get(key, ()), row["value"])
    return found


def written_out(
    templates: Sequence[Example], slots: Mapping[tuple[str, str], Sequence[str]], variants: int
) -> list[Example]:
    """Each template with its slots filled, at most `variants` times; all of one template are one group.

    No chance is in it: the n-th variant takes the n-th value of each slot, shifted by the template's place
    and the slot's, so that values meet in changing company.
    """
    made: list[Example] = []
    for place, template in enumerate(templates):
        has_slots = _SLOT.search(template.text) is not None
        turns = range(variants if has_slots else 1)
        texts = dict.fromkeys(_filled(template, slots, turn, place) for turn in turns)
        made += (Example(template.label, text, template.language, str(place)) for text in texts)
    return made


def digest_of(examples: Sequence[Example]) -> str:
    """SHA-256 over labels and texts in their order: which data taught a model."""
    return hashlib.sha256(
        canonical_json([[one.label, one.language, one.text] for one in examples])
    ).hexdigest()


def _filled(template: Example, slots: Mapping[tuple[str, str], Sequence[str]], turn: int, place: int) -> str:
    """The template's text in its n-th variant. A value may itself hold slots, which are filled in the next
    round.
    """
    text, step = template.text, 1
    while found := _SLOT.search(text):
        values = _values(found.group(1), template, slots)
        # A new step for each slot: equal steps would always bring the same values together.
        value = values[(turn * step + place * (step + 1)) % len(values)]
        text = text[: found.start()] + value + text[found.end() :]
        step += 1
        if step > MOST_SLOTS:
            raise SlotWithoutValueError(
                "The slots of a template never end.",
                where=template.text,
                todo="Take out of the file of slots the value that holds its own slot.",
            )
    return text


def _values(name: str, template: Example, slots: Mapping[tuple[str, str], Sequence[str]]) -> Sequence[str]:
    found = slots.get((name, template.language)) or slots.get((name, "*"))
    if not found:
        raise SlotWithoutValueError(
            f"There is no value for the slot {{{name}}} in the language “{template.language}”.",
            where=template.text,
            todo="Add rows for it to the file of slots.",
        )
    return found
