"""What a second look is for, and how far it is."""

from enum import StrEnum


class Purpose(StrEnum):
    DOUBLE = "double"  # the form asks for it
    SAMPLE = "sample"  # drawn among what passed by itself


class Stage(StrEnum):
    """Values are stored: never rename one. `SETTLED` ends double entry; `SAME`, `RIGHT`, `WRONG`
    (the machine's reading) and `UNREAD` (nobody can tell) end a sample."""

    OPEN = "open"
    DIFFERS = "differs"
    SETTLED = "settled"
    SAME = "same"
    RIGHT = "right"
    WRONG = "wrong"
    UNREAD = "unread"
    DROPPED = "dropped"  # read anew, or answered by somebody who saw the reading
