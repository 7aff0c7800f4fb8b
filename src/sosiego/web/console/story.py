"""A caller's story in sentences: what `cases.story` tells by name, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sosiego.cases.story import StoryLine, story
from sosiego.web import book, members, words
from sosiego.web.templatetags.sosiego import moment, rule_name
from sosiego.web.told import Told

_PAGES = {
    "O": "console:order",
    "M": "console:measure",
    "A": "console:appeal",
    "T": "console:traceback",
}
# A day's reports name the categories most often given.
_CATEGORIES_NAMED = 3


def story_of(subject: str) -> list[Told]:
    """The whole story of a number, the latest first: what matters now stands on top."""
    # That a case was opened says no more than the finding beside it.
    agents = {
        f"user:{one['name']}": book.organisation_name(one["organisation"])
        for one in members.users()
        if one["role"] == "agent"
    }
    return [_told(line, agents) for line in reversed(story(subject)) if line.kind != "opened"]


def _told(line: StoryLine, agents: dict[str, str]) -> Told:
    word = words.word("event", line.kind)
    title, group, code, quote = str(word.label), "", "", ""
    texts: list[str] = []
    parts = line.parts
    if line.kind == "reports":
        title = _people_reported(parts)
        texts = [_categories(parts)]
    elif line.kind == "found":
        title = _("Found: %(rule)s") % {"rule": rule_name(parts.get("rule", ""))}
        texts = [_explanation(parts)]
    elif line.kind == "order-issued":
        texts = [
            _("To %(addressee)s, due %(due)s.")
            % {"addressee": book.said_name(parts["addressee"]), "due": moment(parts["due_at"])}
        ]
    elif line.kind == "order-answered":
        group, code = "outcome", parts.get("outcome", "")
        texts = [_("After the deadline.") if parts.get("late") else ""]
        quote = parts.get("text", "")
    elif line.kind == "order-overdue":
        texts = [_("%(addressee)s has not answered.") % {"addressee": book.said_name(parts["addressee"])}]
    elif line.kind == "measure-in-force":
        kind = words.word("measure", parts.get("measure_kind", "")).label
        title = _("Measure in force: %(kind)s") % {"kind": kind}
        texts = [_("Until %(until)s.") % {"until": moment(parts["until"])} if parts.get("until") else ""]
    elif line.kind in ("measure-lifted", "appeal-decided"):
        texts = [_("It should never have been.") if parts.get("was_wrong") else ""]
        quote = parts.get("reason", "")
        if line.kind == "appeal-decided":
            group, code = "appeal", "upheld" if parts.get("upheld") else "refused"
    elif line.kind.startswith("traceback"):
        texts = [_traceback(line)]
    elif line.kind == "appealed":
        texts = [_("To be decided by %(due)s.") % {"due": moment(parts["due_at"])}]
    elif line.kind in ("reporter-asked", "appellant-asked"):
        due = parts["due_at"]
        texts = [
            _("The clock stands still.")
            if due is None
            else _("The deadline stays %(due)s.") % {"due": moment(due)}
        ]
        quote = parts["question"]
    elif line.kind in ("reporter-answered", "appellant-answered"):
        texts = [_("The deadline is now %(due)s.") % {"due": moment(parts["due_at"])}]
        quote = parts["answer"]
    elif line.kind in ("note", "reopened", "closed"):
        quote = parts.get("reason", "") or parts.get("text", "")
    by_system = system_reason(quote)
    return Told(
        at=line.at,
        title=title,
        tone=word.tone,
        texts=[text for text in (*texts, by_system) if text],
        quote="" if by_system else quote,
        tag_group=group,
        tag_code=code,
        # What the system does by itself needs no name beside it.
        actor="" if line.actor == "system" else agents.get(line.actor, line.actor),
        href=_address(line.link),
        link_text=line.link,
    )


_NOT_CONFIRMED = re.compile(r"Not confirmed in (\S+)\.")


def system_reason(reason: str) -> str:
    """A reason that the system gives itself, in the language of the page; "" if a person wrote it."""
    found = _NOT_CONFIRMED.fullmatch(reason)
    if found:
        return _("Not confirmed in %(order)s.") % {"order": found.group(1)}
    return _("Not decided by its deadline.") if reason == "Not decided by its deadline." else ""


def _people_reported(parts: dict[str, Any]) -> str:
    people = parts["people"]
    if parts["medium"] == "sms":
        return ngettext("One person reported a message", "%(n)s people reported messages", people) % {
            "n": people
        }
    return ngettext("One person reported a call", "%(n)s people reported calls", people) % {"n": people}


def _categories(parts: dict[str, Any]) -> str:
    named = list(parts["categories"].items())[:_CATEGORIES_NAMED]
    return ", ".join(f"{book.category_name(code)} ({count})" for code, count in named)


def _explanation(parts: dict[str, Any]) -> str:
    """What the rule says, in the wording that was applied."""
    wordings = [one for one in book.current().all_criteria if one.id == parts.get("rule")]
    applied = [one for one in wordings if one.version == parts.get("version")] or wordings
    return book.say(applied[-1].explanation) if applied else ""


def _traceback(line: StoryLine) -> str:
    asked = book.said_name(line.parts.get("asked", ""))
    if line.kind != "traceback-answered":
        return str(asked)
    previous = line.parts.get("previous")
    if previous:
        named = {"asked": asked, "previous": book.organisation_name(previous)}
        return _("%(asked)s got the call from %(previous)s.") % named
    return _("The call began with %(asked)s.") % {"asked": asked}


def _address(link: str) -> str:
    page = _PAGES.get(link[:1])
    return reverse(page, args=[link]) if page and "-" in link else ""
