"""Where the fonts of the distribution are, and which characters each can draw.

Only making blanks and samples needs fonts. Nothing that reads or enters a paper does.
"""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from forms.errors import SetupError

_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path("C:/Windows/Fonts"),
    Path("/Library/Fonts"),
)


@dataclass(frozen=True, slots=True)
class Font:
    """One font file. `package` is the Debian package that carries it."""

    name: str
    file: str
    package: str
    handwritten: bool


MINCHO = Font("IPAex明朝", "ipaexm.ttf", "fonts-ipaexfont-mincho", False)
GOTHIC = Font("IPAexゴシック", "ipaexg.ttf", "fonts-ipaexfont-gothic", False)
HANDWRITTEN = (
    Font("Klee One", "KleeOne-Regular.ttf", "fonts-klee", True),
    Font("きろ字", "kiloji.ttf", "fonts-kiloji", True),
    Font("瀬戸フォント", "setofont.ttf", "fonts-seto", True),
    Font("YOzFont", "YOzRS_.ttf", "fonts-yozvox-yozfont", True),
    Font("YOzFont E", "YOzRE_.ttf", "fonts-yozvox-yozfont", True),
    Font("青柳衡山フォントT", "AoyagiKouzanT.ttf", "fonts-aoyagi-kouzan-t", True),
)
PRINTED = (MINCHO, GOTHIC)
ALL = (*PRINTED, *HANDWRITTEN)


@cache
def path_of(font: Font) -> Path:
    """The font's file. Raises SetupError naming the package where it is not installed."""
    for folder in _FOLDERS:
        if folder.is_dir():
            for found in sorted(folder.rglob(font.file)):
                return found
    raise SetupError(
        f"フォント「{font.name}」({font.file}) がありません。",
        advice=f"見本を作り直すときだけ要ります (Debian/Ubuntu: apt-get install {font.package})。",
    )


def is_installed(font: Font) -> bool:
    try:
        path_of(font)
    except SetupError:
        return False
    return True


def has_all(*fonts: Font) -> bool:
    """Whether every given font is installed (all fonts without an argument)."""
    return all(is_installed(font) for font in fonts or ALL)


@cache
def _characters(font: Font) -> frozenset[int]:
    with TTFont(path_of(font), lazy=True) as opened:
        glyphs = opened.getGlyphSet()
        table = opened.getBestCmap()
        return frozenset(code for code, name in table.items() if name in glyphs)


def can_draw(font: Font, text: str) -> bool:
    """Whether the font has a glyph for every character but white space."""
    have = _characters(font)
    return all(ch.isspace() or ord(ch) in have for ch in text)


def main() -> int:
    """Print which font is where, for a person who sets up a machine to make samples."""
    missing = [font for font in ALL if not is_installed(font)]
    for font in ALL:
        where = "なし" if font in missing else str(path_of(font))
        sys.stdout.write(f"{font.name}\t{font.package}\t{where}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
