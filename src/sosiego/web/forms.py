"""What people fill in. Each form asks one thing, and its errors say how to put it right."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sosiego import clock
from sosiego.registry import queries as registry
from sosiego.rules.numbers import NotANumberError
from sosiego.web import book, words

# A message of more than ten SMS parts is not one that a phone shows.
LONGEST_TEXT = 2000
LONGEST_REASON = 4000


class NumberField(forms.CharField):
    """A number, short code or sender name as people write it; cleaned to its canonical form."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(
            attrs={"class": "number", "inputmode": "tel", "autocomplete": "off", "spellcheck": "false"}
        )
        super().__init__(max_length=60, widget=widget, **options)

    def clean(self, value: Any) -> str:
        raw = super().clean(value)
        if not raw:
            return ""
        try:
            return book.current().numbering.parse(raw)
        except NotANumberError as error:
            raise forms.ValidationError(
                _("Check the number: write all its digits, for example %(example)s.")
                % {"example": _example()},
                code="not-a-number",
            ) from error


def long_text(label: Any, required: Any, rows: int = 5, help_text: Any = "") -> forms.CharField:
    """A field for some paragraphs; `required`: what is said when it is left empty."""
    return forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": rows}),
        label=label,
        help_text=help_text,
        error_messages={"required": required},
    )


def _example() -> str:
    return "95588, 138 1234 5678, 1069…" if book.current().numbering.country_code == "86" else "0…"


class OptionsField(forms.ChoiceField):
    """One of a few, as large buttons with hints."""

    widget = forms.RadioSelect

    def __init__(self, *, hints: dict[str, Any] | None = None, two: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.option_hints = hints or {}
        self.in_two_columns = two


# --- a report, step by step ---


class KindStep(forms.Form):
    medium = OptionsField(
        label=gettext_lazy("What do you want to report?"),
        choices=[
            ("call", gettext_lazy("A call")),
            ("sms", gettext_lazy("A text message")),
        ],
        error_messages={"required": gettext_lazy("Choose a call or a text message.")},
    )


class NumberStep(forms.Form):
    number = NumberField(
        required=False,
        label=gettext_lazy("Which number did it come from?"),
        help_text=gettext_lazy(
            "Find it in your list of calls or messages. A short code or a sender's name is right too."
        ),
    )
    hidden = forms.BooleanField(required=False, label=gettext_lazy("No number was shown"))

    def __init__(self, *arguments: Any, medium: str = "call", **options: Any) -> None:
        super().__init__(*arguments, **options)
        if medium == "sms":
            # A message always names its sender.
            del self.fields["hidden"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("number") and "hidden" not in self.fields and "number" not in self.errors:
            self.add_error("number", _("Enter the number or name that sent the message."))
        elif not cleaned.get("number") and not cleaned.get("hidden") and "number" not in self.errors:
            self.add_error("number", _("Enter the number, or say that none was shown."))
        return cleaned


class WhenStep(forms.Form):
    when = OptionsField(
        label=gettext_lazy("When was it?"),
        choices=[
            ("now", gettext_lazy("In the last hour")),
            ("today", gettext_lazy("Earlier today")),
            ("yesterday", gettext_lazy("Yesterday")),
            ("date", gettext_lazy("Another day or time")),
        ],
        error_messages={"required": gettext_lazy("Say when it was; an estimate is enough.")},
    )
    day = forms.DateField(
        required=False,
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter the day, for example 2026-09-15.")},
    )
    hour = forms.TimeField(
        required=False,
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Enter the time, for example 14:30.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("when") == "date" and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Enter the day."))
        elif cleaned.get("when") == "date" and cleaned.get("day") and cleaned["day"] > book.local_day():
            self.add_error("day", _("This day has not come yet."))
        return cleaned


def occurred_at(answers: dict[str, Any], now: datetime) -> datetime:
    """The moment that the answers of `WhenStep` mean; where only a day is known, its noon or now."""
    zone = book.current().time_zone
    local = now.astimezone(zone)
    if answers["when"] == "now":
        return now
    if answers["when"] == "date":
        day = answers["day"] if isinstance(answers["day"], date) else date.fromisoformat(answers["day"])
        hour = answers.get("hour") or time(12)
        hour = hour if isinstance(hour, time) else time.fromisoformat(hour)
        return min(datetime.combine(day, hour, zone), now)
    if answers["when"] == "yesterday":
        return datetime.combine(local.date() - timezone.timedelta(days=1), time(12), zone)
    return min(datetime.combine(local.date(), time(12), zone), now)


class WhatStep(forms.Form):
    category = forms.ChoiceField(label=gettext_lazy("What was it about?"))
    recorded_voice = OptionsField(
        label=gettext_lazy("Did you hear a recorded or artificial voice?"),
        required=False,
        choices=[
            ("yes", gettext_lazy("Yes, a recorded voice")),
            ("no", gettext_lazy("No, a person")),
            ("", gettext_lazy("I do not know")),
        ],
    )
    text = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        label=gettext_lazy("What did it say?"),
        help_text=gettext_lazy("Copy the message here. Leave out your own name, number and account."),
    )

    def __init__(self, *arguments: Any, medium: str = "call", **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["category"]
        field.choices = report_categories()  # type: ignore[attr-defined]
        if medium == "sms":
            del self.fields["recorded_voice"]
        else:
            text = self.fields["text"]
            text.label = gettext_lazy("What did they say or want?")
            text.help_text = gettext_lazy(
                "A sentence is enough, or nothing. Leave out your own name and number."
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "recorded_voice" not in self.fields and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Copy the message: without its words nobody can judge it."))
        return cleaned


def report_categories() -> list[tuple[Any, Any]]:
    """The categories of the rule-book by class, and first a way out for who does not know."""
    law = book.current()
    groups = [
        (
            str(words.word("class", class_id).label),
            [(one.id, book.say(one.name)) for one in law.categories.values() if one.class_id == class_id],
        )
        for class_id in ("commercial", "malicious", "illegal")
    ]
    return [("unsorted", _("Something else, or I do not know")), *groups]


class ContactStep(forms.Form):
    contact = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("How may we tell you what came of it?"),
        help_text=gettext_lazy(
            "Your telephone number or e-mail, only if you want an answer. It is kept sealed, apart from the "
            "report, is never given to whom you report, and is deleted when you have been answered."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )


# --- other public forms ---


class WhoForm(forms.Form):
    number = NumberField(
        label=gettext_lazy("Number"),
        help_text=gettext_lazy("All its digits, a short code or a sender's name."),
        error_messages={"required": gettext_lazy("Enter a number.")},
    )


class FollowForm(forms.Form):
    reference = forms.CharField(
        max_length=40,
        label=gettext_lazy("Reference of your report"),
        help_text=gettext_lazy(
            "It begins with R and was shown when you reported, for example R-2026-8F3K2-M7QXW."
        ),
        widget=forms.TextInput(attrs={"class": "number", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the reference of your report.")},
    )


class RefuseForm(forms.Form):
    number = NumberField(
        label=gettext_lazy("Your telephone number"),
        help_text=gettext_lazy(
            "It is kept sealed. Nobody is given the list; callers are only told yes or no."
        ),
        error_messages={"required": gettext_lazy("Enter your telephone number.")},
    )
    refuses_calls = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("I refuse marketing calls")
    )
    refuses_messages = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("I refuse marketing messages")
    )

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        if not number.startswith(f"+{book.current().numbering.country_code}"):
            raise forms.ValidationError(_("Enter a telephone number of this country."))
        return number


class AppealForm(forms.Form):
    """An appeal against a measure that the page knows already."""

    text = long_text(
        gettext_lazy("Why is the measure wrong?"), gettext_lazy("Say why the measure is wrong."), rows=7
    )
    contact = forms.CharField(
        max_length=120,
        label=gettext_lazy("Where do we send the decision?"),
        help_text=gettext_lazy(
            "A telephone number or e-mail. It is kept sealed and deleted after the decision."
        ),
        error_messages={"required": gettext_lazy("Say where we send the decision.")},
    )


class PublicAppealForm(AppealForm):
    """An appeal by anybody who knows the reference of the measure."""

    measure = forms.CharField(
        max_length=30,
        label=gettext_lazy("Reference of the measure"),
        help_text=gettext_lazy(
            "It stands in the notice you got and in the answer of “Who called me”, for example M-2026-000123."
        ),
        error_messages={"required": gettext_lazy("Enter the reference of the measure.")},
    )
    field_order = ("measure", "text", "contact")

    def clean_measure(self) -> Any:
        reference = self.cleaned_data["measure"].strip().upper()
        try:
            found = registry.measure(reference)
        except registry.errors.MeasureNotFoundError as error:
            raise forms.ValidationError(
                _("There is no measure with this reference. Check its letters and digits.")
            ) from error
        if registry.state_of(found, clock.now()) in ("ended", "lifted"):
            raise forms.ValidationError(
                _("This measure is no longer in force, so there is nothing to appeal against.")
            )
        return found


# --- the console and the portal ---


class ReasonForm(forms.Form):
    reason = long_text(
        gettext_lazy("Reason"),
        gettext_lazy("Say why."),
        rows=4,
        help_text=gettext_lazy("It stands in the ledger, and those concerned may read it."),
    )


class LiftForm(ReasonForm):
    was_wrong = forms.BooleanField(
        required=False,
        label=gettext_lazy("The measure should never have been"),
        help_text=gettext_lazy("Counts as wrongly blocked in the indicators."),
    )


class NoteForm(forms.Form):
    text = long_text(gettext_lazy("Note"), gettext_lazy("Write the note."), rows=3)


class TracebackForm(forms.Form):
    first = forms.ChoiceField(
        label=gettext_lazy("Operator asked first"),
        help_text=gettext_lazy("The one on whose network the call arrived."),
    )
    call_at = forms.DateTimeField(
        label=gettext_lazy("When the call arrived"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["first"].choices = operator_choices()  # type: ignore[attr-defined]


def operator_choices() -> list[tuple[str, str]]:
    return [
        (one.code, book.said_name(one.name))
        for kind in ("operator", "reseller")
        for one in registry.organisations(kind)
    ]


class TracebackAnswerForm(forms.Form):
    previous = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Who handed the call to you?"),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        origin = ("", _("Nobody: it began in our own network"))
        self.fields["previous"].choices = [origin, *operator_choices()]  # type: ignore[attr-defined]


class AppealDecisionForm(ReasonForm):
    upheld = OptionsField(
        label=gettext_lazy("Decision"),
        choices=[
            ("yes", gettext_lazy("Uphold: the measure is lifted")),
            ("no", gettext_lazy("Refuse: the measure stays")),
        ],
        error_messages={"required": gettext_lazy("Choose a decision.")},
    )
    field_order = ("upheld", "reason")


class QuestionForm(forms.Form):
    question = long_text(
        gettext_lazy("Question"),
        gettext_lazy("Say what must be known."),
        rows=3,
        help_text=gettext_lazy("One question at a time. It stands in the case."),
    )


class HeardForm(forms.Form):
    answer = long_text(
        gettext_lazy("Answer"),
        gettext_lazy("Write the answer, or that none came."),
        rows=3,
        help_text=gettext_lazy("If the clock stood still, it runs again."),
    )


class AnswerForm(forms.Form):
    outcome = OptionsField(
        label=gettext_lazy("What did you find?"),
        choices=[
            ("confirmed", gettext_lazy("Confirmed")),
            ("not-confirmed", gettext_lazy("Not confirmed")),
            ("not-ours", gettext_lazy("Not ours")),
        ],
        hints={
            "confirmed": gettext_lazy(
                "The number was misused. The measure that the rule proposes comes into force."
            ),
            "not-confirmed": gettext_lazy("You checked and found lawful use. Say what you checked."),
            "not-ours": gettext_lazy("The number is not held or served by you."),
        },
        error_messages={"required": gettext_lazy("Choose what you found.")},
    )
    text = long_text(
        gettext_lazy("What did you check and do?"), gettext_lazy("Say what you checked and did.")
    )


class GateForm(forms.Form):
    resource = forms.ChoiceField(label=gettext_lazy("Resource"), choices=lambda: words.options("resource"))


class PublicationForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=lambda: words.options("publication-kind"))
    period = forms.CharField(
        max_length=24,
        label=gettext_lazy("Period"),
        help_text=gettext_lazy("2026Q3, 2026-09, 2026-09-30 or 2026-09-01/2026-09-15"),
        error_messages={"required": gettext_lazy("Enter the period.")},
    )
