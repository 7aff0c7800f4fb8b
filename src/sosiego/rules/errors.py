"""What can be wrong with a rule-book: one class for each kind, each with its place and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from sosiego.errors import SosiegoError, WrongUsageError
from sosiego.rules.place import Place

# So many names are still read; whoever wants all asks for the list.
_NAMES_SHOWN = 12


# What bears it in a new rule-book is still the template's.
MARK = "FILL-IN"


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
            f"There is no rule-book {name}.",
            todo=f"Name one of {shipped}, or the path of a folder with a rulebook.yaml.",
        )


class RuleNotInForceError(SosiegoError):
    """The rule-book has no such rule on that date."""

    def __init__(self, kind: str, id: str, on: date, known: Iterable[str] = ()) -> None:
        names = list(dict.fromkeys(known))
        super().__init__(
            f"No {kind} {id} is in force on {on}." if id else f"No {kind} is in force on {on}.",
            todo="Ask for another date, or add a version from that date on."
            if not names or id in names
            else _name_one_of(id, names),
        )


def _name_one_of(id: str, names: list[str]) -> str:
    near = get_close_matches(id, names, n=3)
    if near:
        return f"Name {' or '.join(near)}."
    more = ", …" if len(names) > _NAMES_SHOWN else ""
    return f"Name one of: {', '.join(names[:_NAMES_SHOWN])}{more}."


class RuleNotKnownError(WrongUsageError):
    """A rule was named that the rule-book does not have on that date. `holds`: when it does, if ever."""

    def __init__(self, book: str, id: str, on: date, *, known: Iterable[str], holds: Iterable[str]) -> None:
        spans = list(holds)
        near = get_close_matches(id, list(dict.fromkeys(known)), n=3)
        lists_all = f"`sosiego rules show {book}@{on}` lists what there is."
        super().__init__(
            f"The rule-book {book} has no rule {id} in force on {on}.",
            todo=f"It holds {', and '.join(spans)}: ask for a day on which it does."
            if spans
            else f"Name {' or '.join(near)}; {lists_all}"
            if near
            else lists_all,
        )


class RuleWithoutConditionError(WrongUsageError):
    """Only a condition can be explained by facts."""

    def __init__(self, book: str, id: str, kind: str) -> None:
        super().__init__(
            f"{id} is of the kind {kind}: it has no condition that facts could explain.",
            todo=f"See it with `sosiego rules show {book} {id}`, "
            "or name a criterion, violation, gate or call rule.",
        )


class FileMissingError(RuleBookError):
    """A file that every rule-book has is not there."""

    def __init__(self, place: Place) -> None:
        super().__init__("This file is missing.", place, "Copy it from the template and fill it in.")


class NotYamlError(RuleBookError):
    """The file cannot be read as YAML."""

    def __init__(self, reason: str, place: Place) -> None:
        super().__init__(
            f"This is not YAML: {reason}.", place, "Mend the line; text with a colon stands in quotes."
        )


class NotUtf8Error(RuleBookError):
    """The file is written in another coding of signs, so that its letters cannot be told."""

    def __init__(self, place: Place) -> None:
        super().__init__(
            "From here on this file is not in UTF-8.", place, 'Save it again, with the coding "UTF-8".'
        )


class FileNeededError(RuleBookError):
    """A draft takes away a file that every rule-book has."""

    def __init__(self, place: Place) -> None:
        super().__init__(
            "No rule-book can do without this file.",
            place,
            "Delete it here, so that the one below holds, or write in it what shall hold.",
        )


class DuplicateKeyError(RuleBookError):
    """One key stands twice in a mapping; the second would silently win."""

    def __init__(self, key: str, place: Place, first: int) -> None:
        super().__init__(
            f'"{key}" stands here a second time (first in line {first}).', place, "Keep one of the two."
        )


class DuplicateIdError(RuleBookError):
    """Two entries have the same id, code, year or name, so that nobody could tell which is meant."""

    def __init__(self, id: str, place: Place, first: Place) -> None:
        super().__init__(
            f'"{id}" is given to two entries: to this one and to the one at {first}.',
            place,
            "Give one of them another, or take it away.",
        )


class KeyMissingError(RuleBookError):
    """An entry lacks what it must say."""

    def __init__(self, key: str, place: Place) -> None:
        super().__init__(f'"{key}" is missing here.', place, f"Add {key}.")


class KeyUnknownError(RuleBookError):
    """An entry says something that nobody reads: mostly a slip of the pen."""

    def __init__(self, key: str, place: Place, known: Iterable[str]) -> None:
        near = get_close_matches(key, list(known), n=2)
        todo = f"Write {' or '.join(near)}." if near else f"Use one of: {', '.join(sorted(known))}."
        super().__init__(f'Nothing is called "{key}" here.', place, todo)


class WrongValueError(RuleBookError):
    """A value is not of the kind that stands there."""

    def __init__(self, key: str, wanted: str, found: str, place: Place, todo: str = "") -> None:
        super().__init__(f'"{key}" must be {wanted}; this is {found}.', place, todo or f"Write {wanted}.")


class EndBeforeBeginningError(RuleBookError):
    """What begins after it has ended, or when it ends, never is."""

    def __init__(self, begins: object, ends: object, place: Place, hint: str = "") -> None:
        super().__init__(
            f"This begins at {begins} and ends at {ends}: there is nothing between.",
            place,
            f"Let it end later, or begin earlier{hint}.",
        )


class ImpossibleDateError(RuleBookError):
    """A date that no calendar has."""

    def __init__(self, text: str, reason: str, place: Place) -> None:
        super().__init__(
            f"There is no date {text}: {reason}.", place, "Write a day that there is, as YYYY-MM-DD."
        )


class TranslationMissingError(RuleBookError):
    """A text lacks one of the rule-book's languages."""

    def __init__(self, key: str, missing: Iterable[str], place: Place, todo: str = "") -> None:
        languages = ", ".join(missing)
        super().__init__(
            f'"{key}" is not said in: {languages}.', place, todo or f"Add the text in {languages}."
        )


class UnknownReferenceError(RuleBookError):
    """A name that should stand elsewhere in the rule-book does not."""

    def __init__(self, kind: str, name: str, place: Place, known: Iterable[str], source: str) -> None:
        self.kind, self.name = kind, name
        near = get_close_matches(name, list(known), n=3)
        todo = f"Write {' or '.join(near)}." if near else f"Add it to {source}, or name one that is there."
        if name == MARK:
            todo = (
                f"Name a document of yours here; the entry {MARK} is deleted last, when nothing rests on it."
            )
        super().__init__(f'There is no {kind} "{name}".', place, todo)


class SurerThanItsDocumentError(RuleBookError):
    """A value is called surer than the document on which it rests."""

    def __init__(self, key: str, said: str, document: str, of_document: str, place: Place) -> None:
        super().__init__(
            f'{key.capitalize()} "{said}" is surer than that of {document}, on which this rests: '
            f'"{of_document}".',
            place,
            f"Leave {key} out here, or correct it in documents.yaml.",
        )


class DocumentAfterValueError(RuleBookError):
    """A value cannot hold before the document on which it rests was issued."""

    def __init__(self, document: str, issued: date, value_from: date, place: Place) -> None:
        super().__init__(
            f"This holds from {value_from}, but {document}, on which it rests, was issued on {issued}.",
            place,
            "Correct one of the dates, or name an older document.",
        )


class OverlapInTimeError(RuleBookError):
    """Two wordings of one rule would hold on the same day."""

    def __init__(self, id: str, first: date, second: date, place: Place) -> None:
        super().__init__(
            f"The wordings of {id} from {first} and from {second} hold at the same time.",
            place,
            "Give each its own from, and an until no later than the next from.",
        )


class WeightsError(RuleBookError):
    """The weights of the indicators in force for one kind of organisation do not make one whole."""

    def __init__(
        self, weights: Iterable[tuple[str, float]], on: date, kinds: Iterable[str], place: Place
    ) -> None:
        parts = list(weights)
        said = ", ".join(f"{id} {weight:g}" for id, weight in parts)
        super().__init__(
            f"On {on} the weights of the indicators of {' and '.join(kinds)} add up to "
            f"{sum(weight for _, weight in parts):g}, not 1: {said}.",
            place,
            "Change the weights so that they add up to 1.",
        )


class MarksOutOfOrderError(RuleBookError):
    """Marks between which points or zones lie do not follow each other."""

    def __init__(self, what: str, order: str, todo: str, place: Place) -> None:
        super().__init__(f"{what} must be in the order {order}.", place, todo)


class GradesError(RuleBookError):
    """A grade that no score is given."""

    def __init__(self, grade: str, reason: str, place: Place) -> None:
        super().__init__(
            f"No score is ever given the grade {grade}: {reason}.",
            place,
            "Give it another at_least, or take it away.",
        )


class ExemptNumberNotInPlanError(RuleBookError):
    """A number that shall never be blocked is none of the numbering plan, so that it would exempt nobody."""

    def __init__(self, number: str, reason: str, place: Place) -> None:
        super().__init__(
            f'"{number}" is no number of the numbering plan: {reason}.',
            place,
            "Correct it, or add its class to numbering.yaml.",
        )


class NoStepForFirstViolationError(RuleBookError):
    """A ladder that begins above the first violation leaves it without an answer."""

    def __init__(self, ladder: str, place: Place) -> None:
        super().__init__(
            f"Ladder {ladder} has no step for the first violation.",
            place,
            "Add a step with at_violation: 1.",
        )


class GapInTimeError(RuleBookError):
    """Between two wordings of one rule there would be days on which none holds."""

    def __init__(self, id: str, ends: date, begins: date, place: Place) -> None:
        super().__init__(
            f"From {ends} until {begins} no wording of {id} holds.",
            place,
            f"Leave out this until, or write {begins}; a rule that was without force needs another id.",
        )


class WeakStandingError(RuleBookError):
    """What is not read in a public source may only illustrate."""

    def __init__(self, standing: str, status: str, place: Place) -> None:
        super().__init__(
            f'A value that rests on a weak source ("{standing}") cannot be called {status}.',
            place,
            "Write status: illustrative, or name a source that was read and standing: S.",
        )


class DeadlineWithoutActorError(RuleBookError):
    """A deadline that binds nobody."""

    def __init__(self, id: str, actors: Iterable[str], place: Place) -> None:
        super().__init__(
            f"The deadline {id} does not say who must act.",
            place,
            f"Add actor: with one of {', '.join(actors)}.",
        )


class StepActorDiffersError(RuleBookError):
    """A step is given to one, its deadline binds another."""

    def __init__(self, step: str, actor: str, deadline: str, bound: str, place: Place) -> None:
        super().__init__(
            f"Step {step} is for {actor}, but its deadline {deadline} binds {bound}.",
            place,
            f"Write actor: {bound}, or name a deadline of {actor}.",
        )


class UnreachableStepError(RuleBookError):
    """Nothing leads to a step, so it is never taken."""

    def __init__(self, step: str, place: Place) -> None:
        super().__init__(
            f"No event and no other step leads to step {step}.",
            place,
            "Say with starts: which event begins it, or name it in then: or on_silence: of a step before it.",
        )


class FineFormsError(RuleBookError):
    """A fine is said in no way, or in more than one."""

    def __init__(self, id: str, found: Iterable[str], place: Place) -> None:
        said = " and ".join(found) or "nothing"
        super().__init__(
            f"The fine {id} says {said}; it must say exactly one of range, amounts and slabs.",
            place,
            "Keep one of the three.",
        )


class SlabsError(RuleBookError):
    """The slabs of a fine leave a number of breaches without a rate, or give it two."""

    def __init__(self, reason: str, place: Place) -> None:
        super().__init__(
            f"The slabs do not cover every number of breaches once: {reason}.",
            place,
            "Begin above: 0, let each slab begin where the one before ends, and the last have no up_to.",
        )


class FormNotReadableError(RuleBookError):
    """The form of a report cannot be taken apart again."""

    def __init__(self, format: str, reason: str, place: Place) -> None:
        super().__init__(
            f'No report can be read by the form "{format}": {reason}.',
            place,
            "Use {number}, {text}, {time} and {source} once each, with a sign between them.",
        )


class BasedOnItselfError(RuleBookError):
    """A draft that rests, perhaps by others, on itself."""

    def __init__(self, name: str, place: Place) -> None:
        super().__init__(
            f"This draft is based on {name}, which is based on it.", place, "Name another rule-book."
        )


class FactNotToldError(RuleBookError):
    """A test does not tell what its rule must know to answer."""

    def __init__(self, names: Iterable[str], place: Place) -> None:
        wanted = " or ".join(names)
        super().__init__(f"This test does not tell {wanted}.", place, f"Add {wanted} to its facts.")


class RuleKindUnclearError(RuleBookError):
    """Two rules of different kinds have the id that a test names."""

    def __init__(self, rule: str, kinds: Iterable[str], place: Place) -> None:
        said = list(kinds)
        super().__init__(
            f"{rule} is the id of more than one rule: {', '.join(said)}.", place, f"Add kind: {said[0]}."
        )


class NamedRuleNotInForceError(RuleBookError):
    """A rule names another that does not hold as long as itself."""

    def __init__(self, rule: str, version: date, kind: str, named: str, on: date, place: Place) -> None:
        super().__init__(
            f"{rule} as worded from {version} names the {kind} {named}, which is no longer in force on {on}.",
            place,
            f"Let {named} hold as long as {rule}, or name another {kind} in a new version of {rule}.",
        )


class UnreachableLadderStepError(RuleBookError):
    """A step of a ladder that no number of violations reaches."""

    def __init__(self, ladder: str, step: str, reason: str, todo: str, place: Place) -> None:
        super().__init__(f"Step {step} of ladder {ladder} is never reached: {reason}.", place, todo)


class LadderUnusedError(RuleBookError):
    """A ladder on which no violation sets anybody."""

    def __init__(self, ladder: str, place: Place) -> None:
        super().__init__(
            f"No violation leads to ladder {ladder}.",
            place,
            "Name it in a violation of violations.yaml, or take it away.",
        )
