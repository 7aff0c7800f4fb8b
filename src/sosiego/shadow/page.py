"""The report of a run as a page that stands alone, in one language: figures, a chart, a table a rule."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as _

from sosiego.oversight.statistics import Figure
from sosiego.publication import charts, page
from sosiego.publication.document import (
    Block,
    Chart,
    Column,
    DataTable,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    TableRow,
)
from sosiego.publication.speech import Speaker
from sosiego.rules.book import RuleBook
from sosiego.shadow.report import Caller, Report, RuleTold, Split

# As many as are read; the data file has all.
_CALLERS_SHOWN = 20
_HOLDERS_SHOWN = 10


def written(report: Report, law: RuleBook, language: str, at: datetime, *, simulated: bool) -> bytes:
    """The page. Callers are masked on it: paper goes astray."""
    return page.standalone(
        _Writer(report, law, Speaker(language, ("shadow", "publication"))).document(at, simulated)
    )


class _Writer:
    def __init__(self, report: Report, law: RuleBook, speaker: Speaker) -> None:
        self.report = report
        self.law = law
        self.speaker = speaker
        self.say = speaker.say

    def document(self, at: datetime, simulated: bool) -> Document:
        run = self.report.run
        first, last = self.report.recorded[0].day, self.report.recorded[-1].day
        title = self.say(_("Draft {draft} beside the law {law}"), draft=run.rulebook, law=run.law)
        blocks = [*self._summary(), *self._weeks(), *self._rules(), *self._days()]
        return Document(
            kind="shadow",
            language=self.speaker.language,
            html_language=self.speaker.html_language,
            title=title,
            subtitle=f"{run.name}: {self.speaker.day(first)} – {self.speaker.day(last)}",
            description=title,
            made=self.say(_("Made on {moment}."), moment=self.speaker.moment(at)),
            simulated=simulated,
            mark=self.speaker.mark(),
            simulated_note=self.say(_("All people, organisations, numbers and figures here are invented.")),
            digest=run.digest,
            page_word="",
            contents_word=self.say(_("Contents")),
            blocks=tuple(blocks),
        )

    def _summary(self) -> list[Block]:
        report, whole = self.report, self.speaker.whole
        lead = self.say(
            _("The draft only recorded: it sent no order, put no measure in force and opened no case.")
        )
        figures = (
            KeyFigure(whole(report.total.both), self.say(_("callers found by both"))),
            KeyFigure(whole(report.total.draft_only), self.say(_("callers found by the draft only"))),
            KeyFigure(whole(report.total.law_only), self.say(_("callers found by the law only"))),
            KeyFigure(
                whole(sum(one.law_findings for one in report.recorded)),
                self.say(_("findings that the law recorded on these days")),
            ),
        )
        return [
            Heading(self.say(_("Summary")), "summary"),
            Paragraph(lead, is_lead=True),
            KeyFigures(figures),
            Paragraph(self._confirmed(report.confirmed)),
            Paragraph(self.say(_("A caller counts once in a span of days, however often it was found."))),
        ]

    def _confirmed(self, figure: Figure) -> str:
        if figure.value is None or figure.low is None or figure.high is None:
            return self.say(
                _("None of the callers found by the draft only was judged in the law's own procedure yet.")
            )
        percent = self.speaker.percent
        return self.say(
            _(
                "Of {judged} callers found by the draft only that the law's own procedure judged later, "
                "{confirmed} were confirmed: {share}, with a 95 % interval from {low} to {high}."
            ),
            judged=self.speaker.whole(figure.denominator),
            confirmed=self.speaker.whole(figure.numerator),
            share=percent(figure.value),
            low=percent(figure.low),
            high=percent(figure.high),
        )

    def _weeks(self) -> list[Block]:
        blocks: list[Block] = [Heading(self.say(_("Week by week")), "weeks")]
        draft, law = self.say(_("draft")), self.say(_("law"))
        points = [
            charts.Point(one.day.isoformat(), self.speaker.week(one.day.isoformat()), series, value)
            for series, count in ((draft, "draft_only"), (law, "law_only"))
            for one in self.report.recorded
            for value in (one.both + getattr(one, count),)
        ]
        if len(self.report.recorded) > 1:
            title = self.say(_("Callers found each day under the draft and under the law"))
            alternative = self.say(_("Line chart: {title}."), title=title)
            svg = charts.lines(points, self.speaker.chart_numbers())
            blocks.append(Chart("chart-days", title, "", alternative, svg))
        rows = [(self.speaker.day(week), split) for week, split in self.report.weeks.items()]
        blocks.append(self._splits("weeks", self.say(_("Callers by week")), self.say(_("Week from")), rows))
        return blocks

    def _splits(self, id: str, caption: str, first: str, rows: list[tuple[str, Split]]) -> DataTable:
        whole = self.speaker.whole
        return DataTable(
            id,
            caption,
            (
                Column(first, False),
                Column(self.say(_("both")), True),
                Column(self.say(_("draft only")), True),
                Column(self.say(_("law only")), True),
            ),
            tuple(
                TableRow((name, whole(split.both), whole(split.draft_only), whole(split.law_only)))
                for name, split in rows
            ),
        )

    def _rules(self) -> list[Block]:
        rows = [(self._name(one), one.total) for one in self.report.rules]
        caption = self.say(_("Callers by rule"))
        blocks: list[Block] = [
            Heading(self.say(_("Rule by rule")), "rules"),
            self._splits("rules", caption, self.say(_("Rule")), rows),
        ]
        for one in self.report.rules:
            if one.draft_callers or one.law_callers:
                blocks += self._rule(one)
        return blocks

    def _rule(self, told: RuleTold) -> list[Block]:
        week_rows = [(self.speaker.day(week), split) for week, split in told.weeks.items()]
        blocks: list[Block] = [
            Heading(self._name(told), f"rule-{told.rule}", level=3),
            self._splits(
                f"weeks-{told.rule}", self.say(_("Callers by week")), self.say(_("Week from")), week_rows
            ),
        ]
        if told.draft_callers:
            blocks.append(Paragraph(self._confirmed(told.confirmed)))
            caption = self.say(_("Found by the draft only"))
            blocks.append(self._callers(f"draft-{told.rule}", caption, told.draft_callers))
            blocks.append(self._holders(told))
        if told.law_callers:
            caption = self.say(_("Found by the law only"))
            blocks.append(self._callers(f"law-{told.rule}", caption, told.law_callers))
        return blocks

    def _callers(self, id: str, caption: str, callers: tuple[Caller, ...]) -> DataTable:
        judged = {True: self.say(_("confirmed")), False: self.say(_("not confirmed")), None: "–"}
        headings = (_("Caller"), _("Holder"), _("First day"), _("Last day"), _("Days"), _("Judged later"))
        rows = tuple(
            TableRow(
                (
                    self.law.numbering.mask(one.subject),
                    one.holder or "–",
                    self.speaker.day(one.first),
                    self.speaker.day(one.last),
                    self.speaker.whole(one.days),
                    judged[one.confirmed],
                )
            )
            for one in callers[:_CALLERS_SHOWN]
        )
        columns = tuple(Column(self.say(text), text == "Days") for text in headings)
        return DataTable(id, caption, columns, rows, self._more(len(callers), _CALLERS_SHOWN), is_small=True)

    def _holders(self, told: RuleTold) -> DataTable:
        rows = tuple(
            TableRow((holder or self.say(_("nobody is known")), self.speaker.whole(count)))
            for holder, count in list(told.holders.items())[:_HOLDERS_SHOWN]
        )
        columns = (Column(self.say(_("Holder")), False), Column(self.say(_("Callers")), True))
        caption = self.say(_("Whose callers the draft only found"))
        more = self._more(len(told.holders), _HOLDERS_SHOWN)
        return DataTable(f"holders-{told.rule}", caption, columns, rows, more, is_small=True)

    def _more(self, count: int, shown: int) -> str:
        if count <= shown:
            return ""
        more = self.speaker.whole(count - shown)
        return self.say(_("{more} more stand in the data file of this report."), more=more)

    def _days(self) -> list[Block]:
        failed = self.report.failed
        if not failed:
            return []
        columns = (Column(self.say(_("Day")), False), Column(self.say(_("Reason")), False))
        rows = tuple(TableRow((self.speaker.day(one.day), one.reason)) for one in failed)
        caption = self.say(_("Days on which the draft could say nothing"))
        return [Heading(caption, "failed"), DataTable("failed", caption, columns, rows)]

    def _name(self, told: RuleTold) -> str:
        return self.speaker.label(told.name) or told.rule
