"""Windows, criteria and deadlines: how something is found and what must then be done by when."""

from __future__ import annotations

from collections.abc import Collection

from sosiego.rules.book import Criterion, Deadline, Windows
from sosiego.rules.errors import UnknownReferenceError
from sosiego.rules.readers.context import Context
from sosiego.rules.source import read_section
from sosiego.rules.vocabulary import caller_facts

UNITS = ("working days", "days", "hours", "working hours")
ACTORS = ("holder", "operator", "regulator", "reporting-desk")
SILENCES = ("overdue", "measure", "granted")


def windows(context: Context) -> tuple[Windows, ...]:
    """windows.yaml: one set of windows at a time."""
    found = []
    with context.problems.kept(), context.file("windows.yaml") as section:
        for version in context.versions("the windows", section):
            with context.problems.kept(), version.section as values:
                context.basis(version)
                found.append(
                    Windows(
                        behaviour_days=values.integer("behaviour_days"),
                        short_call_seconds=values.integer("short_call_seconds"),
                        smallest_calls=values.integer("smallest_calls"),
                        night_from_hour=values.integer("night_from_hour"),
                        night_to_hour=values.integer("night_to_hour"),
                        version=version.since,
                        until=version.until,
                    )
                )
    return tuple(found)


def deadlines(context: Context) -> tuple[Deadline, ...]:
    """procedure.yaml."""
    found = []
    for id, entry in context.entries("procedure.yaml", "deadlines", "deadline"):
        with context.problems.kept(), entry:
            name, actor = entry.translated("name", context.languages), entry.choice("actor", ACTORS)
            on_silence = entry.choice("on_silence", SILENCES)
            for version in context.versions(id, entry):
                with version.section as values:
                    found.append(
                        Deadline(
                            id=id,
                            name=name,
                            actor=actor,
                            amount=values.integer("amount"),
                            unit=values.choice("unit", UNITS),
                            on_silence=on_silence,
                            version=version.since,
                            basis=context.basis(version),
                            until=version.until,
                        )
                    )
    return tuple(found)


def criteria(context: Context, categories: Collection[str], orders: Collection[str]) -> tuple[Criterion, ...]:
    """criteria/*.yaml, one criterion a file, in the order of the file names."""
    found: list[Criterion] = []
    for path in sorted((context.root / "criteria").glob("*.yaml")):
        with context.problems.kept():
            found.extend(_criterion(context, path.name, categories, orders))
    return tuple(found)


def _criterion(
    context: Context, file: str, categories: Collection[str], orders: Collection[str]
) -> list[Criterion]:
    found = []
    with read_section(context.root / "criteria" / file, context.root) as entry:
        id = context.new_id("criterion", entry)
        name = entry.translated("name", context.languages)
        explanation = entry.translated("explanation", context.languages)
        subject, pattern = entry.choice("subject", ("caller", "message")), entry.text("pattern")
        category = entry.text("category", "")
        if category and category not in categories:
            place = entry.place_of("category")
            raise UnknownReferenceError("category", category, place, categories, "taxonomy.yaml")
        for version in context.versions(id, entry):
            with version.section as values:
                order = values.text("order", "")
                if order and order not in orders:
                    place = values.place_of("order")
                    raise UnknownReferenceError("deadline", order, place, orders, "procedure.yaml")
                found.append(
                    Criterion(
                        id=id,
                        name=name,
                        explanation=explanation,
                        subject=subject,
                        pattern=pattern,
                        category=category,
                        condition=context.condition(values, "condition", caller_facts()),
                        order=order,
                        measure=context.measure(values),
                        version=version.since,
                        basis=context.basis(version),
                        until=version.until,
                    )
                )
    return found
