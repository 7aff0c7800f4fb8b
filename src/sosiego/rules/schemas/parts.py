"""Pieces of which the schemas are put together, each with its description for whoever writes a rule-book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]

# No two letters stand together: see `Section.translated_or_neutral`.
_NEUTRAL = "^(?!.*[A-Za-z]{2})[0-9A-Za-z§.,–()°/ -]+$"
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_MONTH_OR_YEAR = r"^\d{4}(-\d{2}){0,2}$"
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"
_CLOCK_OF_END = r"^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?|24:00)$"
_LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


@dataclass(frozen=True)
class Names:
    """What a rule-book already calls by name, so that editors offer it; nothing of a book to be written."""

    languages: tuple[str, ...] = ()
    # By kind ("document", "deadline", …), the ids.
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def named(self, kind: str, description: str) -> Schema:
        """The id of something that stands elsewhere."""
        known = self.ids.get(kind, ())
        return text(description, **({"examples": list(known)} if known else {}))


def text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def whole(description: str, least: int | None = None, most: int | None = None) -> Schema:
    return _bounded("integer", description, least, most)


def number(description: str, least: float | None = None, most: float | None = None) -> Schema:
    return _bounded("number", description, least, most)


def _bounded(type_: str, description: str, least: float | None, most: float | None) -> Schema:
    limits = {"minimum": least, "maximum": most}
    return {
        "type": type_,
        "description": description,
        **{name: limit for name, limit in limits.items() if limit is not None},
    }


def boolean(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def word(choices: Sequence[str], description: str) -> Schema:
    """One of a few words."""
    return {"type": "string", "enum": list(choices), "description": description}


def day(description: str) -> Schema:
    return text(description, format="date", pattern=_DATE)


def day_month_or_year(description: str) -> Schema:
    return {
        "type": ["string", "integer"],
        "pattern": _MONTH_OR_YEAR,
        "minimum": 1,
        "maximum": 9999,
        "description": description,
    }


def clock(description: str) -> Schema:
    return text(description, pattern=_CLOCK, examples=["09:00"])


def clock_of_end(description: str) -> Schema:
    return text(description, pattern=_CLOCK_OF_END, examples=["21:00", "24:00"])


def said(description: str) -> Schema:
    """One sentence in each language of the rule-book."""
    return {"$ref": "#/$defs/text", "description": description}


def each(items: Schema, description: str, **more: Any) -> Schema:
    """A list."""
    return {"type": "array", "items": items, "description": description, **more}


def mapping(
    required: Mapping[str, Schema],
    optional: Mapping[str, Schema] | None = None,
    description: str = "",
    **more: Any,
) -> Schema:
    """Keys and values; no other key is known."""
    return {
        "type": "object",
        **({"description": description} if description else {}),
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def versions(
    required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None, **more: Any
) -> Schema:
    """The wordings of a rule, each with the date from which it holds and its basis."""
    return each(
        mapping(
            {
                "from": day("The first day on which this wording holds."),
                **required,
                "basis": {"$ref": "#/$defs/basis"},
            },
            {
                "until": day(
                    "The first day on which it no longer holds. A newer wording ends an older by itself."
                ),
                **(optional or {}),
            },
            **more,
        ),
        "The wordings of this rule, by date. A new wording is a new version: never change an old one.",
    )


def entry(
    required: Mapping[str, Schema],
    versioned: Schema,
    optional: Mapping[str, Schema] | None = None,
    *,
    name: str = "What people read.",
) -> Schema:
    """One rule of a list: id, name and what stays, then its wordings."""
    return mapping(
        {
            "id": text("The name by which rules, tests and decisions call it. It never changes."),
            "name": said(name),
            **required,
            "versions": versioned,
        },
        optional,
    )


def translated(names: Names) -> Schema:
    """What `said` refers to."""
    one = {"type": "string", "minLength": 1}
    if not names.languages:
        return {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": _LANGUAGE},
            "additionalProperties": one,
        }
    return {
        "type": "object",
        "properties": dict.fromkeys(names.languages, one),
        "required": list(names.languages),
        "additionalProperties": False,
    }


def clause() -> Schema:
    """A text in each language, or one that all languages write alike."""
    return {
        "description": "Where in the document: one text where every language writes it alike "
        '("4.3", "§ 64.1200(n)"), else one in each language.',
        "anyOf": [{"type": "string", "pattern": _NEUTRAL}, {"$ref": "#/$defs/text"}],
    }
