"""What several kinds of rules say in the same words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sosiego.reading import facts, words
from sosiego.reading.conditions import in_words
from sosiego.reading.parts import Said, Terms
from sosiego.reading.speech import clauses, listed, phrases, say
from sosiego.rules import dated
from sosiego.rules.book import Deadline, HoursBand, MeasureProposal, RuleBook
from sosiego.rules.conditions import Condition


def terms(label: str, condition: Condition, law: RuleBook) -> Terms:
    """A condition, clause by clause."""
    explained = condition.explain({})
    texts = [clause.text for clause in explained.clauses]
    return Terms(
        label, explained.joined_by, tuple(in_words(text, law) for text in texts), condition.sql.strip()
    )


def measure(proposed: MeasureProposal | None) -> str:
    """A measure, how long it lasts, and who decides on it; "" if there is none."""
    if proposed is None:
        return ""
    kind = words.label("measure", proposed.kind)
    lasts = facts.counted("days", proposed.days) if proposed.days else ""
    how = _("at once, ends by itself") if proposed.automatic else _("after the order is confirmed")
    return clauses((phrases((kind, lasts)), how))


def decided_measure(proposed: MeasureProposal | None) -> str:
    """The measure of a step of a ladder: people decide on it; "" if there is none."""
    if proposed is None:
        return ""
    lasts = facts.counted("days", proposed.days) if proposed.days else ""
    return phrases((words.label("measure", proposed.kind), lasts))


def kinds(codes: Iterable[str]) -> str:
    """Kinds of organisations."""
    return listed(words.label("kind", code) for code in codes)


def named(kind: str, id: str, law: RuleBook) -> Said | None:
    """Another rule by the name of its latest wording; None if there is no id."""
    if not id:
        return None
    collections = {
        "deadline": law.all_deadlines,
        "step": law.all_steps,
        "ladder": law.all_ladders,
        "notice": law.all_notices,
    }
    wordings = [one for one in collections[kind] if one.id == id]  # type: ignore[attr-defined]
    latest = max(wordings, key=lambda one: one.version, default=None)
    return Said(say(latest.name) if latest else id, kind, id)


def deadline(id: str, law: RuleBook, on: date) -> Deadline | None:
    """A deadline as worded on a date; none, if there is none then."""
    return dated.in_force((one for one in law.all_deadlines if one.id == id), on)


def band(of: HoursBand) -> str:
    """A part of some days: "Monday to Friday, 09:00–20:00"."""
    return phrases((weekdays(of.days), span(of.start, of.end)))


def weekdays(days: tuple[int, ...]) -> str:
    """Days of the week; a run of three and more by its ends."""
    if len(days) == 7:
        return _("every day")
    if len(days) > 2 and days == tuple(range(days[0], days[-1] + 1)):
        ends = {"first": words.label("weekday", days[0]), "last": words.label("weekday", days[-1])}
        return _("%(first)s to %(last)s") % ends
    return listed(words.label("weekday", day) for day in days)


def span(start: time, end: time) -> str:
    """Hours of the day; midnight is the end of the day."""
    return f"{start:%H:%M}–{'24:00' if end == time(0) else f'{end:%H:%M}'}"


def times(count: int) -> str:
    """How many people must sign and the like."""
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": count}
