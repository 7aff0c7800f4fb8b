"""A condition in words: what the rule-book writes as SQL, said with the names of facts and their units."""

from __future__ import annotations

from typing import Any

import sqlglot
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from sqlglot import exp

from sosiego.reading import facts
from sosiego.reading.speech import language
from sosiego.rules.book import RuleBook
from sosiego.rules.conditions import DIALECT

# What a comparison says of the fact on its left.
_SAID: dict[type[exp.Expression], str] = {
    exp.GTE: gettext_noop("at least %(value)s"),
    exp.GT: gettext_noop("more than %(value)s"),
    exp.LTE: gettext_noop("at most %(value)s"),
    exp.LT: gettext_noop("less than %(value)s"),
    exp.EQ: "%(value)s",
    exp.NEQ: gettext_noop("other than %(value)s"),
}
_SIGNS = {exp.Mul: "×", exp.Div: "÷", exp.Add: "+", exp.Sub: "−"}


# Condition, language, digest of the rule-book -> what was said of it. Pages say the same ones often.
_KEPT: dict[tuple[str, str, str], str] = {}
# More than the conditions of all shipped rule-books in all languages, clause by clause.
_MOST_KEPT = 8192


def in_words(clause: str, law: RuleBook) -> str:
    """One clause or whole condition in the language that is spoken; as it is written if it cannot be said."""
    key = clause, language(), law.digest
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = _said(clause, law)
    return _KEPT[key]


def _said(clause: str, law: RuleBook) -> str:
    try:
        return _Teller(law).phrase(sqlglot.parse_one(clause, read=DIALECT))
    except (sqlglot.errors.SqlglotError, _CannotBeSaidError):
        return clause


class _CannotBeSaidError(Exception):
    """An expression for which there are no words here."""


class _Teller:
    """Says the parts of a condition as one rule-book names things."""

    def __init__(self, law: RuleBook) -> None:
        self.law = law

    def phrase(self, node: exp.Expression) -> str:
        node = node.unnest()
        about = self._about(node)
        if about is not None:
            return _("%(fact)s: %(said)s") % {"fact": about[0], "said": about[1]}
        if isinstance(node, exp.And | exp.Or):
            return self._joined(node)
        if isinstance(node, exp.Not):
            return _("not so: %(what)s") % {"what": self.phrase(node.this)}
        raise _CannotBeSaidError

    def _joined(self, node: exp.And | exp.Or) -> str:
        """Both sides; one that is joined by the other word stands in brackets."""
        inner = exp.Or if isinstance(node, exp.And) else exp.And
        sides = [side.unnest() for side in (node.this, node.expression)]
        one, other = (
            f"({self.phrase(side)})" if isinstance(side, inner) else self.phrase(side) for side in sides
        )
        of_one, of_other = self._about(sides[0]), self._about(sides[1])
        if of_one and of_other and of_one[0] == of_other[0]:
            # Two things said of one fact name it once.
            other = of_other[1]
        said = {"one": one, "other": other}
        return (
            _("%(one)s, and %(other)s") % said
            if isinstance(node, exp.And)
            else _("%(one)s, or %(other)s") % said
        )

    def _about(self, node: exp.Expression) -> tuple[str, str] | None:
        """(fact, what is said of it), if the expression says one thing of one fact or sum."""
        match node:
            case exp.Column():
                return facts.label(node.name, self.law), facts.said(node.name, True, self.law)
            case exp.Is():
                return self._operand(node.this, node), _("not known")
            case exp.In():
                return self._operand(node.this, node), self._choices(node)
            case exp.Between():
                limits = {name: self._operand(node.args[name], node.this) for name in ("low", "high")}
                return self._operand(node.this, node), _("from %(low)s to %(high)s") % limits
            case exp.Not():
                return self._negated(node.this.unnest())
        if type(node) in _SAID:
            value, said = self._operand(node.expression, node.this), _SAID[type(node)]
            return self._operand(node.this, node), (_(said) if said != "%(value)s" else said) % {
                "value": value
            }
        return None

    def _negated(self, node: exp.Expression) -> tuple[str, str] | None:
        match node:
            case exp.Column():
                return facts.label(node.name, self.law), facts.said(node.name, False, self.law)
            case exp.Is():
                return self._operand(node.this, node), _("known")
            case exp.In():
                return self._operand(node.this, node), _("none of: %(choices)s") % {
                    "choices": self._choices(node)
                }
        return None

    def _choices(self, node: exp.In) -> str:
        return " / ".join(self._operand(one, node.this) for one in node.expressions)

    def _operand(self, node: exp.Expression, beside: exp.Expression) -> str:
        """A side of a comparison. A literal is said in the unit of the fact that it is compared with."""
        match node:
            case exp.Paren():
                return self._operand(node.this, beside)
            case exp.Column():
                return facts.label(node.name, self.law)
            case exp.Literal():
                return self._literal(node, beside)
        if type(node) in _SIGNS:
            return self._sum(node)
        raise _CannotBeSaidError

    def _literal(self, node: exp.Literal, beside: exp.Expression) -> str:
        value: Any = node.this if node.is_string else float(node.this)
        name = beside.name if isinstance(beside, exp.Column) else ""
        return facts.said(name, value, self.law)

    def _sum(self, node: exp.Expression) -> str:
        left, right = node.this, node.expression
        other = self._operand(right, left)
        if isinstance(node, exp.Mul) and isinstance(left, exp.Literal) and float(left.this) < 1:
            share = f"{facts.said('', float(left.this) * 100, self.law)} %"
            return _("%(share)s of “%(fact)s”") % {"share": share, "fact": other}
        return f"{self._operand(left, right)} {_SIGNS[type(node)]} {other}"
