"""What a fact is called and how its value is said: conditions speak of facts by name, people in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sosiego.reading import words
from sosiego.reading.speech import number, say
from sosiego.rules.book import RuleBook
from sosiego.rules.vocabulary import call_facts, caller_facts, organisation_facts

# Names of `rules/facts.yaml` and of `oversight/counts.py`; a test holds that none is missing.
LABELS: dict[str, Any] = {
    # what the network saw
    "calls": gettext_lazy("Calls made"),
    "calls_per_day_max": gettext_lazy("Most calls in one day"),
    "calls_per_hour_max": gettext_lazy("Most calls in one hour"),
    "calls_per_minute_max": gettext_lazy("Most calls in one minute"),
    "called_distinct": gettext_lazy("Different numbers called"),
    "calls_per_called": gettext_lazy("Calls for each number called"),
    "calls_to_one_called_per_hour_max": gettext_lazy("Most calls to one number in one hour"),
    "answered_ratio": gettext_lazy("Calls that were answered"),
    "short_call_ratio": gettext_lazy("Very short calls"),
    "duration_mean_s": gettext_lazy("Mean length of a call"),
    "duration_median_s": gettext_lazy("Median length of a call"),
    "repeat_ratio": gettext_lazy("Calls to a number called before"),
    "incoming_ratio": gettext_lazy("Incoming for each outgoing call"),
    "reciprocity": gettext_lazy("Called numbers that also call it"),
    "sequential_score": gettext_lazy("Numbers called one after the other"),
    "called_prefix_entropy": gettext_lazy("Spread of the areas called"),
    "active_hours": gettext_lazy("Hours of the day with calls"),
    "night_ratio": gettext_lazy("Calls at night"),
    "first_seen_days": gettext_lazy("Days since it was first seen"),
    "refusing_share": gettext_lazy("Called people who had refused calls"),
    "neighbour_share": gettext_lazy("Calls to numbers much like its own"),
    "messages": gettext_lazy("Messages sent"),
    "messages_per_day_max": gettext_lazy("Most messages in one day"),
    "message_recipients": gettext_lazy("Different recipients of messages"),
    # what people said
    "call_reports_7d": gettext_lazy("Reports of calls in 7 days"),
    "call_reporters_7d": gettext_lazy("People who reported calls in 7 days"),
    "call_reporters_10d": gettext_lazy("People who reported calls in 10 days"),
    "call_reporters_30d": gettext_lazy("People who reported calls in 30 days"),
    "sms_reports_7d": gettext_lazy("Reports of messages in 7 days"),
    "sms_reporters_7d": gettext_lazy("People who reported messages in 7 days"),
    "sms_reporters_10d": gettext_lazy("People who reported messages in 10 days"),
    "sms_reporters_30d": gettext_lazy("People who reported messages in 30 days"),
    "reporters_7d": gettext_lazy("People who reported calls or messages in 7 days"),
    "reporters_10d": gettext_lazy("People who reported calls or messages in 10 days"),
    "recorded_voice_share_30d": gettext_lazy("Reports that heard a recorded voice"),
    "reported_category": gettext_lazy("Category most often reported"),
    # what the text says
    "content_class": gettext_lazy("Class of its messages"),
    "content_category": gettext_lazy("Category of its messages"),
    "content_probability": gettext_lazy("How sure the classifier is"),
    # who it is, and what came before
    "number_class": gettext_lazy("Kind of number"),
    "holder_kind": gettext_lazy("Kind of holder"),
    "purpose": gettext_lazy("Registered purpose"),
    "is_exempt": gettext_lazy("Exempt number"),
    "is_assigned": gettext_lazy("Assigned number"),
    "is_registered_sender": gettext_lazy("Registered sender"),
    "findings_365d": gettext_lazy("Confirmed cases in 365 days"),
    # one organisation
    "kind": gettext_lazy("Kind of organisation"),
    "score": gettext_lazy("Score"),
    "grade": gettext_lazy("Grade"),
    "confirmed_cases": gettext_lazy("Confirmed cases"),
    "violations_365d": gettext_lazy("Violations in 365 days"),
    "critical_indicators": gettext_lazy("Indicators in the critical zone"),
    "abandoned_share": gettext_lazy("Answered calls that no agent took"),
    "holder_day": gettext_lazy("Day that is judged"),
    "holder_calls_of_day": gettext_lazy("Calls of all its numbers on that day"),
    "holder_short_calls_of_day": gettext_lazy("Short or uncompleted calls on that day"),
    "holder_short_call_ratio_of_day": gettext_lazy("Share of short or uncompleted calls on that day"),
    "holder_number_short_calls_of_day_max": gettext_lazy("Most short calls of one number on that day"),
    "holder_calls_per_month_max": gettext_lazy("Most calls in one month through one operator"),
    "holder_unsigned_share": gettext_lazy("Calls without attestation"),
    "bar_in_force": gettext_lazy("Its outgoing calls are barred"),
    "filing_current": gettext_lazy("Stands in the register of filings"),
    "filing_certified_days": gettext_lazy("Days since it certified its filing"),
    "freeze_in_force": gettext_lazy("Allocation is frozen"),
    "suspension_in_force": gettext_lazy("A suspension is in force"),
    "orders_open_overdue": gettext_lazy("Orders open and overdue"),
    "latest_grade": gettext_lazy("Latest grade"),
    "has_licence": gettext_lazy("Has a licence"),
    "has_answerable_person": gettext_lazy("Names a person who answers for it"),
    "has_nuisance_clause": gettext_lazy("All its contracts have a nuisance clause"),
    # one call or message, as the network is about to carry it
    "medium": gettext_lazy("Call or message"),
    "number_valid": gettext_lazy("Number of a valid form"),
    "is_used": gettext_lazy("Number in use by its holder"),
    "from_abroad": gettext_lazy("Comes from abroad"),
    "roaming": gettext_lazy("Caller of this country who is abroad"),
    "own_country_number": gettext_lazy("Number of this country"),
    "on_do_not_originate": gettext_lazy("Number from which nobody calls"),
    "attestation": gettext_lazy("What the network attests of the number"),
    "is_commercial": gettext_lazy("Commercial"),
    "sender_registered": gettext_lazy("Sender stands in the register"),
    "has_consent": gettext_lazy("The called has consented"),
    "called_refuses": gettext_lazy("The called has refused"),
    "local_hour": gettext_lazy("Hour of the day"),
    "prefix_declared": gettext_lazy("Begins with the prefix prescribed"),
    # counts of a period
    "call_reports": gettext_lazy("Reports of calls"),
    "sms_reports": gettext_lazy("Reports of messages"),
    "sms_reports_p2p": gettext_lazy("Reports of messages from subscribers"),
    "sms_reports_port": gettext_lazy("Reports of messages from ports"),
    "users": gettext_lazy("Users"),
    "live_calls": gettext_lazy("Calls that a person answered"),
    "abandoned_calls": gettext_lazy("Calls that no agent took in time"),
    "orders_due": gettext_lazy("Orders due"),
    "orders_in_time": gettext_lazy("Orders answered in time"),
    "orders_overdue": gettext_lazy("Orders not answered in time"),
    "numbers_confirmed": gettext_lazy("Numbers with a confirmed case"),
    "numbers_repeated": gettext_lazy("Numbers confirmed again"),
    "measures": gettext_lazy("Measures in force"),
    "measures_wrong": gettext_lazy("Measures lifted as wrong"),
    "tracebacks_due": gettext_lazy("Traceback questions due"),
    "tracebacks_in_time": gettext_lazy("Traceback questions answered in time"),
}

PURPOSES: dict[str, Any] = {
    "hospital-recall": gettext_lazy("hospital appointments"),
    "school-notices": gettext_lazy("school notices"),
    "telemarketing": gettext_lazy("telemarketing"),
    "marketing": gettext_lazy("marketing"),
    "delivery": gettext_lazy("deliveries"),
    "verification": gettext_lazy("verification codes"),
    "public-service": gettext_lazy("public service"),
    "emergency": gettext_lazy("emergency"),
    "customer-service": gettext_lazy("customer service"),
}


def label(name: str, law: RuleBook) -> str:
    """What a fact or count is called; an indicator by the rule-book's name of it."""
    if name in LABELS:
        return str(LABELS[name])
    named = [one for one in law.all_indicators if one.id == name]
    return say(named[-1].name) if named else name


def purpose(code: str) -> str:
    return str(PURPOSES.get(code, code))


def said(name: str, value: Any, law: RuleBook) -> str:
    """The value of a fact with its unit, in words."""
    if value is None:
        return _("unknown")
    if isinstance(value, bool):
        return words.label("yes", value)
    if isinstance(value, str):
        return _text(name, value, law)
    unit = _unit(name)
    if unit in ("share", "probability"):
        return f"{number(value * 100, 1)} %"
    return counted(unit, value)


def _unit(name: str) -> str:
    fact = caller_facts().get(name) or organisation_facts().get(name) or call_facts().get(name)
    return fact.unit if fact else ""


def _text(name: str, code: str, law: RuleBook) -> str:
    if name == "number_class":
        found = [one for one in law.numbering.classes if one.id == code]
        return say(found[0].name) if found else code
    if name == "purpose":
        return purpose(code)
    if name.endswith("category"):
        category = law.categories.get(code)
        return say(category.name) if category else code
    groups = {"kind": "kind", "holder_kind": "kind", "content_class": "class", "medium": "medium"}
    return words.label(groups[name], code) if name in groups else code


def counted(unit: str, value: float) -> str:
    """A number with its unit: "1 call", "12 calls"; the bare number of a unit that has no words here."""
    n = number(value, 2)
    one = int(value) if float(value).is_integer() else 2
    several = {
        "calls": ngettext("%(n)s call", "%(n)s calls", one),
        "messages": ngettext("%(n)s message", "%(n)s messages", one),
        "reports": ngettext("%(n)s report", "%(n)s reports", one),
        "people": ngettext("%(n)s person", "%(n)s people", one),
        "numbers": ngettext("%(n)s number", "%(n)s numbers", one),
        "days": ngettext("%(n)s day", "%(n)s days", one),
        "hours": ngettext("%(n)s hour", "%(n)s hours", one),
        "seconds": ngettext("%(n)s second", "%(n)s seconds", one),
        "findings": ngettext("%(n)s case", "%(n)s cases", one),
        "cases": ngettext("%(n)s case", "%(n)s cases", one),
        "orders": ngettext("%(n)s order", "%(n)s orders", one),
        "working days": ngettext("%(n)s working day", "%(n)s working days", one),
        "working hours": ngettext("%(n)s working hour", "%(n)s working hours", one),
        "months": ngettext("%(n)s month", "%(n)s months", one),
        "years": ngettext("%(n)s year", "%(n)s years", one),
        "attempts": ngettext("%(n)s attempt", "%(n)s attempts", one),
        "breaches": ngettext("%(n)s breach", "%(n)s breaches", one),
        "characters": ngettext("%(n)s character", "%(n)s characters", one),
        "points": ngettext("%(n)s point", "%(n)s points", one),
    }
    return several[unit] % {"n": n} if unit in several else n
