"""Rules about time: deadlines, permitted hours, what must be kept, until when a report is a ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sosiego.rules.book import Keeping, RuleBook
from sosiego.rules.calendar import STANDS_STILL
from sosiego.rules.tested.kind import Answer, Kind, NotExpectableError, Question, moment, yes_or_no

_STANDS_STILL = "stands still"
_LOCAL = "%Y-%m-%d %H:%M:%S"


def _expected_moment(value: Any) -> str:
    if value == _STANDS_STILL:
        return _STANDS_STILL
    try:
        return f"{date.fromisoformat(value[:10])} {_seconds(value[11:])}"
    except (TypeError, ValueError):
        wanted = f'a local moment in quotes such as "2026-10-14 23:59:59", or {_STANDS_STILL}'
        raise NotExpectableError(wanted) from None


def _seconds(clock: str) -> str:
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    return f"{hours:02}:{minutes:02}:{seconds[0] if seconds else 0:02}"


class DeadlineKind(Kind):
    """Told when the clock starts and stands still; answers with the last moment, by local time."""

    name = "deadline"
    needs = (("starts",),)
    follows = ("actor", "on_silence")

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_deadlines

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"starts": "moment", "pauses": "pauses"}

    def expected(self, wording: Any, value: Any) -> str:
        return _expected_moment(value)

    def ask(self, question: Question) -> Answer:
        book, deadline, facts = question.book, question.wording, question.facts
        # A clock that no state stops runs on, whatever happens meanwhile.
        pauses = facts.get("pauses") or () if deadline.stops_while else ()
        due = deadline.due(
            moment(facts["starts"], book.time_zone),
            book.calendar,
            [
                (moment(begins, book.time_zone), None if ends is None else moment(ends, book.time_zone))
                for begins, ends in pauses
            ],
        )
        said = _STANDS_STILL if due >= STANDS_STILL else due.astimezone(book.time_zone).strftime(_LOCAL)
        return Answer(said, follows={"actor": deadline.actor, "on_silence": deadline.on_silence})


class PreferencesKind(Kind):
    """Told when a citizen states a preference; answers from which moment it binds at the latest."""

    name = "preferences"
    needs = (("stated",),)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_preferences

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"stated": "moment"}

    def expected(self, wording: Any, value: Any) -> str:
        return _expected_moment(value)

    def ask(self, question: Question) -> Answer:
        book = question.book
        stated = moment(question.facts["stated"], book.time_zone)
        binds = question.wording.effective_from(stated, book.calendar)
        return Answer(binds.astimezone(book.time_zone).strftime(_LOCAL))


class HoursKind(Kind):
    """Told a moment; answers whether one may call then."""

    name = "hours"
    needs = (("at",),)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_hours

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"at": "moment"}

    def expected(self, wording: Any, value: Any) -> bool:
        return yes_or_no(value)

    def ask(self, question: Question) -> Answer:
        at = moment(question.facts["at"], question.book.time_zone)
        return Answer(question.wording.allows(at, question.book.calendar))


class DutyKind(Kind):
    """Told since when something is kept and when it was deleted; answers whether that was long enough."""

    name = "duty"
    needs = (("since",), ("deleted",))

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_duties

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"since": "date", "deleted": "date"}

    def expected(self, wording: Any, value: Any) -> bool:
        return yes_or_no(value)

    def has_numbers(self, wording: Any) -> bool:
        return wording.keep is not None

    def ask(self, question: Question) -> Answer:
        return Answer(question.facts["deleted"] >= kept_until(question.wording.keep, question.facts["since"]))


def kept_until(keeping: Keeping, since: date) -> date:
    """The day from which what came in on `since` may be deleted. 31 January and a month is 28 February."""
    if keeping.unit == "days":
        return since + timedelta(days=keeping.amount)
    months = since.month - 1 + keeping.amount * (12 if keeping.unit == "years" else 1)
    first = date(since.year + months // 12, months % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(since.day, last.day))


class ComplaintKind(Kind):
    """Told how many days lie between the call and its report; answers whether it is still a ground."""

    name = "complaint"
    needs = (("days_after",),)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_complaints

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"days_after": "integer"}

    def expected(self, wording: Any, value: Any) -> bool:
        return yes_or_no(value)

    def has_numbers(self, wording: Any) -> bool:
        return wording.within_days is not None

    def ask(self, question: Question) -> Answer:
        within = question.wording.within_days
        return Answer(within is None or question.facts["days_after"] <= within)
