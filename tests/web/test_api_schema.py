"""The API keeps what its OpenAPI document promises, whatever is sent to it."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from sosiego.web.wsgi import application

# The shape of answers is the same on both databases. On PostgreSQL a request made through WSGI closes the
# connection that holds the test's transaction.
pytestmark = [pytest.mark.django_db(transaction=False), pytest.mark.one_database]

# Public operations only: what asks for a token answers 401 before it reads anything.
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).exclude(
    path_regex="/decide|/gate|/orders"
)


@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_an_operation_answers_as_its_document_says(case: Any) -> None:
    # A document cannot say all that a number or a category of the rule-book must be: 422 is an answer too.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
