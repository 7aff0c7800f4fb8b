"""What every template knows."""

from django.http import HttpRequest

from sosiego import clock
from sosiego.errors import SosiegoError
from sosiego.web import book
from sosiego.web.members import visitor_of


def site(request: HttpRequest) -> dict[str, object]:
    """What every page may say: who visits, under which rules, and whether the country is simulated."""
    return {
        "is_simulated": clock.is_simulated(),
        "now": clock.now(),
        "visitor": visitor_of(request),
        "rulebook_name": _rulebook_name(),
    }


def _rulebook_name() -> str:
    try:
        return book.say(book.current().name)
    except SosiegoError:
        # A page that tells of a broken rule-book must itself be shown.
        return ""
