"""Mappings are checked when they are saved, not when the first file comes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sosiego.intake import mappings, services
from sosiego.intake.errors import MappingNotValidError, UnknownMappingError

pytestmark = pytest.mark.django_db

GOOD: dict[str, Any] = {"columns": {"number": "A", "received_at": "B"}, "constants": {"medium": "sms"}}


def test_a_saved_mapping_is_found_by_its_name_and_replaced_by_a_newer_one() -> None:
    services.save_mapping("mine", GOOD)
    services.save_mapping("mine", GOOD | {"delimiter": ";"})
    assert mappings.definition("mine")["delimiter"] == ";"
    with pytest.raises(UnknownMappingError, match="Nearest: mine"):
        mappings.definition("mini")


@pytest.mark.parametrize(
    ("definition", "what"),
    [
        (
            {"columns": {"number": "A"}},
            "The mapping does not say where these come from: medium, received_at.",
        ),
        (GOOD | {"colums": {}}, "the mapping has no place for 'colums'. Nearest: columns."),
        (
            GOOD | {"columns": GOOD["columns"] | {"recieved_at": "C"}},
            "columns has no place for 'recieved_at'. Nearest: received_at.",
        ),
        (
            GOOD | {"constants": {"medium": "sms", "number": "1"}},
            "These fields have both a column and a constant: number.",
        ),
        (GOOD | {"time_zone": "Bogota"}, "There is no time zone 'Bogota'."),
        (GOOD | {"time_zone": "../etc"}, "There is no time zone '../etc'."),
        (GOOD | {"encoding": "utf-16"}, "encoding cannot be 'utf-16'."),
        (GOOD | {"delimiter": "::"}, "delimiter cannot be '::'."),
        (GOOD | {"date_formats": "day"}, "date_formats must be a list of formats."),
        (GOOD | {"values": {"category": ["x"]}}, "values.category must be a list of names and values."),
        ([], "the mapping must be a list of names and values."),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(definition: Any, what: str) -> None:
    with pytest.raises(MappingNotValidError) as caught:
        services.save_mapping("mine", definition)
    assert caught.value.what == what


def test_a_name_must_be_a_word() -> None:
    with pytest.raises(MappingNotValidError, match="cannot be a mapping's name"):
        services.save_mapping("my mapping", GOOD)


def test_a_mapping_is_read_from_yaml_with_the_line_of_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("columns:\n  number: A\n  number: B\n", encoding="utf-8")
    with pytest.raises(MappingNotValidError, match="line 3"):
        mappings.read_file(path)
    path.write_text(mappings.as_yaml(GOOD), encoding="utf-8")
    assert mappings.read_file(path) == GOOD
