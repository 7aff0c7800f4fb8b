"""A condition in words: what the rule-book writes as SQL, said with the names of facts and their units."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlglot
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from sqlglot import exp

from sosiego.rules.conditions import DIALECT
from sosiego.web import book, facts

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


def in_words(clause: str) -> str:
    """One clause or whole condition in the language of the page; as it is written if it cannot be said."""
    return _in_words(clause, book.language(), book.current().digest)


@lru_cache(maxsize=4096)
def _in_words(clause: str, language: str, digest: str) -> str:
    try:
        return _phrase(sqlglot.parse_one(clause, read=DIALECT))
    except (sqlglot.errors.SqlglotError, _CannotBeSaidError):
        return clause


class _CannotBeSaidError(Exception):
    """An expression for which there are no words here."""


def _phrase(node: exp.Expression) -> str:
    node = node.unnest()
    about = _about(node)
    if about is not None:
        return _("%(fact)s: %(said)s") % {"fact": about[0], "said": about[1]}
    if isinstance(node, exp.And | exp.Or):
        return _joined(node)
    if isinstance(node, exp.Not):
        return _("not so: %(what)s") % {"what": _phrase(node.this)}
    raise _CannotBeSaidError


def _joined(node: exp.And | exp.Or) -> str:
    """Both sides; one that is joined by the other word stands in brackets."""
    inner = exp.Or if isinstance(node, exp.And) else exp.And
    sides = [side.unnest() for side in (node.this, node.expression)]
    one, other = (f"({_phrase(side)})" if isinstance(side, inner) else _phrase(side) for side in sides)
    of_one, of_other = _about(sides[0]), _about(sides[1])
    if of_one and of_other and of_one[0] == of_other[0]:
        # Two things said of one fact name it once.
        other = of_other[1]
    said = {"one": one, "other": other}
    return (
        _("%(one)s, and %(other)s") % said if isinstance(node, exp.And) else _("%(one)s, or %(other)s") % said
    )


def _about(node: exp.Expression) -> tuple[str, str] | None:
    """(fact, what is said of it), if the expression says one thing of one fact or sum."""
    match node:
        case exp.Column():
            return facts.label(node.name), facts.said(node.name, True)
        case exp.Is():
            return _operand(node.this, node), _("not known")
        case exp.In():
            return _operand(node.this, node), _choices(node)
        case exp.Between():
            limits = {name: _operand(node.args[name], node.this) for name in ("low", "high")}
            return _operand(node.this, node), _("from %(low)s to %(high)s") % limits
        case exp.Not():
            return _negated(node.this.unnest())
    if type(node) in _SAID:
        value, said = _operand(node.expression, node.this), _SAID[type(node)]
        return _operand(node.this, node), (_(said) if said != "%(value)s" else said) % {"value": value}
    return None


def _negated(node: exp.Expression) -> tuple[str, str] | None:
    match node:
        case exp.Column():
            return facts.label(node.name), facts.said(node.name, False)
        case exp.Is():
            return _operand(node.this, node), _("known")
        case exp.In():
            return _operand(node.this, node), _("none of: %(choices)s") % {"choices": _choices(node)}
    return None


def _choices(node: exp.In) -> str:
    return " / ".join(_operand(one, node.this) for one in node.expressions)


def _operand(node: exp.Expression, beside: exp.Expression) -> str:
    """A side of a comparison. A literal is said in the unit of the fact that it is compared with."""
    match node:
        case exp.Paren():
            return _operand(node.this, beside)
        case exp.Column():
            return facts.label(node.name)
        case exp.Literal():
            return _literal(node, beside)
    if type(node) in _SIGNS:
        return _sum(node)
    raise _CannotBeSaidError


def _literal(node: exp.Literal, beside: exp.Expression) -> str:
    value: Any = node.this if node.is_string else float(node.this)
    name = beside.name if isinstance(beside, exp.Column) else ""
    return facts.said(name, value)


def _sum(node: exp.Expression) -> str:
    left, right = node.this, node.expression
    other = _operand(right, left)
    if isinstance(node, exp.Mul) and isinstance(left, exp.Literal) and float(left.this) < 1:
        share = f"{facts.said('', float(left.this) * 100)} %"
        return _("%(share)s of “%(fact)s”") % {"share": share, "fact": other}
    return f"{_operand(left, right)} {_SIGNS[type(node)]} {other}"
