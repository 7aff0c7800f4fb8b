"""Conditions: SQL boolean expressions over the vocabulary of facts, with one meaning on any engine.

Allowed: AND OR NOT, comparisons, BETWEEN, IN, IS [NOT] NULL, arithmetic, literals. Three-valued (Kleene):
what rests on an unknown fact is unknown, never false. A division by zero is unknown, and so is whatever else
is no finite number: NaN and infinity, as a fact or as a result. Whole numbers are compared as they are;
compared with a fraction, or reckoned with, they become fractions of 64 bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from sosiego.errors import SosiegoError
from sosiego.rules.condition_case import COMPARISONS, ORDERINGS, Evaluator, decider
from sosiego.rules.condition_sql import written
from sosiego.rules.condition_trees import ARITHMETIC, NUMBERS, Kinds, is_literal, joined, sides
from sosiego.rules.place import Place
from sosiego.rules.vocabulary import Fact, subject_of
from sosiego.rules.written_dates import why_no_date

# The dialect in which conditions are written: the engine that is always there.
DIALECT = "duckdb"

# Facts are whole numbers of 64 bits; beyond, each engine takes a literal for something else.
LARGEST_WHOLE = 2**63 - 1


class ConditionError(SosiegoError):
    """Something is wrong with a condition: shown with its line and a caret under the place."""

    def __init__(self, what: str, *, sql: str, line: int, column: int, where: Place, todo: str) -> None:
        lines = sql.splitlines() or [""]
        shown = lines[min(line, len(lines)) - 1]
        # The caret stands under the sign; signs of double width (Chinese) move it.
        wide = sum(1 for sign in shown[: column - 1] if ord(sign) >= 0x2E80)
        self.place = where.below(line - 1, max(where.column, 1) + column - 1)
        self.caret = f"    {shown}\n    {' ' * (column - 1 + wide)}^" if shown.strip() else ""
        super().__init__(what, where=f"{self.place}\n{self.caret}".rstrip(), todo=todo)


class ConditionSyntaxError(ConditionError):
    """The text is no boolean SQL expression."""


class ConditionNotAllowedError(ConditionError):
    """SQL, but not of the part that conditions may use."""


class UnknownFactError(ConditionError):
    """A name that the vocabulary does not know."""


class UnknownTextError(ConditionError):
    """A fact is compared with a name that it can never have in this rule-book."""


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
    _kinds: Kinds = field(repr=False, compare=False)
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
        kinds = {name: vocabulary[name].type for name in checker.facts}
        joined_by, parts = joined(tree)
        return cls(
            sql=sql,
            facts=frozenset(checker.facts),
            texts={name: frozenset(values) for name, values in checker.texts.items()},
            where=where,
            _tree=tree,
            _kinds=kinds,
            _evaluate=decider(tree, kinds),
            _joined_by=joined_by,
            _parts=tuple(_Part(p.sql(dialect=DIALECT), _names(p), decider(p, kinds)) for p in parts),
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
            self._translated[dialect] = written(self._tree, self._kinds, dialect)
        return self._translated[dialect]

    @property
    def tree(self) -> exp.Expression:
        """The expression as parsed and checked; not to be changed."""
        return self._tree

    def position(self, node: exp.Expression) -> tuple[int, int]:
        """Line and column, within the text, of the first sign known to belong to a part of the tree."""
        return _position(node, self.sql)

    def unknown_text(self, fact: str, text: str, known: Iterable[str]) -> UnknownTextError:
        """The error that leads to a name which no list of the rule-book has."""
        names = list(known)
        near = get_close_matches(text, names, n=3)
        literals = (node for node in self._tree.find_all(exp.Literal) if node.is_string)
        line, column = self.position(next(node for node in literals if node.this == text))
        return UnknownTextError(
            f'{fact} is never "{text}": this rule-book has no such name.',
            sql=self.sql,
            line=line,
            column=column,
            where=self.where,
            todo=f"Write {' or '.join(near)}." if near else f"Write one of: {', '.join(names)}.",
        )

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
                reason = "something is missing here"
            raise ConditionSyntaxError(
                f"The condition is not SQL: {reason[0].lower() + reason[1:]}.",
                **self._at(line, column),
                todo='Write a boolean SQL expression, as in "calls > 60 AND NOT is_exempt".',
            ) from None
        if len(statements) != 1 or statements[0] is None:
            raise ConditionSyntaxError(
                "The condition is empty."
                if not statements or statements[0] is None
                else "There is more than one condition.",
                **self._at(1, 1),
                todo="Write one boolean SQL expression; join several with AND.",
            )
        return statements[0]

    def check(self, tree: exp.Expression) -> None:
        found = self.type_of(tree)
        if found != "boolean":
            raise ConditionTypeError(
                f"A condition must be true or false; this is {_an(found)}.",
                **self._place_of(tree),
                todo='Compare it with a value, as in "calls > 60".',
            )

    def type_of(self, node: exp.Expression) -> str:
        """The type of an expression; "null" for NULL, which is allowed after IS only."""
        match node:
            case exp.Paren():
                return self.type_of(node.this)
            case exp.Column():
                return self._fact(node)
            case exp.Literal():
                return self._literal(node)
            case exp.Boolean():
                return "boolean"
            case exp.Cast():
                return self._date(node)
            case exp.Neg():
                return self._want(node.this, NUMBERS, "- needs a number")
            case exp.And() | exp.Or():
                for side in sides(node):
                    self._want(side, ("boolean",), f"{node.key.upper()} joins conditions")
                return "boolean"
            case exp.Not():
                return self._want(node.this, ("boolean",), "NOT turns a condition round")
            case exp.Is():
                return self._is(node)
            case exp.Between() if not node.args.get("symmetric"):
                for limit in (node.args["low"], node.args["high"]):
                    self._comparable(node.this, limit, ordered=True)
                return "boolean"
            case exp.In():
                return self._in(node)
        if type(node) in COMPARISONS:
            self._comparable(*sides(node), ordered=type(node) in ORDERINGS)
            return "boolean"
        if isinstance(node, ARITHMETIC):
            kinds = {self._want(side, NUMBERS, "Arithmetic needs numbers") for side in sides(node)}
            return "integer" if kinds == {"integer"} and not isinstance(node, exp.Div) else "number"
        raise ConditionNotAllowedError(
            f"Conditions may not use {_called(node)}.",
            **self._place_of(node),
            todo="Use AND OR NOT, = <> < <= > >=, BETWEEN, IN, IS [NOT] NULL, + - * / and literals.",
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
            todo = f"Write {' or '.join(near)}."
        elif column.this.quoted:
            todo = f"Put text in single quotes: '{name}'."
        elif other := subject_of(written):
            todo = f"It is one of the facts of the {other}; here, others are known: see facts.yaml."
        else:
            todo = "Look in the vocabulary of facts (facts.yaml); a new fact is added there first."
        raise UnknownFactError(f'There is no fact named "{written}".', **self._place_of(column), todo=todo)

    def _literal(self, node: exp.Literal) -> str:
        if node.is_string:
            if "\0" in node.this:
                raise ConditionNotAllowedError(
                    "Conditions may not use the sign NUL in a text.",
                    **self._place_of(node),
                    todo="Take it out; engines end a text there.",
                )
            return "text"
        whole = node.this.isdigit()
        if int(node.this) > LARGEST_WHOLE if whole else not math.isfinite(float(node.this)):
            raise ConditionTypeError(
                f"The number {node.this} is too large.",
                **self._place_of(node),
                todo=f"Whole numbers go up to {LARGEST_WHOLE:,}, fractions to 1.7e308.",
            )
        return "integer" if whole else "number"

    def _date(self, node: exp.Cast) -> str:
        literal = node.this
        plain = type(node) is exp.Cast and isinstance(literal, exp.Literal) and literal.is_string
        if plain and node.to.is_type("date"):
            reason = why_no_date(literal.this)
            if reason:
                raise ConditionTypeError(
                    f"'{literal.this}' is no date: {reason}.",
                    **self._place_of(node),
                    todo="Write DATE and a day that there is, as in DATE '2026-02-28'.",
                )
            return "date"
        raise ConditionNotAllowedError(
            "Conditions may not convert types.",
            **self._place_of(node),
            todo="Only DATE 'YYYY-MM-DD' is allowed.",
        )

    def _is(self, node: exp.Is) -> str:
        if not isinstance(node.expression, exp.Null):
            raise ConditionNotAllowedError(
                "IS may be followed by NULL or NOT NULL only.",
                **self._place_of(node),
                todo="Write the fact itself, or NOT and the fact.",
            )
        self.type_of(node.this)
        return "boolean"

    def _in(self, node: exp.In) -> str:
        if not node.expressions:
            raise ConditionNotAllowedError(
                "IN needs a list of literals.", **self._place_of(node), todo="Write IN ('a', 'b')."
            )
        for choice in node.expressions:
            if not is_literal(choice):
                raise ConditionNotAllowedError(
                    "IN needs a list of literals.", **self._place_of(choice), todo="Write IN ('a', 'b')."
                )
            self._comparable(node.this, choice, ordered=False)
        return "boolean"

    def _want(self, node: exp.Expression, wanted: tuple[str, ...], reason: str) -> str:
        found = self.type_of(node)
        if found not in wanted:
            raise ConditionTypeError(
                f"{reason}; this is {_an(found)}.",
                **self._place_of(node),
                todo=f"Put {_an(wanted[-1])} here.",
            )
        return found

    def _comparable(self, left: exp.Expression, right: exp.Expression, *, ordered: bool) -> None:
        kinds = self.type_of(left), self.type_of(right)
        if kinds[0] != kinds[1] and not all(kind in NUMBERS for kind in kinds):
            raise ConditionTypeError(
                f"{_an(kinds[0]).capitalize()} cannot be compared with {_an(kinds[1])}.",
                **self._place_of(left),
                todo="Compare things of one kind: text in single quotes, numbers bare, DATE before dates.",
            )
        if ordered and kinds[0] in ("text", "boolean"):
            raise ConditionTypeError(
                f"{_an(kinds[0]).capitalize()} is not greater or less than another.",
                **self._place_of(left),
                todo="Compare with =, <> or IN.",
            )
        for this, other in ((left, right), (right, left)):
            if isinstance(this, exp.Column) and isinstance(other, exp.Literal) and other.is_string:
                self.texts.setdefault(this.name, set()).add(other.this)

    def _place_of(self, node: exp.Expression) -> dict[str, Any]:
        """Line and column of the first sign known to belong to it."""
        return self._at(*_position(node, self.sql))

    def _at(self, line: int, column: int) -> dict[str, Any]:
        return {"sql": self.sql, "line": line, "column": column, "where": self.where}


def _position(node: exp.Expression, sql: str) -> tuple[int, int]:
    starts = [part.meta["start"] for part in node.walk() if "start" in part.meta]
    if not starts:
        starts = [max(0, sql.find(part.name)) for part in node.walk() if isinstance(part, exp.Literal)]
    start = min(starts, default=0)
    return sql[:start].count("\n") + 1, start - sql[:start].rfind("\n")


def _an(kind: str) -> str:
    return {
        "integer": "a whole number",
        "number": "a number",
        "text": "a text",
        "boolean": "a condition",
    }.get(kind, f"a {kind}")


def _called(node: exp.Expression) -> str:
    if isinstance(node, exp.Between):
        return "BETWEEN SYMMETRIC"
    return "NULL without IS" if isinstance(node, exp.Null) else node.key.upper()


def _names(tree: exp.Expression) -> tuple[str, ...]:
    """Fact names in the order in which they are written."""
    columns = sorted(tree.find_all(exp.Column), key=lambda column: column.this.meta.get("start", 0))
    return tuple(dict.fromkeys(column.name for column in columns))
