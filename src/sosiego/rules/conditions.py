"""Conditions: SQL boolean expressions over the vocabulary of facts, with one meaning on any engine.

Allowed: AND OR NOT, comparisons, BETWEEN, IN, IS [NOT] NULL, arithmetic, literals. Three-valued (Kleene):
what rests on an unknown fact is unknown, never false. A division by zero is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sosiego.errors import SosiegoError
from sosiego.rules.place import Place
from sosiego.rules.vocabulary import Fact

Evaluator = Callable[[Mapping[str, Any]], Any]

# The dialect in which conditions are written: the engine that is always there.
DIALECT = "duckdb"
_ORDERINGS: dict[type[exp.Expression], Callable[[Any, Any], Any]] = {
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
}
_COMPARISONS: dict[type[exp.Expression], Callable[[Any, Any], Any]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    **_ORDERINGS,
}
_ARITHMETIC: dict[type[exp.Expression], Callable[[Any, Any], Any]] = {
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mul: operator.mul,
    exp.Div: operator.truediv,
}
_NUMBERS = ("integer", "number")


class ConditionError(SosiegoError):
    """Something is wrong with a condition: shown with its line and a caret under the place."""

    def __init__(self, what: str, *, sql: str, line: int, column: int, where: Place, todo: str) -> None:
        lines = sql.splitlines() or [""]
        shown = lines[min(line, len(lines)) - 1]
        # The caret stands under the sign; signs of double width (Chinese) move it.
        wide = sum(1 for sign in shown[: column - 1] if ord(sign) >= 0x2E80)
        self.place = where.below(line - 1, max(where.column, 1) + column - 1)
        self.caret = f"    {shown}\n    {' ' * (column - 1 + wide)}^"
        super().__init__(what, where=f"{self.place}\n{self.caret}", todo=todo)


class ConditionSyntaxError(ConditionError):
    """The text is no boolean SQL expression."""


class ConditionNotAllowedError(ConditionError):
    """SQL, but not of the part that conditions may use."""


class UnknownFactError(ConditionError):
    """A name that the vocabulary does not know."""


class ConditionTypeError(ConditionError):
    """Values of different kinds are compared or counted together."""


@dataclass(frozen=True)
class Clause:
    """One of the parts that a condition joins by AND (or by OR, if that is outermost)."""

    text: str
    values: Mapping[str, Any]
    held: bool | None


@dataclass(frozen=True)
class Explanation:
    """Why a condition holds, does not, or cannot be known."""

    truth: bool | None
    joined_by: str  # "AND", "OR" or "" for a single clause
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class _Part:
    text: str
    facts: tuple[str, ...]
    evaluate: Evaluator


@dataclass(frozen=True)
class Condition:
    """A parsed, type-checked condition. Make it with `Condition.parse`."""

    sql: str
    facts: frozenset[str]
    # Text values that facts are compared with, so that a loader can check them against its lists.
    texts: Mapping[str, frozenset[str]]
    where: Place = field(compare=False)
    _tree: exp.Expression = field(repr=False, compare=False)
    _evaluate: Evaluator = field(repr=False, compare=False)
    _joined_by: str = field(repr=False, compare=False)
    _parts: tuple[_Part, ...] = field(repr=False, compare=False)
    # By dialect, as asked for: translating takes longer than asking a day's callers.
    _translated: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def parse(cls, sql: str, vocabulary: Mapping[str, Fact], where: Place) -> Condition:
        """Raise a `ConditionError`: of syntax, of what is not allowed, of an unknown fact or of types.

        `where` is the place of the text's first sign; each of its lines begins at that column.
        """
        checker = _Checker(sql, vocabulary, where)
        tree = checker.parse()
        checker.check(tree)
        joined_by, parts = _top_level(tree)
        return cls(
            sql=sql,
            facts=frozenset(checker.facts),
            texts={name: frozenset(values) for name, values in checker.texts.items()},
            where=where,
            _tree=tree,
            _evaluate=_compile(tree),
            _joined_by=joined_by,
            _parts=tuple(_Part(_sql(p, DIALECT), _names(p), _compile(p)) for p in parts),
        )

    def evaluate(self, facts: Mapping[str, Any]) -> bool | None:
        """True, False, or None for unknown. A fact that is absent or None is unknown."""
        truth: bool | None = self._evaluate(facts)
        return truth

    def explain(self, facts: Mapping[str, Any]) -> Explanation:
        """Each top-level clause with the values it used and whether it held."""
        clauses = tuple(
            Clause(part.text, {name: facts.get(name) for name in part.facts}, part.evaluate(facts))
            for part in self._parts
        )
        return Explanation(self.evaluate(facts), self._joined_by, clauses)

    def to_sql(self, dialect: str = DIALECT) -> str:
        """The same condition for an engine, with the same three values. Column names are fact names."""
        if dialect not in self._translated:
            self._translated[dialect] = _sql(self._tree.transform(_portable), dialect)
        return self._translated[dialect]

    def __str__(self) -> str:
        return self.sql


class _Checker:
    """Parses one condition and gives each expression its type; notes the facts and texts it meets."""

    def __init__(self, sql: str, vocabulary: Mapping[str, Fact], where: Place) -> None:
        self.sql, self.vocabulary, self.where = sql, vocabulary, where
        self.facts: list[str] = []
        self.texts: dict[str, set[str]] = {}

    def parse(self) -> exp.Expression:
        try:
            statements = sqlglot.parse(self.sql, read=DIALECT)
        except SqlglotError as error:
            details = getattr(error, "errors", None) or [{}]
            line, end = details[0].get("line") or 1, details[0].get("col") or 1
            column = max(1, end - len(details[0].get("highlight") or " ") + 1)
            reason = details[0].get("description") or "it cannot be read"
            if "Required keyword" in reason:
                reason = "something is missing after this"
            raise ConditionSyntaxError(
                f"the condition is not SQL: {reason[0].lower() + reason[1:]}",
                **self._at(line, column),
                todo='write a boolean SQL expression, as in "calls > 60 AND NOT is_exempt"',
            ) from None
        if len(statements) != 1 or statements[0] is None:
            raise ConditionSyntaxError(
                "the condition is empty"
                if not statements or statements[0] is None
                else "there is more than one condition",
                **self._at(1, 1),
                todo="write one boolean SQL expression; join several with AND",
            )
        return statements[0]

    def check(self, tree: exp.Expression) -> None:
        found = self.type_of(tree)
        if found != "boolean":
            raise ConditionTypeError(
                f"a condition must be true or false, this is {_an(found)}",
                **self._place_of(tree),
                todo="compare it with something",
            )

    def type_of(self, node: exp.Expression) -> str:
        """The type of an expression; "null" for NULL, which is allowed after IS only."""
        match node:
            case exp.Paren():
                return self.type_of(node.this)
            case exp.Column():
                return self._fact(node)
            case exp.Literal():
                return "text" if node.is_string else "integer" if node.this.isdigit() else "number"
            case exp.Boolean():
                return "boolean"
            case exp.Cast():
                return self._date(node)
            case exp.Neg():
                return self._want(node.this, _NUMBERS, "- needs a number")
            case exp.And() | exp.Or():
                for side in _sides(node):
                    self._want(side, ("boolean",), f"{node.key.upper()} joins conditions")
                return "boolean"
            case exp.Not():
                return self._want(node.this, ("boolean",), "NOT turns a condition round")
            case exp.Is():
                return self._is(node)
            case exp.Between():
                for limit in (node.args["low"], node.args["high"]):
                    self._comparable(node.this, limit, ordered=True)
                return "boolean"
            case exp.In():
                return self._in(node)
        if type(node) in _COMPARISONS:
            self._comparable(*_sides(node), ordered=type(node) in _ORDERINGS)
            return "boolean"
        if type(node) in _ARITHMETIC:
            kinds = {self._want(side, _NUMBERS, "arithmetic needs numbers") for side in _sides(node)}
            return "integer" if kinds == {"integer"} and not isinstance(node, exp.Div) else "number"
        raise ConditionNotAllowedError(
            f"conditions may not use {_called(node)}",
            **self._place_of(node),
            todo="use AND OR NOT, = <> < <= > >=, BETWEEN, IN, IS [NOT] NULL, + - * / and literals",
        )

    def _fact(self, column: exp.Column) -> str:
        name = column.name
        if not column.table and name in self.vocabulary:
            if name not in self.facts:
                self.facts.append(name)
            return self.vocabulary[name].type
        written = f"{column.table}.{name}" if column.table else name
        near = get_close_matches(written.lower(), self.vocabulary, n=3, cutoff=0.6)
        if near:
            todo = "write " + " or ".join(near)
        elif column.this.quoted:
            todo = f"put text in single quotes: '{name}'"
        else:
            todo = "look in the vocabulary of facts (facts.yaml); a new fact is added there first"
        raise UnknownFactError(f'there is no fact named "{written}"', **self._place_of(column), todo=todo)

    def _date(self, node: exp.Cast) -> str:
        literal = node.this
        if node.to.is_type("date") and isinstance(literal, exp.Literal) and literal.is_string:
            try:
                date.fromisoformat(literal.this)
            except ValueError as error:
                raise ConditionTypeError(
                    f"'{literal.this}' is no date: {error}",
                    **self._place_of(node),
                    todo="write DATE 'YYYY-MM-DD'",
                ) from None
            return "date"
        raise ConditionNotAllowedError(
            "conditions may not convert types",
            **self._place_of(node),
            todo="only DATE 'YYYY-MM-DD' is allowed",
        )

    def _is(self, node: exp.Is) -> str:
        if not isinstance(node.expression, exp.Null):
            raise ConditionNotAllowedError(
                "IS may be followed by NULL or NOT NULL only",
                **self._place_of(node),
                todo="write the fact itself, or NOT and the fact",
            )
        self.type_of(node.this)
        return "boolean"

    def _in(self, node: exp.In) -> str:
        if not node.expressions:
            raise ConditionNotAllowedError(
                "IN needs a list of literals", **self._place_of(node), todo="write IN ('a', 'b')"
            )
        for choice in node.expressions:
            if not isinstance(choice, exp.Literal | exp.Neg | exp.Cast):
                raise ConditionNotAllowedError(
                    "IN needs a list of literals", **self._place_of(choice), todo="write IN ('a', 'b')"
                )
            self._comparable(node.this, choice, ordered=False)
        return "boolean"

    def _want(self, node: exp.Expression, wanted: tuple[str, ...], reason: str) -> str:
        found = self.type_of(node)
        if found not in wanted:
            raise ConditionTypeError(
                f"{reason}, this is {_an(found)}", **self._place_of(node), todo=f"put {_an(wanted[-1])} here"
            )
        return found

    def _comparable(self, left: exp.Expression, right: exp.Expression, *, ordered: bool) -> None:
        kinds = self.type_of(left), self.type_of(right)
        if kinds[0] != kinds[1] and not all(kind in _NUMBERS for kind in kinds):
            raise ConditionTypeError(
                f"{_an(kinds[0])} cannot be compared with {_an(kinds[1])}",
                **self._place_of(left),
                todo="compare things of one kind: text in single quotes, numbers bare, DATE before dates",
            )
        if ordered and kinds[0] in ("text", "boolean"):
            raise ConditionTypeError(
                f"{_an(kinds[0])} is not greater or less than another",
                **self._place_of(left),
                todo="compare with =, <> or IN",
            )
        for this, other in ((left, right), (right, left)):
            if isinstance(this, exp.Column) and isinstance(other, exp.Literal) and other.is_string:
                self.texts.setdefault(this.name, set()).add(other.this)

    def _place_of(self, node: exp.Expression) -> dict[str, Any]:
        """Line and column of the first sign known to belong to it."""
        starts = [part.meta["start"] for part in node.walk() if "start" in part.meta]
        if not starts:
            starts = [
                max(0, self.sql.find(part.name)) for part in node.walk() if isinstance(part, exp.Literal)
            ]
        start = min(starts, default=0)
        before = self.sql[:start]
        return self._at(before.count("\n") + 1, start - before.rfind("\n"))

    def _at(self, line: int, column: int) -> dict[str, Any]:
        return {"sql": self.sql, "line": line, "column": column, "where": self.where}


def _sides(node: exp.Expression) -> tuple[exp.Expression, exp.Expression]:
    return node.args["this"], node.args["expression"]


def _bare(node: exp.Expression) -> exp.Expression:
    """The expression without parentheses around it."""
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def _an(kind: str) -> str:
    return {
        "integer": "a whole number",
        "number": "a number",
        "text": "a text",
        "boolean": "a condition",
    }.get(kind, f"a {kind}")


def _called(node: exp.Expression) -> str:
    return "NULL without IS" if isinstance(node, exp.Null) else node.key.upper()


def _sql(tree: exp.Expression, dialect: str) -> str:
    return tree.sql(dialect=dialect)


def _names(tree: exp.Expression) -> tuple[str, ...]:
    """Fact names in the order in which they are written."""
    columns = sorted(tree.find_all(exp.Column), key=lambda column: column.this.meta.get("start", 0))
    return tuple(dict.fromkeys(column.name for column in columns))


def _top_level(tree: exp.Expression) -> tuple[str, list[exp.Expression]]:
    tree = _bare(tree)
    for kind, word in ((exp.And, "AND"), (exp.Or, "OR")):
        if isinstance(tree, kind):
            return word, _flat(tree, kind)
    return "", [tree]


def _flat(tree: exp.Expression, kind: type[exp.Expression]) -> list[exp.Expression]:
    """The parts of A AND (B AND C) AND D, in order; parentheses that change nothing are taken off."""
    inner = _bare(tree)
    if isinstance(inner, kind):
        return _flat(inner.this, kind) + _flat(inner.expression, kind)
    return [tree if isinstance(inner, exp.Connector) else inner]


def _portable(node: exp.Expression) -> exp.Expression:
    """Make engines agree: fractions are DOUBLE, a division by zero is NULL, products do not overflow."""
    if isinstance(node, exp.Literal) and not node.is_string and not node.this.isdigit():
        return exp.cast(node, "double")
    if type(node) in _ARITHMETIC:
        left, right = (_as_double(side.transform(_portable)) for side in _sides(node))
        if isinstance(node, exp.Div):
            right = exp.Nullif(this=right, expression=exp.Literal.number(0))
        # Both sides are done: sqlglot does not go into what a transformation made new.
        return exp.paren(type(node)(this=left, expression=right), copy=False)
    return node


def _as_double(node: exp.Expression) -> exp.Expression:
    return node if isinstance(node, exp.Cast) else exp.cast(node, "double")


def _compile(node: exp.Expression) -> Evaluator:
    """A closure that evaluates the expression on one mapping of facts."""
    match node:
        case exp.Paren():
            return _compile(node.this)
        case exp.Column():
            return partial(_get, node.name)
        case exp.Literal() | exp.Boolean() | exp.Cast():
            return partial(_constant, _literal(node))
        case exp.Neg():
            return partial(_negated, _compile(node.this))
        case exp.And():
            return partial(_all, tuple(_compile(part) for part in _flat(node, exp.And)))
        case exp.Or():
            return partial(_any, tuple(_compile(part) for part in _flat(node, exp.Or)))
        case exp.Not():
            return partial(_not, _compile(node.this))
        case exp.Is():
            return partial(_is_null, _compile(node.this))
        case exp.Between():
            value = _compile(node.this)
            limits = (operator.ge, node.args["low"]), (operator.le, node.args["high"])
            return partial(
                _all, tuple(partial(_compare, test, value, _compile(limit)) for test, limit in limits)
            )
        case exp.In():
            return partial(
                _among, _compile(node.this), frozenset(_literal(choice) for choice in node.expressions)
            )
    if type(node) in _ARITHMETIC:
        left, right = _sides(node)
        return partial(_count, _ARITHMETIC[type(node)], _compile(left), _compile(right))
    test = _COMPARISONS[type(node)]
    left, right = (_bare(side) for side in _sides(node))
    if isinstance(left, exp.Column) and isinstance(right, exp.Literal):
        return partial(_compare_fact, test, left.name, _literal(right))
    return partial(_compare, test, _compile(left), _compile(right))


def _literal(node: exp.Expression) -> Any:
    match node:
        case exp.Neg():
            return -_literal(node.this)
        case exp.Cast():
            return date.fromisoformat(node.this.this)
        case exp.Boolean():
            return bool(node.this)
    if node.is_string:
        return node.this
    return int(node.this) if node.this.isdigit() else float(node.this)


def _get(name: str, facts: Mapping[str, Any]) -> Any:
    return facts.get(name)


def _constant(value: Any, facts: Mapping[str, Any]) -> Any:
    return value


def _negated(part: Evaluator, facts: Mapping[str, Any]) -> Any:
    value = part(facts)
    return None if value is None else -value


def _all(parts: tuple[Evaluator, ...], facts: Mapping[str, Any]) -> bool | None:
    truth: bool | None = True
    for part in parts:
        value = part(facts)
        if value is None:
            truth = None
        elif not value:
            return False
    return truth


def _any(parts: tuple[Evaluator, ...], facts: Mapping[str, Any]) -> bool | None:
    truth: bool | None = False
    for part in parts:
        value = part(facts)
        if value is None:
            truth = None
        elif value:
            return True
    return truth


def _not(part: Evaluator, facts: Mapping[str, Any]) -> bool | None:
    value = part(facts)
    return None if value is None else not value


def _is_null(part: Evaluator, facts: Mapping[str, Any]) -> bool:
    return part(facts) is None


def _among(part: Evaluator, choices: frozenset[Any], facts: Mapping[str, Any]) -> bool | None:
    value = part(facts)
    return None if value is None else value in choices


def _compare_fact(
    test: Callable[[Any, Any], Any], name: str, limit: Any, facts: Mapping[str, Any]
) -> bool | None:
    value = facts.get(name)
    return None if value is None else bool(test(value, limit))


def _compare(
    test: Callable[[Any, Any], Any], left: Evaluator, right: Evaluator, facts: Mapping[str, Any]
) -> bool | None:
    a, b = left(facts), right(facts)
    return None if a is None or b is None else bool(test(a, b))


def _count(
    how: Callable[[Any, Any], Any], left: Evaluator, right: Evaluator, facts: Mapping[str, Any]
) -> Any:
    a, b = left(facts), right(facts)
    if a is None or b is None or (how is operator.truediv and b == 0):
        return None
    # Floats, as the engines count: whole numbers overflow differently on each.
    return how(float(a), float(b))
