"""What the network does with calls and messages: policy, exemptions, hours, caps, single calls, notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sosiego.reading import facts, words
from sosiego.reading.parts import Grid, Told, pair, told
from sosiego.reading.said import common
from sosiego.reading.speech import clock_of, listed, number, say
from sosiego.rules.book import (
    Basis,
    BlockNotice,
    CallRule,
    ControlPolicy,
    FrequencyCap,
    PermittedHours,
    RuleBook,
    Text,
)
from sosiego.rules.numbers import NotANumberError


@dataclass(frozen=True)
class ExemptionWording:
    """An exemption with the dates of the control policy in which it stands."""

    id: str
    name: Text
    numbers: tuple[str, ...]
    classes: tuple[str, ...]
    basis: Basis
    version: date
    until: date | None = None


def exemptions(law: RuleBook) -> list[ExemptionWording]:
    """Every exemption of every policy; what goes on unchanged is one wording."""
    found: dict[str, list[ExemptionWording]] = {}
    policies = sorted(law.all_controls, key=lambda policy: policy.version)
    ends = [policy.until or (after.version if after else None) for policy, after in _with_next(policies)]
    for policy, end in zip(policies, ends, strict=True):
        for one in policy.exemptions:
            wording = ExemptionWording(
                one.id, one.name, one.numbers, one.classes, one.basis, policy.version, end
            )
            of_one = found.setdefault(one.id, [])
            if of_one and of_one[-1].until == wording.version and _says(of_one[-1]) == _says(wording):
                wording = ExemptionWording(*_says(wording), of_one.pop().version, end)
            of_one.append(wording)
    return [wording for of_one in found.values() for wording in of_one]


def _with_next(policies: list[ControlPolicy]) -> list[tuple[ControlPolicy, ControlPolicy | None]]:
    return list(zip(policies, [*policies[1:], None], strict=True))


def _says(one: ExemptionWording) -> tuple[str, Text, tuple[str, ...], tuple[str, ...], Basis]:
    return one.id, one.name, one.numbers, one.classes, one.basis


def exemption(one: ExemptionWording, law: RuleBook, on: date) -> Told:
    classes = [say(kind.name) for kind in law.numbering.classes if kind.id in one.classes]
    return told(
        _("No path through the system may block a call or message to or from these numbers."),
        (
            pair(_("Numbers"), listed(_national(canonical, law) for canonical in one.numbers)),
            pair(_("Kinds of numbers"), listed(classes)),
        ),
        one.basis,
    )


def _national(canonical: str, law: RuleBook) -> str:
    try:
        return law.numbering.national(canonical)
    except (NotANumberError, ValueError):
        return canonical


def policy(one: ControlPolicy, law: RuleBook, on: date) -> Told:
    outcomes = tuple(
        (words.label("measure", kind), words.label("action", outcome))
        for kind, outcome in one.outcomes.items()
    )
    reasons = tuple((words.label("reason", code), say(text)) for code, text in one.reasons.items())
    return told(
        _("What the network does with a call or message under a measure. Exemptions are asked first."),
        (
            Grid(_("Measure and outcome"), (_("Measure"), _("What the network does")), outcomes),
            pair(
                _("If several apply"),
                _("the first of: %(outcomes)s")
                % {"outcomes": listed(words.label("action", code) for code in one.outcome_order)},
            ),
            pair(
                _("A limited number may make"),
                _("%(calls)s in an hour") % {"calls": facts.counted("calls", one.limit_calls_per_hour)},
            ),
            pair(_("Redress on the web"), one.redress_url),
            pair(_("Redress by telephone"), one.redress_phone),
            Grid(_("What the caller is told"), (_("Reason"), _("Text")), reasons),
        ),
        one.basis,
    )


def hours(one: PermittedHours, law: RuleBook, on: date) -> Told:
    return told(
        _("When calls or messages may be made, by the clock of %(place)s.")
        % {"place": clock_of(law.time_zone)},
        (
            pair(_("Applies to"), listed(words.label("media", medium) for medium in one.media)),
            pair(_("Purpose"), words.label("use", one.purpose)),
            pair(_("Permitted"), *(common.band(band) for band in one.bands)),
            pair(_("On public holidays"), words.label("holidays", one.holidays)),
        ),
        one.basis,
    )


def cap(one: FrequencyCap, law: RuleBook, on: date) -> Told:
    return told(
        "",
        (
            pair(_("What is counted"), words.label("counts", one.counts)),
            pair(_("Counted together"), words.label("of", one.of)),
            pair(_("At most"), number(one.at_most)),
            pair(_("Period"), facts.counted(one.per_unit, one.per_amount)),
            pair(_("What is done beyond that"), words.label("action", one.outcome)),
        ),
        one.basis,
    )


def call_rule(one: CallRule, law: RuleBook, on: date) -> Told:
    return told(
        say(one.reason),
        (
            common.terms(_("The condition"), one.condition, law),
            pair(_("What the network does"), words.label("action", one.outcome)),
            pair(_("If the condition cannot be known"), words.label("action", one.unknown)),
            pair(_("What the caller's network is told"), common.named("notice", one.notice, law)),
        ),
        one.basis,
    )


def notice(one: BlockNotice, law: RuleBook, on: date) -> Told:
    return told(
        _("What the network of a blocked caller is told, in the words of its protocol."),
        (
            pair(_("Protocol"), words.label("protocol", one.protocol)),
            pair(_("Code"), str(one.code)),
            pair(_("Phrase"), one.phrase),
            pair(_("Header"), one.header),
        ),
        one.basis,
    )
