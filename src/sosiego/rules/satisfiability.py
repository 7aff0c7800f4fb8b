"""Whether a condition can ever hold, whether it ever fails to, and which of its parts change nothing.

Exact for comparisons of a fact with literals. Two facts compared with each other, and arithmetic, are held
free within their bounds: less is then refused, never more. A condition too large to search is not refused
at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from sosiego.rules.condition_cells import (
    FALSE,
    NOT_FALSE,
    NOT_TRUE,
    TRUE,
    UNKNOWN,
    Goal,
    Joined,
    Node,
    Not,
    TooLargeError,
    Want,
    leaves,
    without,
)
from sosiego.rules.condition_reading import Reader, text_of
from sosiego.rules.condition_search import possible
from sosiego.rules.conditions import Condition, ConditionError
from sosiego.rules.vocabulary import Fact

# Every way in which two answers can differ.
_DIFFERENCES = ((FALSE, NOT_FALSE), (TRUE, NOT_TRUE), (UNKNOWN, TRUE), (UNKNOWN, FALSE))


class ConditionNeverHoldsError(ConditionError):
    """Nothing can make the condition true."""


class ConditionAlwaysHoldsError(ConditionError):
    """Nothing can make the condition false."""


class DeadClauseError(ConditionError):
    """A part of a condition that decides nothing."""


def refuse_degenerate(
    condition: Condition, vocabulary: Mapping[str, Fact], texts: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Raise what is wrong with the sense of a condition; nothing if each of its parts decides something.

    `texts`: by fact, the only names that the rule-book knows for it. A condition that is false for an unknown
    fact does not always hold: `latest_grade IS NOT NULL` is sensible law. Raises `ConditionNeverHoldsError`,
    `ConditionAlwaysHoldsError` or `DeadClauseError`.
    """
    known = {name: tuple(texts[name]) for name in condition.facts if texts and texts.get(name)}
    facts = {name: vocabulary[name] for name in condition.facts}
    try:
        fault = _fault(Reader(condition.tree, facts, known))
    except TooLargeError:
        return
    if fault is not None:
        line, column = condition.position(fault.at)
        raise fault.kind(
            fault.what, sql=condition.sql, line=line, column=column, where=condition.where, todo=fault.todo
        )


def can_be(condition: Condition, truth: bool | None, vocabulary: Mapping[str, Fact]) -> bool:
    """Whether some facts, known or not, give this answer; True if the condition is too large to search."""
    reader = Reader(condition.tree, {name: vocabulary[name] for name in condition.facts}, {})
    try:
        return possible((reader.root, frozenset({truth})))
    except TooLargeError:
        return True


@dataclass(frozen=True)
class _Fault:
    kind: type[ConditionError]
    what: str
    at: exp.Expression
    todo: str


def _fault(reader: Reader) -> _Fault | None:
    root = reader.root
    if not possible((root, TRUE)):
        core = _core(reader, root, decides=False, want=TRUE)
        said = " and ".join(text_of(part.tree) for part in core)
        why = f"{said} cannot be true together" if len(core) > 1 else f"{said} is never true"
        return _Fault(
            ConditionNeverHoldsError,
            f"This condition can never hold: {why}{_limits(reader, core, TRUE)}.",
            core[0].tree,
            "Change it so that something can meet it, or take the rule away.",
        )
    if not possible((root, FALSE)):
        core = _core(reader, root, decides=True, want=FALSE)
        said = " or ".join(text_of(part.tree) for part in core)
        why = f"{said} leaves nothing out" if len(core) > 1 else f"{said} is never false"
        return _Fault(
            ConditionAlwaysHoldsError,
            f"This condition always holds: {why}{_limits(reader, core, FALSE)}.",
            core[0].tree,
            "Change it so that something can fail to meet it; as it stands, the rule would hit everybody.",
        )
    for joined, part in _all_parts(root):
        reason = _dead(reader, joined, part)
        if reason:
            return _Fault(
                DeadClauseError,
                f"This part of the condition changes nothing: {text_of(part.tree)} {reason}.",
                part.tree,
                "Correct it, or strike it out.",
            )
    return None


def _limits(reader: Reader, core: Sequence[Node], want: Want) -> str:
    """What is known beforehand of the facts, if the parts could be what is wanted without it."""
    first, *others = core
    free = Reader(first.tree, reader.facts, {}, within_bounds=False)
    parts = [free.root, *(free.read(other.tree) for other in others)]
    return reader.limits(core) if possible(*((part, want) for part in parts)) else ""


def _core(reader: Reader, root: Node, *, decides: bool, want: Want) -> list[Node]:
    """The fewest parts of the outermost AND (OR) that no facts bring to `want` together."""
    if not (isinstance(root, Joined) and root.decides is decides) or root.one_clause:
        return [root]
    core = list(root.parts)
    for part in root.parts:
        fewer = [other for other in core if other is not part]
        if fewer and not possible(*((other, want) for other in fewer)):
            core = fewer
    return core


def _all_parts(node: Node) -> Iterable[tuple[Joined, Node]]:
    """Each part of each AND and OR, with what joins it, the outermost first."""
    if isinstance(node, Not):
        yield from _all_parts(node.part)
    elif isinstance(node, Joined) and not node.one_clause:
        yield from ((node, part) for part in node.parts)
        for part in node.parts:
            yield from _all_parts(part)


def _dead(reader: Reader, joined: Joined, part: Node) -> str:
    """Why a part decides nothing; "" if it does."""
    if not possible((part, FALSE)):
        return f"always holds{_limits(reader, [part], FALSE)}"
    if not possible((part, TRUE)):
        return f"can never hold{_limits(reader, [part], TRUE)}"
    outside = set().union(*(other.keys for other in leaves(reader.root, without=part)))
    if outside.isdisjoint(part.keys):
        return ""
    if joined.decides and not possible((part, TRUE), *_beside(reader.root, joined)):
        return "can never hold together with the rest of it"
    shortened = without(reader.root, joined, part)
    for full, other in _DIFFERENCES:
        if possible((reader.root, full), (shortened, other)):
            return ""
    return "is said by the rest of it already" if joined.decides is False else "is covered by the rest of it"


def _beside(root: Node, joined: Joined) -> list[Goal]:
    """What must hold for the condition to hold, besides an OR that is one of its outermost clauses."""
    if isinstance(root, Joined) and not root.decides and joined in root.parts:
        return [(part, TRUE) for part in root.parts if part is not joined]
    return []
