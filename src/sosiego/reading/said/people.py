"""What people may do and what is registered for them: reporting, refusing, registered senders."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sosiego.reading import facts, words
from sosiego.reading.parts import Grid, Told, pair, told
from sosiego.reading.said import common
from sosiego.reading.speech import clauses, listed, say
from sosiego.rules.book import ComplaintRule, PreferenceRules, ReportChannel, RuleBook, SenderRules


def channel(one: ReportChannel, law: RuleBook, on: date) -> Told:
    return told(
        "",
        (
            pair(_("How"), words.label("channel", one.kind)),
            pair(_("Address"), one.address),
            pair(_("Form of the message"), one.format),
        ),
        one.basis,
    )


def complaint(one: ComplaintRule, law: RuleBook, on: date) -> Told:
    fields = tuple((say(field.name), words.label("field", field.type)) for field in one.fields)
    return told(
        _("What makes a report complete, and until when it is a ground for action."),
        (
            pair(_("A report must say"), *(words.label("required", code) for code in one.required)),
            pair(
                _("It is a ground if it comes"),
                _("within %(time)s of the call or message") % {"time": facts.counted("days", one.within_days)}
                if one.within_days is not None
                else _("at any time"),
            ),
            Grid(_("Asked besides"), (_("Question"), _("Kind of answer")), fields) if fields else None,
        ),
        one.basis,
    )


def preferences(one: PreferenceRules, law: RuleBook, on: date) -> Told:
    categories = tuple(
        (category.code, say(category.name), listed(say(law.industries[code]) for code in category.industries))
        for category in one.categories
    )
    exchange = one.exchange
    return told(
        _("What a citizen may refuse, how, and how soon that binds."),
        (
            pair(_("A refusal binds within"), facts.counted(one.effective_unit, one.effective_amount)),
            pair(_("Short code"), one.short_code),
            pair(
                _("What is sent to it"),
                *(f"{code}: {words.label('command', meant)}" for meant, code in one.commands.items()),
            ),
            pair(_("Levels of refusal"), *(say(level.name) for level in one.levels)),
            Grid(_("Subjects"), (_("Code"), _("Subject"), _("Industries")), categories)
            if categories
            else None,
            pair(_("Ways of reaching a citizen"), *(_coded(mode.code, say(mode.name)) for mode in one.modes)),
            pair(
                _("Parts of the day"),
                *(_coded(band.code, common.span(band.start, band.end)) for band in one.bands),
            ),
            pair(_("Days"), *(_coded(day.code, say(day.name)) for day in one.days)),
            pair(
                _("Exchange among operators"),
                _("refusals go up at %(time)s") % {"time": f"{exchange.upload_at:%H:%M}"},
                _("and come down at %(time)s") % {"time": f"{exchange.distribute_at:%H:%M}"},
                _("in files named %(name)s") % {"name": exchange.file_name},
            )
            if exchange
            else None,
        ),
        one.basis,
    )


def _coded(code: str, name: str) -> str:
    return f"{code}: {name}"


def senders(one: SenderRules, law: RuleBook, on: date) -> Told:
    suffixes = tuple(
        (suffix.code, say(suffix.name), listed(words.label("class", code) for code in suffix.classes))
        for suffix in one.suffixes
    )
    series = tuple(
        (dialled(of.prefix, law), say(of.name), words.label("use-of-numbers", of.purpose))
        for of in one.series
    )
    reasons = tuple((str(reason.code), reason.id, say(reason.name)) for reason in one.reason_codes)
    template, consent = one.template, one.consent
    return told(
        _("What senders must register before they send, and why a message may be refused."),
        (
            pair(_("What is registered"), *(say(of.name) for of in one.objects)),
            pair(
                _("Registered texts"),
                clauses(
                    (
                        _("a part left open has at most %(length)s")
                        % {"length": facts.counted("characters", template.longest_variable)},
                        _("every link must stand on the sender's list") if template.links_listed else "",
                    )
                ),
            )
            if template
            else None,
            pair(
                _("Consent"),
                clauses(
                    (
                        _("lasts %(time)s") % {"time": facts.counted("days", consent.days)},
                        _("silence is a refusal") if consent.silence_is_refusal else "",
                    )
                ),
            )
            if consent
            else None,
            Grid(_("Suffixes of names"), (_("Suffix"), _("Meaning"), _("Classes")), suffixes)
            if suffixes
            else None,
            Grid(_("Series of numbers"), (_("Begins with"), _("Name"), _("Purpose")), series)
            if series
            else None,
            Grid(_("Reasons of refusal"), (_("Code"), _("Name"), _("Meaning")), reasons) if reasons else None,
        ),
        one.basis,
    )


def dialled(prefix: str, law: RuleBook) -> str:
    """What people dial: "short:86:106" is 106, "+8613" is 13."""
    return prefix.rpartition(":")[2].removeprefix(f"+{law.numbering.country_code}")
