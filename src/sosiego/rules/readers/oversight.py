"""Indicators, scoring, violations, ladders and gates: who answers for it, and with what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import isclose

from sosiego.rules import climbing, dated
from sosiego.rules.book import Gate, Grade, Indicator, Ladder, LadderStep, Scoring, ViolationRule
from sosiego.rules.errors import (
    NoStepForFirstViolationError,
    UnknownReferenceError,
    UnreachableLadderStepError,
    WeightsError,
)
from sosiego.rules.place import Place
from sosiego.rules.readers.context import Context, Version, no_twins
from sosiego.rules.vocabulary import organisation_facts

RESOURCES = ("number-range", "line", "service-contract")


def indicators(context: Context) -> tuple[Indicator, ...]:
    """indicators.yaml."""
    found = []
    for id, entry in context.entries("indicators.yaml", "indicators", "indicator"):
        with context.problems.kept(), entry:
            name = entry.translated("name", context.languages)
            explanation = entry.translated("explanation", context.languages)
            unit = entry.translated("unit", context.languages)
            kind = entry.choice("kind", ("rate", "share"))
            for version in context.versions(id, entry):
                with version.section as values:
                    found.append(
                        Indicator(
                            id=id,
                            name=name,
                            explanation=explanation,
                            numerator=values.text("numerator"),
                            denominator=values.text("denominator"),
                            per=values.integer("per"),
                            unit=unit,
                            kind=kind,
                            applies_to=context.kinds(values),
                            direction=values.choice("direction", ("lower is better", "higher is better")),
                            target=values.number("target"),
                            warning=values.number("warning"),
                            critical=values.number("critical"),
                            weight=values.number("weight"),
                            version=version.since,
                            basis=context.basis(version),
                            within_days=values.integer("within_days", None),
                            until=version.until,
                        )
                    )
    _check_weights(context, tuple(found))
    return tuple(found)


def _check_weights(context: Context, indicators: tuple[Indicator, ...]) -> None:
    """At each date from which something changes, the weights for each kind of organisation make 1."""
    for on in sorted({indicator.version for indicator in indicators}):
        standing = dated.all_in_force(indicators, on)
        for kind in sorted({kind for indicator in standing for kind in indicator.applies_to}):
            total = sum(indicator.weight for indicator in standing if kind in indicator.applies_to)
            if not isclose(total, 1, abs_tol=1e-9):
                place = Place(context.file("indicators.yaml").file)
                context.problems.add(WeightsError(total, on, kind, place))


def scoring(context: Context) -> tuple[Scoring, ...]:
    """scoring.yaml: one way of scoring at a time."""
    found = []
    with context.problems.kept(), context.file("scoring.yaml") as section:
        for version in context.versions("the scoring", section):
            with context.problems.kept(), version.section as values:
                found.append(
                    Scoring(
                        points_on_target=values.number("points_on_target"),
                        points_at_warning=values.number("points_at_warning"),
                        points_at_critical=values.number("points_at_critical"),
                        smallest_known_weight=values.number("smallest_known_weight"),
                        grades=_grades(context, version),
                        version=version.since,
                        basis=context.basis(version),
                        until=version.until,
                    )
                )
    return tuple(found)


def _grades(context: Context, version: Version) -> tuple[Grade, ...]:
    found = []
    for entry in version.section.sections("grades"):
        with entry:
            name = entry.translated("name", context.languages)
            found.append(Grade(entry.text("id"), name, entry.number("at_least")))
    return tuple(sorted(found, key=lambda grade: -grade.at_least))


def violations(context: Context, ladders: Collection[str]) -> tuple[ViolationRule, ...]:
    """violations.yaml."""
    found = []
    for id, entry in context.entries("violations.yaml", "violations", "violation"):
        with context.problems.kept(), entry:
            name = entry.translated("name", context.languages)
            for version in context.versions(id, entry):
                with version.section as values:
                    ladder = values.text("ladder")
                    if ladder not in ladders:
                        place = values.place_of("ladder")
                        raise UnknownReferenceError("ladder", ladder, place, ladders, "ladders.yaml")
                    found.append(
                        ViolationRule(
                            id=id,
                            name=name,
                            applies_to=context.kinds(values),
                            condition=context.condition(values, "condition", organisation_facts()),
                            ladder=ladder,
                            version=version.since,
                            basis=context.basis(version),
                            until=version.until,
                        )
                    )
    return tuple(found)


def ladders(context: Context) -> tuple[Ladder, ...]:
    """ladders.yaml."""
    found = []
    for id, entry in context.entries("ladders.yaml", "ladders", "ladder"):
        with context.problems.kept(), entry:
            name = entry.translated("name", context.languages)
            for version in context.versions(id, entry):
                with version.section as values:
                    look_back_days = values.integer("look_back_days")
                    found.append(
                        Ladder(
                            id=id,
                            name=name,
                            look_back_days=look_back_days,
                            steps=_steps(context, id, version, look_back_days),
                            version=version.since,
                            until=version.until,
                        )
                    )
    return tuple(found)


def _steps(context: Context, ladder: str, version: Version, look_back_days: int) -> tuple[LadderStep, ...]:
    """Raises `NoStepForFirstViolationError`, `UnreachableLadderStepError`."""
    found: list[LadderStep] = []
    for entry in version.section.sections("steps"):
        with entry, entry.section("basis") as basis:
            step = LadderStep(
                id=entry.text("id"),
                name=entry.translated("name", context.languages),
                at_violation=entry.integer("at_violation"),
                measure=context.measure(entry),
                basis=context.read_basis(basis, version.since),
            )
            _check_reached(ladder, step, found, look_back_days, entry.place_of("at_violation"))
            found.append(step)
    if not any(step.at_violation == 1 for step in found):
        raise NoStepForFirstViolationError(ladder, version.section.place_of("steps"))
    no_twins("steps", [step.id for step in found], version.section)
    return tuple(sorted(found, key=lambda step: step.at_violation))


def _check_reached(
    ladder: str, step: LadderStep, before: Sequence[LadderStep], look_back_days: int, place: Place
) -> None:
    nth, most = step.at_violation, climbing.most_violations(look_back_days)
    twin = next((other for other in before if other.at_violation == nth), None)
    if twin is not None:
        reason = f"{twin.id} stands at violation {nth} too, and only one can be proposed"
        todo = "Give one of them another at_violation, or make one step of both."
    elif nth < 1:
        reason, todo = f"there is no violation number {nth}", "Count from 1, the first violation."
    elif nth > most:
        reason = (
            f"in {look_back_days} days at most {most} violations count together, one for each period judged"
        )
        todo = "Lengthen look_back_days, or write a smaller at_violation."
    else:
        return
    raise UnreachableLadderStepError(ladder, step.id, reason, todo, place)


def gates(context: Context) -> tuple[Gate, ...]:
    """gates.yaml."""
    found = []
    for id, entry in context.entries("gates.yaml", "gates", "gate"):
        with context.problems.kept(), entry:
            resource = entry.choice("resource", RESOURCES)
            reason = entry.translated("reason", context.languages)
            for version in context.versions(id, entry):
                with version.section as values:
                    found.append(
                        Gate(
                            id=id,
                            resource=resource,
                            applies_to=context.kinds(values),
                            closed_when=context.condition(values, "closed_when", organisation_facts()),
                            reason=reason,
                            version=version.since,
                            basis=context.basis(version),
                            until=version.until,
                        )
                    )
    return tuple(found)
