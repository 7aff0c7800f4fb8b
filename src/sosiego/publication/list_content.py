"""The report list: who and what was reported most in a day, month, quarter or range."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from sosiego.publication.annex import add_method
from sosiego.publication.composer import Composer

TITLE = _("List of reported nuisance calls and spam messages")
DESCRIPTION = _("What people reported: by kind of sender, operator, category, region and holder, with rates.")


def fill(composer: Composer) -> None:
    """Put the list's blocks into the composer."""
    say = composer.say
    composer.paragraph(
        say(
            _(
                "This list counts what people reported as nuisance calls and spam messages. It names "
                "organisations, "
                "never persons, and shows beside each rate how sure it is."
            )
        ),
        is_lead=True,
    )
    composer.key_figures(
        (
            composer.reports_figure("sms", _("messages reported")),
            composer.reports_figure("call", _("calls reported")),
            composer.share_figure("recorded-voice", "recorded_share", _("of calls with a recorded voice")),
        )
    )
    composer.heading(_("Reports received"), "reports")
    composer.table("reports")
    for id in ("by-week", "by-day"):
        composer.line_chart(id)
        composer.table(id)
    _messages(composer)
    _calls(composer)
    if composer.has("by-industry"):
        composer.heading(_("By industry"), "industry")
        composer.table("by-industry")
    add_method(composer)


def _messages(composer: Composer) -> None:
    if not composer.has("sms-by-channel"):
        return
    composer.heading(_("Messages"), "messages")
    composer.bar_chart("sms-by-channel")
    composer.table("sms-by-channel")
    composer.table("sms-rates")
    composer.dot_chart("p2p-by-operator", "p2p_rate")
    composer.table("p2p-by-operator")
    composer.dot_chart("port-by-operator", "port_rate")
    composer.table("port-by-operator")
    composer.table("sms-by-class")
    composer.bar_chart("sms-by-category")
    composer.table("sms-by-category")
    for id in ("sms-by-subject", "port-holders", "sms-by-segment", "sms-by-region"):
        composer.table(id)


def _calls(composer: Composer) -> None:
    ids = ("recorded-voice", "calls-by-operator", "call-by-category", "call-by-subject", "call-by-region")
    if not composer.has(*ids):
        return
    composer.heading(_("Calls"), "calls")
    composer.table("recorded-voice")
    composer.dot_chart("calls-by-operator", "call_rate")
    composer.table("calls-by-operator")
    # The source's own subjects say more than our sorting of them.
    composer.bar_chart("call-by-subject")
    composer.table("call-by-subject")
    composer.table("call-by-class")
    composer.bar_chart("call-by-category")
    composer.table("call-by-category")
    composer.bar_chart("call-by-region")
    composer.table("call-by-region")
    composer.table("call-by-segment")
