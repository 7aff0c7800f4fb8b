"""The acts of oversight, its only writers. Each kind of act has a file; here they are gathered."""

from sosiego.oversight.indicators import compute_indicators
from sosiego.oversight.sanctions import refuse_sanction, sign_sanction
from sosiego.oversight.scorecards import compute_scorecards
from sosiego.oversight.violations import find_violations

__all__ = [
    "compute_indicators",
    "compute_scorecards",
    "find_violations",
    "refuse_sanction",
    "sign_sanction",
]
