"""What review takes and what it saves, by form and kind of field, never by person.

`spent` gathers the seconds, `worth` holds them against typing, `service` is the door for pages and
commands. Seconds are those of active work: a pause counts 30 s at most, a hidden page nothing
(`review/static/clock.js`).
"""

from workflows.measures.service import Measures
from workflows.measures.shares import Share
from workflows.measures.spent import FieldTime, RecordTime, Spread
from workflows.measures.worth import ENOUGH, Verdict, Worth

__all__ = [
    "ENOUGH",
    "FieldTime",
    "Measures",
    "RecordTime",
    "Share",
    "Spread",
    "Verdict",
    "Worth",
]
