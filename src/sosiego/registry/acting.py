"""In whose name a command acts. The site asks a person to sign in; a command is told a log-in, and asks the
registry whether there is one and whether its role may do this.
"""

from __future__ import annotations

import getpass
from collections.abc import Collection

from sosiego.registry import errors, queries
from sosiego.registry.models import Membership, Organisation

# Who decides and signs. An auditor reads everything and changes nothing; an administrator keeps accounts.
DECIDERS = (Membership.Role.OFFICIAL, Membership.Role.SUPERVISOR)
# Who acts for an organisation: its agent, or the regulator's own people for what the regulator must answer.
REPRESENTATIVES = (Membership.Role.AGENT, *DECIDERS)


def acting_user(name: str, roles: Collection[str] = DECIDERS) -> str:
    """The actor of an act, "user:…", if the log-in may do it; an empty name is that of the system's user.

    Raises `UnknownLogInError`, `RoleNotAllowedError`.
    """
    return _actor(_member(name, roles))


def acting_for(name: str, organisation: Organisation) -> str:
    """The actor of what an organisation itself must do, such as answering its order.

    Raises `UnknownLogInError`, `RoleNotAllowedError`, `NotForThisOrganisationError`.
    """
    member = _member(name, REPRESENTATIVES)
    if member.organisation_id != organisation.pk:
        raise errors.NotForThisOrganisationError(
            member.user.get_username(), member.organisation.code, organisation.code
        )
    return _actor(member)


def acting_about(name: str, holder: Organisation | None) -> str:
    """The actor of an appeal: the holder's agent, or an official who enters what came by letter.

    Raises `UnknownLogInError`, `RoleNotAllowedError`, `NotForThisOrganisationError`.
    """
    member = _member(name, REPRESENTATIVES)
    if member.role == Membership.Role.AGENT and (holder is None or member.organisation_id != holder.pk):
        raise errors.NotForThisOrganisationError(
            member.user.get_username(), member.organisation.code, holder.code if holder else ""
        )
    return _actor(member)


def _member(name: str, roles: Collection[str]) -> Membership:
    login = name or getpass.getuser()
    member = queries.membership(login)
    if member is None:
        raise errors.UnknownLogInError(login, [str(role) for role in roles])
    if member.role not in roles:
        raise errors.RoleNotAllowedError(login, member.role, [str(role) for role in roles])
    return member


def _actor(member: Membership) -> str:
    return f"user:{member.user.get_username()}"
