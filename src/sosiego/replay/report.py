"""The report of a replay in one language: blocks of words, tables and charts, made of `summary`'s values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from sosiego.publication import charts
from sosiego.publication.document import (
    Block,
    Chart,
    Column,
    DataTable,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Pairs,
    Paragraph,
    Points,
    TableRow,
)
from sosiego.publication.speech import MINUS, Speaker

Values = Mapping[str, Any]

# A page lists so many numbers; all of them stand in report.json.
NUMBERS_SHOWN = 40
# Rows of a chart: more are not read.
ROWS_DRAWN = 12

_KINDS = {
    "windows": _("observation windows"),
    "criterion": _("criterion"),
    "deadline": _("deadline"),
    "step": _("procedure step"),
    "control": _("network control"),
    "hours": _("permitted hours"),
    "cap": _("frequency cap"),
    "call rule": _("rule on single calls"),
    "notice": _("notice to the network"),
    "capability": _("capability requirement"),
    "duty": _("duty"),
    "indicator": _("indicator"),
    "scoring": _("scoring"),
    "violation": _("violation"),
    "ladder": _("sanction ladder"),
    "penalty": _("fine"),
    "gate": _("gate on resources"),
    "channel": _("report channel"),
    "complaint": _("complaint rule"),
    "preferences": _("citizens' preferences"),
    "senders": _("sender registry"),
    "publication": _("publication"),
}
_CHANGES = {"added": _("new"), "gone": _("no longer there"), "changed": _("changed")}
_GROUPS = {
    "law": _("Found under the law"),
    "draft": _("Found under the draft"),
    "added": _("With findings only the draft makes"),
    "gone": _("With findings only the law makes"),
}
_CALLS = {
    "block": _("calls and messages blocked"),
    "limit": _("calls and messages cut by a limit"),
    "label": _("calls and messages labelled"),
}
_OUTCOMES = {"block": _("blocked"), "limit": _("cut by a limit"), "label": _("labelled")}


def document(values: Values, language: str, made_at: datetime) -> Document:
    """The report in one language."""
    return _Report(values, language).document(made_at)


class _Report:
    def __init__(self, values: Values, language: str) -> None:
        self.values = values
        self.speaker = Speaker(language, ("replay", "publication"))
        self.say = self.speaker.say
        self.whole = self.speaker.whole
        self.blocks: list[Block] = []

    def document(self, made_at: datetime) -> Document:
        for part in (
            self._summary,
            self._changes,
            self._findings,
            self._callers,
            self._calls,
            self._outcomes,
            self._orders,
            self._oversight,
            self._reckoning,
        ):
            part()
        first, last = (date.fromisoformat(self.values[name]) for name in ("first", "last"))
        return Document(
            kind="replay",
            language=self.speaker.language,
            html_language=self.speaker.html_language,
            title=self.say(_("A draft tried on the past: {draft}"), draft=self.values["draft"]["id"]),
            subtitle=f"{self.speaker.day(first)} – {self.speaker.day(last)}",
            description=self.say(_("What a draft rule-book would have changed on recorded days.")),
            made=self.say(_("Replayed on {moment}"), moment=self.speaker.moment(made_at)),
            simulated=self.values["simulated"],
            mark=self.speaker.mark(),
            simulated_note=self.say(_("All people, organisations, numbers and figures here are invented.")),
            digest=self.values["draft"]["digest"],
            page_word=self.say(_("Page")),
            contents_word=self.say(_("Contents")),
            blocks=tuple(self.blocks),
        )

    # ---- parts

    def _summary(self) -> None:
        values = self.values
        self._paragraph(
            _(
                "The draft and the law were asked, day by day, of the facts recorded on {days} days. What "
                "only one of them finds is shown here, and what would have followed from it."
            ),
            is_lead=True,
            days=self.whole(values["days"]),
        )
        if values["draft_begins"]:
            begins = date.fromisoformat(values["draft_begins"])
            self._paragraph(
                _(
                    "Warning: nothing that the draft changes was in force on these days; its changes begin "
                    "on {day}. To try them on these days, replay with --draft-on {date}."
                ),
                is_lead=True,
                day=self.speaker.day(begins),
                date=begins.isoformat(),
            )
        if values["cut_at"]:
            self._paragraph(
                _("The last day was not over: it is judged as it stood on {moment}."),
                moment=self.speaker.moment(datetime.fromisoformat(values["cut_at"])),
            )
        self._key_figures()
        self.blocks.append(
            Pairs(
                (
                    (self.say(_("The law")), self._book(values["law"])),
                    (self.say(_("The draft")), self._book(values["draft"])),
                )
            )
        )

    def _key_figures(self) -> None:
        values = self.values
        found, callers, orders = values["findings"], values["callers"], values["orders"]
        # Of blocked, limited and labelled calls, those of which the draft changes most.
        calls = max(values["calls"], key=lambda row: abs(row["difference"]["value"]))
        self.blocks.append(
            KeyFigures(
                (
                    KeyFigure(
                        self._more(found["draft"] - found["law"]),
                        self.say(_("findings")),
                        self._from_to(found["law"], found["draft"]),
                    ),
                    KeyFigure(
                        self._more(callers["draft"] - callers["law"]),
                        self.say(_("numbers found")),
                        self._from_to(callers["law"], callers["draft"]),
                    ),
                    KeyFigure(
                        self._more(calls["difference"]["value"]),
                        self.say(_CALLS[calls["outcome"]]),
                        self._from_to(calls["law"]["value"], calls["draft"]["value"]),
                    ),
                    KeyFigure(
                        self._more(orders["draft"] - orders["law"]),
                        self.say(_("work orders")),
                        self._from_to(orders["law"], orders["draft"]),
                    ),
                )
            )
        )

    def _book(self, book: Values) -> str:
        parts = [f"{book['id']} · SHA-256 {book['digest'][:12]}…"]
        if book["read_on"]:
            day = self.speaker.day(date.fromisoformat(book["read_on"]))
            parts.append(self.say(_("read as worded on {day}"), day=day))
        return " · ".join(parts)

    def _changes(self) -> None:
        self._heading(_("1. What the draft changes"), "changes")
        rows = [
            (
                f"{self.say(_KINDS[one['kind']])}: {one['id']}",
                one["part"] or self.say(_CHANGES[one["change"]]),
                one["law"],
                one["draft"],
            )
            for one in self.values["changes"]
        ]
        if not rows:
            self._paragraph(_("Both books say the same on the last day of the replay."))
            return
        columns = (_("Rule"), _("What"), _("The law"), _("The draft"))
        self._table("changes", _("Values that differ on the last day"), columns, rows, numbers=0)

    def _findings(self) -> None:
        found = self.values["findings"]
        self._heading(_("2. Findings"), "findings")
        self._paragraph(
            _(
                "The law makes {law} findings and the draft {draft}. Only the draft makes {added}; only the "
                "law makes {gone}."
            ),
            law=self.whole(found["law"]),
            draft=self.whole(found["draft"]),
            added=self._estimate(found["added"]),
            gone=self._estimate(found["gone"]),
        )
        self._earlier_and_later()
        self._findings_by_week()
        self._findings_by_rule()

    def _earlier_and_later(self) -> None:
        found = self.values["findings"]
        if found["earlier"]:
            self._paragraph(
                _("{count} findings of both come earlier under the draft, by {days} days on average."),
                count=self.whole(found["earlier"]),
                days=self.speaker.decimal(found["days_earlier"]),
            )
        if found["later"]:
            self._paragraph(
                _("{count} findings of both come later under the draft, by {days} days on average."),
                count=self.whole(found["later"]),
                days=self.speaker.decimal(found["days_later"]),
            )

    def _findings_by_rule(self) -> None:
        found = self.values["findings"]
        changed = [
            row for row in found["rules"] if any(row[n] for n in ("added", "gone", "earlier", "later"))
        ]
        self._pairs_chart(
            "rules-chart",
            _("Findings by rule"),
            [(self._rule(row["rule"]), row["law"], row["draft"]) for row in changed or found["rules"]],
        )
        rows = [
            (
                self._rule(row["rule"]),
                self.whole(row["law"]),
                self.whole(row["draft"]),
                self._counted(row, "added"),
                self._counted(row, "gone"),
                self.whole(row["earlier"]),
                self.whole(row["later"]),
                self.whole(row["recorded"]),
            )
            for row in found["rules"]
        ]
        columns = (
            _("Rule"),
            _("Law"),
            _("Draft"),
            _("Only draft"),
            _("Only law"),
            _("Earlier"),
            _("Later"),
            _("On record"),
        )
        self._table(
            "rules",
            _("Findings by rule"),
            columns,
            rows,
            note=_(
                "In brackets the 95% interval if days like these came again (days drawn with replacement). "
                "“On record” is what the home really found in these days: how near the replay of the law "
                "comes to it says how far the replay can be trusted."
            ),
        )

    def _counted(self, row: Values, name: str) -> str:
        count = self.whole(row[name])
        return f"{count} ({self._span_of(row[f'{name}_interval'])})" if row[name] else count

    def _findings_by_week(self) -> None:
        weeks = self.values["findings"]["by_week"]
        names = (("law", self.say(_("Law"))), ("draft", self.say(_("Draft"))))
        if len(weeks) > 1:
            points = [
                charts.Point(week["week"], self.speaker.week(week["week"]), name, week[book])
                for book, name in names
                for week in weeks
            ]
            self._chart(
                "weeks-chart",
                _("Findings by week"),
                _("Weeks begin on Monday; the first and the last may be short."),
                charts.lines(points, self.speaker.chart_numbers()),
            )
        rows = [
            (self.speaker.day(date.fromisoformat(week["week"])), *(self.whole(week[n]) for n in _WEEK))
            for week in weeks
        ]
        columns = (_("Week from"), _("Days"), _("Law"), _("Draft"), _("Only draft"), _("Only law"))
        self._table("weeks", _("Findings by week"), columns, rows, small=True)

    def _callers(self) -> None:
        callers = self.values["callers"]
        self._heading(_("3. Callers and holders"), "callers")
        self._paragraph(
            _(
                "The law finds {law} numbers, the draft {draft}: {added} that the law does not find at all, "
                "and {gone} that the draft lets go."
            ),
            law=self.whole(callers["law"]),
            draft=self.whole(callers["draft"]),
            added=self.whole(callers["added"]),
            gone=self.whole(callers["gone"]),
        )
        if callers["earlier"] or callers["later"]:
            self._paragraph(
                _(
                    "Of the numbers that both find, by whatever rule, {earlier} are found earlier under the "
                    "draft ({days_earlier} days on average) and {later} later ({days_later})."
                ),
                earlier=self.whole(callers["earlier"]),
                later=self.whole(callers["later"]),
                days_earlier=self.speaker.decimal(callers["days_earlier"] or 0),
                days_later=self.speaker.decimal(callers["days_later"] or 0),
            )
        rows = [
            (self._organisation(row["organisation"]), *(self.whole(row[n]) for n in _FOUR))
            for row in self.values["holders"]
        ]
        if rows:
            columns = (_("Holder, or operator"), _("Law"), _("Draft"), _("Only draft"), _("Only law"))
            self._table("holders", _("Numbers found by holder"), columns, rows)
        self._numbers(callers["numbers"])

    def _numbers(self, numbers: Sequence[Values]) -> None:
        rows = [
            (
                one["number"],
                self.say(_("only draft") if one["change"] == "added" else _("only law")),
                ", ".join(self._rule(rule) for rule in one["rules"]),
                self._organisation(one["holder"] or one["operator"]),
                self.speaker.day(datetime.fromisoformat(one["first_at"]).date()),
            )
            for one in numbers[:NUMBERS_SHOWN]
        ]
        if rows:
            columns = (_("Number"), _("Found by"), _("Rules"), _("Holder, or operator"), _("First found"))
            more = _("Numbers are masked. All of them stand in report.json.")
            title = _("Numbers with findings that only one book makes")
            self._table("numbers", title, columns, rows, numbers=0, note=more, small=True)

    def _calls(self) -> None:
        self._heading(_("4. Calls and messages under measures"), "calls")
        self._paragraph(
            _(
                "Counted are recorded calls and messages of a number while a measure of this replay stands. "
                "Measures that the rule puts in force at once count from the finding on; the others from "
                "the deadline of their order on, with the share of findings of that rule that were confirmed "
                "in this home. The interval is that of the share. Of {asked} findings about which somebody "
                "was asked, {silent} stayed without an answer until after the deadline: silence counts as "
                "not confirmed, unless the book says of the step that silence brings the measure."
            ),
            asked=self.whole(self.values["outcomes"]["overall"]["of"]),
            silent=self.whole(self.values["outcomes"]["overall"]["silent"]),
        )
        rows = [
            (
                self.say(_OUTCOMES[row["outcome"]]),
                self._estimate(row["law"]),
                self._estimate(row["draft"]),
                self._estimate(row["difference"], signed=True),
                self._estimate(row["passed_difference"], signed=True),
                f"{self.whole(row['callers_law'])} → {self.whole(row['callers_draft'])}",
            )
            for row in self.values["calls"]
        ]
        columns = (
            _("Calls and messages"),
            _("Law"),
            _("Draft"),
            _("Difference"),
            _("Of it, really let through"),
            _("Numbers"),
        )
        self._table(
            "calls",
            _("Calls and messages under measures"),
            columns,
            rows,
            note=_(
                "“Really let through”: not recorded as rejected by the network. A number that was blocked "
                "in fact went on trying; such attempts are counted in the other columns. A call under "
                "measures of two kinds is counted under the harsher one alone, and calls to numbers that no "
                "path may block under none: the network lets them through."
            ),
        )

    def _outcomes(self) -> None:
        seen = self.values["outcomes"]
        self._heading(_("5. Right and wrong findings"), "outcomes")
        self._paragraph(
            _(
                "Known to be wrong is a number of which an order was answered “not confirmed” and none "
                "confirmed, whose measure was lifted as wrong, or whose appeal was upheld. Of numbers that "
                "only the draft finds, nobody may ever have been asked: they are unknown, not right."
            )
        )
        rows = [
            (
                self.say(_GROUPS[row["group"]]),
                self.whole(row["numbers"]),
                self.whole(row["right"]),
                self.whole(row["wrong"]["part"]),
                self.whole(row["unknown"]),
                self._share(row["wrong"]),
            )
            for row in seen["groups"]
        ]
        columns = (
            _("Numbers"),
            _("In all"),
            _("Confirmed"),
            _("Known to be wrong"),
            _("Unknown"),
            _("Wrong of the known"),
        )
        self._table("groups", _("What is known of the numbers found"), columns, rows)
        if seen["simulated"]:
            self._truth(seen["simulated"])
        answered = [row for row in seen["rules"] if row["of"]]
        if answered:
            self._confirmed(answered)

    def _confirmed(self, answered: Sequence[Values]) -> None:
        dots = [
            charts.Dot(
                self._rule(row["rule"]),
                row["value"],
                row["low"],
                row["high"],
                self.speaker.percent(row["value"]),
            )
            for row in answered
        ]
        self._chart(
            "confirmed-chart",
            _("Findings confirmed by those who were asked"),
            _("Share of the findings answered or overdue in silence, with its 95% interval."),
            charts.dots(dots, self.speaker.chart_numbers(), is_share=True, title=""),
        )
        by_rule = [
            (
                self._rule(row["rule"]),
                self.whole(row["of"] - row["silent"]),
                self.whole(row["silent"]),
                self.whole(row["part"]),
                self._share(row),
            )
            for row in answered
        ]
        heads = (_("Rule"), _("Answered"), _("Overdue in silence"), _("Confirmed"), _("Share"))
        note = _(
            "Silence counts as not confirmed. Where the law says of the step that silence brings the "
            "measure, it is counted among the confirmed."
        )
        self._table("confirmed", _("Findings confirmed, by rule"), heads, by_rule, note=note)

    def _truth(self, groups: Sequence[Values]) -> None:
        rows = [
            (
                self.say(_GROUPS[row["group"]]),
                self.whole(row["numbers"]),
                self.whole(row["nuisance"]),
                self.whole(row["lookalikes"]),
                self.whole(row["ordinary"]),
                self._share(row["wrong"]),
            )
            for row in groups
        ]
        columns = (
            _("Numbers"),
            _("In all"),
            _("Nuisance"),
            _("Look-alikes"),
            _("Ordinary"),
            _("Wrongly found"),
        )
        title = _("The truth of the simulated country")
        note = _(
            "Simulated: no real country knows this. Look-alikes are hospitals, couriers, schools and others "
            "that only behave like nuisance."
        )
        self._table("truth", title, columns, rows, note=note)

    def _orders(self) -> None:
        orders = self.values["orders"]
        self._heading(_("6. Work orders and deadlines"), "orders")
        measures = [orders["measures_law"], orders["measures_draft"]]
        self._paragraph(
            _(
                "The law sends {law} orders, the draft {draft}. At once in force come {law_at_once} measures "
                "under the law and {draft_at_once} under the draft; {law_waiting} and {draft_waiting} wait "
                "for an answer."
            ),
            law=self.whole(orders["law"]),
            draft=self.whole(orders["draft"]),
            law_at_once=self.whole(measures[0]["at_once"]),
            draft_at_once=self.whole(measures[1]["at_once"]),
            law_waiting=self.whole(measures[0]["if_confirmed"]),
            draft_waiting=self.whole(measures[1]["if_confirmed"]),
        )
        summed = self._summed(lambda row: (row["step"], row["addressee"]))
        rows = [
            (
                self._step(step),
                self._organisation(addressee),
                self.whole(sums["law_issued"]),
                self.whole(sums["draft_issued"]),
                self._more(sums["draft_issued"] - sums["law_issued"]),
                self.whole(most["law"]),
                self.whole(most["draft"]),
            )
            for (step, addressee), (sums, most) in summed.items()
        ]
        if rows:
            columns = (
                _("Step"),
                _("Addressee"),
                _("Law"),
                _("Draft"),
                _("Difference"),
                _("Most in a week, law"),
                _("Most in a week, draft"),
            )
            self._table("orders", _("Orders by step and addressee"), columns, rows, words=2)
            self._order_weeks()

    def _order_weeks(self) -> None:
        weeks = self._summed(lambda row: (row["week"],))
        names = (("law_due", self.say(_("Law"))), ("draft_due", self.say(_("Draft"))))
        if len(weeks) > 1:
            points = [
                charts.Point(week, self.speaker.week(week), name, sums[column])
                for column, name in names
                for (week,), (sums, _most) in weeks.items()
            ]
            self._chart(
                "due-chart",
                _("Deadlines by week"),
                _("Orders whose deadline falls in the week."),
                charts.lines(points, self.speaker.chart_numbers()),
            )
        rows = [
            (self.speaker.day(date.fromisoformat(week)), *(self.whole(sums[n]) for n in _ORDER_WEEK))
            for (week,), (sums, _most) in weeks.items()
        ]
        columns = (
            _("Week from"),
            _("Sent, law"),
            _("Sent, draft"),
            _("Due, law"),
            _("Due, draft"),
        )
        self._table("order-weeks", _("Orders by week"), columns, rows, small=True)

    def _summed(self, key: Callable[[Values], tuple[str, ...]]) -> dict[tuple[str, ...], Any]:
        """Key -> the sums of its rows, and the most orders sent in one week by book."""
        sums: dict[tuple[str, ...], dict[str, int]] = {}
        weeks: dict[tuple[str, ...], dict[str, dict[str, int]]] = {}
        for row in self.values["orders"]["by_week"]:
            of_key = sums.setdefault(key(row), dict.fromkeys(_ORDER_WEEK, 0))
            in_week = weeks.setdefault(key(row), defaultdict(lambda: {"law": 0, "draft": 0}))
            for name in _ORDER_WEEK:
                of_key[name] += row[name]
            for book in ("law", "draft"):
                in_week[row["week"]][book] += row[f"{book}_issued"]
        return {
            one: (
                sums[one],
                {book: max(week[book] for week in weeks[one].values()) for book in ("law", "draft")},
            )
            for one in sorted(sums)
        }

    def _oversight(self) -> None:
        told = self.values["oversight"]
        self._heading(_("7. Scorecards, violations and gates"), "oversight")
        self._paragraph(
            _(
                "Both books judge the counts of the record. What the draft would have found instead is not "
                "in these counts: only its own marks, weights, grades and conditions make a difference here."
            )
        )
        if not told["periods"]:
            self._paragraph(_("No whole period of judgement lies within these days."))
        for period in told["periods"]:
            self._period(period)
        self._gates(told["gates"])

    def _period(self, period: Values) -> None:
        changed = [card for card in period["cards"] if card["changed"]]
        self._paragraph(
            _(
                "{period}: {cards} scorecards, of them {changed} changed. Violations: {law} under the law, "
                "{draft} under the draft."
            ),
            period=period["period"],
            cards=self.whole(len(period["cards"])),
            changed=self.whole(len(changed)),
            law=self.whole(period["violations_law"]),
            draft=self.whole(period["violations_draft"]),
        )
        rows = [
            (
                self._organisation(card["organisation"]),
                *(part for book in ("law", "draft") for part in self._score(card[book])),
            )
            for card in period["cards"]
        ]
        if rows:
            columns = (
                _("Organisation"),
                _("Score, law"),
                _("Grade, law"),
                _("Score, draft"),
                _("Grade, draft"),
            )
            note = _(
                "In brackets the score with every indicator at the worse and at the better end of its 95% "
                "interval: wider than an interval of the score itself."
            )
            title = _("Scorecards under both books")
            self._table(f"cards-{period['period']}", title, columns, rows, note=note)
        items = [
            f"{self.say(word)}: {self._organisation(code)}, {self._other(rule)}"
            for name, word in (("added", _("only draft")), ("gone", _("only law")))
            for code, rule in period[f"violations_{name}"]
        ]
        if items:
            self.blocks.append(Points(tuple(items)))

    def _score(self, card: Values | None) -> tuple[str, str]:
        if card is None or card["score"] is None:
            return "–", "–"
        score = self.speaker.decimal(card["score"])
        low, high = card["low"], card["high"]
        if low is not None and high is not None:
            score += f" ({self.speaker.decimal(low)}–{self.speaker.decimal(high)})"
        return score, self._other(card["grade"])

    def _gates(self, gates: Values) -> None:
        self._paragraph(
            _(
                "Gates at the end of the last day, each asked for each organisation: {asked} questions, "
                "closed {law} under the law and {draft} under the draft."
            ),
            asked=self.whole(gates["asked"]),
            law=self.whole(gates["closed_law"]),
            draft=self.whole(gates["closed_draft"]),
        )
        words = {True: _("closed"), False: _("open"), None: _("cannot be judged")}
        rows = [
            (
                self._organisation(one["organisation"]),
                one["gate"],
                self.say(words[one["law"]]),
                self.say(words[one["draft"]]),
            )
            for one in gates["changed"]
        ]
        if rows:
            columns = (_("Organisation"), _("Gate"), _("Law"), _("Draft"))
            self._table("gates", _("Gates that change"), columns, rows, numbers=0)

    def _reckoning(self) -> None:
        self._heading(_("8. How this was reckoned, and what it cannot say"), "reckoning")
        self.blocks.append(Points(tuple(self.say(text) for text in RECKONING)))

    # ---- words

    def _rule(self, id: str) -> str:
        return self._named("rules", id)

    def _step(self, id: str) -> str:
        return self._named("steps", id)

    def _other(self, id: str) -> str:
        return self._named("others", id)

    def _named(self, kind: str, id: str) -> str:
        name = self.values["names"][kind].get(id)
        return self.speaker.label(name) if name else id

    def _organisation(self, code: str) -> str:
        return str(self.values["names"]["organisations"].get(code, code)) or self.say(_("nobody known"))

    def _more(self, difference: float) -> str:
        sign = "+" if difference > 0 else MINUS if difference < 0 else ""
        return sign + self.whole(abs(round(difference)))

    def _from_to(self, law: int, draft: int) -> str:
        return self.say(
            _("{law} under the law, {draft} under the draft"), law=self.whole(law), draft=self.whole(draft)
        )

    def _span_of(self, estimate: Values) -> str:
        write = self.whole if estimate["low"] >= 0 else self._more
        return f"{write(round(estimate['low']))}–{write(round(estimate['high']))}"

    def _estimate(self, estimate: Values, *, signed: bool = False) -> str:
        value = self._more(estimate["value"]) if signed else self.whole(estimate["value"])
        if estimate["low"] == estimate["high"]:
            return value
        return f"{value} ({self._span_of(estimate)})"

    def _share(self, share: Values) -> str:
        if share["value"] is None:
            return "–"
        low, high = self.speaker.percent(share["low"]), self.speaker.percent(share["high"])
        return f"{self.speaker.percent(share['value'])} ({low}–{high})"

    # ---- blocks

    def _heading(self, msgid: str, anchor: str) -> None:
        self.blocks.append(Heading(self.say(msgid), anchor))

    def _paragraph(self, msgid: str, *, is_lead: bool = False, **said: object) -> None:
        self.blocks.append(Paragraph(self.say(msgid, **said), is_lead))

    def _table(
        self,
        id: str,
        caption: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        numbers: int | None = None,
        words: int = 1,
        note: str = "",
        small: bool = False,
    ) -> None:
        """`words`: columns at the left that hold words; `numbers=0`: all of them do."""
        heads = tuple(
            Column(self.say(column), numbers is None and place >= words)
            for place, column in enumerate(columns)
        )
        lines = tuple(TableRow(tuple(row)) for row in rows)
        self.blocks.append(DataTable(id, self.say(caption), heads, lines, self.say(note), small))

    def _pairs_chart(self, id: str, title: str, rows: Sequence[tuple[str, int, int]]) -> None:
        if not rows:
            return
        drawn = [
            charts.Pair(label, law, draft, f"{self.whole(law)} → {self.whole(draft)}")
            for label, law, draft in rows[:ROWS_DRAWN]
        ]
        caption = _("Open circle: the law. Full circle: the draft. The table has every rule.")
        self._chart(id, title, caption, charts.pairs(drawn, self.speaker.chart_numbers()))

    def _chart(self, id: str, title: str, caption: str, svg: str) -> None:
        alternative = self.say(_("The figures of this chart stand in the table beside it."))
        self.blocks.append(Chart(id, self.say(title), self.say(caption), alternative, svg))


_FOUR = ("law", "draft", "added", "gone")
_WEEK = ("days", *_FOUR)
_ORDER_WEEK = ("law_issued", "draft_issued", "law_due", "draft_due")

# What stands behind every figure; report.json has these sentences too.
RECKONING = (
    _(
        "Bias: the recorded traffic and reports were shaped by the measures really in force. A number that "
        "was blocked called less, was reported less, and gave way to another; under the draft it would "
        "have done so at other times. A replay says what a draft would have seen in this past, not what "
        "people would have done under it."
    ),
    _(
        "Both books are asked of the same facts at the moments at which the days were really evaluated, or "
        "at the end of the day where none is on record; a day that is not over is judged as it stands. Each "
        "looks back over its own windows."
    ),
    _(
        "The rule of a replay: a number has one open case. Within it each rule is found once and one order "
        "is sent for each step. The case stands until the last deadline of its orders has passed and the "
        "last of its measures has ended. After that a rule is found again only on new evidence. Nobody "
        "answers."
    ),
    _(
        "Because a case stands longer or shorter under the other book, a rule that both word alike may be "
        "found once more or once less."
    ),
    _(
        "The replay begins with an empty record: on its first days it finds again what was already known "
        "then, under both books alike. Confirmed cases of earlier days count as they stood on record at "
        "each moment."
    ),
    _(
        "Confirmation: a draft's own findings were never put to anybody. That they are confirmed as often as "
        "the law's is an assumption; a rule about which nobody was asked takes the share of all rules. An "
        "order that stayed silent counts as not confirmed, unless the book says of its step that silence "
        "brings the measure."
    ),
    _(
        "Intervals are of 95 %: Wilson's for shares, days drawn with replacement for counts of findings. "
        "They say nothing of the bias above."
    ),
)
