from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from sosiego.registry import errors, queries, services
from sosiego.registry.models import Membership, Preference
from sosiego.rules.numbers import key_of
from tests import builders
from tests.builders import NOON

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)


def test_an_unknown_code_is_answered_with_the_nearest() -> None:
    builders.organisation("norte-telecom")
    with pytest.raises(errors.OrganisationNotFoundError) as missed:
        queries.organisation("norte-telecon")
    assert missed.value.what == "No organisation has the code 'norte-telecon'. Nearest: norte-telecom."


def test_organisations_can_be_asked_by_kind() -> None:
    builders.organisation("norte")
    reseller = builders.organisation("azul", "reseller")
    assert list(queries.organisations("reseller")) == [reseller]
    assert queries.organisations().count() == 2


def test_the_person_named_for_the_matter_answers_before_the_first() -> None:
    norte = builders.organisation()
    builders.person(norte, name="Chen", answerable_for="billing")
    builders.person(norte, name="Li", answerable_for="handling")
    builders.person(norte, name="Gone", answerable_for="handling", since=date(2019, 1, 1), until=DAY)
    assert queries.answerable_person("norte", DAY, "handling").name == "Li"
    assert queries.answerable_person("norte", DAY).name == "Chen"
    assert queries.answerable_person("norte", date(2019, 5, 1)).name == "Gone"
    assert queries.answerable_person("sur", DAY) is None


def test_statistics_are_found_by_period() -> None:
    builders.statistic(builders.organisation(), users=7)
    assert queries.statistic("norte", "2026Q3").users == 7
    assert queries.statistic("norte", "2026Q2") is None


def test_a_refusal_holds_from_its_day_and_a_later_wish_replaces_it() -> None:
    number = "+8613900000001"
    services.record_preference(number, refuses_calls=True, refuses_messages=False, at=NOON)
    services.record_preference(
        number, refuses_calls=False, refuses_messages=True, at=NOON + timedelta(days=10)
    )
    assert queries.refuses(number, DAY - timedelta(days=1)) is None
    assert queries.refuses(number, DAY).refuses_calls
    assert queries.refuses(number, DAY + timedelta(days=10)).refuses_messages
    assert queries.refusing_keys(DAY) == [key_of(number)]
    assert queries.refusing_keys(DAY + timedelta(days=10)) == []


def test_the_last_wish_of_a_day_holds_and_the_same_wish_adds_nothing() -> None:
    number = "+8613900000001"
    for calls in (True, True, False):
        services.record_preference(number, refuses_calls=calls, refuses_messages=True, at=NOON)
    assert Preference.objects.count() == 1
    assert not queries.refuses(number, DAY).refuses_calls
    services.record_preference(number, refuses_calls=False, refuses_messages=False, at=NOON)
    assert queries.refuses(number, DAY) is None


def test_a_refusing_number_stands_nowhere_in_the_clear() -> None:
    services.record_preference("+8613900000001", refuses_calls=True, refuses_messages=False, at=NOON)
    row = Preference.objects.get()
    assert b"139" not in bytes(row.sealed_number)[:4]
    assert "13900000001" not in row.digest


def test_a_sender_name_cannot_refuse() -> None:
    with pytest.raises(errors.NumberCannotRefuseError):
        services.record_preference("name:86:BANCO", refuses_calls=True, refuses_messages=True, at=NOON)


def test_a_role_is_given_and_replaced() -> None:
    user = User.objects.create(username="li")
    norte = builders.organisation()
    services.give_role(user, norte, "agent")
    services.give_role(user, builders.organisation("regulador", "regulator"), "official")
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.organisation.code) == ("official", "regulador")


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(errors.UnknownRoleError, match=r"No log-in can be .officer.\. Nearest: official"):
        services.give_role(User.objects.create(username="li"), builders.organisation(), "officer")
