"""Every text stands in every language."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "messages.py"


def test_no_text_lacks_a_translation() -> None:
    ended = subprocess.run([sys.executable, SCRIPT, "check"], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
