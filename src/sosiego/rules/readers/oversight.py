"""Indicators, scoring, violations, ladders and gates: who answers for it, and with what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from math import isclose

from sosiego.rules import climbing, dated
from sosiego.rules.book import Gate, Grade, Indicator, Ladder, LadderStep, Scoring, ViolationRule
from sosiego.rules.errors import (
    GradesError,
    MarksOutOfOrderError,
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
    found: list[Indicator] = []
    places: dict[tuple[str, date], Place] = {}
    before = len(context.problems.found)
    for id, entry in context.entries("indicators.yaml", "indicators", "indicator"):
        with context.problems.kept(), entry:
            name = entry.translated("name", context.languages)
            explanation = entry.translated("explanation", context.languages)
            unit = entry.translated("unit", context.languages)
            kind = entry.choice("kind", ("rate", "share"))
            for version in context.versions(id, entry):
                places[id, version.since] = version.section.place_of("weight")
                with version.section as values:
                    found.append(
                        Indicator(
                            id=id,
                            name=name,
                            explanation=explanation,
                            numerator=values.text("numerator"),
                            denominator=values.text("denominator"),
                            per=values.integer("per", least=1),
                            unit=unit,
                            kind=kind,
                            applies_to=context.kinds(values),
                            direction=values.choice("direction", ("lower is better", "higher is better")),
                            target=values.number("target"),
                            warning=values.number("warning"),
                            critical=values.number("critical"),
                            weight=values.number("weight", least=0, most=1),
                            version=version.since,
                            basis=context.basis(version),
                            within_days=values.integer("within_days", None, least=1),
                            until=version.until,
                        )
                    )
                    _check_marks(found[-1], version)
    # The weight of an indicator that was refused is not known.
    if len(context.problems.found) == before:
        for error in _wrong_weights(found, places):
            context.problems.add(error)
    return tuple(found)


def _check_marks(indicator: Indicator, version: Version) -> None:
    """Target, warning and critical mark follow each other, the best first. Raises `MarksOutOfOrderError`."""
    marks = (indicator.target, indicator.warning, indicator.critical)
    is_lower_better = indicator.direction == "lower is better"
    if list(marks) != sorted(marks, reverse=not is_lower_better):
        sign = "≤" if is_lower_better else "≥"
        raise MarksOutOfOrderError(
            f"The marks of {indicator.id} ({', '.join(f'{mark:g}' for mark in marks)})",
            f"target {sign} warning {sign} critical, since {indicator.direction}",
            "Put the three in order, or turn the direction round.",
            version.section.place_of("target"),
        )


def _wrong_weights(
    indicators: Sequence[Indicator], places: Mapping[tuple[str, date], Place]
) -> Iterator[WeightsError]:
    """At each date from which something changes, the weights for each kind of organisation make 1."""
    for on in sorted({indicator.version for indicator in indicators}):
        standing = dated.all_in_force(indicators, on)
        # Kinds that are measured by the same indicators are told together.
        kinds: dict[tuple[tuple[str, float], ...], list[str]] = {}
        for kind in dict.fromkeys(kind for indicator in standing for kind in indicator.applies_to):
            weights = tuple((one.id, one.weight) for one in standing if kind in one.applies_to)
            kinds.setdefault(weights, []).append(kind)
        for weights, together in kinds.items():
            if not isclose(sum(weight for _, weight in weights), 1, abs_tol=1e-9):
                first = next(indicator for indicator in standing if indicator.id == weights[0][0])
                yield WeightsError(weights, on, together, places[first.id, first.version])


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
                        smallest_known_weight=values.number("smallest_known_weight", least=0, most=1),
                        grades=_grades(context, version),
                        version=version.since,
                        basis=context.basis(version),
                        until=version.until,
                    )
                )
                _check_points(found[-1], version)
    return tuple(found)


def _check_points(scoring: Scoring, version: Version) -> None:
    """Raises `MarksOutOfOrderError`."""
    points = (scoring.points_on_target, scoring.points_at_warning, scoring.points_at_critical)
    if list(points) != sorted(points, reverse=True):
        raise MarksOutOfOrderError(
            f"The points of the scoring ({', '.join(f'{one:g}' for one in points)})",
            "points_on_target ≥ points_at_warning ≥ points_at_critical",
            "Put the three in order.",
            version.section.place_of("points_on_target"),
        )


def _grades(context: Context, version: Version) -> tuple[Grade, ...]:
    """The grades, the best first. Raises `GradesError`, `DuplicateIdError`."""
    most = version.section.number("points_on_target")
    found: list[Grade] = []
    for entry in version.section.sections("grades"):
        with entry:
            name = entry.translated("name", context.languages)
            grade = Grade(entry.text("id"), name, entry.number("at_least"))
        twin = next((other for other in found if other.at_least == grade.at_least), None)
        if twin is not None:
            reason = f"{twin.id} begins at {grade.at_least:g} too"
            raise GradesError(grade.id, reason, entry.place_of("at_least"))
        if grade.at_least > most:
            reason = f"it begins at {grade.at_least:g}, and there are at most {most:g} points"
            raise GradesError(grade.id, reason, entry.place_of("at_least"))
        found.append(grade)
    no_twins("grades", [grade.id for grade in found], version.section)
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
                    look_back_days = values.integer("look_back_days", least=1)
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
