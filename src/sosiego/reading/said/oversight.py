"""How organisations are judged: indicators, scores, violations, ladders, fines, gates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from sosiego.reading import facts, words
from sosiego.reading.parts import Grid, Pair, Rest, Told, pair, told
from sosiego.reading.said import common
from sosiego.reading.speech import number, percent, say
from sosiego.rules.book import Gate, Indicator, Ladder, Penalty, RuleBook, Scoring, ViolationRule


def indicator(one: Indicator, law: RuleBook, on: date) -> Told:
    marks = (
        (_("target"), _value(one, one.target)),
        (_("warning"), _value(one, one.warning)),
        (_("critical"), _value(one, one.critical)),
    )
    formula = {
        "numerator": facts.label(one.numerator, law),
        "denominator": facts.label(one.denominator, law),
    }
    ratio = _("%(numerator)s ÷ %(denominator)s") % formula
    return told(
        say(one.explanation),
        (
            pair(_("Formula"), ratio if one.per == 1 else f"{ratio} × {number(one.per)}"),
            pair(_("Unit"), say(one.unit)),
            pair(_("Applies to"), common.kinds(one.applies_to)),
            pair(_("Direction"), words.label("direction", one.direction)),
            Grid(_("Marks"), (_("Mark"), _("Value")), marks, (1,)),
            pair(_("Weight in the score"), percent(one.weight)),
            pair(
                _("Looks back"),
                facts.counted("days", one.within_days) if one.within_days is not None else "",
            ),
        ),
        one.basis,
    )


def _value(one: Indicator, value: float) -> str:
    return percent(value) if one.kind == "share" else number(value)


def scoring(one: Scoring, law: RuleBook, on: date) -> Told:
    points = (
        (_("at the target"), number(one.points_on_target)),
        (_("at the warning mark"), number(one.points_at_warning)),
        (_("at the critical mark"), number(one.points_at_critical)),
    )
    grades = tuple((grade.id, say(grade.name), number(grade.at_least)) for grade in one.grades)
    return told(
        _(
            "How figures become points and points a grade. Between its marks an indicator has points on a "
            "straight line; the score is their mean, weighted by the indicators' weights."
        ),
        (
            Grid(_("Points of an indicator"), (_("Its value is"), _("Points")), points, (1,)),
            pair(_("A score needs known indicators of"), percent(one.smallest_known_weight)),
            Grid(_("Grades"), (_("Grade"), _("Name"), _("Score of at least")), grades, (2,)),
        ),
        one.basis,
    )


def violation(one: ViolationRule, law: RuleBook, on: date) -> Told:
    return told(
        "",
        (
            common.terms(_("The condition"), one.condition, law),
            pair(_("Applies to"), common.kinds(one.applies_to)),
            pair(_("What follows"), common.named("ladder", one.ladder, law)),
        ),
        one.basis,
    )


def ladder(one: Ladder, law: RuleBook, on: date) -> Told:
    steps = tuple(
        (str(step.at_violation), say(step.name), common.decided_measure(step.measure) or "–")
        for step in one.steps
    )
    return told(
        _("What is proposed at which violation. Two people decide on it and sign it."),
        (
            pair(_("Violations count for"), facts.counted("days", one.look_back_days)),
            Grid(_("Steps"), (_("Violation no."), _("What is proposed"), _("Measure")), steps),
        ),
        None,
        (Rest(step.basis, say(step.name)) for step in one.steps),
    )


def gate(one: Gate, law: RuleBook, on: date) -> Told:
    return told(
        say(one.reason),
        (
            common.terms(_("It is closed when"), one.closed_when, law),
            pair(_("What is not given"), words.label("resource", one.resource)),
            pair(_("Applies to"), common.kinds(one.applies_to)),
        ),
        one.basis,
    )


def penalty(one: Penalty, law: RuleBook, on: date) -> Told:
    return told(
        say(one.what_for),
        (
            pair(_("Applies to"), common.kinds(one.applies_to)),
            pair(_("Reckoned"), words.label("per", one.per)),
            *_amounts(one, law),
            pair(_("Never more than"), _money(one.cap, law) if one.cap is not None else ""),
            pair(
                _("Of the turnover"),
                _("the upper end is at least %(share)s of it") % {"share": percent(one.share_of_turnover)}
                if one.share_of_turnover is not None
                else "",
            ),
        ),
        one.basis,
    )


def _amounts(one: Penalty, law: RuleBook) -> tuple[Pair | Grid | None, ...]:
    if one.range is not None:
        ends = {"low": _money(one.range[0], law), "high": _money(one.range[1], law)}
        return (pair(_("Fine"), _("from %(low)s to %(high)s") % ends),)
    if one.slabs:
        rows = tuple(
            (
                _("%(first)s to %(last)s") % {"first": number(slab.above + 1), "last": number(slab.up_to)}
                if slab.up_to is not None
                else _("%(first)s and more") % {"first": number(slab.above + 1)},
                _money(slab.each, law),
            )
            for slab in one.slabs
        )
        charged = (
            _("every breach at the rate of the slab of the total")
            if one.charged == "total"
            else _("each breach at the rate of its own slab")
        )
        return (
            Grid(_("Fine by number of breaches"), (_("Breaches"), _("Each costs")), rows, (1,)),
            pair(_("Charged"), charged),
        )
    if len(one.amounts) == 1:
        return (pair(_("Fine"), _money(one.amounts[0], law)),)
    rows = tuple((str(nth), _money(amount, law)) for nth, amount in enumerate(one.amounts, start=1))
    last = _("From then on it stays at the last amount.")
    return (
        Grid(_("Fine by number of times"), (_("Time"), _("Fine")), rows, (1,)),
        pair(_("Later times"), last),
    )


def _money(amount: Decimal, law: RuleBook) -> str:
    return f"{number(amount)} {law.currency}"
