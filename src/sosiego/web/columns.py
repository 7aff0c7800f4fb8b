"""The columns and filters that many tables share, each named by the path to its value ("case.subject")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sosiego.web import book
from sosiego.web.tables import Choice, Column
from sosiego.web.templatetags.sosiego import caller_address, rule_name
from sosiego.web.words import options


def at_path(path: str) -> Callable[[Any], Any]:
    """Reads a value behind dots; None as soon as something on the way is None."""
    names = path.split(".")

    def read(one: Any) -> Any:
        for name in names:
            if one is None:
                return None
            one = getattr(one, name)
        return one

    return read


def order_by(path: str) -> str:
    return path.replace(".", "__")


def reference(key: str, label: Any, path: str, page: str = "", to: str = "") -> Column:
    """A reference, linked to its page. `to`: path to what the page is asked for, if not the reference."""
    asked = at_path(to or path)
    link = (lambda one: reverse(page, args=[asked(one)])) if page else None
    return Column(key, label, at_path(path), "code", order=order_by(path), link=link)


def moment(key: str, label: Any, path: str = "") -> Column:
    return Column(key, label, at_path(path or key), "time", order=order_by(path or key))


def day(key: str, label: Any, path: str = "") -> Column:
    """A moment shown as its day, and exported whole."""
    return Column(key, label, at_path(path or key), "date", order=order_by(path or key))


def number(path: str, *, linked: bool = True) -> Column:
    """A caller's number; for officials it leads to its story."""
    read = at_path(path)
    link = (lambda one: caller_address(read(one))) if linked else None
    return Column("number", _("Number"), read, "subject", order=order_by(path), link=link)


def organisation(key: str, label: Any, path: str, *, linked: bool = False) -> Column:
    """An organisation by name, exported by its code."""
    read, code = at_path(path), at_path(f"{path}.code")

    def shown(one: Any) -> str | None:
        found = read(one)
        return book.said_name(found.name) if found else None

    def link(one: Any) -> str | None:
        return reverse("console:organisation", args=[code(one)]) if code(one) else None

    order = f"{order_by(path)}__name"
    return Column(key, label, code, order=order, show=shown, link=link if linked else None)


def rule(path: str, *, sorts: bool = True) -> Column:
    read = at_path(path)
    order = order_by(path) if sorts else ""
    return Column("rule", _("Rule"), read, order=order, show=lambda one: rule_name(read(one)))


def word(key: str, label: Any, group: str, path: str = "") -> Column:
    """A code in words, without colour."""
    return Column(key, label, at_path(path or key), f"word:{group}", order=order_by(path or key))


def state(group: str) -> Column:
    """The state that the query has read off the events, as a tag."""
    return Column("state", _("State"), at_path("state"), f"tag:{group}", order="state")


def by_code(key: str, label: Any, group: str, *codes: str, path: str = "") -> Choice:
    """Narrow a query to the rows with one code of a group of words."""
    field = order_by(path or key)
    return Choice(key, label, options(group, *codes), lambda rows, value: rows.filter(**{field: value}))
