"""The parts of the design system that templates call by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django import template
from django.forms import BoundField, Form
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sosiego.reading import words as words_of_the_law
from sosiego.web import book, conditions, facts
from sosiego.web import words as vocabulary
from sosiego.web.tables import Cell, Table

register = template.Library()

# Day and time as each language writes them, short enough for a table.
DAY_FORMATS = {"zh": "Y年n月j日", "es": "j b Y"}
DAY_FORMAT = "j M Y"
_PERIOD = re.compile(r"(\d{4})(?:Q([1-4])|-(\d\d))")


@register.filter
def say(text: Mapping[str, str] | str | None) -> str:
    """A text of the rule-book in the language of the page."""
    return book.say(text)


@register.filter
def number(canonical: str | None) -> str:
    """A number as people of this country write it."""
    return book.national(canonical) if canonical else _("no number shown")


@register.filter
def category(code: str) -> str:
    return book.category_name(code) if code else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A point in time, local to the rule-book's country, to the minute."""
    if value is None:
        return "–"
    return f"{day(value)} {clock_time(value)}"


@register.filter
def day(value: date | datetime | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return formats.date_format(value, DAY_FORMATS.get(book.language(), DAY_FORMAT))


@register.filter
def period(name: str) -> str:
    """A quarter or month in words; other periods as they are named."""
    found = _PERIOD.fullmatch(name)
    if found is None:
        return name
    year, quarter, month = found.groups()
    if quarter:
        return _("Q%(quarter)s %(year)s") % {"quarter": quarter, "year": year}
    first = date(int(year), int(month), 1)
    return formats.date_format(first, "Y年n月" if book.language() == "zh" else "F Y")


@register.filter
def known_date(written: str) -> str:
    """A date of which perhaps only the month or the year is known, as a rule-book writes it."""
    return day(date.fromisoformat(written)) if len(written) == len("2026-01-01") else period(written)


@register.filter
def clock_time(value: datetime) -> str:
    return formats.date_format(timezone.localtime(value), "H:i")


@register.filter
def amount(value: Any) -> str:
    """A number with the language's separators; at most four significant places behind the point."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(vocabulary.word("yes", value).label)
    if not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or float(value).is_integer():
        return formats.number_format(int(value), use_l10n=True, force_grouping=True)
    places = 1 if abs(value) >= 100 else 2 if abs(value) >= 1 else 4
    return formats.number_format(round(value, places), use_l10n=True, force_grouping=True)


@register.filter
def percent(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{formats.number_format(round(value * 100, 1), use_l10n=True)} %"


@register.filter
def points(value: float | None) -> str:
    """A score, to one place."""
    return "–" if value is None else formats.number_format(round(value, 1), decimal_pos=1, use_l10n=True)


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    return mapping.get(key)


@register.filter
def word(code: Any, group: str) -> Any:
    """The word for a code of a group, without colour."""
    return vocabulary.word(group, code).label


@register.filter
def law_word(code: Any, group: str) -> str:
    """The word for a code of the law."""
    return words_of_the_law.label(group, code)


@register.filter
def tone(code: Any, group: str) -> str:
    return vocabulary.word(group, code).tone


@register.simple_tag
def tag(group: str, code: Any) -> SafeString:
    """A state as a word on its colour."""
    found = vocabulary.word(group, code)
    return format_html('<span class="tag {}">{}</span>', found.tone, found.label)


@register.simple_tag
def caller_url(canonical: str) -> str:
    return caller_address(canonical)


def caller_address(canonical: str) -> str:
    """Where the console tells the story of a number."""
    return reverse("console:caller", args=[canonical])


@register.filter
def actor(value: str) -> str:
    """Who acted, in words: "user:ana" is "ana", "system" is the system; a name stays as it is."""
    kind, _sep, name = (value or "").partition(":")
    if kind == "system":
        return _("the system")
    if kind == "public":
        return _("a member of the public")
    return name or kind


@register.filter
def quoted(value: str) -> str:
    return quote(value, safe="")


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, page: str = "") -> dict[str, Any]:
    """One field of a form: label, hint, error, control. `page`: the label is the page's question."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "") or type(widget).__name__.lower()
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    attributes = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    grouped = kind in ("radio", "checkbox") and hasattr(widget, "choices")
    return {
        "bound": bound,
        "kind": kind,
        "page": page,
        "grouped": grouped,
        "control": "" if grouped else bound.as_widget(attrs=attributes),
        "described": " ".join(described),
        "hints": getattr(bound.field, "option_hints", {}),
        "two": getattr(bound.field, "in_two_columns", False),
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Form) -> dict[str, Any]:
    """All errors of a form at the top, each with a link to its field."""
    found = []
    for name, errors in form.errors.items():
        if name == "__all__":
            found += [{"href": "", "text": error} for error in errors]
            continue
        bound = form[name]
        grouped = hasattr(bound.field.widget, "choices") and hasattr(bound.field.widget, "input_type")
        target = f"{bound.auto_id}_0" if grouped else bound.auto_id
        found += [{"href": f"#{target}", "text": error} for error in errors]
    return {"errors": found}


@register.inclusion_tag("components/table.html", takes_context=True)
def table(context: template.Context, of: Table) -> dict[str, Any]:
    return {"table": of, "request": context.get("request")}


@register.simple_tag
def cell(of: Cell) -> Any:
    """The content of one cell, by the kind of its column."""
    shown = _shown(of)
    if of.href:
        return format_html('<a href="{}">{}</a>', of.href, shown)
    return shown


def _shown(of: Cell) -> Any:
    value, kind = of.shown, of.column.kind
    if kind.startswith("tag:"):
        return tag(kind.removeprefix("tag:"), value)
    if kind.startswith("word:"):
        return word(value, kind.removeprefix("word:"))
    formatter = {
        "time": moment,
        "date": day,
        "number": amount,
        "share": percent,
        "subject": number,
        "points": points,
        "actor": actor,
        "say": say,
        "category": category,
        "period": period,
    }.get(kind)
    if formatter:
        return formatter(value)
    return "–" if value in (None, "") else value


@register.filter
def cell_class(of: Any) -> str:
    kind = getattr(of, "column", of).kind
    if kind in ("number", "share", "points"):
        return "n"
    # A state or a kind is one or two words: broken over lines it is hard to scan, above all in Chinese.
    is_short = kind in ("time", "date", "subject", "code", "period") or kind.startswith(("word:", "tag:"))
    return "t" if is_short else ""


@register.filter
def unlocalized(value: float) -> str:
    """A coordinate for SVG: a point as decimal sign in every language."""
    return repr(value)


@register.filter
def rule_name(id: str) -> str:
    """The latest wording's name of a criterion, or of the step of a ladder from which a measure came; its id
    if the book knows it no more.
    """
    named = [one for one in book.current().all_criteria if one.id == id]
    return book.say(named[-1].name) if named else step_name(id)


@register.filter
def indicator_name(id: str) -> str:
    named = [one for one in book.current().all_indicators if one.id == id]
    return book.say(named[-1].name) if named else id


@register.filter
def violation_name(id: str) -> str:
    named = [one for one in book.current().all_violations if one.id == id]
    return book.say(named[-1].name) if named else id


@register.filter
def step_name(id: str) -> str:
    steps = [step for ladder in book.current().all_ladders for step in ladder.steps if step.id == id]
    return book.say(steps[-1].name) if steps else id


@register.filter
def fact(name: str) -> str:
    """What a fact or a count is called."""
    return facts.label(name)


@register.filter
def fact_value(value: Any, name: str) -> str:
    """The value of a fact with its unit."""
    return facts.said(name, value)


@register.filter
def clause_values(clause: Any) -> list[tuple[str, str]]:
    """(name, value) of the facts in a clause, in words; of one kept with a finding, or of a fresh one."""
    values = clause.get("value", {}) if isinstance(clause, Mapping) else clause.values
    return [(facts.label(name), facts.said(name, value)) for name, value in values.items()]


@register.filter
def purpose(code: str) -> str:
    return facts.purpose(code)


@register.filter
def in_words(clause: str) -> str:
    """A clause of a condition as people say it."""
    return conditions.in_words(clause)


@register.filter
def said_name(name: str | None) -> str:
    """The name of an organisation in the language of the page."""
    return book.said_name(name) if name else ""


@register.filter
def organisation_name(code: str) -> str:
    return book.organisation_name(code)


@register.filter
def basis(of: Mapping[str, str]) -> Any:
    """The full basis of a measure or sanction, whose record names rule and version."""
    return book.basis_of(of.get("rule", ""), of.get("version", ""))
