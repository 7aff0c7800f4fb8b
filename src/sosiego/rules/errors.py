"""What can be wrong with a rule-book: one class for each kind, each with its place and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from sosiego.errors import SosiegoError, WrongUsageError
from sosiego.rules.place import Place


class RuleBookError(SosiegoError):
    """A file of a rule-book says something that cannot be law."""

    def __init__(self, what: str, place: Place, todo: str) -> None:
        self.place = place
        super().__init__(what, where=str(place), todo=todo)


class RuleBookNotFoundError(WrongUsageError):
    """Neither a shipped rule-book nor a folder of one has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        shipped = ", ".join(sorted(known))
        super().__init__(
            f"there is no rule-book {name}",
            todo=f"name one of {shipped}, or the path of a folder with a rulebook.yaml",
        )


class RuleNotInForceError(SosiegoError):
    """The rule-book has no such rule on that date."""

    def __init__(self, kind: str, id: str, on: date, known: Iterable[str] = ()) -> None:
        near = get_close_matches(id, list(known), n=3)
        super().__init__(
            f"no {kind} {id} is in force on {on}" if id else f"no {kind} is in force on {on}",
            todo=f"name {' or '.join(near)}"
            if near
            else "ask for another date, or add a version from that date on",
        )


class FileMissingError(RuleBookError):
    """A file that every rule-book has is not there."""

    def __init__(self, place: Place) -> None:
        super().__init__("this file is missing", place, "copy it from the template and fill it in")


class NotYamlError(RuleBookError):
    """The file cannot be read as YAML."""

    def __init__(self, reason: str, place: Place) -> None:
        super().__init__(
            f"this is not YAML: {reason}", place, "mend the line; text with a colon stands in quotes"
        )


class DuplicateKeyError(RuleBookError):
    """One key stands twice in a mapping; the second would silently win."""

    def __init__(self, key: str, place: Place, first: int) -> None:
        super().__init__(
            f'"{key}" stands here a second time (first in line {first})', place, "keep one of the two"
        )


class DuplicateIdError(RuleBookError):
    """Two entries have the same id."""

    def __init__(self, kind: str, id: str, place: Place, first: Place) -> None:
        super().__init__(
            f'there are two {kind} with the id "{id}" (the other at {first})', place, "rename one"
        )


class KeyMissingError(RuleBookError):
    """An entry lacks what it must say."""

    def __init__(self, key: str, place: Place) -> None:
        super().__init__(f'"{key}" is missing here', place, f"add {key}:")


class KeyUnknownError(RuleBookError):
    """An entry says something that nobody reads: mostly a slip of the pen."""

    def __init__(self, key: str, place: Place, known: Iterable[str]) -> None:
        near = get_close_matches(key, list(known), n=2)
        todo = f"write {' or '.join(near)}" if near else f"use one of: {', '.join(sorted(known))}"
        super().__init__(f'nothing is called "{key}" here', place, todo)


class WrongValueError(RuleBookError):
    """A value is not of the kind that stands there."""

    def __init__(self, key: str, wanted: str, found: str, place: Place) -> None:
        super().__init__(f"{key} must be {wanted}, this is {found}", place, f"write {wanted}")


class ImpossibleDateError(RuleBookError):
    """A date that no calendar has."""

    def __init__(self, text: str, reason: str, place: Place) -> None:
        super().__init__(f"there is no date {text}: {reason}", place, "write the date as YYYY-MM-DD")


class TranslationMissingError(RuleBookError):
    """A text lacks one of the rule-book's languages."""

    def __init__(self, key: str, missing: Iterable[str], place: Place) -> None:
        languages = ", ".join(missing)
        super().__init__(f"{key} is not said in: {languages}", place, f"add the text in {languages}")


class UnknownReferenceError(RuleBookError):
    """A name that should stand elsewhere in the rule-book does not."""

    def __init__(self, kind: str, name: str, place: Place, known: Iterable[str], source: str) -> None:
        near = get_close_matches(name, list(known), n=3)
        todo = f"write {' or '.join(near)}" if near else f"add it to {source}, or name one that is there"
        super().__init__(f'there is no {kind} "{name}"', place, todo)


class DocumentAfterValueError(RuleBookError):
    """A value cannot hold before the document on which it rests was issued."""

    def __init__(self, document: str, issued: date, value_from: date, place: Place) -> None:
        super().__init__(
            f"this holds from {value_from}, but {document}, on which it rests, was issued on {issued}",
            place,
            "correct one of the dates, or name an older document",
        )


class OverlapInTimeError(RuleBookError):
    """Two wordings of one rule would hold on the same day."""

    def __init__(self, id: str, first: date, second: date, place: Place) -> None:
        super().__init__(
            f"the wordings of {id} from {first} and from {second} hold at the same time",
            place,
            "give each its own from, and an until no later than the next from",
        )


class WeightsError(RuleBookError):
    """The weights of the indicators in force together must make one whole."""

    def __init__(self, total: float, on: date, of_kind: str, place: Place) -> None:
        super().__init__(
            f"on {on} the weights of the indicators of {of_kind} add up to {total:g}, not 1",
            place,
            "change the weights so that they add up to 1",
        )


class NoStepForFirstViolationError(RuleBookError):
    """A ladder that begins above the first violation leaves it without an answer."""

    def __init__(self, ladder: str, place: Place) -> None:
        super().__init__(
            f"ladder {ladder} has no step for the first violation", place, "add a step with at_violation: 1"
        )
