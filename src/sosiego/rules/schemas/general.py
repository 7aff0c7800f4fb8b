"""Head, documents, taxonomy, numbering plan and calendar: what the rules speak of."""

from __future__ import annotations

from sosiego.rules.readers.context import STANDINGS, STATUSES
from sosiego.rules.readers.general import CLASSES
from sosiego.rules.schemas.parts import (
    Names,
    Schema,
    boolean,
    clock,
    day,
    day_month_or_year,
    each,
    mapping,
    said,
    text,
    whole,
    word,
)
from sosiego.rules.schemas.shared import media_of

_WEEK = {"type": "integer", "minimum": 1, "maximum": 7}


def rulebook(names: Names) -> Schema:
    whole_book = ["name", "languages", "currency", "time_zone"]
    return mapping(
        {"id": text("Short name of the rule-book: the country's code.")},
        {
            "name": said("What people call the rule-book."),
            "languages": each(
                {"type": "string"}, "Every text of the law is given in each of these.", minItems=1
            ),
            "currency": text("Currency of the fines, by ISO 4217.", examples=["EUR"]),
            "time_zone": text(
                "Name in the IANA time zone database; days and hours of the law are those of this zone.",
                examples=["Europe/Madrid"],
            ),
            "based_on": text(
                "Of a draft: id of a shipped rule-book, or the path of a folder from here. Files that this "
                "folder does not hold are taken from there."
            ),
        },
        anyOf=[{"required": whole_book}, {"required": ["based_on"]}],
    )


def documents(names: Names) -> Schema:
    document = mapping(
        {
            "id": text("The name by which rules call it as their basis."),
            "name": said("Full name of the document."),
            "issued": day_month_or_year(
                "When it was issued: 2016-05-20, or 2016-05 or 2016 where no more is known. No value that "
                "rests on it can hold before."
            ),
            "status": word(
                STATUSES, "How binding it is. A value may be less sure than its document, never surer."
            ),
            "standing": word(
                STANDINGS,
                "What our knowledge rests on. S: read in a public source. W: a weak source. R: recalled. "
                "own: our own rules. Without S nothing is more than illustrative.",
            ),
        },
        {
            "number": text("Its official number, if it has one."),
            "link": text("Where it can be read."),
            "original": text(
                "Its title in the language in which it was issued, if that is none of the book's."
            ),
            "in_force": day("When it began to bind, if that is known."),
        },
        # Only what was read in a public source can be more than illustrative.
        anyOf=[
            {"properties": {"standing": {"const": "S"}}},
            {"properties": {"status": {"const": "illustrative"}}},
        ],
    )
    return mapping({"documents": each(document, "Laws, orders and standards on which the rules rest.")})


def taxonomy(names: Names) -> Schema:
    lead = text("Code of the authority that leads; empty, if none.")
    industry = mapping(
        {"id": text("The name by which categories call it."), "name": said("What people read.")},
        {"lead_authority": lead},
    )
    category = mapping(
        {
            "id": text(
                'The name by which rules call it. Keep "unsorted": what nobody has sorted lands there.'
            ),
            "class": word(CLASSES, "What kind of nuisance it is."),
            "name": said("What people read."),
        },
        {
            "industry": names.named("industry", "Id of the industry; left out or empty, if of none."),
            "lead_authority": lead,
            "media": media_of("Where it happens; left out: in calls and in messages."),
        },
    )
    return mapping(
        {
            "industries": each(industry, "Who calls for what. May be empty: []"),
            "categories": each(
                category, "Class by industry: what a report, a finding and a figure is about."
            ),
        }
    )


def numbering(names: Names) -> Schema:
    number_class = mapping(
        {
            "id": text("The name by which rules call it."),
            "name": said("What people read."),
            "prefixes": each(
                {"type": "string", "pattern": r"^(\+\d+|short:\d+:\d*)$"},
                'How they begin: "+<country><digits>" or "short:<country>:<digits>"; the longest decides.',
            ),
        },
        {
            "lengths": each(
                {"type": "integer"}, "How many digits follow the country code, or a short code has."
            ),
            "outbound": boolean("false: such numbers only receive calls, so that a call from one is forged."),
            "medium": word(("call", "sms", "both"), "What they are used for; left out: both."),
            "trunk": boolean("true: written with the trunk prefix at home."),
            "groups": each(
                {"type": "array", "items": {"type": "integer"}}, "How it is written on screen: [[3, 3, 3]]."
            ),
        },
    )
    return mapping(
        {
            "country_code": text("Telephone country code, in quotes.", pattern=r"^\d{1,3}$"),
            "international_prefix": text("What is dialled before a foreign number, in quotes."),
            "classes": each(number_class, "Classes of numbers. A number in none of them is not in the plan."),
        },
        {"trunk_prefix": text("What people write in front at home; left out or empty, if nothing.")},
    )


def calendar(names: Names) -> Schema:
    holiday = mapping(
        {"name": text("What the day is called."), "from": day("The day, or the first of several.")},
        {"to": day("The last of several days.")},
    )
    year = mapping(
        {
            "year": whole("The year."),
            "basis": {"$ref": "#/$defs/basis"},
            "holidays": each(holiday, "Days on which nobody works."),
        },
        {
            "assumed": boolean("true, until the year is officially announced."),
            "make_up_days": each(
                day("A day of weekly rest that is worked."), "Days of weekly rest that are worked."
            ),
        },
    )
    return mapping(
        {
            "weekly_rest": each(
                _WEEK, "Days of the week on which nobody works: 1 Monday to 7 Sunday.", maxItems=6
            ),
            "opens": clock("When a working day begins, for deadlines in working hours."),
            "closes": clock("When a working day ends."),
            "years": each(year, "Outside these years no deadline in working days can be computed."),
        }
    )
