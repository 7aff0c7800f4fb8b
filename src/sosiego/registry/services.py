"""The acts of the registry, its only writers. Each kind of act has a file; here they are gathered."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from sosiego.registry import errors
from sosiego.registry.importing import import_table
from sosiego.registry.measures import MeasureTerms, lift_measure, put_measure_in_force, put_measures_in_force
from sosiego.registry.models import Membership, Organisation
from sosiego.registry.preferences import record_preference

__all__ = [
    "MeasureTerms",
    "give_role",
    "import_table",
    "lift_measure",
    "put_measure_in_force",
    "put_measures_in_force",
    "record_preference",
]


@transaction.atomic
def give_role(user: AbstractBaseUser, organisation: Organisation, role: str) -> Membership:
    """Say what a log-in may do, and for whom; it replaces the role it had. Raises `UnknownRoleError`."""
    if role not in Membership.Role.values:
        raise errors.UnknownRoleError(
            f"No log-in can be {role!r}.{errors.nearest(role, Membership.Role.values)}",
            todo=f"Name one of: {', '.join(Membership.Role.values)}.",
        )
    membership, _ = Membership.objects.update_or_create(
        user=user, defaults={"organisation": organisation, "role": role}
    )
    return membership
