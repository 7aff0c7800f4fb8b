"""What each published figure means: its name, its definition and how it is written.

The English sentences are the message ids of the catalogs. A snapshot carries the ones it uses, so that
whoever opens it in ten years reads what its figures meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_noop as _

Kind = Literal["count", "share", "change", "points", "rate", "score", "place", "text", "date"]
"""How a figure is written: a whole number, a per cent, a signed per cent, signed percentage points,
a decimal with its interval, a score of 100, a place or span of places, words, a day."""


@dataclass(frozen=True)
class Definition:
    id: str
    label: str
    meaning: str
    kind: Kind
    unit: str = ""
    # value = numerator × per ÷ denominator
    per: int = 1


def _all(*definitions: Definition) -> dict[str, Definition]:
    return {definition.id: definition for definition in definitions}


MILLION = 1_000_000
HUNDRED_MILLION = 100_000_000

DEFINITIONS = _all(
    Definition(
        "reports",
        _("Reports"),
        _("Reports received in the period. The same row of the same source is counted once."),
        "count",
        _("reports"),
    ),
    Definition(
        "reports_before",
        _("Previous period"),
        _("Reports received in the period just before, of the same length."),
        "count",
        _("reports"),
    ),
    Definition(
        "reports_last_year",
        _("A year before"),
        _("Reports received in the same period of the year before."),
        "count",
        _("reports"),
    ),
    Definition(
        "share",
        _("Share"),
        _("Reports of the row ÷ reports of the table."),
        "share",
    ),
    Definition(
        "share_change",
        _("Share, change (pp)"),
        _("Share in the period less the share in the previous period, in percentage points."),
        "points",
    ),
    Definition(
        "change",
        _("On previous period"),
        _("Reports of the period ÷ reports of the previous period − 1."),
        "change",
    ),
    Definition(
        "change_on_year",
        _("On year"),
        _("Reports of the period ÷ reports of the same period of the year before − 1."),
        "change",
    ),
    Definition(
        "p2p_rate",
        _("Per million users"),
        _("Reports of messages from subscribers' numbers ÷ users × 1,000,000."),
        "rate",
        _("reports per million users"),
        MILLION,
    ),
    Definition(
        "port_rate",
        _("Per 100 million messages"),
        _("Reports of messages from SMS ports ÷ messages carried × 100,000,000."),
        "rate",
        _("reports per 100 million messages"),
        HUNDRED_MILLION,
    ),
    Definition(
        "exposure",
        _("Users or messages"),
        _("What the reports are divided by: users for subscribers' numbers, messages carried for SMS ports."),
        "count",
    ),
    Definition(
        "channel_rate",
        _("Rate"),
        _("Reports ÷ users × 1,000,000 for subscribers' numbers; ÷ messages × 100,000,000 for SMS ports."),
        "rate",
    ),
    Definition(
        "call_rate",
        _("Per million users"),
        _(
            "Reports of calls ÷ users of the operator or reseller that holds or carries the number × "
            "1,000,000."
        ),
        "rate",
        _("reports per million users"),
        MILLION,
    ),
    Definition(
        "place",
        _("Place"),
        _("Place by rate, the highest first. Where 95% intervals overlap, the places that it may hold."),
        "place",
    ),
    Definition(
        "recorded_share",
        _("Recorded voice"),
        _("Reports that heard a recorded voice (robocall) ÷ reports that say whether they did."),
        "share",
    ),
    Definition(
        "appeals_filed",
        _("Filed"),
        _("Appeals against a measure filed in the period."),
        "count",
    ),
    Definition("appeals_decided", _("Decided"), _("Appeals decided in the period."), "count"),
    Definition(
        "appeals_upheld",
        _("Upheld"),
        _("Appeals decided in the period in favour of whoever appealed."),
        "count",
    ),
    Definition("appeals_open", _("Open"), _("Appeals without a decision at the end of the period."), "count"),
    Definition(
        "orders_due",
        _("Orders due"),
        _("Work orders whose deadline fell in the period."),
        "count",
    ),
    Definition(
        "orders_in_time",
        _("In time"),
        _("Work orders due in the period and answered before their deadline."),
        "count",
    ),
    Definition(
        "orders_late",
        _("Late"),
        _("Work orders due in the period and answered after their deadline."),
        "count",
    ),
    Definition(
        "orders_unanswered",
        _("Not answered"),
        _("Work orders due in the period and without an answer when the figures were frozen."),
        "count",
    ),
    Definition(
        "handled_in_time",
        _("Handled in time"),
        _("Work orders answered before their deadline ÷ work orders whose deadline fell in the period."),
        "share",
    ),
    Definition("findings", _("Findings"), _("Findings made in the period under this criterion."), "count"),
    Definition(
        "measures_begun",
        _("Put in force"),
        _("Measures that came into force in the period."),
        "count",
    ),
    Definition(
        "measures_automatic",
        _("Automatic"),
        _("Of these, reversible measures that the system put in force by itself and that end by themselves."),
        "count",
    ),
    Definition(
        "measures_lifted",
        _("Lifted early"),
        _("Measures lifted in the period before their end."),
        "count",
    ),
    Definition(
        "measures_wrong",
        _("Found wrong"),
        _("Of these, measures that should never have been."),
        "count",
    ),
    Definition(
        "measures_in_force",
        _("In force at the end"),
        _("Measures in force at the end of the period."),
        "count",
    ),
    Definition(
        "hops_asked",
        _("Asked"),
        _("Questions of a call's origin put to the enterprise in the period."),
        "count",
    ),
    Definition("hops_answered", _("Answered"), _("Of these, answered, in time or late."), "count"),
    Definition("violations", _("Violations"), _("Violations found for the period."), "count"),
    Definition("violation", _("Violation"), _("The rule that was broken."), "text"),
    Definition("sanction", _("Sanction"), _("The step of the ladder that two people signed."), "text"),
    Definition("in_force_on", _("In force on"), _("The day on which the sanction came into force."), "date"),
    Definition(
        "score",
        _("Score"),
        _("Points of the indicators by their weights, 0 to 100, after the rule-book."),
        "score",
    ),
    Definition("grade", _("Grade"), _("The grade that the rule-book gives to the score."), "text"),
    Definition(
        "standing",
        _("Standing"),
        _("Where the indicator stands against the thresholds of the rule-book."),
        "text",
    ),
)

STANDINGS = {
    "good": _("Good"),
    "warning": _("Warning"),
    "critical": _("Critical"),
    "unknown": _("Not known"),
}
MEDIA = {"sms": _("Messages"), "call": _("Calls")}
CHANNELS = {
    "p2p": _("Subscribers' numbers (P2P)"),
    "port": _("SMS ports and short codes"),
    "other": _("Sender names, foreign and unknown numbers"),
}
CLASSES = {
    "commercial": _("Commercial marketing"),
    "malicious": _("Malicious harassment"),
    "illegal": _("Suspected illegal"),
    "other": _("Other or not sorted"),
}
MEASURES = {
    "label": _("Label the call"),
    "limit": _("Limit calls per hour"),
    "bar-outgoing": _("Bar outgoing"),
    "suspend": _("Suspend"),
    "freeze-allocation": _("Freeze new numbers"),
}
