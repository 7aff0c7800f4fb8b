"""Every test runs in a home of its own; nothing is read from or written to the developer's."""

from __future__ import annotations

import os
import tempfile

# Before Django reads its settings: they make the home's keys and database.
os.environ["SOSIEGO_HOME"] = tempfile.mkdtemp(prefix="sosiego-tests-")
