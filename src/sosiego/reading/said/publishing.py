"""What is published, when, and with what protection of small numbers."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sosiego.reading import facts, words
from sosiego.reading.parts import Told, pair, told
from sosiego.reading.said import common
from sosiego.reading.speech import number, say
from sosiego.rules.book import PublicationRule, RuleBook


def publication(one: PublicationRule, law: RuleBook, on: date) -> Told:
    return told(
        "",
        (
            pair(_("Published"), words.label("every", one.every)),
            pair(
                _("Due"),
                _("%(time)s after the end of the period")
                % {"time": facts.counted("working days", one.due_working_days)},
            ),
            pair(
                _("Counts are withheld"),
                _("below %(count)s, so that nobody can guess who reported")
                % {"count": number(one.smallest_count)},
            ),
            pair(_("Signed by"), common.times(one.signatures)),
            pair(_("Contents"), *(say(content.name) for content in one.contents)),
        ),
        one.basis,
    )
