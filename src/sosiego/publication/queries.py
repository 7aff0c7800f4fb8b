"""What other rooms may ask of publications."""

from __future__ import annotations

from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet

from sosiego import home
from sosiego.publication import snapshot as snapshots
from sosiego.publication.errors import PublicationNotFoundError
from sosiego.publication.models import Publication, PublicationEvent
from sosiego.publication.snapshot import Snapshot

_Kind = PublicationEvent.Kind


def publications(kind: str | None = None, period: str | None = None) -> QuerySet[Publication]:
    """Everything ever made, the last first."""
    found = Publication.objects.prefetch_related("events")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(period=period) if period else found


def publication(reference: str) -> Publication:
    """One publication. Raises `PublicationNotFoundError`."""
    found = publications().filter(reference=reference).first()
    if found is None:
        raise PublicationNotFoundError(reference)
    return found


def published(kind: str | None = None) -> QuerySet[Publication]:
    """What the public may see now: neither withdrawn nor replaced by a published one."""

    def has(event: str, link: str = "publication") -> Exists:
        return Exists(PublicationEvent.objects.filter(kind=event, **{link: OuterRef("pk")}))

    successors = PublicationEvent.objects.filter(kind=_Kind.PUBLISHED, publication__replaces=OuterRef("pk"))
    undone = PublicationEvent.objects.filter(kind=_Kind.WITHDRAWN, publication=OuterRef("publication"))
    return publications(kind).filter(
        has(_Kind.PUBLISHED), ~has(_Kind.WITHDRAWN), ~Exists(successors.exclude(Exists(undone)))
    )


def latest(kind: str) -> Publication | None:
    """The publication of a kind that the public sees first: of the latest period, not the last made."""
    found = sorted(published(kind), key=lambda one: (_first_day(one), one.made_at), reverse=True)
    return found[0] if found else None


def _first_day(publication: Publication) -> str:
    from sosiego.rules.periods import Period

    return Period.parse(publication.period).first.isoformat()


def state(publication: Publication) -> str:
    """Read off the events: "made", "signed once", "published", "replaced" or "withdrawn"."""
    kinds = {event.kind for event in publication.events.all()}
    if _Kind.WITHDRAWN in kinds:
        return "withdrawn"
    if _Kind.PUBLISHED in kinds:
        replaced = any(state(successor) == "published" for successor in publication.replaced_by.all())
        return "replaced" if replaced else "published"
    return "signed once" if _Kind.SIGNED in kinds else "made"


def signers(publication: Publication) -> list[str]:
    """Who has signed, in order."""
    return [event.actor for event in publication.events.all() if event.kind == _Kind.SIGNED]


def snapshot(publication: Publication) -> Snapshot:
    """The frozen figures, checked against their digest. Raises the errors of `snapshot.load`."""
    return snapshots.load(publication.snapshot)


def folder(publication: Publication) -> Path:
    """Where the files lie; `sosiego publish rebuild` makes them again if they are gone."""
    return home.current().publications / publication.reference


def file(publication: Publication, name: str) -> Path | None:
    """A file of the publication by its name in `publication.files`; None for any other name."""
    return folder(publication) / name if name in publication.files else None
