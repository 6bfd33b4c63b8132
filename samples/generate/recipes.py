"""Which documents are made: one recipe a document, tried in this order, over again for more.

Columns: forms in the file, font, suffix, spoilers of the scan, then what differs from the usual
(200 dpi, grey). Names of fonts are in `FONTS`, of spoilers in `samples.generate.spoil`, of doubts
in `samples.generate.doubts`.
"""

from dataclasses import dataclass

from samples import fonts
from samples.fonts import Font

J, K, R = "jido-teate-nintei", "kaigo-nintei", "risai-shomei"

FONTS: dict[str, Font] = {
    "mincho": fonts.MINCHO,
    "gothic": fonts.GOTHIC,
    **{font.file.split(".")[0].lower(): font for font in fonts.HANDWRITTEN},
}
KLEE, KILOJI, SETO = "kleeone-regular", "kiloji", "setofont"
YOZ, YOZE, AOYAGI = "yozrs_", "yozre_", "aoyagikouzant"


@dataclass(frozen=True, slots=True)
class Recipe:
    """`kind` is scan, digital (typed PDF) or acroform; `quality` that of the JPEG inside."""

    forms: tuple[str, ...]
    font: str
    suffix: str
    spoilers: tuple[str, ...] = ()
    dpi: int = 200
    colour: bool = False
    quality: int = 55
    doubt: str = ""
    kind: str = "scan"

    @property
    def handwritten(self) -> bool:
        return FONTS[self.font].handwritten


RECIPES = (
    Recipe((J,), "mincho", ".pdf", dpi=300),
    Recipe((K,), "gothic", ".pdf", ("black",)),
    Recipe((R,), "mincho", ".jpg", ("noise",), colour=True),
    Recipe((J,), KLEE, ".pdf", ("skew", "noise"), dpi=300, colour=True),
    Recipe((K,), KILOJI, ".tif", ("fax",)),
    Recipe((R,), SETO, ".pdf", ("grey", "noise")),
    Recipe((J,), "gothic", ".pdf", kind="digital"),
    Recipe((K,), "gothic", ".pdf", kind="acroform"),
    Recipe((R,), "gothic", ".png", ("fax",)),
    Recipe((J,), YOZ, ".jpg", ("scale", "grey", "noise")),
    Recipe((K,), YOZE, ".pdf", ("shift", "black"), dpi=300),
    Recipe((R,), KLEE, ".pdf", ("upside_down", "noise"), colour=True),
    Recipe((J,), "mincho", ".pdf", ("stamp", "noise"), colour=True),
    Recipe((K,), SETO, ".pdf", ("skew", "noise"), quality=45),
    Recipe((R, R), "mincho", ".pdf", ("black",)),
    Recipe((J,), KILOJI, ".png", ("fax",)),
    Recipe((K,), "mincho", ".tif", ("black",), dpi=300),
    Recipe((R,), YOZ, ".jpg", ("fold", "noise"), dpi=300, colour=True),
    Recipe((J,), "gothic", ".pdf", kind="acroform"),
    Recipe((K,), "mincho", ".pdf", kind="digital"),
    Recipe((R,), "gothic", ".pdf", kind="digital"),
    Recipe((J,), SETO, ".pdf", ("black",), dpi=300),
    Recipe((K,), KLEE, ".pdf", ("shift", "noise"), quality=45),
    Recipe((R,), KILOJI, ".pdf", ("skew", "grey", "noise"), dpi=300),
    Recipe((J, R), "gothic", ".pdf", ("shift", "black")),
    Recipe((K,), "gothic", ".tif", ("skew", "fax")),
    Recipe((R,), "gothic", ".pdf", kind="acroform"),
    Recipe((J,), KLEE, ".jpg", ("blur", "jpeg")),
    Recipe((K,), YOZ, ".pdf", ("black",), dpi=300),
    Recipe((R,), SETO, ".png", ("shift", "fax")),
    Recipe((J,), "mincho", ".pdf", ("upside_down", "skew", "black")),
    Recipe((K,), "gothic", ".pdf", ("scale", "grey"), quality=45),
    Recipe((R,), AOYAGI, ".pdf", ("noise",)),
    Recipe((J,), YOZE, ".pdf", ("shift", "black"), dpi=300),
    Recipe((R, K), KILOJI, ".pdf", ("skew", "black")),
    Recipe((J,), "gothic", ".pdf", ("black",), doubt="check_digit"),
    Recipe((R,), KLEE, ".pdf", ("noise",), doubt="two_rings"),
    Recipe((K,), "mincho", ".pdf", ("black",), doubt="blank"),
    Recipe((J,), SETO, ".pdf", ("black",), dpi=300, doubt="rule"),
    Recipe((R,), "gothic", ".png", ("fax",), doubt="no_ring"),
    Recipe((K,), KLEE, ".tif", ("black",), doubt="rule"),
    Recipe((R,), YOZ, ".jpg", ("grey",), doubt="struck"),
    Recipe((K,), "mincho", ".pdf", ("shift", "black"), doubt="missing_page"),
    Recipe((J,), AOYAGI, ".pdf", ("skew", "black"), dpi=300),
)
