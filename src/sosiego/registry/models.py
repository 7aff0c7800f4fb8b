"""Who holds what, and which measures are in force. Written by `services` only, read through `queries`.

Wherever a row has `since` and `until`, it holds from the first day of `since` up to, but without, `until`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Organisation(models.Model):
    class Kind(models.TextChoices):
        REGULATOR = "regulator"
        OPERATOR = "operator"
        RESELLER = "reseller"
        CALL_CENTRE = "call-centre"
        BUSINESS = "business"
        AUTHORITY = "authority"

    # Stable name in files, addresses and API paths.
    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    # The operator on whose network a reseller sells.
    host = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="resellers"
    )
    # Industry code of the rule-book's taxonomy.
    industry = models.CharField(max_length=60, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    redress_url = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering: tuple[str, ...] = ("code",)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who answers by name for an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=120)
    position = models.CharField(max_length=120)
    answerable_for = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """What a log-in may do, and for whom."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"  # accounts and settings, no decisions
        OFFICIAL = "official"  # investigates, decides, first signature
        SUPERVISOR = "supervisor"  # second signature
        AUDITOR = "auditor"  # reads everything, changes nothing
        AGENT = "agent"  # answers for an operator, reseller or call centre

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    role = models.CharField(max_length=20, choices=Role.choices)

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


class NumberRange(models.Model):
    """All numbers that begin with a prefix, held from one date to another."""

    # Key prefix in the form of rules.numbers: E.164 digits ("+86138…") or "short:86:1069…".
    prefix = models.CharField(max_length=40, db_index=True)
    number_class = models.CharField(max_length=40, blank=True)
    holder = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="ranges"
    )
    # Who serves it in the network, if not the holder.
    operator = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="served_ranges"
    )
    region = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            # One holder at a time: an import that says otherwise must end the old range first.
            models.UniqueConstraint(fields=["prefix", "since"], name="one_range_per_prefix_and_date"),
        )

    def __str__(self) -> str:
        return self.prefix


class Line(models.Model):
    """A voice line or SMS port connection through which an organisation sends into an operator's network."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)  # "voice" or "sms"
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lines_served")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lines")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class NumberAssignment(models.Model):
    """One number given to one holder, over whatever its range says."""

    number = models.CharField(max_length=40, db_index=True)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="numbers")
    operator = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="served_numbers"
    )
    line = models.ForeignKey(Line, null=True, blank=True, on_delete=models.PROTECT, related_name="numbers")
    # What it was registered for, e.g. "customer-service", "telemarketing", "hospital-recall".
    purpose = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["number", "since"], name="one_assignment_per_number_and_date"),
        )

    def __str__(self) -> str:
        return self.number


class SenderName(models.Model):
    """An alphanumeric sender name ("BANCO") registered for one holder."""

    name = models.CharField(max_length=20)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sender_names")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["name", "since"], name="one_holder_per_sender_name_and_date"),
        )

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """The agreement under which one organisation uses another's numbers, lines or network."""

    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts_given")
    customer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts_taken")
    subject = models.CharField(max_length=60)  # "resale", "voice-lines", "sms-ports"
    has_nuisance_clause = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(
                fields=["provider", "customer", "subject", "since"],
                name="one_contract_per_subject_and_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider_id} to {self.customer_id}: {self.subject}"


class Statistic(models.Model):
    """Users and traffic of one organisation in one period: the denominators of indicators."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statistics")
    period = models.CharField(max_length=10)  # "2026Q3" or "2026-09"
    users = models.BigIntegerField()
    messages = models.BigIntegerField()
    calls = models.BigIntegerField()
    # Calls that a dialler made and a person answered: given to an agent, and given up for want of one.
    # Null: not stated.
    passed_calls = models.BigIntegerField(null=True, blank=True)
    abandoned_calls = models.BigIntegerField(null=True, blank=True)
    reported_on = models.DateField()

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["organisation", "period"], name="one_statistic_per_period"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.period}"


class Filing(models.Model):
    """An organisation's entry in the public register without which nobody may carry its traffic.

    In the United States that is the Robocall Mitigation Database.
    """

    class Implementation(models.TextChoices):
        COMPLETE = "complete"
        PARTIAL = "partial"
        NONE = "none"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="filings")
    # The number under which it stands there.
    reference = models.CharField(max_length=80)
    # How far it signs the calls that it originates, by its own word.
    implementation = models.CharField(max_length=10, choices=Implementation.choices, blank=True)
    # When it last changed what it had filed, and when it last certified that all of it is true.
    updated_on = models.DateField(null=True, blank=True)
    certified_on = models.DateField(null=True, blank=True)
    since = models.DateField()
    # The day on which it was removed.
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["organisation", "since"], name="one_filing_per_date"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.reference}"


class Preference(models.Model):
    """A citizen's number that refuses calls or messages. The number is sealed; the digest finds it."""

    digest = models.CharField(max_length=32)  # keyed, see keys.py
    sealed_number = models.BinaryField()
    refuses_calls = models.BooleanField(default=True)
    refuses_messages = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            # A changed wish ends one row and begins another; two wishes of one day are the last one.
            models.UniqueConstraint(fields=["digest", "since"], name="one_preference_per_number_and_date"),
        )

    def __str__(self) -> str:
        return f"preference {self.pk}"


class Counter(models.Model):
    """The last number given out under a name: for references without gaps."""

    # The letter of a reference ("M" for measures), or what else is counted.
    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["name", "year"], name="one_counter_per_name_and_year"),
        )

    def __str__(self) -> str:
        return f"{self.name}-{self.year}: {self.last}"


class Change(models.Model):
    """The single row by which indexes in memory know that the registry is not what they read."""

    # Random, so that a state that was rolled back is never taken for another one.
    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


class Measure(models.Model):
    """What the network must do about a number, range, line or holder. Never changed: it ends or is lifted."""

    class Kind(models.TextChoices):
        LABEL = "label"
        LIMIT = "limit"
        BAR_OUTGOING = "bar-outgoing"
        SUSPEND = "suspend"
        FREEZE_ALLOCATION = "freeze-allocation"

    class Target(models.TextChoices):
        NUMBER = "number"
        RANGE = "range"
        LINE = "line"
        HOLDER = "holder"

    reference = models.CharField(max_length=30, unique=True)  # "M-2026-000123"
    kind = models.CharField(max_length=20, choices=Kind.choices)
    target_kind = models.CharField(max_length=10, choices=Target.choices)
    # Canonical number, prefix, line code or organisation code.
    target = models.CharField(max_length=60, db_index=True)
    holder = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    since = models.DateTimeField()
    # Every measure ends by itself or is looked at again: one of the two is always set.
    until = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    automatic = models.BooleanField(default=False)
    # Where in the rule-book it stands: {"rulebook", "rule", "version", "document", "clause", "status"}.
    basis = models.JSONField()
    case_reference = models.CharField(max_length=30, blank=True, db_index=True)
    ledger_index = models.BigIntegerField()

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            # Design principle 3: what has no end has a date on which a person looks again.
            models.CheckConstraint(
                condition=models.Q(until__isnull=False) | models.Q(review_on__isnull=False),
                name="measure_ends_or_is_reviewed",
            ),
        )

    def __str__(self) -> str:
        return self.reference


class MeasureLift(models.Model):
    """The act that ended a measure before its time."""

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="lift")
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    reason = models.TextField()
    # True if the measure should never have been: the numerator of the indicator "wrongly blocked".
    was_wrong = models.BooleanField(default=False)
    ledger_index = models.BigIntegerField()

    def __str__(self) -> str:
        return f"lift of {self.measure_id}"
