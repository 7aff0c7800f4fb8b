from django.http import HttpRequest

from sosiego import clock


def site(request: HttpRequest) -> dict[str, object]:
    """What every page may say: whether the country is simulated, and its date."""
    return {"is_simulated": clock.is_simulated(), "now": clock.now()}
