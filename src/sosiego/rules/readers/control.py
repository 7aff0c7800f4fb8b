"""What the network does, and what is published."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sosiego.rules.book import ControlPolicy, Exemption, PublicationRule, Text
from sosiego.rules.errors import ExemptNumberNotInPlanError, KeyMissingError
from sosiego.rules.numbers import NotANumberError, NumberingPlan
from sosiego.rules.readers.context import MEASURES, Context, Version
from sosiego.rules.source import Section

OUTCOMES = ("block", "limit", "label")


def control(context: Context, plan: NumberingPlan) -> tuple[ControlPolicy, ...]:
    """control.yaml: one policy at a time."""
    found = []
    with context.problems.kept():
        section = context.file("control.yaml")
        # The lists beside the policy are read in `calls`.
        section.only(("versions", "hours", "caps", "call_rules", "notices"))
        for version in context.versions("the control policy", section):
            with context.problems.kept(), version.section as values:
                found.append(
                    ControlPolicy(
                        exemptions=_exemptions(context, version, plan),
                        outcomes=_outcomes(values.section("outcomes")),
                        outcome_order=context.known("outcome", values, "outcome_order", OUTCOMES),
                        limit_calls_per_hour=values.integer("limit_calls_per_hour", least=0),
                        redress_url=values.text("redress_url"),
                        redress_phone=values.text("redress_phone"),
                        reasons=_reasons(values.section("reasons"), context.languages),
                        version=version.since,
                        until=version.until,
                        basis=context.basis(version),
                    )
                )
    return tuple(found)


def _exemptions(context: Context, version: Version, plan: NumberingPlan) -> tuple[Exemption, ...]:
    classes = [number_class.id for number_class in plan.classes]
    found = []
    for entry in version.section.sections("exemptions"):
        with entry, entry.section("basis") as basis:
            found.append(
                Exemption(
                    id=entry.text("id"),
                    name=entry.translated("name", context.languages),
                    numbers=_canonical(entry, plan),
                    classes=context.known("number class", entry, "classes", classes)
                    if "classes" in entry
                    else (),
                    basis=context.read_basis(basis, version.since),
                )
            )
    return tuple(found)


def _canonical(entry: Section, plan: NumberingPlan) -> tuple[str, ...]:
    """The exempt numbers. Raises `ExemptNumberNotInPlanError`."""
    found = []
    for number in entry.texts("numbers", ()):
        try:
            found.append(plan.parse(number))
        except NotANumberError as error:
            place = entry.place_of("numbers")
            raise ExemptNumberNotInPlanError(number, error.reason, place) from None
    return tuple(found)


def _outcomes(section: Section) -> Mapping[str, str]:
    with section:
        return {kind: section.choice(kind, OUTCOMES) for kind in MEASURES if kind in section}


def _reasons(section: Section, languages: Collection[str]) -> Mapping[str, Text]:
    with section:
        return {reason: section.translated(reason, list(languages)) for reason in section.names}


def publications(context: Context) -> tuple[PublicationRule, ...]:
    """publications.yaml."""
    found = []
    for id, entry in context.entries("publications.yaml", "publications", "publication"):
        with context.problems.kept(), entry:
            every = entry.choice("every", ("month", "quarter", "year"))
            for version in context.versions(id, entry):
                with version.section as values:
                    if "signatures" not in values:
                        raise KeyMissingError("signatures", values.place)
                    found.append(
                        PublicationRule(
                            id=id,
                            every=every,
                            due_working_days=values.integer("due_working_days", least=1),
                            smallest_count=values.integer("smallest_count", least=1),
                            signatures=values.integer("signatures", least=1),
                            version=version.since,
                            basis=context.basis(version),
                            until=version.until,
                            contents=context.named(values, "contents"),
                        )
                    )
    return tuple(found)
