"""The API object: its description, its errors and its OpenAPI document."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic import Field

from sosiego import __version__
from sosiego.errors import SosiegoError
from sosiego.files import canonical_json
from sosiego.intake.errors import ReportNotValidError
from sosiego.web.api.access import NotAllowedError
from sosiego.web.limits import TooManyRequestsError
from sosiego.web.problems import status_of

PROBLEM = "application/problem+json"
log = logging.getLogger("sosiego.api")


class FieldProblem(Schema):
    field: str = Field(description="The field, with dots between levels: body.number")
    reason: str


class Problem(Schema):
    """RFC 9457 problem details: the one shape of every error of this API."""

    type: str = Field(description="A stable name of the kind of error, as an address of its description")
    title: str = Field(description="What is wrong")
    status: int
    detail: str = Field("", description="What to do now")
    instance: str = Field(description="The address that was asked")
    where: str = Field("", description="File, line, record or field, if it lies in one")
    errors: list[FieldProblem] = Field(default_factory=list, description="Each wrong field with its reason")


class Api(NinjaAPI):
    """NinjaAPI whose document says that errors are problem documents."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, response in operation.get("responses", {}).items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {PROBLEM: next(iter(response["content"].values()))}
        return document


api = Api(
    title="Sosiego",
    version="1",
    urls_namespace="api-v1",
    description=(
        "Reports of nuisance calls and messages, what is known of a number, decisions for networks, "
        "work orders of organisations, the gate on resources, publications and the ledger. "
        f"Sosiego {__version__}. "
        "Errors are RFC 9457 problem documents. Times are ISO 8601 with an offset."
    ),
    # Our own page shows the reference inside the site's content security policy; see `pages.py`.
    docs_url=None,
)

# What any operation may answer besides its success.
PROBLEMS = {frozenset({400, 401, 403, 404, 409, 422, 429}): Problem}


def problem(
    request: HttpRequest,
    status: int,
    kind: str,
    title: str,
    *,
    detail: str = "",
    where: str = "",
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    body = {
        "type": f"/developers/#{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "where": where,
        "errors": errors or [],
    }
    return HttpResponse(canonical_json(body), status=status, content_type=PROBLEM)


@api.exception_handler(SosiegoError)
def refused(request: HttpRequest, error: SosiegoError) -> HttpResponse:
    kind = type(error).__name__.removesuffix("Error")
    if isinstance(error, NotAllowedError):
        return problem(request, 403, kind, error.what, detail=error.todo)
    fields: list[dict[str, str]] = []
    if isinstance(error, ReportNotValidError):
        fields = [{"field": name, "reason": reason} for name, reason in error.fields.items()]
    response = problem(
        request, status_of(error), kind, error.what, detail=error.todo, where=error.where, errors=fields
    )
    if isinstance(error, TooManyRequestsError):
        response["Retry-After"] = str(error.seconds)
    return response


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [
        {
            "field": ".".join(
                str(part) for part in one["loc"] if part not in ("body", "query", "path", "data")
            ),
            "reason": one["msg"],
        }
        for one in error.errors
    ]
    return problem(
        request,
        422,
        "NotValid",
        "The request does not fit the operation.",
        detail="Put the named fields right and send it again.",
        errors=fields,
    )


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem(
        request,
        401,
        "NotSignedIn",
        "This operation asks you to sign in.",
        detail="Send “Authorization: Bearer …”; an administrator makes tokens with `sosiego user token`.",
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, "NotFound", "There is nothing under this address.")


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, "Http", str(error))


@api.exception_handler(Exception)
def fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("fault at %s", request.path)
    return problem(
        request, 500, "Fault", "Something went wrong on our side.", detail="Try again; tell us if it stays."
    )
