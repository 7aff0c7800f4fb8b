"""Who may do what in whose name."""

from __future__ import annotations

import getpass

import pytest

from sosiego.registry.acting import acting_about, acting_for, acting_user
from sosiego.registry.errors import NotForThisOrganisationError, RoleNotAllowedError, UnknownLogInError
from tests.builders import member, organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["official", "supervisor"])
def test_officials_and_supervisors_decide(role: str) -> None:
    member("ana", role)
    assert acting_user("ana") == "user:ana"


@pytest.mark.parametrize("role", ["auditor", "administrator", "agent"])
def test_nobody_else_decides_and_the_error_names_who_may(role: str) -> None:
    member("ana", role)
    with pytest.raises(RoleNotAllowedError) as refused:
        acting_user("ana")
    assert str(refused.value) == (
        f"'ana' is {role}, and may not do this.\n"
        "  where: --as ana\n"
        "  do: It is for somebody with the role official or supervisor."
    )


def test_a_name_without_a_log_in_and_a_closed_log_in_act_for_nobody() -> None:
    member("old", is_active=False)
    for name in ("old", "nobody"):
        with pytest.raises(UnknownLogInError) as refused:
            acting_user(name)
        assert str(refused.value) == (
            f"There is no log-in '{name}'.\n"
            f"  where: --as {name}\n"
            "  do: Name a log-in with --as (`sosiego user list` shows them). This asks for the role official "
            "or supervisor."
        )


def test_who_names_nobody_acts_under_the_name_that_the_system_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "li")
    member("li")
    assert acting_user("") == "user:li"


def test_an_agent_acts_for_its_own_organisation_only() -> None:
    norte, sur = organisation("norte"), organisation("sur")
    member("ana", "agent", norte)
    assert acting_for("ana", norte) == "user:ana"
    with pytest.raises(NotForThisOrganisationError, match="'ana' acts for norte, and this is for sur to do"):
        acting_for("ana", sur)


def test_what_the_regulator_must_answer_is_answered_by_its_officials_and_not_by_its_auditor() -> None:
    desk = organisation("desk", "regulator")
    member("olga", "official", desk)
    member("arturo", "auditor", desk)
    assert acting_for("olga", desk) == "user:olga"
    with pytest.raises(RoleNotAllowedError):
        acting_for("arturo", desk)


def test_an_appeal_is_filed_by_the_holder_or_entered_by_an_official() -> None:
    norte = organisation("norte")
    member("ana", "agent", norte)
    member("olga")
    assert acting_about("ana", norte) == "user:ana"
    assert acting_about("olga", norte) == acting_about("olga", None) == "user:olga"
    for holder in (organisation("sur"), None):
        with pytest.raises(NotForThisOrganisationError):
            acting_about("ana", holder)
