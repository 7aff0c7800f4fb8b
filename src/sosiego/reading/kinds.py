"""The chapters of the law and the kinds of rules in each, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sosiego.reading.parts import Told
from sosiego.reading.said import control, finding, oversight, people, procedure, publishing, requirements
from sosiego.reading.speech import say
from sosiego.reading.words import label
from sosiego.rules.book import RuleBook


@dataclass(frozen=True)
class Kind:
    """One kind of rule: its address, its names, where its wordings are, and how one is told."""

    id: str
    name: Any
    plural: Any
    wordings: Callable[[RuleBook], Iterable[Any]]
    tell: Callable[[Any, RuleBook, date], Told]
    # What it is called, where the rule itself has no name.
    called: Callable[[Any], str] | None = None
    # What findings or violations are counted of it: "finding", "violation" or nothing.
    fires: str = ""

    @property
    def in_tests(self) -> str:
        """What lawyer's tests and commands call it."""
        return self.id.replace("-", " ")

    def id_of(self, wording: Any) -> str:
        """Rules that are one at a time are called by their kind."""
        return str(getattr(wording, "id", self.id))

    def name_of(self, wording: Any) -> str:
        if self.called is not None:
            return self.called(wording)
        return say(wording.name) if hasattr(wording, "name") else str(self.name)


@dataclass(frozen=True)
class Chapter:
    """Kinds of rules that are read together."""

    id: str
    name: Any
    about: Any
    kinds: tuple[Kind, ...]


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "findings",
        _("When a number comes under suspicion"),
        _("A number comes under suspicion only by these criteria."),
        (
            Kind(
                "criterion",
                _("Criterion"),
                _("Criteria"),
                lambda law: law.all_criteria,
                finding.criterion,
                fires="finding",
            ),
            Kind(
                "windows", _("Windows of facts"), _("Windows"), lambda law: law.all_windows, finding.windows
            ),
        ),
    ),
    Chapter(
        "procedure",
        _("How a case is dealt with"),
        _("Who does what, in which order, and by when."),
        (
            Kind("step", _("Step"), _("Steps"), lambda law: law.all_steps, procedure.step),
            Kind(
                "deadline", _("Deadline"), _("Deadlines"), lambda law: law.all_deadlines, procedure.deadline
            ),
        ),
    ),
    Chapter(
        "control",
        _("What networks do with calls and messages"),
        _("Exemptions are asked first: no path may block an exempt number."),
        (
            Kind("exemption", _("Exemption"), _("Exemptions"), control.exemptions, control.exemption),
            Kind("control", _("Control policy"), _("Policy"), lambda law: law.all_controls, control.policy),
            Kind(
                "call-rule",
                _("Rule for calls"),
                _("Rules"),
                lambda law: law.all_call_rules,
                control.call_rule,
            ),
            Kind("hours", _("Permitted hours"), _("Hours"), lambda law: law.all_hours, control.hours),
            Kind("cap", _("Cap"), _("Caps"), lambda law: law.all_caps, control.cap),
            Kind(
                "notice", _("Notice to networks"), _("Notices"), lambda law: law.all_notices, control.notice
            ),
        ),
    ),
    Chapter(
        "people",
        _("Reporting, refusing and registered senders"),
        _("How people report and refuse, and what senders must register."),
        (
            Kind(
                "channel", _("Reporting channel"), _("Channels"), lambda law: law.all_channels, people.channel
            ),
            Kind(
                "complaint",
                _("Rule of reports"),
                _("Reports"),
                lambda law: law.all_complaints,
                people.complaint,
            ),
            Kind(
                "preferences",
                _("Refusal of calls and messages"),
                _("Refusals"),
                lambda law: law.all_preferences,
                people.preferences,
            ),
            Kind(
                "senders", _("Registered senders"), _("Senders"), lambda law: law.all_senders, people.senders
            ),
        ),
    ),
    Chapter(
        "requirements",
        _("What organisations must do and be able to do"),
        _("Duties, and capabilities with the test of each."),
        (
            Kind("duty", _("Duty"), _("Duties"), lambda law: law.all_duties, requirements.duty),
            Kind(
                "capability",
                _("Capability"),
                _("Capabilities"),
                lambda law: law.all_capabilities,
                requirements.capability,
            ),
        ),
    ),
    Chapter(
        "oversight",
        _("How organisations are judged"),
        _("Figures, scores and violations, and what follows from them."),
        (
            Kind(
                "indicator",
                _("Indicator"),
                _("Indicators"),
                lambda law: law.all_indicators,
                oversight.indicator,
            ),
            Kind("scoring", _("Scoring"), _("Scores"), lambda law: law.all_scorings, oversight.scoring),
            Kind(
                "violation",
                _("Violation"),
                _("Violations"),
                lambda law: law.all_violations,
                oversight.violation,
                fires="violation",
            ),
            Kind(
                "ladder",
                _("Ladder of sanctions"),
                _("Ladders"),
                lambda law: law.all_ladders,
                oversight.ladder,
            ),
            Kind("penalty", _("Fine"), _("Fines"), lambda law: law.all_penalties, oversight.penalty),
            Kind(
                "gate",
                _("Gate on resources"),
                _("Gates"),
                lambda law: law.all_gates,
                oversight.gate,
                called=lambda one: (
                    f"{label('resource', one.resource).capitalize()}: {say(one.reason)}".rstrip(".")
                ),
            ),
        ),
    ),
    Chapter(
        "publications",
        _("What is published"),
        _("Lists and bulletins: when they are due and how reporters are protected."),
        (
            Kind(
                "publication",
                _("Publication"),
                _("Publications"),
                lambda law: law.all_publications,
                publishing.publication,
                called=lambda one: label("publication-kind", one.id).capitalize(),
            ),
        ),
    ),
)

KINDS: Mapping[str, Kind] = {kind.id: kind for chapter in CHAPTERS for kind in chapter.kinds}


def chapter_of(kind: str) -> Chapter:
    """The chapter in which a kind of rule is read."""
    return next(chapter for chapter in CHAPTERS if any(one.id == kind for one in chapter.kinds))
