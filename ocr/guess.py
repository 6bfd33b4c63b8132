"""What a field seems to hold, before anybody decides whether that is good enough."""

from dataclasses import dataclass, field

from forms.record import Candidate, Doubt


@dataclass(frozen=True, slots=True)
class Guess:
    """`raw`: the text as it would be typed, empty for a blank field. `probability`: of `raw`
    among all that may stand in the field. `support`: the share (0 to 1, per character) of the
    engine's belief that lies in what may stand there; low when something else was written.
    `weakest`: probability of the least sure character. `ink`: added ink, px at 200 dpi. `known`,
    `agreed`: what else speaks for it, see `ocr.between.backing`.
    """

    raw: str
    probability: float
    source: str
    support: float = 1.0
    weakest: float = 1.0
    ink: int = 0
    candidates: tuple[Candidate, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())
    known: bool = False
    agreed: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.raw and not self.doubts


def blank(source: str, ink: int = 0, probability: float = 1.0) -> Guess:
    return Guess("", probability, source, ink=ink)
