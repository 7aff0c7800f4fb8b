"""Indicators, scoring, violations, ladders and gates: who answers for it, and with what."""

from __future__ import annotations

from collections.abc import Collection
from math import isclose

from sosiego.rules import dated
from sosiego.rules.book import Gate, Grade, Indicator, Ladder, LadderStep, Scoring, ViolationRule
from sosiego.rules.errors import NoStepForFirstViolationError, UnknownReferenceError, WeightsError
from sosiego.rules.place import Place
from sosiego.rules.readers.context import Context, Version
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
                    steps = _steps(context, version)
                    if not any(step.at_violation == 1 for step in steps):
                        raise NoStepForFirstViolationError(id, values.place_of("steps"))
                    found.append(
                        Ladder(
                            id=id,
                            name=name,
                            look_back_days=values.integer("look_back_days"),
                            steps=steps,
                            version=version.since,
                            until=version.until,
                        )
                    )
    return tuple(found)


def _steps(context: Context, version: Version) -> tuple[LadderStep, ...]:
    found = []
    for entry in version.section.sections("steps"):
        with entry, entry.section("basis") as basis:
            found.append(
                LadderStep(
                    id=entry.text("id"),
                    name=entry.translated("name", context.languages),
                    at_violation=entry.integer("at_violation"),
                    measure=context.measure(entry),
                    basis=context.read_basis(basis, version.since),
                )
            )
    return tuple(sorted(found, key=lambda step: step.at_violation))


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
