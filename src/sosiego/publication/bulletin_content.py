"""The quarterly bulletin: reports and appeals, supervision, scorecards and advice."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from sosiego.publication.annex import add_method
from sosiego.publication.composer import Composer
from sosiego.publication.document import KeyFigure, Points

TITLE = _("Bulletin on nuisance calls and spam messages")
DESCRIPTION = _("What was reported, what was done about it, and who answers for it.")


def fill(composer: Composer) -> None:
    """Put the bulletin's blocks into the composer."""
    composer.paragraph(
        composer.say(
            _(
                "This bulletin tells what people reported in the period, what operators, resellers and "
                "the regulator "
                "did about it, and how each enterprise answers for its part."
            )
        ),
        is_lead=True,
    )
    composer.key_figures(
        (
            composer.reports_figure("sms", _("messages reported")),
            composer.reports_figure("call", _("calls reported")),
            composer.share_figure("orders", "handled_in_time", _("of work orders handled in time")),
            _sanctions_figure(composer),
        )
    )
    _reports(composer)
    _supervision(composer)
    _answering(composer)
    add_method(composer)


def _sanctions_figure(composer: Composer) -> KeyFigure | None:
    if not composer.has("orders", "sanctions"):
        return None
    count = len(composer.tables["sanctions"]["rows"]) if composer.has("sanctions") else 0
    return KeyFigure(composer.speaker.whole(count), composer.say(_("sanctions in force since this period")))


def _reports(composer: Composer) -> None:
    composer.heading(_("1. Reports and appeals"), "reports")
    composer.table("reports")
    for id in ("by-week", "by-day"):
        composer.line_chart(id)
        composer.table(id)
    if composer.has("sms-by-channel"):
        composer.heading(_("Messages"), "messages", 3)
        composer.table("sms-by-channel")
        composer.table("sms-rates")
        composer.dot_chart("p2p-by-operator", "p2p_rate")
        composer.table("p2p-by-operator")
        composer.dot_chart("port-by-operator", "port_rate")
        composer.table("port-by-operator")
        composer.table("sms-by-class")
        composer.bar_chart("sms-by-category")
        composer.table("sms-by-category")
    if composer.has("calls-by-operator", "call-by-category", "call-by-subject", "recorded-voice"):
        composer.heading(_("Calls"), "calls", 3)
        composer.table("recorded-voice")
        composer.dot_chart("calls-by-operator", "call_rate")
        composer.table("calls-by-operator")
        composer.table("call-by-class")
        composer.bar_chart("call-by-category")
        composer.table("call-by-category")
        composer.table("call-by-subject")
    if composer.has("appeals"):
        composer.heading(_("Appeals"), "appeals", 3)
        composer.table("appeals")


def _supervision(composer: Composer) -> None:
    composer.heading(_("2. Supervision"), "supervision")
    ids = ("findings", "orders", "measures", "tracebacks", "violations", "sanctions")
    if not composer.has(*ids):
        composer.paragraph(composer.say(_("No finding, order or measure fell in this period.")))
        return
    composer.table("findings")
    target = composer.definitions.get("handled_in_time", {}).get("target")
    composer.dot_chart("orders", "handled_in_time", target=target)
    for id in ids[1:]:
        composer.table(id)
    if composer.has("orders") and not composer.has("sanctions"):
        composer.paragraph(composer.say(_("No sanction came into force in this period.")))


def _answering(composer: Composer) -> None:
    composer.heading(_("3. Scorecards and advice"), "scorecards")
    composer.table("scorecards")
    for id in composer.tables:
        if id.startswith("indicator-"):
            composer.table(id)
    composer.heading(_("Advice to everyone"), "advice", 3)
    composer.blocks.append(
        Points(
            (
                composer.say(
                    _(
                        "Report what troubles you: the number, the content and the time are enough. "
                        "Every report counts."
                    )
                ),
                composer.say(
                    _("Do not call back an unknown number that rang once, and open no link in a message.")
                ),
                composer.say(
                    _(
                        "Nobody in office asks for a password, a verification code or a transfer to a safe "
                        "account by telephone."
                    )
                ),
                composer.say(_("You may refuse marketing calls and messages. Silence is not consent.")),
                composer.say(
                    _(
                        "If your own number was labelled or blocked, you may appeal without cost; the notice "
                        "says where."
                    )
                ),
            )
        )
    )
