"""Who may use an operation: by a token in the header or by the session of the site."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from sosiego.errors import SosiegoError
from sosiego.web.access import AGENTS, PUBLIC, READERS, Access
from sosiego.web.members import Visitor, visitor_by_token, visitor_of


class NotAllowedError(SosiegoError):
    """The caller is known, and its role may not use this operation."""


class ByRole(AuthBase):
    """Let in whose role the access names, by `Authorization: Bearer …` or by session and CSRF token."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, access: Access) -> None:
        self.access = access
        super().__init__()

    def __call__(self, request: HttpRequest) -> Visitor | None:
        visitor = self._visitor(request)
        if not visitor.is_known:
            return None
        if not self.access.answer(visitor).allowed:
            allowed = ", ".join(sorted(self.access.roles))
            raise NotAllowedError("Your role may not use this operation.", todo=f"It is for: {allowed}.")
        return visitor

    @staticmethod
    def _visitor(request: HttpRequest) -> Visitor:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return visitor_by_token(token.strip())
        if check_csrf(request):
            # A session proves nothing about a form on another site.
            return Visitor()
        return visitor_of(request)


class Everybody:
    """Said, not forgotten: this operation is public."""

    access = PUBLIC

    def __call__(self, request: HttpRequest) -> Visitor:
        return Visitor()


everybody = Everybody()
readers = ByRole(READERS)
agents = ByRole(AGENTS)
desks = ByRole(Access(READERS.roles | AGENTS.roles))
