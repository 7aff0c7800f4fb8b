"""The acts of intake, its only writers. Each kind of act has a file; here they are gathered."""

from sosiego.intake.content import record_content
from sosiego.intake.mappings import save_mapping
from sosiego.intake.receiving import receive_report
from sosiego.intake.report_import import import_reports
from sosiego.intake.reporters import open_contact, reporter_told, reporters_told
from sosiego.intake.set_aside import reveal_set_aside
from sosiego.intake.traffic_import import import_traffic

__all__ = [
    "import_reports",
    "import_traffic",
    "open_contact",
    "receive_report",
    "record_content",
    "reporter_told",
    "reporters_told",
    "reveal_set_aside",
    "save_mapping",
]
