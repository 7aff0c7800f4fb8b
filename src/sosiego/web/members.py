"""Log-ins: who a visitor is, which role he has and for whom he acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from sosiego.errors import SosiegoError
from sosiego.registry import queries as registry
from sosiego.registry import services


class UserExistsError(SosiegoError):
    """A log-in of that name is already there."""


class UserNotFoundError(SosiegoError):
    """There is no log-in of that name."""


class WeakPasswordError(SosiegoError):
    """The password can be guessed."""


@dataclass(frozen=True)
class Visitor:
    """Who asks for a page. `role` and `organisation` are empty for the public."""

    name: str = ""
    role: str = ""
    organisation: Any = None

    @property
    def is_known(self) -> bool:
        return bool(self.role)

    @property
    def is_regulator(self) -> bool:
        return self.is_known and self.role != "agent"

    @property
    def actor(self) -> str:
        """How the ledger names this person."""
        return f"user:{self.name}" if self.name else "public"


NOBODY = Visitor()


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor behind a request, read once."""
    known: Visitor | None = getattr(request, "_visitor", None)
    if known is None:
        known = _visitor_of_user(getattr(request, "user", None))
        request._visitor = known  # type: ignore[attr-defined]
    return known


def _visitor_of_user(user: Any) -> Visitor:
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    try:
        membership = user.membership
    except ObjectDoesNotExist:
        return NOBODY
    return Visitor(user.get_username(), membership.role, membership.organisation)


def visitor_named(name: str) -> Visitor:
    """The visitor of a log-in name; nobody if there is none."""
    return _visitor_of_user(get_user_model().objects.filter(username=name).first())


def add_user(name: str, *, role: str, organisation: str, password: str, check: bool = True) -> Visitor:
    """Make a log-in. Raises `UserExistsError`, `WeakPasswordError`, and the registry's errors of the role."""
    accounts = get_user_model().objects
    if accounts.filter(username=name).exists():
        raise UserExistsError(f"There is already a log-in named {name!r}", todo="choose another name")
    if check:
        try:
            validate_password(password, get_user_model()(username=name))
        except ValidationError as error:
            raise WeakPasswordError(
                "This password is too easy to guess",
                where=" ".join(error.messages),
                todo="choose a longer one",
            ) from error
    holder = registry.organisation(organisation)
    with transaction.atomic():
        user = accounts.create_user(username=name, password=password)
        services.give_role(user, holder, role)
    return visitor_named(name)


def users() -> list[dict[str, str]]:
    """All log-ins, by name."""
    found = get_user_model().objects.filter(membership__isnull=False)
    return [
        {
            "name": user.get_username(),
            "role": user.membership.role,
            "organisation": user.membership.organisation.code,
            "active": "yes" if user.is_active else "no",
        }
        for user in found.select_related("membership__organisation").order_by("username")
    ]


# --- tokens for the API ---

_SALT = "sosiego.web.token"


def make_token(name: str, *, days: int) -> str:
    """A token that acts as a log-in until it ends or the password changes. Raises `UserNotFoundError`."""
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise UserNotFoundError(f"There is no log-in named {name!r}", todo="See `sosiego user list`.")
    until = int((timezone.now() + timedelta(days=days)).timestamp())
    return signing.dumps({"user": user.pk, "proof": _proof(user), "until": until}, salt=_SALT)


def visitor_by_token(token: str) -> Visitor:
    """The visitor for whom a token acts; nobody if it is forged, ended or revoked."""
    try:
        claims = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return NOBODY
    if claims["until"] < timezone.now().timestamp():
        return NOBODY
    user = get_user_model().objects.filter(pk=claims["user"]).first()
    if user is None or not constant_time_compare(claims["proof"], _proof(user)):
        return NOBODY
    return _visitor_of_user(user)


def _proof(user: Any) -> str:
    """Changes with the password: then all tokens of the log-in end."""
    return str(user.get_session_auth_hash())[:16]
