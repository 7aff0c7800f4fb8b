"""Small charts, drawn on the server as SVG in the stylesheet's colours, each with a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_WIDTH, _HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 12, 26


def nice_top(largest: float) -> float:
    """The next round number that is not below `largest` and whose half is a whole number too."""
    power = 10 ** math.floor(math.log10(max(largest, 2)))
    return float(next(step * power for step in (2, 4, 6, 8, 10, 20) if step * power >= largest))


class _Frame:
    """What surrounds a drawing: its edges, and the scale of its counts."""

    width: int
    height: int

    @property
    def largest(self) -> float:
        raise NotImplementedError

    @property
    def top(self) -> float:
        return nice_top(self.largest)

    def _y(self, value: float) -> float:
        return round(_TOP + (self.height - _TOP - _BOTTOM) * (1 - value / self.top), 1)

    @property
    def grid(self) -> list[dict[str, Any]]:
        return [{"y": self._y(self.top * part), "value": self.top * part} for part in (0, 0.5, 1)]

    @property
    def right(self) -> int:
        return self.width - _RIGHT

    @property
    def left(self) -> int:
        return _LEFT

    @property
    def foot(self) -> int:
        return self.height - 6


@dataclass(frozen=True)
class Trend(_Frame):
    """One or two series over the same labels, as lines."""

    title: str
    remark: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[float]]]
    width: int = _WIDTH
    height: int = _HEIGHT

    @property
    def largest(self) -> float:
        return max((value for _, values in self.series for value in values), default=0)

    def _x(self, place: int) -> float:
        span = max(len(self.labels) - 1, 1)
        return round(_LEFT + (self.width - _LEFT - _RIGHT) * place / span, 1)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each series as an SVG path, its area and its end."""
        drawn = []
        for place, (name, values) in enumerate(self.series):
            points = [(self._x(i), self._y(value)) for i, value in enumerate(values)]
            path = "M" + " L".join(f"{x} {y}" for x, y in points) if points else ""
            base = self._y(0)
            area = f"{path} L{points[-1][0]} {base} L{points[0][0]} {base} Z" if points else ""
            drawn.append(
                {
                    "name": name,
                    "path": path,
                    "area": area if place == 0 else "",
                    "number": "two" if place else "one",
                }
            )
        return drawn

    @property
    def ticks(self) -> list[dict[str, Any]]:
        """About six labels on the time axis, the first and the last among them."""
        last = len(self.labels) - 1
        if last < 0:
            return []
        places = sorted({round(last * part / 5) for part in range(6)})
        return [
            {
                "x": self._x(place),
                "label": self.labels[place],
                "anchor": "start" if place == 0 else "end" if place == last else "middle",
            }
            for place in places
        ]

    @property
    def rows(self) -> list[tuple[str, list[float]]]:
        return [(label, [values[i] for _, values in self.series]) for i, label in enumerate(self.labels)]


@dataclass(frozen=True)
class Bars(_Frame):
    """One count a label, as bars; a count that may not be shown is None and stands as `withheld`."""

    title: str
    remark: str
    labels: Sequence[str]
    values: Sequence[int | None]
    withheld: str
    heading: str  # of the labels
    unit: str  # of the counts
    width: int = _WIDTH
    height: int = _HEIGHT

    @property
    def largest(self) -> float:
        return max((value for value in self.values if value is not None), default=0)

    @property
    def bars(self) -> list[dict[str, Any]]:
        """Each bar with the place of its label below and of its count above."""
        step = (self.width - _LEFT - _RIGHT) / max(len(self.labels), 1)
        drawn = []
        for place, (label, value) in enumerate(zip(self.labels, self.values, strict=True)):
            top = self._y(value or 0)
            drawn.append(
                {
                    "label": label,
                    "value": value,
                    "x": round(_LEFT + step * (place + 0.18), 1),
                    "middle": round(_LEFT + step * (place + 0.5), 1),
                    "y": top,
                    "above": round(top - 5, 1),
                    "wide": round(step * 0.64, 1),
                    "high": round(self._y(0) - top, 1),
                }
            )
        return drawn


@dataclass(frozen=True)
class Interval:
    """A value and its 95 % interval on a line from `start` to `end`; one row of a table of figures."""

    value: float | None
    low: float | None
    high: float | None
    end: float
    target: float = 0
    width: int = 176

    def _x(self, value: float) -> float:
        return round(min(max(value / self.end, 0), 1) * (self.width - 8) + 4, 1) if self.end else 4

    @property
    def points(self) -> dict[str, float] | None:
        if self.value is None or self.low is None or self.high is None:
            return None
        return {
            "x": self._x(self.value),
            "low": self._x(self.low),
            "high": self._x(self.high),
            "target": self._x(self.target),
        }
