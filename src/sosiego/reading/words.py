"""The words for the codes of the law, each with its tone. Colour never stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Word(NamedTuple):
    label: Any
    tone: str = ""  # "", "info", "good", "warn", "bad"


WORDS: Mapping[str, Mapping[str, Word]] = {
    "measure": {
        "label": Word(_("label")),
        "limit": Word(_("limit")),
        "bar-outgoing": Word(_("bar outgoing")),
        "suspend": Word(_("suspend")),
        "freeze-allocation": Word(_("freeze allocation")),
    },
    "kind": {
        "regulator": Word(_("regulator")),
        "operator": Word(_("operator")),
        "reseller": Word(_("reseller")),
        "call-centre": Word(_("call centre")),
        "business": Word(_("business")),
        "authority": Word(_("authority")),
    },
    "medium": {"call": Word(_("call")), "sms": Word(_("message"))},
    "media": {"call": Word(_("calls")), "sms": Word(_("messages"))},
    "class": {
        "commercial": Word(_("commercial marketing")),
        "malicious": Word(_("malicious harassment")),
        "illegal": Word(_("suspected illegal")),
        "other": Word(_("other")),
        "harmless": Word(_("harmless")),
    },
    "basis": {
        "in force": Word(_("law in force"), "good"),
        "draft": Word(_("draft law"), "warn"),
        "illustrative": Word(_("illustrative"), "warn"),
    },
    "status-explained": {
        "in force": Word(_("The instrument is in force.")),
        "draft": Word(_("The instrument is a draft and does not bind yet.")),
        "illustrative": Word(
            _(
                "Illustrative: no public instrument sets this as it stands here. It shows how the law could "
                "be applied and is not the law."
            )
        ),
    },
    "knowledge": {
        "S": Word(_("read in a public source")),
        "W": Word(_("weak source")),
        "R": Word(_("recalled, to be checked")),
        "own": Word(_("our own")),
    },
    "knowledge-explained": {
        "S": Word(_("We read it in a public source.")),
        "W": Word(_("We know it from a weak source only: the press, or somebody's account.")),
        "R": Word(_("We recall it; it is still to be checked against a source.")),
        "own": Word(_("It is our own choice, made for this rule-book.")),
    },
    "actor": {
        "holder": Word(_("the holder of the number")),
        "operator": Word(_("the operator that serves the number")),
        "regulator": Word(_("the regulator")),
        "reporting-desk": Word(_("the reporting desk")),
        "authority": Word(_("the authority that leads the sector")),
        "reporter": Word(_("the person who reports")),
        "system": Word(_("the system")),
    },
    "starts": {
        "report-received": Word(_("A report has arrived")),
        "report-complete": Word(_("A report is complete")),
        "finding-made": Word(_("A criterion is met")),
        "order-issued": Word(_("A work order is issued")),
        "order-answered": Word(_("A work order is answered")),
        "order-overdue": Word(_("A work order is overdue")),
        "measure-in-force": Word(_("A measure has come into force")),
        "appeal-filed": Word(_("An appeal is filed")),
        "appeal-decided": Word(_("An appeal is decided")),
        "traceback-asked": Word(_("An operator is asked where a call came from")),
        "traceback-overdue": Word(_("A traceback question is overdue")),
        "campaign-found": Word(_("A campaign is found")),
        "referral-sent": Word(_("A case is referred to another authority")),
    },
    "silence": {
        "overdue": Word(_("It counts as overdue.")),
        "measure": Word(_("The measure comes into force.")),
        "granted": Word(_("What was asked for counts as granted.")),
    },
    "pause": {
        "waiting-for-reporter": Word(_("the reporter is asked for something")),
        "waiting-for-appellant": Word(_("the appellant is asked for something")),
    },
    "action": {
        "allow": Word(_("let through"), "good"),
        "label": Word(_("show with a warning"), "warn"),
        "limit": Word(_("limit"), "warn"),
        "block": Word(_("block"), "bad"),
        "record": Word(_("record only")),
    },
    "counts": {
        "calls": Word(_("Calls")),
        "messages": Word(_("Messages")),
        "attempts": Word(_("Attempts to call")),
    },
    "of": {
        "caller": Word(_("of one number")),
        "holder": Word(_("of one holder")),
        "pair": Word(_("of one number to one and the same number")),
    },
    "use": {
        "commercial": Word(_("commercial")),
        "service": Word(_("of service, asked for by the customer")),
        "any": Word(_("of any purpose")),
    },
    "holidays": {
        "closed": Word(_("not at all")),
        "as-weekday": Word(_("as on any other day of the week")),
        "as-sunday": Word(_("as on a Sunday")),
    },
    "protocol": {
        "sip": Word(_("SIP (calls over the internet protocol)")),
        "smpp": Word(_("SMPP (messages)")),
        "isup": Word(_("ISUP (calls in the telephone network)")),
    },
    "aspect": {
        "functional": Word(_("functions")),
        "performance": Word(_("performance")),
        "security": Word(_("security")),
        "organisation": Word(_("organisation")),
        "interface": Word(_("interfaces")),
    },
    "per": {
        "breach": Word(_("for each breach")),
        "violation": Word(_("for each violation")),
        "month": Word(_("for each month")),
        "instance": Word(_("for each instance")),
    },
    "channel": {
        "sms": Word(_("by message")),
        "call": Word(_("by telephone")),
        "web": Word(_("on the web")),
        "app": Word(_("in an application")),
    },
    "required": {
        "number": Word(_("the number that called or sent")),
        "occurred_at": Word(_("when it happened")),
        "text": Word(_("what was said or written")),
        "time": Word(_("when it happened")),
        "source": Word(_("where it came from")),
    },
    "field": {
        "text": Word(_("text")),
        "integer": Word(_("whole number")),
        "number": Word(_("number")),
        "boolean": Word(_("yes or no")),
        "date": Word(_("date")),
        "moment": Word(_("date and time")),
        "phone": Word(_("telephone number")),
    },
    "command": {
        "block_all": Word(_("refuse everything")),
        "allow_some": Word(_("allow some")),
        "reverse": Word(_("take the refusal back")),
    },
    "direction": {
        "lower is better": Word(_("the lower the better")),
        "higher is better": Word(_("the higher the better")),
    },
    "indicator": {"rate": Word(_("rate")), "share": Word(_("share"))},
    "every": {
        "day": Word(_("every day")),
        "month": Word(_("every month")),
        "quarter": Word(_("every quarter")),
        "year": Word(_("every year")),
    },
    "publication-kind": {"list": Word(_("Report list")), "bulletin": Word(_("Bulletin"))},
    "resource": {
        "number-range": Word(_("number range")),
        "line": Word(_("line")),
        "service-contract": Word(_("service contract")),
    },
    "unit": {
        "working days": Word(_("working days")),
        "days": Word(_("days")),
        "hours": Word(_("hours")),
        "working hours": Word(_("working hours")),
        "months": Word(_("months")),
        "years": Word(_("years")),
    },
    "weekday": {
        "1": Word(_("Monday")),
        "2": Word(_("Tuesday")),
        "3": Word(_("Wednesday")),
        "4": Word(_("Thursday")),
        "5": Word(_("Friday")),
        "6": Word(_("Saturday")),
        "7": Word(_("Sunday")),
    },
    "zone": {
        "good": Word(_("good")),
        "between": Word(_("between target and warning")),
        "warning": Word(_("warning")),
        "critical": Word(_("critical")),
        "unknown": Word(_("unknown")),
        "none": Word(pgettext_lazy("consequence", "none")),
        "stands still": Word(_("the clock stands still")),
    },
    "use-of-numbers": {
        "message-port": Word(_("messages")),
        "operator-service": Word(_("the operator's own service")),
        "customer-service": Word(_("customer service")),
        "telemarketing": Word(_("telemarketing")),
        "commercial": Word(_("commercial calls")),
        "service": Word(_("service calls")),
    },
    "reason": {
        "block-measure": Word(_("blocked under a measure")),
        "limit-measure": Word(_("limited under a measure")),
        "label-measure": Word(_("labelled under a measure")),
        "over-limit": Word(_("limit used up")),
        "within-limit": Word(_("within the limit")),
        "exempt-caller": Word(_("exempt caller")),
        "exempt-called": Word(_("exempt number called")),
        "no-measure": Word(_("no measure")),
    },
    "yes": {
        "True": Word(pgettext_lazy("answer", "yes"), "good"),
        "False": Word(pgettext_lazy("answer", "no"), "bad"),
        "None": Word(_("unknown"), "warn"),
    },
}


def word(group: str, code: Any) -> Word:
    """The word for a code; the code itself, its hyphens as spaces, if nobody gave it a word."""
    return WORDS[group].get(str(code), Word(str(code).replace("-", " ")))


def label(group: str, code: Any) -> str:
    """The word for a code in the language that is spoken now."""
    return str(word(group, code).label)
