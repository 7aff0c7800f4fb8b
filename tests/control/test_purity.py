from __future__ import annotations

import subprocess
import sys

# Runs in a process of its own: this one has Django loaded already.
PROGRAM = """
import sys
import sosiego.control.decide
foreign = {m.split(".")[0] for m in sys.modules} - set(sys.stdlib_module_names) - {"sosiego"}
foreign = {m for m in foreign if not m.startswith(("_", "sitecustomize"))}
ours = sorted(m for m in sys.modules if m.startswith("sosiego."))
print(sorted(foreign), ours)
"""


def test_the_deciding_part_imports_only_the_standard_library_and_its_reader() -> None:
    printed = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert "django" not in printed.stdout
    allowed = [
        "sosiego.control",
        "sosiego.control.counters",
        "sosiego.control.decide",
        "sosiego.control.list_file",
        "sosiego.errors",
        "sosiego.files",
        "sosiego.rules",
        "sosiego.rules.numbers",
    ]
    assert printed.stdout.strip() == f"[] {allowed}"
