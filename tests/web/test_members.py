"""Log-ins and the commands that make them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from sosiego.registry.errors import OrganisationNotFoundError, UnknownRoleError
from sosiego.web import members
from sosiego.web.commands import user_app
from tests.builders import organisation
from tests.web.builders import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_log_in_has_a_role_and_an_organisation() -> None:
    organisation("norte")
    visitor = members.add_user("ana", role="agent", organisation="norte", password=PASSWORD)
    assert (visitor.role, visitor.organisation.code, visitor.actor) == ("agent", "norte", "user:ana")


def test_a_name_is_given_once(log_ins: Any) -> None:
    with pytest.raises(members.UserExistsError, match="already a log-in named 'ana'"):
        members.add_user("ana", role="agent", organisation="norte", password=PASSWORD)


def test_a_password_that_can_be_guessed_is_refused() -> None:
    organisation("norte")
    with pytest.raises(members.WeakPasswordError) as error:
        members.add_user("ana", role="agent", organisation="norte", password="ana")
    assert "12" in error.value.where


def test_an_unknown_role_or_organisation_leaves_no_log_in_behind() -> None:
    organisation("norte")
    with pytest.raises(UnknownRoleError):
        members.add_user("ana", role="king", organisation="norte", password=PASSWORD)
    with pytest.raises(OrganisationNotFoundError):
        members.add_user("ana", role="agent", organisation="nowhere", password=PASSWORD)
    assert members.users() == []


def test_a_token_of_somebody_unknown_is_nobodys() -> None:
    assert not members.visitor_by_token("forged").is_known
    with pytest.raises(members.UserNotFoundError):
        members.make_token("nobody", days=1)


def test_the_commands_add_list_and_give_tokens() -> None:
    organisation("norte", name="Norte")
    runner = CliRunner()
    made = runner.invoke(
        user_app,
        ["add", "ana", "--role", "agent", "--organisation", "norte", "--password", PASSWORD, "--json"],
    )
    assert json.loads(made.output) == {"name": "ana", "role": "agent", "organisation": "norte"}
    listed = json.loads(runner.invoke(user_app, ["list", "--json"]).output)
    assert listed == [{"name": "ana", "role": "agent", "organisation": "norte", "active": "yes"}]
    token = json.loads(runner.invoke(user_app, ["token", "ana", "--json"]).output)["token"]
    assert members.visitor_by_token(token).name == "ana"
