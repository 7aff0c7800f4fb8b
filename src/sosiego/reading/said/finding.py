"""What criteria say, and how far back facts look."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sosiego.reading import facts, words
from sosiego.reading.parts import Said, Told, pair, told
from sosiego.reading.said import common
from sosiego.reading.speech import clauses, say
from sosiego.rules.book import Criterion, RuleBook, Windows


def criterion(one: Criterion, law: RuleBook, on: date) -> Told:
    category = law.categories.get(one.category)
    order = common.deadline(one.order, law, on)
    return told(
        say(one.explanation),
        (
            common.terms(_("The condition"), one.condition, law),
            pair(_("Category"), say(category.name) if category else ""),
            pair(_("Class"), words.label("class", category.class_id) if category else ""),
            pair(_("Work order"), common.named("deadline", one.order, law) or _("none")),
            pair(_("Who must act"), words.label("actor", order.actor) if order else ""),
            pair(_("Within"), facts.counted(order.unit, order.amount) if order else ""),
            pair(_("Next steps"), *_steps(one.order, law)),
            pair(_("Measure"), common.measure(one.measure) or _("none")),
        ),
        one.basis,
    )


def _steps(deadline: str, law: RuleBook) -> list[Said | None]:
    """The steps of the procedure that have this deadline."""
    ids = dict.fromkeys(step.id for step in law.all_steps if deadline and step.deadline == deadline)
    return [common.named("step", id, law) for id in ids]


def windows(one: Windows, law: RuleBook, on: date) -> Told:
    night = {"first": f"{one.night_from_hour:02}:00", "last": f"{one.night_to_hour:02}:00"}
    return told(
        _("How far back the facts of a caller look, and what counts as short and as night."),
        (
            pair(_("Behaviour looks back"), facts.counted("days", one.behaviour_days)),
            pair(
                _("A call is short"),
                _("up to %(time)s") % {"time": facts.counted("seconds", one.short_call_seconds)},
            ),
            pair(
                _("Behaviour is judged"),
                _("from %(calls)s on") % {"calls": facts.counted("calls", one.smallest_calls)},
            ),
            pair(_("Night"), clauses((_("from %(first)s to %(last)s") % night,))),
        ),
        one.basis,
    )
