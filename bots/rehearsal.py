"""What a rehearsal of an entry showed: everything was done but the journal and the click."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bots.receipt import Evidence, Receipt


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A record that could be entered now, or that is there already.

    `existing` is what was found where nothing would be entered. `evidence` are pictures of the last
    screen before the committing click; `seconds` by step (find, enter). `shown` is what that screen
    says of each field, by field id; None where it shows no values.
    """

    existing: Receipt | None = None
    evidence: tuple[Evidence, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    shown: Mapping[str, str] | None = field(default=None, repr=False)
