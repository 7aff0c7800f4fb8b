"""Tables about reports: how many, about what, from whom, and what changed. Counts in, snapshot tables out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_noop as _

from sosiego.publication import figures
from sosiego.publication.counts import Counts, Enterprise, ReportCounts, Voice
from sosiego.publication.definitions import CHANNELS, CLASSES, DEFINITIONS, HUNDRED_MILLION, MEDIA, MILLION
from sosiego.publication.labels import Label, Words, message, name
from sosiego.publication.protection import withheld
from sosiego.publication.tables import (
    TOO_SMALL,
    WITHHELD,
    Cell,
    Row,
    count_cell,
    figure_cell,
    place_cell,
    ratio_cell,
    table,
)
from sosiego.registry.answering import ANSWERING_KINDS

Table = dict[str, Any]
# The lists that 12321 publishes stop at ten; the rest of a long table stands in one row.
LONGEST = 10
# Regions stand whole: the largest countries have fewer provinces or states than this.
MOST_REGIONS = 60
TOTAL = _("Total")
OTHERS = _("All others")
NOT_KNOWN = _("Not known")


@dataclass(frozen=True)
class Breakdown:
    """Counts of one dimension in the period, the one before and a year ago; None where nothing is known."""

    now: Mapping[str, int]
    before: Mapping[str, int] | None
    last_year: Mapping[str, int] | None
    smallest: int

    @classmethod
    def of(
        cls, counts: Counts, smallest: int, select: Callable[[ReportCounts], Mapping[str, int]]
    ) -> Breakdown:
        def known(period: ReportCounts) -> Mapping[str, int] | None:
            # No report at all in a period means that nobody counted, not that nobody complained.
            return select(period) if period.by_medium else None

        return cls(select(counts.now), known(counts.before), known(counts.last_year), smallest)

    def gathered(self, keys: Iterable[str]) -> Breakdown:
        """The same with every row but `keys` put together under "…"."""
        kept = set(keys)

        def gather(tally: Mapping[str, int] | None) -> Mapping[str, int] | None:
            if tally is None:
                return None
            made: Counter[str] = Counter()
            for key, count in tally.items():
                made[key if key in kept else "…"] += count
            return made

        return Breakdown(gather(self.now) or {}, gather(self.before), gather(self.last_year), self.smallest)

    def cells(self, key: str, hidden: frozenset[str], hidden_before: frozenset[str]) -> dict[str, Cell]:
        """Count, share and changes of one row."""
        if key in hidden:
            telling = dict.fromkeys(("share", "share_change", "change", "change_on_year"), WITHHELD)
            is_small = self.now.get(key, 0) < self.smallest
            return telling | {"reports": TOO_SMALL if is_small else WITHHELD}
        count, whole = self.now.get(key, 0), sum(self.now.values())
        cells: dict[str, Cell] = {
            "reports": count_cell(count),
            "share": ratio_cell(figures.share(count, whole), count, whole),
        }
        if key in hidden_before:
            # A change would give away the small count of the period before.
            return cells | dict.fromkeys(("share_change", "change", "change_on_year"), WITHHELD)
        before = None if self.before is None else self.before.get(key, 0)
        last_year = None if self.last_year is None else self.last_year.get(key, 0)
        whole_before = None if self.before is None else sum(self.before.values())
        return cells | {
            "share_change": ratio_cell(figures.share_change(count, whole, before, whole_before)),
            "change": ratio_cell(figures.change(count, before), count, before),
            "change_on_year": ratio_cell(figures.change(count, last_year), count, last_year),
        }

    def hidden(self) -> tuple[frozenset[str], frozenset[str]]:
        hidden_before: set[str] = set()
        for tally in (self.before, self.last_year):
            hidden_before |= {key for key, count in (tally or {}).items() if 0 < count < self.smallest}
        return withheld(self.now, self.smallest), frozenset(hidden_before)

    def longest(self, limit: int) -> list[str]:
        """The rows shown by name: the `limit` greatest, so that neither they nor the rest are too small."""
        order = sorted(self.now, key=lambda key: (-self.now[key], key))
        shown = [key for key in order if key and self.now[key] >= self.smallest][:limit]
        rest = sum(self.now.values()) - sum(self.now[key] for key in shown)
        while shown and 0 < rest < self.smallest:
            rest += self.now[shown.pop()]
        return shown


def broken_down(
    id: str,
    title: str,
    dimension: str,
    breakdown: Breakdown,
    label: Callable[[str], Label],
    *,
    columns: Sequence[str] = ("reports", "share", "share_change", "change"),
    order: Sequence[str] | None = None,
    limit: int | None = None,
    note: str = "",
    extra: Callable[[str, bool], Mapping[str, Cell]] | None = None,
) -> Table:
    """One table of one dimension. `extra(key, hidden)` may add cells; rows go by `order`, else by count."""
    if limit is not None:
        shown = breakdown.longest(limit)
        breakdown = breakdown.gathered(shown)
        keys = [*shown, "…"] if breakdown.now.get("…") else shown
    else:
        keys = list(order or sorted(breakdown.now, key=lambda key: (key == "", -breakdown.now[key], key)))
    hidden, hidden_before = breakdown.hidden()
    rows = []
    for key in keys:
        cells = breakdown.cells(key, hidden, hidden_before)
        cells |= extra(key, key in hidden) if extra else {}
        rows.append(Row(key, message(OTHERS) if key == "…" else label(key), cells))
    rows.append(_total(breakdown, extra))
    return table(id, title, dimension, columns, rows, note=note)


def _total(breakdown: Breakdown, extra: Callable[[str, bool], Mapping[str, Cell]] | None) -> Row:
    def whole(tally: Mapping[str, int] | None) -> Mapping[str, int] | None:
        return None if tally is None else {"Σ": sum(tally.values())}

    summed = Breakdown(
        whole(breakdown.now) or {}, whole(breakdown.before), whole(breakdown.last_year), breakdown.smallest
    )
    hidden, hidden_before = summed.hidden()
    cells = summed.cells("Σ", hidden, hidden_before)
    # The whole's share is 100 % and its change in points is 0: true, and noise.
    cells = {column: cell for column, cell in cells.items() if column != "share_change"}
    cells |= extra("Σ", "Σ" in hidden) if extra else {}
    return Row("total", message(TOTAL), cells, is_total=True)


# ---- the tables ------------------------------------------------------------------------------------------


def summary(counts: Counts, smallest: int) -> Table:
    """Reports by medium, with the counts before, so that every change can be worked again."""
    rows = []
    for medium, label in MEDIA.items():
        now, before, last_year = (
            period.total(medium) for period in (counts.now, counts.before, counts.last_year)
        )
        if not (now or before or last_year):
            continue
        breakdown = Breakdown(
            {medium: now},
            {medium: before} if counts.before.by_medium else None,
            {medium: last_year} if counts.last_year.by_medium else None,
            smallest,
        )
        hidden, hidden_before = breakdown.hidden()
        cells = breakdown.cells(medium, hidden, hidden_before)
        cells["reports_before"] = _protected(before, smallest, known=bool(counts.before.by_medium))
        cells["reports_last_year"] = _protected(last_year, smallest, known=bool(counts.last_year.by_medium))
        rows.append(Row(medium, message(label), cells))
    return table(
        "reports",
        _("Reports received"),
        _("Reports about"),
        ("reports", "reports_before", "change", "reports_last_year", "change_on_year"),
        rows,
    )


def _protected(count: int, smallest: int, *, known: bool) -> Cell:
    if not known:
        return count_cell(None)
    return TOO_SMALL if 0 < count < smallest else count_cell(count)


def _voice_cell(voice: Voice | None, smallest: int) -> Cell:
    if voice is None or not voice.known:
        return figure_cell(None)
    silent = voice.known - voice.recorded
    if 0 < voice.recorded < smallest or 0 < silent < smallest:
        return WITHHELD
    return figure_cell(figures.proportion(voice.recorded, voice.known))


def recorded_voice(counts: Counts, smallest: int) -> Table | None:
    """The share of robocalls among the reported calls, with its working."""
    voice = counts.now.by_medium["call"]
    if not voice.known:
        return None
    rows = [
        Row(
            "recorded",
            message(_("A recorded voice")),
            {"reports": _protected(voice.recorded, smallest, known=True)},
        ),
        Row(
            "live",
            message(_("A living person")),
            {"reports": _protected(voice.known - voice.recorded, smallest, known=True)},
        ),
        Row(
            "unsaid",
            message(_("The report does not say")),
            {"reports": _protected(voice.reports - voice.known, smallest, known=True)},
        ),
        Row(
            "total",
            message(TOTAL),
            {
                "reports": _protected(voice.reports, smallest, known=True),
                "recorded_share": _voice_cell(voice, smallest),
            },
            is_total=True,
        ),
    ]
    return table(
        "recorded-voice",
        _("Recorded voice (robocalls)"),
        _("The caller was"),
        ("reports", "recorded_share"),
        rows,
    )


def by_time(counts: Counts, first: date, after: date, smallest: int) -> Table | None:
    """Reports by week (from 29 days on) or by day."""
    days = (after - first).days
    if days < 2:
        return None
    step = 7 if days > 28 else 1
    media = [medium for medium in MEDIA if counts.now.total(medium)]
    tallies: dict[str, Counter[str]] = {medium: Counter() for medium in media}
    for (medium, day), count in counts.now.by_day.items():
        begin = first + timedelta(days=(day - first).days // step * step)
        if medium in tallies:
            tallies[medium][begin.isoformat()] += count
    begins = [(first + timedelta(days=offset)).isoformat() for offset in range(0, days, step)]
    hidden = {medium: withheld(tally, smallest) for medium, tally in tallies.items()}
    rows = [
        Row(
            begin,
            _named_days(begin, min(step, (after - date.fromisoformat(begin)).days), step),
            {
                f"{medium}_reports": WITHHELD
                if begin in hidden[medium]
                else count_cell(tallies[medium][begin])
                for medium in media
            },
        )
        for begin in begins
    ]
    return table(
        "by-week" if step == 7 else "by-day",
        _("Reports by week") if step == 7 else _("Reports by day"),
        _("Week beginning") if step == 7 else _("Day"),
        [f"{medium}_reports" for medium in media],
        rows,
    )


def _named_days(begin: str, days: int, step: int) -> Label:
    """A week that the period's end cut short says so: its lower count is no fall."""
    return {"date": begin} if days == step else {"date": begin, "days": str(days)}


def _in_time(count: int, is_hidden: bool, smallest: int) -> Cell:
    if not is_hidden:
        return count_cell(count)
    return TOO_SMALL if count < smallest else WITHHELD


def _by_channel(period: ReportCounts) -> Mapping[str, int]:
    tally = Counter(dict.fromkeys(CHANNELS, 0))
    for (medium, channel, _enterprise), count in period.by_source.items():
        if medium == "sms":
            tally[channel] += count
    return tally


def by_channel(counts: Counts, smallest: int) -> Table:
    """Messages by the kind of sender: the table whose shares the Chinese bulletin prints."""
    return broken_down(
        "sms-by-channel",
        _("Messages by kind of sender"),
        _("Kind of sender"),
        Breakdown.of(counts, smallest, _by_channel),
        lambda key: message(CHANNELS[key]),
        order=list(CHANNELS),
    )


def channel_rates(counts: Counts, smallest: int) -> Table | None:
    """The two rates of the Chinese bulletin for the whole country, each with what it divides."""
    tally = _by_channel(counts.now)
    hidden = withheld(tally, smallest)
    rows = []
    for channel, field, label, per in (
        ("p2p", "users", _("Subscribers' numbers (P2P), per million users"), MILLION),
        ("port", "messages", _("SMS ports, per 100 million messages"), HUNDRED_MILLION),
    ):
        exposure = _exposure(counts, field)
        if exposure is None or channel in hidden:
            continue
        cells = {
            "reports": count_cell(tally[channel]),
            "exposure": count_cell(exposure),
            "channel_rate": figure_cell(figures.rate(tally[channel], exposure, per)) | {"per": per},
        }
        rows.append(Row(channel, message(label), cells))
    if not rows:
        return None
    return table(
        "sms-rates",
        _("Rates of messages reported"),
        _("Rate"),
        ("reports", "exposure", "channel_rate"),
        rows,
        note=_("Users and messages are those that all operators and resellers stated for the period."),
    )


def _exposure(counts: Counts, field: str) -> int | None:
    """Users or messages of all operators and resellers together; None unless each of them reported."""
    values = [getattr(enterprise, field) for enterprise in _carriers(counts)]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _carriers(counts: Counts) -> list[Enterprise]:
    return [one for one in counts.enterprises.values() if one.kind in ANSWERING_KINDS]


def by_enterprise(
    counts: Counts,
    smallest: int,
    *,
    id: str,
    title: str,
    medium: str,
    channel: str | None,
    rate: str,
    note: str,
) -> Table | None:
    """Reports per operator and reseller: its share, and its rate with the interval and place."""

    def select(period: ReportCounts) -> Mapping[str, int]:
        # Whoever was reported by nobody stands in the table too, with a rate of zero and its interval.
        tally: Counter[str] = Counter({one.code: 0 for one in _carriers(counts)})
        for (its_medium, its_channel, enterprise), count in period.by_source.items():
            if its_medium == medium and channel in (None, its_channel):
                tally[enterprise] += count
        return tally

    now = select(counts.now)
    if not any(count for code, count in now.items() if code):
        return None
    per = DEFINITIONS[rate].per
    field = "messages" if rate == "port_rate" else "users"
    made = {
        code: figures.rate(now[code], getattr(counts.enterprises[code], field), per)
        for code in now
        if code in counts.enterprises
    }
    hidden = withheld(now, smallest)
    spans = figures.places([None if code in hidden else figures.interval_of(made[code]) for code in made])
    place_of = dict(zip(made, spans, strict=True))

    def extra(key: str, is_hidden: bool) -> Mapping[str, Cell]:
        if is_hidden:
            return {rate: WITHHELD, "place": WITHHELD}
        if key == "Σ":
            return {rate: figure_cell(figures.rate(sum(now.values()), _exposure(counts, field), per))}
        return {rate: figure_cell(made.get(key)), "place": place_cell(place_of.get(key))}

    return broken_down(
        id,
        title,
        _("Operator or reseller"),
        Breakdown.of(counts, smallest, select),
        lambda code: _enterprise_name(counts, code),
        columns=("reports", "share", "share_change", rate, "place"),
        note=note,
        extra=extra,
    )


def _enterprise_name(counts: Counts, code: str) -> Label:
    if not code:
        return message(NOT_KNOWN)
    return name(counts.enterprises[code].name) if code in counts.enterprises else name(code)


def of_medium(medium: str, tally: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    """The part of a tally that speaks of one medium."""
    return {key: value for (its_medium, key), value in tally.items() if its_medium == medium}


def by_category(counts: Counts, smallest: int, words: Words, medium: str, title: str) -> Table | None:
    tally = of_medium(medium, counts.now.by_category)
    if not tally or set(tally) <= {"unsorted"}:
        return None
    return broken_down(
        f"{medium}-by-category",
        title,
        _("Category"),
        Breakdown.of(counts, smallest, lambda period: of_medium(medium, period.by_category)),
        lambda key: words.categories.get(
            key, name(key) if key not in ("", "unsorted") else message(NOT_KNOWN)
        ),
        limit=LONGEST + 2,
    )


def by_class(counts: Counts, smallest: int, words: Words, medium: str, title: str) -> Table | None:
    """Marketing against harassment against suspected crime: the content split of the bulletin."""

    def sorted_out(period: ReportCounts) -> Counter[str]:
        made: Counter[str] = Counter()
        for category, count in of_medium(medium, period.by_category).items():
            made[words.class_of.get(category, "other")] += count
        return made

    # A class too small to be printed is not withheld but put with the others: the table of categories
    # beside this one would give a withheld class away.
    kept = {key for key, count in sorted_out(counts.now).items() if key in CLASSES and count >= smallest}
    if kept <= {"other"}:
        return None

    def select(period: ReportCounts) -> Mapping[str, int]:
        made: Counter[str] = Counter()
        for class_id, count in sorted_out(period).items():
            made[class_id if class_id in kept else "other"] += count
        return made

    return broken_down(
        f"{medium}-by-class",
        title,
        _("Class"),
        Breakdown.of(counts, smallest, select),
        lambda key: message(CLASSES[key]),
        order=[class_id for class_id in CLASSES if select(counts.now).get(class_id)],
    )


def by_industry(counts: Counts, smallest: int, words: Words) -> Table | None:
    def select(period: ReportCounts) -> Mapping[str, int]:
        made: Counter[str] = Counter()
        for (_medium, category), count in period.by_category.items():
            industry = words.industry_of.get(category, "")
            if industry:
                made[industry] += count
        return made

    if not select(counts.now):
        return None
    return broken_down(
        "by-industry",
        _("Reports by industry"),
        _("Industry"),
        Breakdown.of(counts, smallest, select),
        lambda key: words.industries.get(key, name(key)),
        limit=LONGEST,
        note=_("Only reports whose category names an industry."),
    )


def by_region(counts: Counts, smallest: int, medium: str, title: str) -> Table | None:
    return _with_voice(counts, smallest, medium, "region", title, _("Region"), MOST_REGIONS)


def by_subject(counts: Counts, smallest: int, medium: str, title: str) -> Table | None:
    """By the words of the source itself, for files that bring their own subjects."""
    return _with_voice(counts, smallest, medium, "subject", title, _("Subject"), LONGEST + 5)


def _with_voice(
    counts: Counts, smallest: int, medium: str, dimension: str, title: str, heading: str, limit: int
) -> Table | None:
    def voices(period: ReportCounts) -> dict[str, Voice]:
        return of_medium(medium, getattr(period, f"by_{dimension}"))

    def select(period: ReportCounts) -> Mapping[str, int]:
        return {key: voice.reports for key, voice in voices(period).items()}

    now = voices(counts.now)
    if not any(now):
        return None
    breakdown = Breakdown.of(counts, smallest, select)
    shown = set(breakdown.longest(limit))
    has_voice = any(voice.known for voice in now.values())

    def voice_of(key: str, is_hidden: bool) -> Mapping[str, Cell]:
        chosen = [
            voice
            for its_key, voice in now.items()
            if key == "Σ" or its_key == key or (key == "…" and its_key not in shown)
        ]
        whole = Voice(
            sum(voice.reports for voice in chosen),
            sum(voice.recorded for voice in chosen),
            sum(voice.known for voice in chosen),
        )
        return {"recorded_share": WITHHELD if is_hidden else _voice_cell(whole, smallest)}

    return broken_down(
        f"{medium}-by-{dimension}",
        title,
        heading,
        breakdown,
        lambda key: name(key) if key else message(NOT_KNOWN),
        columns=("reports", "share", "change", *(("recorded_share",) if has_voice else ())),
        limit=limit,
        extra=voice_of if has_voice else None,
    )


def by_segment(counts: Counts, smallest: int, medium: str, title: str) -> Table | None:
    """The number segments reported most: the leading digits, the rest masked."""
    if not any(of_medium(medium, counts.now.by_segment)):
        return None
    return broken_down(
        f"{medium}-by-segment",
        title,
        _("Number segment"),
        Breakdown.of(counts, smallest, lambda period: of_medium(medium, period.by_segment)),
        lambda key: name(key) if key else message(NOT_KNOWN),
        limit=LONGEST,
        note=_(
            "The last digits are masked: a segment is held by many, and a list must not point at one person."
        ),
    )


def port_holders(counts: Counts, smallest: int) -> Table | None:
    if not any(counts.now.by_port_holder):
        return None
    return broken_down(
        "port-holders",
        _("Holders of the SMS ports reported most"),
        _("Organisation"),
        Breakdown.of(counts, smallest, lambda period: period.by_port_holder),
        lambda code: _enterprise_name(counts, code),
        limit=LONGEST,
        note=_("Organisations that hold the ports. Who wrote a message may be a customer of the holder."),
    )
