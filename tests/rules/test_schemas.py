"""The published schemas say what the readers read, no more and no less."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from typer.testing import CliRunner

from sosiego.errors import SosiegoError
from sosiego.rules import errors, loader, schemas, starting
from sosiego.rules.commands import app
from sosiego.rules.loader import SHIPPED
from sosiego.rules.readers.context import MEASURES
from sosiego.rules.schemas.files import FILES
from sosiego.rules.schemas.parts import Names, Schema
from tests.rules import broken_books
from tests.rules.recorded_reading import Asked, Recording, Where, recorded

TEMPLATE = SHIPPED / "template"
_TYPES: dict[str, object] = {
    "text": "string",
    "choice": "string",
    "day": "string",
    "clock": "string",
    "clock_of_end": "string",
    "integer": "integer",
    "number": "number",
    "money": "number",
    "boolean": "boolean",
    "section": "object",
    "optional_section": "object",
    "translated": "object",
    "sections": "array",
    "texts": "array",
    "integers": "array",
    "days": "array",
    "moneys": "array",
    "integer_lists": "array",
    "date_as_known": ["string", "integer"],
}
# A value that is measured by another value, or by a list of the whole world: only the check can tell.
_MEASURED_BY_OTHERS = {
    "document-binds-before-its-issue",
    "fine-from-much-to-little",
    "holiday-of-another-year",
    "make-up-day-that-is-worked-anyway",
    "prefix-of-another-country",
    "unknown-time-zone",
}
# Readers look whether they are there; in the shipped rule-books they always are.
_LOOKED_FOR_FIRST = {
    ("control", "versions", "exemptions", "classes"),
    *(("control", "versions", "outcomes", kind) for kind in MEASURES),
    *(("rulebook", key) for key in ("name", "languages", "currency", "time_zone")),
}
_STRUCTURAL = (
    errors.KeyMissingError,
    errors.KeyUnknownError,
    errors.WrongValueError,
    errors.TranslationMissingError,
    errors.DeadlineWithoutActorError,
    errors.FineFormsError,
)


def _validators(names: Names | None = None) -> dict[str, Draft202012Validator]:
    return {name: Draft202012Validator(schemas.schema(name, names)) for name in FILES}


def _plain(value: Any) -> Any:
    """As an editor reads YAML: dates are texts."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _refusals(path: Path, book: Path, validators: dict[str, Draft202012Validator]) -> list[str]:
    name = schemas.name_for(path.relative_to(book).as_posix())
    content = _plain(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
    return [f"{path.name}: {error.message}" for error in validators[name].iter_errors(content)]


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schemas.schema(name))


@pytest.mark.parametrize("id", loader.shipped())
def test_each_file_of_a_shipped_rule_book_holds_against_its_schema(id: str) -> None:
    book = SHIPPED / id
    of_any, of_this = _validators(), _validators(schemas.names_of(loader.load(id)))
    for path in sorted(book.rglob("*.yaml")):
        assert _refusals(path, book, of_any) == []
        assert _refusals(path, book, of_this) == []


def test_the_template_brings_the_schemas_and_its_files_lead_editors_to_them() -> None:
    for name in FILES:
        shipped = (TEMPLATE / schemas.FOLDER / f"{name}.json").read_text(encoding="utf-8")
        assert shipped == schemas.text(name), (
            "a reader, a fact or a description has changed; write them anew with sosiego rules schema --out "
            "src/sosiego/rulebooks/template/schema"
        )
    for path in TEMPLATE.rglob("*.yaml"):
        name = schemas.name_for(path.relative_to(TEMPLATE).as_posix())
        line = path.read_text(encoding="utf-8").partition("\n")[0]
        assert line == schemas.modeline(name)
        assert (path.parent / line.partition("$schema=")[2]).resolve().is_file()


def test_a_new_rule_book_has_schemas_that_ask_for_its_languages(tmp_path: Path) -> None:
    folder = tmp_path / "fr"
    starting.start(folder, starting.Head("fr", "France", "33", "Europe/Paris", "EUR", ("fr", "en")))
    for path in folder.rglob("*.yaml"):
        leads_to = path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")[2]
        found = json.loads((path.parent / leads_to).read_text(encoding="utf-8"))
        assert found["$defs"]["text"]["required"] == ["fr", "en"]


def test_a_draft_may_name_its_base_or_take_a_file_away() -> None:
    validators = _validators()
    assert validators["rulebook"].is_valid({"id": "draft", "based_on": "cn"})
    assert validators["criterion"].is_valid({"removed": True})
    assert not validators["criterion"].is_valid({"removed": True, "id": "x"})
    assert not validators["windows"].is_valid({"removed": True})


def _broken_in_structure() -> list[Path]:
    found = []
    for folder in broken_books.folders():
        (problem,) = broken_books.found(folder)
        if isinstance(problem, _STRUCTURAL):
            found.append(folder)
    return found


def test_what_is_broken_in_structure_is_refused_by_the_schemas_too() -> None:
    validators = _validators(Names(languages=loader.load("template").languages))
    accepted = {
        folder.name
        for folder in _broken_in_structure()
        if not any(_refusals(path, folder, validators) for path in folder.rglob("*.yaml"))
    }
    assert accepted == _MEASURED_BY_OTHERS


# --- against the readers ------------------------------------------------------------------------------------


@cache
def _recording() -> Recording:
    return recorded(loader.shipped())


def _resolved(schema: Schema, name: str) -> Schema:
    if "$ref" in schema:
        schema = schemas.schema(name)["$defs"][schema["$ref"].rpartition("/")[2]]
    return _resolved(schema["items"], name) if schema.get("type") == "array" else schema


def _at(where: Where) -> Schema:
    """What the schema says of the mapping that stands there."""
    name = "windows" if where == ("basis",) else where[0]
    found = schemas.schema(name)
    if where == ("basis",):
        return dict(found["$defs"]["basis"])
    for key in where[1:]:
        found = _resolved(found["properties"][key], name)
    return found


def _open(schema: Schema) -> bool:
    """Whether it leaves the keys to the rule-book."""
    return schema.get("additionalProperties") is not False


def _places() -> list[Where]:
    return sorted(where for where in _recording().asked if not _open(_at(where)))


def test_the_recording_reaches_every_mapping_of_every_schema() -> None:
    def mappings(schema: Schema, where: Where) -> set[Where]:
        schema = _resolved(schema, where[0])
        if schema.get("type") != "object" or _open(schema) or where[-1] == "basis":
            return set()
        found = {where}
        for key, value in schema["properties"].items():
            found |= mappings(value, (*where, key)) if isinstance(value, dict) else set()
        return found

    expected = set().union(*(mappings(schemas.schema(name), (name,)) for name in FILES))
    assert expected | {("basis",)} == set(_places())


def test_a_schema_has_the_keys_for_which_the_readers_ask() -> None:
    for where in _places():
        known, asked = set(_at(where)["properties"]) - {"removed"}, set(_recording().asked[where])
        # Of the kinds of measures a reader asks for those that are there.
        assert asked <= known if where[-1] == "outcomes" else asked == known, where


def test_a_key_has_the_type_words_and_limits_that_the_readers_ask_of_it() -> None:
    for where in _places():
        for key, asked in _recording().asked[where].items():
            said = _at(where)["properties"][key]
            assert said.get("description") or "$ref" in said, (where, key)
            _hold_against(asked, said, where, key)


def _hold_against(asked: Asked, said: Schema, where: Where, key: str) -> None:
    type_ = "object" if "$ref" in said else said.get("type")
    assert all(_TYPES.get(how, type_) == type_ for how in asked.how), (where, key, asked.how)
    if asked.choices:
        assert set(said["enum"]) == asked.choices, (where, key)
    if asked.least:
        assert {said.get("minimum")} == asked.least, (where, key)
    if asked.most:
        assert {said.get("maximum")} == asked.most, (where, key)


def test_a_key_is_required_where_the_readers_cannot_do_without() -> None:
    recording = _recording()
    for where in _places():
        schema = _at(where)
        # A file that a draft may take away needs its keys only if it is there.
        may_be_removed = "removed" in schema["properties"]
        required = set((schema["else"] if may_be_removed else schema).get("required", ()))
        for key, asked in recording.asked[where].items():
            if key in required:
                assert recording.always_there(where, key), (where, key)
                assert asked.is_needed or not asked.how or where[0] == "test", (where, key)
            elif asked.is_needed:
                # Where it is not always there, the reader has looked first.
                assert not recording.always_there(where, key) or (*where, key) in _LOOKED_FOR_FIRST


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_writes_every_schema(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["schema", "--of", "cn", "--out", str(tmp_path / "schema"), "--json"])
    assert result.exit_code == 0
    assert sorted(json.loads(result.stdout)["schemas"]) == sorted(f"{name}.json" for name in FILES)
    written = json.loads((tmp_path / "schema" / "criterion.json").read_text(encoding="utf-8"))
    assert written["$defs"]["text"]["required"] == list(loader.load("cn").languages)
    order = written["properties"]["versions"]["items"]["properties"]["order"]
    assert "verify-and-treat" in order["examples"]


def test_the_command_lists_them_with_the_line_that_leads_to_each() -> None:
    # However narrow the terminal is.
    told = "".join(CliRunner().invoke(app, ["schema"]).stdout.split())
    assert "criteria/*.yaml" in told
    assert schemas.modeline("criterion") == "# yaml-language-server: $schema=../schema/criterion.json"
    assert json.loads(CliRunner().invoke(app, ["schema", "--json"]).stdout).keys() == FILES.keys()


def test_an_unknown_rule_book_has_no_names_to_offer() -> None:
    with pytest.raises(SosiegoError):
        CliRunner().invoke(app, ["schema", "--of", "atlantis"], catch_exceptions=False)
