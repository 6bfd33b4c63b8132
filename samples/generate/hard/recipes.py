"""Which hard documents are made: one recipe a document, over again for more.

Columns: forms, hand, tool, what the paper and the machine did, suffix, then what differs from the
usual. Hands are in `HANDS`, tools in `tools.TOOLS`, spoilers in `SPOILERS`, twists in
`twists.TWISTS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from samples.generate import spoil
from samples.generate.hard import camera, machine, paper
from samples.generate.hard.text import STROKES
from samples.generate.recipes import J, K, R
from samples.generate.spoil import Spoiler

SPOILERS: Mapping[str, Spoiler] = {
    **{name: spoil.SPOILERS[name] for name in ("noise", "grey", "jpeg", "blur", "fold", "stamp")},
    **{name: spoil.SPOILERS[name] for name in ("skew", "upside_down", "black")},
    **{f.__name__: f for f in (paper.ruled, paper.back, paper.copy_paper, paper.crumpled)},
    **{f.__name__: f for f in (machine.turned, machine.skewed, machine.on_b5, machine.on_a5)},
    **{f.__name__: f for f in (machine.on_b4, machine.reduced, machine.cut, machine.wavy)},
    **{f.__name__: f for f in (machine.fax, machine.worn_fax, machine.dark_copy, paper.faded)},
    **{f.__name__: f for f in (camera.photo, camera.shaken)},
}

HANDS: Mapping[str, tuple[str, ...]] = {
    "neat": ("kleeone-regular", "zen-kurenaido"),
    "round": ("yomogi", "setofont", "zen-kurenaido"),
    "quick": ("kiloji", "yozrs_", "zen-kurenaido"),
    "old": ("zen-kurenaido", "aoyagikouzant", "kleeone-regular"),
    "child": ("setofont", "kiloji", "yomogi"),
    "edgy": ("yozre_", "kleeone-regular", "kiloji"),
    "brush": ("aoyagikouzant", "yusei-magic"),
    "strokes": (STROKES,),
    "print": ("mincho",),
    "gothic": ("gothic",),
}
"""A hand's faces, its main one first."""


@dataclass(frozen=True, slots=True)
class HardRecipe:
    """`reach` is the height of writing as a share of its box (0.72 usual; more touches frames);
    `unsteady` 1 for an ordinary hand; `twist` what was done beside writing."""

    forms: tuple[str, ...]
    hand: str
    tool: str
    spoilers: tuple[str, ...]
    suffix: str = ".jpg"
    twist: str = ""
    reach: float = 0.74
    unsteady: float = 1.0
    dpi: int = 200
    colour: bool = False
    quality: int = 50

    @property
    def handwritten(self) -> bool:
        return self.hand not in ("print", "gothic")


RECIPES = (
    HardRecipe((J,), "neat", "ball", ("ruled", "noise"), reach=0.95),
    HardRecipe((K,), "strokes", "blue", ("skew", "noise"), ".pdf", colour=True, quality=45),
    HardRecipe((R,), "round", "pencil", ("grey", "noise"), unsteady=1.2),
    HardRecipe((J,), "strokes", "ball", ("photo",), colour=True, quality=62),
    HardRecipe((R,), "edgy", "carbon", ("copy_paper", "noise"), ".pdf", colour=True),
    HardRecipe((K,), "old", "ball", ("fax",), ".tif", reach=0.9),
    HardRecipe((J,), "strokes", "ball", ("turned", "noise"), ".pdf", unsteady=1.4),
    HardRecipe((R,), "neat", "blue", ("wavy", "photo"), colour=True, quality=62),
    HardRecipe((J,), "strokes", "ball", ("on_b5", "black"), ".pdf", dpi=300),
    HardRecipe((K,), "edgy", "ball", ("cut", "black"), ".pdf", dpi=300, reach=1.0),
    HardRecipe((R,), "brush", "ball", ("crumpled", "noise")),
    HardRecipe((J,), "print", "print", ("turned", "fax"), ".png"),
    HardRecipe((R,), "strokes", "ball", ("noise",), ".pdf", twist="corrected"),
    HardRecipe((J,), "old", "ball", ("black",), ".pdf", twist="corrected", dpi=300),
    HardRecipe((K,), "neat", "ball", ("noise",), ".pdf", twist="ditto", quality=45),
    HardRecipe((R,), "strokes", "felt", ("black",), ".png", twist="ditto"),
    HardRecipe((J,), "neat", "ball", ("black",), ".pdf", twist="outside", dpi=300),
    HardRecipe((R,), "round", "blue", ("blur", "noise"), twist="outside", colour=True),
    HardRecipe((J,), "strokes", "ball", ("grey", "noise"), twist="foreign"),
    HardRecipe((K,), "round", "ball", ("dark_copy",), ".tif", twist="foreign"),
    HardRecipe((R,), "strokes", "pencil", ("skewed", "noise"), ".pdf", unsteady=0.6),
    HardRecipe((J,), "quick", "carbon", ("copy_paper", "jpeg"), colour=True),
    HardRecipe((R,), "gothic", "print", ("wavy", "shaken"), colour=True, quality=62),
    HardRecipe((K,), "strokes", "ball", ("wavy", "noise"), ".pdf", quality=45, unsteady=1.2),
    HardRecipe((J,), "strokes", "ball", ("worn_fax",), ".png"),
    HardRecipe((R,), "strokes", "ball", ("on_a5", "noise"), dpi=300),
    HardRecipe((J,), "edgy", "blue", ("photo",), colour=True, quality=62, reach=0.9),
    HardRecipe((R,), "quick", "ball", ("on_b4", "black"), ".pdf", unsteady=1.3),
    HardRecipe((K,), "print", "print", ("reduced", "black"), ".pdf", dpi=300),
    HardRecipe((J,), "strokes", "felt", ("back", "noise"), reach=0.95),
    HardRecipe((R,), "edgy", "pencil", ("noise",), ".pdf", twist="loose_kana", dpi=250),
    HardRecipe((J,), "child", "ball", ("faded", "noise"), ".pdf", twist="loose_kana"),
    HardRecipe((R,), "strokes", "ball", ("upside_down", "reduced", "noise"), unsteady=1.7),
    HardRecipe((K,), "strokes", "felt", ("turned", "black"), ".pdf"),
    HardRecipe((J,), "gothic", "print", ("cut", "photo"), colour=True, quality=62),
    HardRecipe((R,), "strokes", "blue", ("stamp", "crumpled", "noise"), colour=True),
    HardRecipe((J,), "old", "ball", ("fold", "fax"), ".png", twist="check_digit"),
    HardRecipe((R,), "child", "ball", ("skewed", "black"), ".png", twist="two_rings"),
    HardRecipe((R,), "strokes", "ball", ("photo",), colour=True, quality=62, twist="struck"),
    HardRecipe((K,), "neat", "carbon", ("copy_paper", "noise"), ".pdf", twist="no_ring"),
)
