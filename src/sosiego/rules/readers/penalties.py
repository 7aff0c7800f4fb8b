"""Fines, and that each number of breaches has one."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from sosiego.rules.book import Penalty, Slab
from sosiego.rules.errors import FineFormsError, SlabsError, WrongValueError
from sosiego.rules.readers.context import Context, Version
from sosiego.rules.source import Section

_FILE = "penalties.yaml"
_FORMS = ("range", "amounts", "slabs")


def penalties(context: Context) -> tuple[Penalty, ...]:
    """penalties.yaml, if there is one."""
    context.only(_FILE, "penalties")

    def read(id: str, entry: Section, version: Version) -> Penalty:
        values = version.section
        said = [form for form in _FORMS if form in values]
        if len(said) != 1:
            raise FineFormsError(id, said, values.place)
        return Penalty(
            id=id,
            name=entry.translated("name", context.languages),
            applies_to=context.kinds(values),
            what_for=values.translated("for", context.languages),
            per=values.choice("per", ("breach", "violation", "month", "instance")),
            range=_range(values) if "range" in values else None,
            amounts=_amounts(values) if "amounts" in values else (),
            slabs=_slabs(values) if "slabs" in values else (),
            # Said only where there are slabs; elsewhere the key is refused as one that nobody reads.
            charged=values.choice("charged", ("total", "marginal"), "total")
            if "slabs" in values
            else "total",
            cap=values.money("cap", None),
            share_of_turnover=_share(values) if "range" in values else None,
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    return context.dated(_FILE, "penalties", "penalty", read)


def _range(values: Section) -> tuple[Decimal, Decimal]:
    with values.section("range") as section:
        lowest, highest = section.money("from"), section.money("to")
        if not 0 <= lowest <= highest:
            wanted = "two amounts from 0, the lower first"
            raise WrongValueError("range", wanted, f"{lowest} to {highest}", section.place)
        return lowest, highest


def _amounts(values: Section) -> tuple[Decimal, ...]:
    amounts = values.moneys("amounts")
    if not amounts or any(amount < 0 for amount in amounts):
        found = ", ".join(map(str, amounts)) or "nothing"
        raise WrongValueError("amounts", "one amount or more, each from 0", found, values.place_of("amounts"))
    return amounts


def _share(values: Section) -> Decimal | None:
    share = values.money("share_of_turnover", None)
    if share is not None and not 0 < share <= 1:
        place = values.place_of("share_of_turnover")
        raise WrongValueError("share_of_turnover", "a share above 0 and at most 1", str(share), place)
    return share


def _slabs(values: Section) -> tuple[Slab, ...]:
    """The slabs in their order. Raises `SlabsError`."""
    found = []
    entries = values.sections("slabs")
    for entry in entries:
        with entry:
            found.append(Slab(entry.integer("above"), entry.integer("up_to", None), entry.money("each")))
    if not found or found[0].above != 0:
        raise SlabsError("the first does not begin above 0", values.place_of("slabs"))
    for entry, (before, slab) in zip(entries[1:], pairwise(found), strict=True):
        if before.up_to is None or before.up_to > slab.above:
            reason = f"{slab.above + 1} breaches lie in two of them"
            raise SlabsError(reason, entry.place_of("above"))
        if before.up_to < slab.above:
            raise SlabsError(f"{before.up_to + 1} breaches lie in none", entry.place_of("above"))
    for entry, slab in zip(entries, found, strict=True):
        if slab.up_to is not None and slab.up_to <= slab.above:
            raise SlabsError(
                f"none can lie above {slab.above} and up to {slab.up_to}", entry.place_of("up_to")
            )
    if (last := found[-1].up_to) is not None:
        raise SlabsError(f"{last + 1} breaches lie in none", entries[-1].place_of("up_to"))
    return tuple(found)
