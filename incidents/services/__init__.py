"""What changes in the police's crimes, and what follows for a case."""

from incidents.services.grading import assess_crime, decide_regrade, finish_task
from incidents.services.imports import (
    check_file,
    discard_import,
    is_left,
    problems_of,
    resume_import,
    start_import,
    undo_import,
)
from incidents.services.running import (
    Overtaken,
    claim_import,
    forget_files,
    requeue_import,
    sheet_of,
    stop_import,
    take_batch,
    unfinished,
)
from incidents.services.sending import RESULTS, OtherBody, send_crimes

__all__ = [
    "RESULTS",
    "OtherBody",
    "Overtaken",
    "assess_crime",
    "check_file",
    "claim_import",
    "decide_regrade",
    "discard_import",
    "finish_task",
    "forget_files",
    "is_left",
    "problems_of",
    "requeue_import",
    "resume_import",
    "send_crimes",
    "sheet_of",
    "start_import",
    "stop_import",
    "take_batch",
    "undo_import",
    "unfinished",
]
