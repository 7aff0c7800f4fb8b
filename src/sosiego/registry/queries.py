"""What other rooms may ask of the registry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from django.db.models import Q, QuerySet

from sosiego import keys
from sosiego.registry import errors
from sosiego.registry.holdings import Holding, NumberIndex, holding, in_force, number_index
from sosiego.registry.models import (
    Contract,
    Filing,
    Measure,
    Membership,
    Organisation,
    Person,
    Preference,
    Statistic,
)
from sosiego.rules.numbers import key_of

__all__ = [
    "Holding",
    "NumberIndex",
    "answerable_person",
    "contracts_of",
    "filing_of",
    "filings_known",
    "holding",
    "measure",
    "measures",
    "measures_against",
    "measures_in_force",
    "measures_of",
    "membership",
    "number_index",
    "organisation",
    "organisations",
    "people_of",
    "refuses",
    "refusing_keys",
    "state_of",
    "statistic",
]

State = Literal["not yet", "in force", "ended", "lifted"]


def organisation(code: str) -> Organisation:
    """The organisation of a code. Raises `OrganisationNotFoundError`, naming the nearest codes."""
    found = Organisation.objects.select_related("host").filter(code=code).first()
    if found is None:
        codes = Organisation.objects.values_list("code", flat=True)
        raise errors.OrganisationNotFoundError(
            f"No organisation has the code {code!r}.{errors.nearest(code, codes)}",
            todo="Import it with `sosiego import registry organisations.csv`, or correct the code.",
        )
    return found


def organisations(kind: str | None = None) -> QuerySet[Organisation]:
    """All organisations, or those of one kind, by code."""
    found = Organisation.objects.select_related("host")
    return found.filter(kind=kind) if kind else found


def people_of(code: str, on: date) -> QuerySet[Person]:
    """Who answers by name for an organisation on a day."""
    return Person.objects.filter(in_force(on), organisation__code=code).order_by(
        "answerable_for", "since", "pk"
    )


def answerable_person(code: str, on: date, for_what: str = "") -> Person | None:
    """Who answers for an organisation on a day: the person named for the matter, else the first named."""
    people = list(people_of(code, on))
    named = (person for person in people if for_what and person.answerable_for == for_what)
    return next(named, people[0] if people else None)


def membership(login: str) -> Membership | None:
    """The role of a log-in and the organisation it acts for; None if there is none, or if it was closed."""
    return (
        Membership.objects.select_related("user", "organisation")
        .filter(user__username=login, user__is_active=True)
        .first()
    )


def contracts_of(code: str, on: date) -> QuerySet[Contract]:
    """The contracts of a day under which an organisation uses another's numbers, lines or network."""
    return (
        Contract.objects.filter(in_force(on), customer__code=code).select_related("provider").order_by("pk")
    )


def filings_known() -> bool:
    """Whether the register of filings was ever brought in: without it nobody can be said to be missing."""
    return Filing.objects.exists()


def filing_of(code: str, on: date) -> Filing | None:
    """The entry of an organisation that stands in the register of filings on a day."""
    return Filing.objects.filter(in_force(on), organisation__code=code).order_by("-since").first()


def statistic(code: str, period: str) -> Statistic | None:
    """Users and traffic that an organisation reported for a period; None if it reported none."""
    return Statistic.objects.filter(organisation__code=code, period=period).first()


def refuses(canonical: str, on: date) -> Preference | None:
    """What a citizen's number refuses on a day; None if nothing is known of it."""
    return Preference.objects.filter(in_force(on), digest=keys.preference_digest(canonical)).first()


def refusing_keys(on: date) -> list[int]:
    """Keys (`rules.numbers.key_of`) of all numbers that refuse calls on a day, in order."""
    unseal = keys.sealing().decrypt
    sealed = Preference.objects.filter(in_force(on), refuses_calls=True).values_list(
        "sealed_number", flat=True
    )
    return sorted(key_of(unseal(bytes(number)).decode()) for number in sealed.iterator())


def measure(reference: str) -> Measure:
    """The measure of a reference. Raises `MeasureNotFoundError`."""
    found = Measure.objects.select_related("holder", "lift").filter(reference=reference).first()
    if found is None:
        raise errors.MeasureNotFoundError(
            f"No measure has the reference {reference!r}.", todo="See `sosiego registry measures`."
        )
    return found


def measures() -> QuerySet[Measure]:
    """All measures there ever were, by reference."""
    return Measure.objects.select_related("holder", "lift").order_by("reference")


def measures_in_force(at: datetime) -> QuerySet[Measure]:
    """The measures that the network must carry out at a moment, by reference."""
    begun = Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))
    return (
        Measure.objects.filter(begun)
        .exclude(lift__at__lte=at)
        .select_related("holder", "lift")
        .order_by("reference")
    )


def measures_of(target: str, target_kind: str) -> QuerySet[Measure]:
    """All measures there ever were against one number, range, line or holder, the oldest first."""
    return (
        Measure.objects.filter(target=target, target_kind=target_kind)
        .select_related("holder", "lift")
        .order_by("since", "reference")
    )


def measures_against(targets: Iterable[str]) -> QuerySet[Measure]:
    """All measures there ever were against any of some targets, whatever their kind; the oldest first."""
    return (
        Measure.objects.filter(target__in=list(targets))
        .select_related("holder", "lift")
        .order_by("since", "reference")
    )


def state_of(measure: Measure, at: datetime) -> State:
    """How a measure stands at a moment. One that ended by itself stays "ended" though it was lifted later."""
    lift = getattr(measure, "lift", None)
    if lift is not None and lift.at <= at and (measure.until is None or lift.at < measure.until):
        return "lifted"
    if at < measure.since:
        return "not yet"
    if measure.until is not None and at >= measure.until:
        return "ended"
    return "in force"
