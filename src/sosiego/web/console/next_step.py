"""What a case waits for, in one sentence, with the way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sosiego.cases import queries
from sosiego.web import book
from sosiego.web.templatetags.sosiego import moment


@dataclass(frozen=True)
class NextStep:
    text: str
    href: str = ""
    link: str = ""
    tone: str = ""


def next_step(case: Any, state: str, orders: Any, in_force: list[Any]) -> NextStep:
    """The most urgent thing about a case; "" as link if nobody has to do anything."""
    if case is None:
        return NextStep(_("No rule has been met: nobody has to do anything."))
    if state == "appealed":
        appeal = queries.appeals("filed").filter(case=case).first()
        if appeal is not None and appeal.due is None:
            said = _("The appeal waits for the appellant since %(since)s.") % {
                "since": moment(appeal.waits_since)
            }
            return NextStep(said, reverse("console:appeal", args=[appeal.reference]), appeal.reference, "")
        if appeal is not None:
            said = _("Decide the appeal by %(due)s.") % {"due": moment(appeal.due)}
            return NextStep(
                said, reverse("console:appeal", args=[appeal.reference]), appeal.reference, "warn"
            )
    if state == "under review":
        return NextStep(_("The case is under review: close it when you are done."), tone="warn")
    waiting = [one for one in orders if one.state == ("overdue" if state == "overdue" else "open")]
    if state in ("overdue", "awaiting answer") and waiting:
        return _order(waiting[0], state)
    if in_force:
        return _measure(max((one.until for one in in_force if one.until), default=None))
    if state == "closed":
        return NextStep(_("The case is closed: nobody has to do anything."))
    return NextStep(_("No order is open. Look whether the case can be closed."))


def _order(order: Any, state: str) -> NextStep:
    address = reverse("console:order", args=[order.reference])
    if order.due is None:
        waits = _("The order waits for the reporter since %(since)s.") % {"since": moment(order.waits_since)}
        return NextStep(waits, address, order.reference, "")
    named = {"addressee": book.said_name(order.addressee.name), "due": moment(order.due)}
    late = _("%(addressee)s should have answered by %(due)s. Ask there, or take the case up.") % named
    said = _("%(addressee)s must answer by %(due)s.") % named
    is_late = state == "overdue"
    return NextStep(late if is_late else said, address, order.reference, "bad" if is_late else "")


def _measure(until: datetime | None) -> NextStep:
    if until is None:
        return NextStep(_("A measure is in force until a person looks at it again."))
    said = _("Nothing to do: the last measure ends by itself on %(until)s.")
    return NextStep(said % {"until": moment(until)})
