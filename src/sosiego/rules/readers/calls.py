"""What is done with one call or message: permitted hours, caps, rules, and what its network is told."""

from __future__ import annotations

from collections.abc import Collection

from sosiego.rules.book import BlockNotice, CallRule, FrequencyCap, HoursBand, PermittedHours
from sosiego.rules.errors import UnknownReferenceError, WrongValueError
from sosiego.rules.readers.context import MEDIA, Context, Version, check_band
from sosiego.rules.source import Section
from sosiego.rules.vocabulary import call_facts

_FILE = "control.yaml"
_WEEK = range(1, 8)


def hours(context: Context) -> tuple[PermittedHours, ...]:
    """control.yaml: permitted hours."""

    def read(id: str, entry: Section, version: Version) -> PermittedHours:
        values = version.section
        return PermittedHours(
            id=id,
            name=entry.translated("name", context.languages),
            media=context.known("medium", values, "media", MEDIA),
            purpose=values.choice("purpose", ("commercial", "service", "any")),
            bands=_bands(values),
            holidays=values.choice("holidays", ("closed", "as-weekday", "as-sunday")),
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    return context.dated(_FILE, "hours", "set of permitted hours", read)


def _bands(values: Section) -> tuple[HoursBand, ...]:
    found = []
    for entry in values.sections("bands"):
        with entry:
            days, start, end = entry.integers("days"), entry.clock("from"), entry.clock_of_end("to")
            if not days or any(day not in _WEEK for day in days):
                wanted = "days of the week, 1 Monday to 7 Sunday"
                raise WrongValueError("days", wanted, str(list(days)), entry.place_of("days"))
            check_band(entry, start, end)
            found.append(HoursBand(days, start, end))
    return tuple(found)


def caps(context: Context) -> tuple[FrequencyCap, ...]:
    """control.yaml: frequency caps."""

    def read(id: str, entry: Section, version: Version) -> FrequencyCap:
        values = version.section
        with values.section("per") as per:
            amount, unit = per.integer("amount", least=1), per.choice("unit", ("hours", "days", "months"))
        return FrequencyCap(
            id=id,
            name=entry.translated("name", context.languages),
            counts=values.choice("counts", ("calls", "messages", "attempts")),
            of=values.choice("of", ("caller", "holder", "pair")),
            at_most=values.integer("at_most", least=0),
            per_amount=amount,
            per_unit=unit,
            outcome=values.choice("outcome", ("block", "limit", "label", "record")),
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    return context.dated(_FILE, "caps", "frequency cap", read)


def rules(context: Context, notices: Collection[str]) -> tuple[CallRule, ...]:
    """control.yaml: what is done with a single call or message."""

    def read(id: str, entry: Section, version: Version) -> CallRule:
        values = version.section
        notice = values.text("notice", "")
        if notice and notice not in notices:
            place = values.place_of("notice")
            raise UnknownReferenceError("notice", notice, place, notices, "the notices of control.yaml")
        return CallRule(
            id=id,
            name=entry.translated("name", context.languages),
            condition=context.condition(values, "condition", call_facts()),
            outcome=values.choice("outcome", ("block", "label", "limit", "allow")),
            notice=notice,
            reason=values.translated("reason", context.languages),
            unknown=values.choice("unknown", ("allow", "label", "block")),
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    return context.dated(_FILE, "call_rules", "call rule", read)


def notices(context: Context) -> tuple[BlockNotice, ...]:
    """control.yaml: what the network of a blocked caller is told."""

    def read(id: str, entry: Section, version: Version) -> BlockNotice:
        values = version.section
        return BlockNotice(
            id=id,
            name=entry.translated("name", context.languages),
            protocol=values.choice("protocol", ("sip", "smpp", "isup")),
            code=values.integer("code"),
            phrase=values.text("phrase", ""),
            header=values.text("header", ""),
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    return context.dated(_FILE, "notices", "notice", read)
