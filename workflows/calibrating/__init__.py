"""Learning from reviewed records how sure is sure enough, for an error that the office sets."""

from workflows.calibrating.applying import apply, reset
from workflows.calibrating.checked import Checked, Evidence, Seen, gather
from workflows.calibrating.choosing import Choice, Verdict, choose

__all__ = [
    "Checked",
    "Choice",
    "Evidence",
    "Seen",
    "Verdict",
    "apply",
    "choose",
    "gather",
    "reset",
]
