"""Windows, criteria and deadlines: how something is found and what must then be done by when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sosiego.rules.book import Criterion, Deadline, ProcedureStep, Windows
from sosiego.rules.errors import (
    DeadlineWithoutActorError,
    StepActorDiffersError,
    UnknownReferenceError,
    UnreachableStepError,
)
from sosiego.rules.place import Place
from sosiego.rules.readers.context import Context
from sosiego.rules.source import Section
from sosiego.rules.vocabulary import caller_facts

UNITS = ("working days", "days", "hours", "working hours")
ACTORS = ("holder", "operator", "regulator", "reporting-desk")
SILENCES = ("overdue", "measure", "granted")
# Who may act in a step: also those whom no deadline of the regulator binds, and the system itself.
STEP_ACTORS = (*ACTORS, "reporter", "appellant", "authority", "system")
# States in which a clock may stand still.
STATES = ("waiting-for-reporter", "waiting-for-appellant")
# What may begin a step.
EVENTS = (
    "report-received",
    "report-complete",
    "finding-made",
    "order-issued",
    "order-answered",
    "order-overdue",
    "measure-in-force",
    "appeal-filed",
    "appeal-decided",
    "traceback-asked",
    "traceback-overdue",
    "campaign-found",
    "referral-sent",
)


def windows(context: Context) -> tuple[Windows, ...]:
    """windows.yaml: one set of windows at a time."""
    found = []
    with context.problems.kept(), context.file("windows.yaml") as section:
        for version in context.versions("the windows", section):
            with context.problems.kept(), version.section as values:
                found.append(
                    Windows(
                        behaviour_days=values.integer("behaviour_days", least=1),
                        short_call_seconds=values.integer("short_call_seconds", least=1),
                        smallest_calls=values.integer("smallest_calls", least=1),
                        night_from_hour=values.integer("night_from_hour", least=0, most=23),
                        night_to_hour=values.integer("night_to_hour", least=0, most=24),
                        version=version.since,
                        until=version.until,
                        basis=context.basis(version),
                    )
                )
    return tuple(found)


def deadlines(context: Context) -> tuple[Deadline, ...]:
    """procedure.yaml: the deadlines."""
    found: list[Deadline] = []
    with context.problems.kept(), context.problems.lost_unless_read("deadline"):
        section = context.file("procedure.yaml")
        section.only(("deadlines", "steps"))
        for id, entry in context.entries_of(section, "deadlines", "deadline"):
            with context.problems.kept(), entry:
                found.extend(_deadline(context, id, entry))
    return tuple(found)


def _deadline(context: Context, id: str, entry: Section) -> Iterator[Deadline]:
    if "actor" not in entry:
        raise DeadlineWithoutActorError(id, ACTORS, entry.place)
    name, actor = entry.translated("name", context.languages), entry.choice("actor", ACTORS)
    on_silence = entry.choice("on_silence", SILENCES)
    for version in context.versions(id, entry):
        with version.section as values:
            yield Deadline(
                id=id,
                name=name,
                actor=actor,
                amount=values.integer("amount", least=1),
                unit=values.choice("unit", UNITS),
                on_silence=on_silence,
                version=version.since,
                basis=context.basis(version),
                until=version.until,
                stops_while=context.known("state", values, "stops_while", STATES, ()),
            )


def steps(context: Context, deadlines: Sequence[Deadline]) -> tuple[ProcedureStep, ...]:
    """procedure.yaml: the steps, if the rule-book has them. Each must be reached."""
    found: list[ProcedureStep] = []
    places: dict[str, Place] = {}
    actors = {deadline.id: deadline.actor for deadline in deadlines}
    with context.problems.kept():
        section = context.file("procedure.yaml")
        ids = [entry.text("id") for entry in section.sections("steps", ())]
        for id, entry in context.entries_of(section, "steps", "step", ()):
            with context.problems.kept(), entry:
                found.extend(_step(context, id, entry, ids, actors))
                places[id] = entry.place_of("id")
        for id in _unreached(found):
            context.problems.add(UnreachableStepError(id, places[id]))
    return tuple(found)


def _step(
    context: Context, id: str, entry: Section, ids: Sequence[str], actors: Mapping[str, str]
) -> Iterator[ProcedureStep]:
    name, does = entry.translated("name", context.languages), entry.translated("does", context.languages)
    actor, deadline = entry.choice("actor", STEP_ACTORS), entry.text("deadline", "")
    if deadline and deadline not in actors:
        place = entry.place_of("deadline")
        raise UnknownReferenceError("deadline", deadline, place, actors, "the deadlines of procedure.yaml")
    if deadline and actors[deadline] != actor:
        raise StepActorDiffersError(id, actor, deadline, actors[deadline], entry.place_of("actor"))
    on_silence = entry.text("on_silence", "")
    if on_silence and on_silence not in ids:
        raise UnknownReferenceError("step", on_silence, entry.place_of("on_silence"), ids, "the steps")
    for version in context.versions(id, entry):
        with version.section:
            yield ProcedureStep(
                id=id,
                name=name,
                actor=actor,
                starts=entry.choice("starts", ("", *EVENTS), ""),
                deadline=deadline,
                does=does,
                then=context.known("step", entry, "then", ids, ()),
                on_silence=on_silence,
                version=version.since,
                basis=context.basis(version),
                until=version.until,
            )


def _unreached(steps: Sequence[ProcedureStep]) -> list[str]:
    """Steps to which no way leads that begins with an event; of those that follow each other, the first."""
    leads = {step.id: {*step.then, step.on_silence} for step in steps}
    reached = _reached_from({step.id for step in steps if step.starts}, leads)
    left = [id for id in leads if id not in reached]
    # Those to which not even another of them leads come first; then rings, which have no first.
    left.sort(key=lambda id: any(id in leads[other] for other in left if other != id))
    found = []
    for id in left:
        if id not in reached:
            found.append(id)
            reached |= _reached_from({id}, leads)
    return found


def _reached_from(ids: set[str], leads: Mapping[str, set[str]]) -> set[str]:
    reached, ahead = set(ids), list(ids)
    while ahead:
        new = leads.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    return reached


def criteria(context: Context, categories: Collection[str], orders: Collection[str]) -> tuple[Criterion, ...]:
    """criteria/*.yaml, one criterion a file, in the order of the file names."""
    found: list[Criterion] = []
    for file in context.layers.names("criteria"):
        with context.problems.kept():
            found.extend(_criterion(context, file, categories, orders))
    return tuple(found)


def _criterion(
    context: Context, file: str, categories: Collection[str], orders: Collection[str]
) -> list[Criterion]:
    found = []
    with context.file(file) as entry:
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
