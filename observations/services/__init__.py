from observations.services.importing import (
    bring_in_figures,
    check_figures,
    discard_figures,
    judged_file,
    undo_figures,
)
from observations.services.keeping import describe_indicator, note_break, set_peers

__all__ = [
    "bring_in_figures",
    "check_figures",
    "describe_indicator",
    "discard_figures",
    "judged_file",
    "note_break",
    "set_peers",
    "undo_figures",
]
