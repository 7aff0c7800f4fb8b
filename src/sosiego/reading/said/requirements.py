"""What organisations must do, keep and be able to do."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from sosiego.reading import facts, words
from sosiego.reading.parts import Told, pair, told
from sosiego.reading.said import common
from sosiego.reading.speech import number, say
from sosiego.rules.book import Capability, CapabilityTest, Duty, RuleBook


def capability(one: Capability, law: RuleBook, on: date) -> Told:
    return told(
        say(one.requirement),
        (
            pair(_("Applies to"), common.kinds(one.applies_to)),
            pair(_("Aspect"), words.label("aspect", one.aspect)),
            pair(_("How it is tested"), say(one.test.method)),
            pair(_("What is measured"), say(one.test.measure)),
            pair(_("It must be"), _mark(one.test)),
            pair(_("How many are tried"), number(one.test.sample) if one.test.sample is not None else ""),
        ),
        one.basis,
    )


def _mark(test: CapabilityTest) -> str:
    if test.value is None:
        return words.label("yes", True)
    value = f"{number(test.value)} {say(test.unit)}".strip()
    least = _("at least %(value)s") if test.direction == "at least" else _("at most %(value)s")
    return least % {"value": value}


def duty(one: Duty, law: RuleBook, on: date) -> Told:
    keep = one.keep
    return told(
        say(one.text),
        (
            pair(_("Applies to"), common.kinds(one.applies_to)),
            pair(_("What must be kept"), say(keep.what) if keep else ""),
            pair(_("How long"), facts.counted(keep.unit, keep.amount) if keep else ""),
        ),
        one.basis,
    )
