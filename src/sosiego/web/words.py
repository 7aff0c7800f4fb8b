"""The words for the codes that the rooms keep, each with its tone. Colour never stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from sosiego.reading import words as words_of_the_law
from sosiego.reading.words import Word

# What the law and its pages have in common is said in the words of the law.
_OF_THE_LAW = ("measure", "kind", "medium", "class", "basis", "resource", "unit", "yes", "publication-kind")

WORDS: Mapping[str, Mapping[str, Word]] = {
    **{group: words_of_the_law.WORDS[group] for group in _OF_THE_LAW},
    "order": {
        "open": Word(_("open"), "info"),
        "overdue": Word(_("overdue"), "bad"),
        "answered": Word(_("answered"), "good"),
        "answered late": Word(_("answered late"), "warn"),
    },
    "measure-state": {
        "in force": Word(_("in force"), "bad"),
        "not yet": Word(_("not yet in force"), "warn"),
        "ended": Word(_("ended"), ""),
        "lifted": Word(_("lifted"), "good"),
    },
    "measure-said": {
        "label": Word(_("Calls and messages from it are shown with a warning")),
        "limit": Word(_("Calls from it are limited")),
        "bar-outgoing": Word(_("Calls and messages from it are barred")),
        "suspend": Word(_("The number is suspended")),
        "freeze-allocation": Word(_("Its holder is given no new numbers")),
    },
    "target": {
        "number": Word(_("number")),
        "range": Word(_("range")),
        "line": Word(_("line")),
        "holder": Word(_("holder")),
    },
    "appeal": {
        "filed": Word(_("waiting for a decision"), "info"),
        "overdue": Word(_("overdue"), "bad"),
        "upheld": Word(_("upheld"), "good"),
        "refused": Word(_("refused"), ""),
    },
    "traceback": {
        "open": Word(_("open"), "info"),
        "overdue": Word(_("overdue"), "bad"),
        "origin found": Word(_("origin found"), "good"),
    },
    "case": {
        "open": Word(_("open"), "info"),
        "awaiting answer": Word(_("awaiting an answer"), "info"),
        "overdue": Word(_("overdue"), "bad"),
        "under review": Word(_("under review"), "warn"),
        "appealed": Word(_("appealed"), "warn"),
        "measure in force": Word(_("measure in force"), "bad"),
        "closed": Word(_("closed"), ""),
    },
    "sanction": {
        "proposed": Word(_("proposed"), "warn"),
        "signed once": Word(_("signed once"), "warn"),
        "in force": Word(_("in force"), "bad"),
        "refused": Word(_("refused"), ""),
    },
    "shadow": {
        "running": Word(_("running"), "good"),
        "stopped": Word(_("stopped"), ""),
    },
    "shadow-by": {
        "draft": Word(_("the draft only")),
        "law": Word(_("the law only")),
    },
    "shadow-judged": {
        "confirmed": Word(_("confirmed")),
        "not confirmed": Word(_("not confirmed")),
        "not known": Word(_("not known")),
    },
    "publication": {
        "made": Word(_("made, not yet signed"), "warn"),
        "signed once": Word(_("signed once"), "warn"),
        "published": Word(_("published"), "good"),
        "withdrawn": Word(_("withdrawn"), ""),
        "replaced": Word(_("replaced"), ""),
    },
    "standing": {
        "good": Word(_("good"), "good"),
        "warning": Word(_("warning"), "warn"),
        "critical": Word(_("critical"), "bad"),
        "unknown": Word(_("unknown"), ""),
    },
    "role": {
        "administrator": Word(_("administrator")),
        "official": Word(_("official")),
        "supervisor": Word(_("supervisor")),
        "auditor": Word(_("auditor")),
        "agent": Word(_("agent")),
    },
    "event": {
        "opened": Word(_("Case opened"), "info"),
        "found": Word(_("A rule was met"), "warn"),
        "order-issued": Word(_("Work order issued"), "info"),
        "order-answered": Word(_("Work order answered"), "good"),
        "order-overdue": Word(_("Work order overdue"), "bad"),
        "reporter-asked": Word(_("Reporter asked"), "info"),
        "reporter-answered": Word(_("Reporter answered"), "good"),
        "appellant-asked": Word(_("Appellant asked"), "info"),
        "appellant-answered": Word(_("Appellant answered"), "good"),
        "measure-in-force": Word(_("Measure in force"), "bad"),
        "measure-lifted": Word(_("Measure lifted"), "good"),
        "measure-ended": Word(_("Measure ended")),
        "traceback-asked": Word(_("Traceback: operator asked"), "info"),
        "traceback-answered": Word(_("Traceback: operator answered"), "good"),
        "traceback-overdue": Word(_("Traceback: no answer in time"), "bad"),
        "appealed": Word(_("Appeal filed"), "warn"),
        "appeal-decided": Word(_("Appeal decided"), "info"),
        "note": Word(_("Note")),
        "closed": Word(_("Case closed"), "good"),
        "reopened": Word(_("Case reopened"), "warn"),
        "reports": Word(_("People reported")),
        "report": Word(_("A person reported")),
        "reported": Word(_("People reported")),
        "made": Word(_("Made"), "info"),
        "signed": Word(_("Signed"), "good"),
        "published": Word(_("Published"), "good"),
        "withdrawn": Word(_("Withdrawn"), "bad"),
        "proposed": Word(_("Proposed"), "warn"),
        "in-force": Word(_("In force"), "bad"),
        "refused": Word(_("Refused")),
    },
    "contract": {
        "voice-lines": Word(_("voice lines")),
        "sms-ports": Word(_("ports for messages")),
        "resale": Word(_("resale")),
    },
    "entry": {
        "finding": Word(_("finding")),
        "measure": Word(_("measure put in force")),
        "measure-lifted": Word(_("measure lifted")),
        "measure-ended": Word(_("measure ended")),
        "order-answered": Word(_("order answered")),
        "order-issued": Word(_("order issued")),
        "order-overdue": Word(_("order overdue")),
        "reporter-asked": Word(_("reporter asked")),
        "reporter-answered": Word(_("reporter answered")),
        "appellant-asked": Word(_("appellant asked")),
        "appellant-answered": Word(_("appellant answered")),
        "case-closed": Word(_("case closed")),
        "case-review": Word(_("case taken up for review")),
        "appealed": Word(_("appeal filed")),
        "appeal-decided": Word(_("appeal decided")),
        "traceback-asked": Word(_("traceback: operator asked")),
        "traceback-answered": Word(_("traceback: operator answered")),
        "traceback-overdue": Word(_("traceback: no answer in time")),
        "indicator": Word(_("indicator computed")),
        "scorecard": Word(_("scorecard computed")),
        "violation": Word(_("violation found")),
        "sanction": Word(_("sanction")),
        "publication": Word(_("publication")),
        "published-figure": Word(_("figure published")),
        "registry-import": Word(_("registry imported")),
        "reporter-told": Word(_("reporter told")),
        "shadow-started": Word(_("draft started beside the law")),
        "shadow-stopped": Word(_("draft beside the law stopped")),
    },
    "report-said": {
        "received": Word(_("Your report has arrived")),
        "examined": Word(_("Your report was examined and goes on counting")),
        "in procedure": Word(_("Your report is being dealt with")),
        "measure in force": Word(_("The network has acted")),
        "closed": Word(_("The matter is closed")),
        "nothing found": Word(_("No rule was met")),
    },
    "came": {
        "measure": Word(_("a measure was taken"), "good"),
        "closed": Word(_("closed without a measure"), ""),
        "nothing": Word(_("no rule was met"), ""),
    },
    "asked": {
        "holder": Word(_("the holder of the number")),
        "operator": Word(_("the operator that serves the number")),
        "regulator": Word(_("the regulator")),
        "reporting-desk": Word(_("the reporting desk")),
    },
    "outcome": {
        "confirmed": Word(_("confirmed"), "good"),
        "not-confirmed": Word(_("not confirmed"), ""),
        "not-ours": Word(_("not ours"), ""),
    },
    "clause": {
        "held": Word(_("held"), "info"),
        "not held": Word(_("did not hold"), ""),
        "unknown": Word(_("unknown"), "warn"),
    },
    "decision": {
        "allow": Word(_("allow"), "good"),
        "label": Word(_("label"), "warn"),
        "limit": Word(_("limit"), "warn"),
        "block": Word(_("block"), "bad"),
    },
    "import": {
        "reports": Word(_("reports")),
        "traffic": Word(_("traffic records")),
        "registry": Word(_("registry")),
    },
}


def word(group: str, code: Any) -> Word:
    """The word for a code; the code itself if nobody gave it a word."""
    if group == "clause":
        code = {True: "held", False: "not held", None: "unknown"}.get(code, code)
    return WORDS[group].get(str(code), Word(str(code).replace("-", " ")))


def options(group: str, *codes: str) -> list[tuple[str, Any]]:
    """Codes and their words, for a choice."""
    return [(code, word(group, code).label) for code in codes or WORDS[group]]
