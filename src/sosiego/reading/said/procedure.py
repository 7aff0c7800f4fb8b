"""What the processing specification says: its steps and its deadlines."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sosiego.reading import facts, words
from sosiego.reading.parts import Told, pair, told
from sosiego.reading.said import common
from sosiego.reading.speech import listed, say
from sosiego.rules.book import Deadline, ProcedureStep, RuleBook


def deadline(one: Deadline, law: RuleBook, on: date) -> Told:
    stops = listed(words.label("pause", state) for state in one.stops_while)
    return told(
        "",
        (
            pair(_("Who must act"), words.label("actor", one.actor)),
            pair(_("Within"), facts.counted(one.unit, one.amount)),
            pair(_("The clock stands still while"), stops),
            pair(_("If nothing is done"), words.label("silence", one.on_silence)),
        ),
        one.basis,
    )


def step(one: ProcedureStep, law: RuleBook, on: date) -> Told:
    limit = common.deadline(one.deadline, law, on)
    return told(
        say(one.does),
        (
            pair(_("Who must act"), words.label("actor", one.actor)),
            pair(_("It begins when"), words.label("starts", one.starts) if one.starts else ""),
            pair(_("Deadline"), common.named("deadline", one.deadline, law)),
            pair(_("Within"), facts.counted(limit.unit, limit.amount) if limit else ""),
            pair(_("Then"), *(common.named("step", id, law) for id in one.then)),
            pair(_("If nothing is done"), common.named("step", one.on_silence, law)),
        ),
        one.basis,
    )
