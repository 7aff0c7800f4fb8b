"""The JSON API, version 1. One shape for every error (RFC 9457); each operation names who may use it."""

from sosiego.web.api import (  # noqa: F401  (they add their operations)
    following,
    gate,
    law,
    numbers,
    orders,
    public,
    records,
)
from sosiego.web.api.root import api

__all__ = ["api"]
