"""What organisations must be able to do, and what they must do and keep."""

from __future__ import annotations

from collections.abc import Mapping

from sosiego.rules.book import Capability, CapabilityTest, Duty, Keeping, Text
from sosiego.rules.readers.context import Context, Version
from sosiego.rules.source import Section

ASPECTS = ("functional", "performance", "security", "organisation", "interface")
_YES_OR_NO = "yes or no"


def capabilities(context: Context) -> tuple[Capability, ...]:
    """capabilities.yaml, if there is one."""
    context.only("capabilities.yaml", "capabilities")

    def read(id: str, entry: Section, version: Version) -> Capability:
        values = version.section
        with values.section("test") as test:
            tested = _test(context, test)
        return Capability(
            id=id,
            name=entry.translated("name", context.languages),
            applies_to=context.kinds(values),
            aspect=values.choice("aspect", ASPECTS),
            requirement=values.translated("requirement", context.languages),
            test=tested,
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    return context.dated("capabilities.yaml", "capabilities", "capability", read)


def _test(context: Context, section: Section) -> CapabilityTest:
    direction = section.choice("direction", ("at least", "at most", _YES_OR_NO))
    is_measured = direction != _YES_OR_NO

    def said(key: str) -> Text:
        nothing: Mapping[str, str] = {}
        return section.translated(key, context.languages) if is_measured or key in section else nothing

    return CapabilityTest(
        method=section.translated("method", context.languages),
        measure=said("measure"),
        unit=said("unit"),
        direction=direction,
        value=section.number("value") if is_measured else None,
        sample=section.integer("sample", None, least=1),
    )


def duties(context: Context) -> tuple[Duty, ...]:
    """duties.yaml, if there is one."""
    context.only("duties.yaml", "duties")

    def read(id: str, entry: Section, version: Version) -> Duty:
        values = version.section
        return Duty(
            id=id,
            name=entry.translated("name", context.languages),
            applies_to=context.kinds(values),
            text=values.translated("text", context.languages),
            keep=_keeping(context, values),
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    return context.dated("duties.yaml", "duties", "duty", read)


def _keeping(context: Context, values: Section) -> Keeping | None:
    section = values.optional_section("keep")
    if section is None:
        return None
    with section:
        return Keeping(
            what=section.translated("what", context.languages),
            amount=section.integer("amount", least=1),
            unit=section.choice("unit", ("days", "months", "years")),
        )
