"""What citizens may refuse, and what senders must register."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sosiego.rules.book import (
    ConsentRules,
    NumberSeries,
    PreferenceBand,
    PreferenceCategory,
    PreferenceDay,
    PreferenceExchange,
    PreferenceMode,
    PreferenceRules,
    ReasonCode,
    SenderRules,
    SenderSuffix,
    TemplateRules,
)
from sosiego.rules.readers.context import Context, Version, check_band, no_twins
from sosiego.rules.readers.general import CLASSES
from sosiego.rules.readers.procedure import UNITS
from sosiego.rules.source import Section

_PREFERENCES, _SENDERS = "preferences.yaml", "senders.yaml"


def preferences(context: Context, industries: Collection[str]) -> tuple[PreferenceRules, ...]:
    """preferences.yaml, if there is one: one register at a time."""

    def read(version: Version) -> PreferenceRules:
        values = version.section
        with values.section("effective") as effective:
            amount, unit = effective.integer("amount", least=0), effective.choice("unit", UNITS)
        return PreferenceRules(
            levels=context.named(values, "levels"),
            categories=_categories(context, values, industries),
            modes=_modes(context, values),
            bands=_bands(values),
            days=_days(context, values),
            effective_amount=amount,
            effective_unit=unit,
            exchange=_exchange(values),
            short_code=values.text("short_code", ""),
            commands=_commands(values),
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    if not context.has(_PREFERENCES):
        return ()
    with context.problems.kept():
        return context.one_at_a_time("the preferences", context.file(_PREFERENCES), read)
    return ()


def _categories(
    context: Context, values: Section, industries: Collection[str]
) -> tuple[PreferenceCategory, ...]:
    found = []
    for entry in values.sections("categories", ()):
        with entry:
            found.append(
                PreferenceCategory(
                    code=entry.text("code"),
                    id=entry.text("id"),
                    name=entry.translated("name", context.languages),
                    industries=context.known("industry", entry, "industries", industries, ()),
                )
            )
    no_twins("categories", [one.code for one in found], values)
    return tuple(found)


def _modes(context: Context, values: Section) -> tuple[PreferenceMode, ...]:
    found = []
    for entry in values.sections("modes", ()):
        with entry:
            name = entry.translated("name", context.languages)
            found.append(PreferenceMode(entry.text("code"), entry.text("id"), name))
    no_twins("modes", [one.code for one in found], values)
    return tuple(found)


def _bands(values: Section) -> tuple[PreferenceBand, ...]:
    found = []
    for entry in values.sections("bands", ()):
        with entry:
            start, end = entry.clock("from"), entry.clock_of_end("to")
            check_band(entry, start, end)
            found.append(PreferenceBand(entry.text("code"), start, end))
    no_twins("bands", [one.code for one in found], values)
    return tuple(found)


def _days(context: Context, values: Section) -> tuple[PreferenceDay, ...]:
    found = []
    for entry in values.sections("days", ()):
        with entry:
            found.append(PreferenceDay(entry.text("code"), entry.translated("name", context.languages)))
    no_twins("days", [one.code for one in found], values)
    return tuple(found)


def _exchange(values: Section) -> PreferenceExchange | None:
    section = values.optional_section("exchange")
    if section is None:
        return None
    with section:
        return PreferenceExchange(
            upload_at=section.clock("upload_at"),
            distribute_at=section.clock("distribute_at"),
            file_name=section.text("file_name"),
        )


def _commands(values: Section) -> Mapping[str, str]:
    section = values.optional_section("commands")
    if section is None:
        return {}
    with section:
        return {name: section.text(name) for name in section.names}


def senders(context: Context) -> tuple[SenderRules, ...]:
    """senders.yaml, if there is one: one register at a time."""

    def read(version: Version) -> SenderRules:
        values = version.section
        return SenderRules(
            objects=context.named(values, "objects"),
            suffixes=_suffixes(context, values),
            series=_series(context, values),
            template=_template(values),
            consent=_consent(values),
            reason_codes=_reason_codes(context, values),
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    if not context.has(_SENDERS):
        return ()
    with context.problems.kept():
        return context.one_at_a_time("the register of senders", context.file(_SENDERS), read)
    return ()


def _suffixes(context: Context, values: Section) -> tuple[SenderSuffix, ...]:
    found = []
    for entry in values.sections("suffixes", ()):
        with entry:
            classes = context.known("class", entry, "classes", CLASSES)
            found.append(
                SenderSuffix(entry.text("code"), entry.translated("name", context.languages), classes)
            )
    no_twins("suffixes", [one.code for one in found], values)
    return tuple(found)


def _series(context: Context, values: Section) -> tuple[NumberSeries, ...]:
    found = []
    for entry in values.sections("series", ()):
        with entry:
            name = entry.translated("name", context.languages)
            found.append(NumberSeries(entry.text("prefix"), entry.text("purpose"), name))
    no_twins("series", [one.prefix for one in found], values)
    return tuple(found)


def _template(values: Section) -> TemplateRules | None:
    section = values.optional_section("template")
    if section is None:
        return None
    with section:
        return TemplateRules(section.integer("longest_variable", least=1), section.boolean("links_listed"))


def _consent(values: Section) -> ConsentRules | None:
    section = values.optional_section("consent")
    if section is None:
        return None
    with section:
        return ConsentRules(section.integer("days", least=1), section.boolean("silence_is_refusal"))


def _reason_codes(context: Context, values: Section) -> tuple[ReasonCode, ...]:
    found = []
    for entry in values.sections("reason_codes", ()):
        with entry:
            name = entry.translated("name", context.languages)
            found.append(ReasonCode(entry.integer("code"), entry.text("id"), name))
    no_twins("reason_codes", [str(one.code) for one in found], values)
    return tuple(found)
