"""How often one address may knock: a fixed window counted in the cache of this process."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from sosiego.errors import SosiegoError


class TooManyRequestsError(SosiegoError):
    """One address asked too often."""

    def __init__(self, what: str, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(what, todo=f"Wait up to {seconds} seconds and try again.")


@dataclass(frozen=True)
class Limit:
    """At most `times` in `seconds` from one address."""

    name: str
    times: int
    seconds: int

    def count(self, request: HttpRequest) -> None:
        """Count one knock. Raises `TooManyRequestsError` above the limit."""
        key = f"limit:{self.name}:{address_of(request)}"
        cache.add(key, 0, timeout=self.seconds)
        try:
            knocks = cache.incr(key)
        except ValueError:  # it ran out between the two calls
            cache.set(key, 1, timeout=self.seconds)
            knocks = 1
        if knocks > self.times:
            raise TooManyRequestsError("Too many requests came from your address.", self.seconds)


def address_of(request: HttpRequest) -> str:
    """Who knocks. Behind our own TLS proxy the last forwarded address counts; else none is believed."""
    if settings.BEHIND_TLS:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:
            return str(forwarded.split(",")[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


# A person looks up a handful of numbers; thirty in ten minutes lets a family through and stops a listing.
LOOK_UPS = Limit("look-up", 30, 600)
# A report takes a person half a minute; a phone shared by a household or an office still fits.
REPORTS = Limit("report", 20, 600)
# Somebody follows his own reports; whoever tries references at random finds none at thirty in ten minutes.
FOLLOWS = Limit("follow", 30, 600)
# Preferences and appeals are rare acts.
WISHES = Limit("wish", 10, 600)
