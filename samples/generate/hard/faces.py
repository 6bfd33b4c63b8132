"""Faces to write with: system fonts, and web fonts that npm packages carry in many small files.

A web font is found where `npm install --prefix ~/.local/share/fonts @fontsource/yomogi …` put it;
its style sheet says which file holds which characters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from forms.errors import SetupError
from samples import fonts
from samples.fonts import Font
from samples.generate.page import face

_WEB_FOLDERS = (
    Path.home() / ".local/share/fonts/node_modules",
    Path("/usr/local/share/fonts/node_modules"),
)
_BLOCK = re.compile(r"url\(\./files/([^)]+\.woff)\)[^}]*?unicode-range:\s*([^;]+);")


@dataclass(frozen=True, slots=True)
class WebFont:
    """A font of an npm package, cut into files by character range."""

    name: str
    package: str


WEB = (
    WebFont("Yomogi", "@fontsource/yomogi"),
    WebFont("Zen Kurenaido", "@fontsource/zen-kurenaido"),
    WebFont("Yusei Magic", "@fontsource/yusei-magic"),
)
Face = Font | WebFont

HANDS: dict[str, Face] = {
    **{font.file.split(".")[0].lower(): font for font in fonts.HANDWRITTEN},
    **{font.package.rpartition("/")[2]: font for font in WEB},
}
"""Every face that looks like handwriting, by a short name."""


def can_draw(which: Face, ch: str) -> bool:
    if isinstance(which, Font):
        return fonts.can_draw(which, ch)
    return ord(ch) in _files(which)


def sized(which: Face, ch: str, px: int) -> ImageFont.FreeTypeFont:
    """The face that holds `ch`, `px` pixels high. Raises KeyError where none does."""
    return face(which, px) if isinstance(which, Font) else _web(_files(which)[ord(ch)], px)


def chosen(names: Sequence[str], ch: str) -> Face:
    """The first of the named faces that can draw `ch`, else any other hand, else Mincho."""
    for name in (*names, *HANDS):
        if can_draw(HANDS[name], ch):
            return HANDS[name]
    return fonts.MINCHO


@cache
def _web(path: Path, px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), px)


@cache
def _files(font: WebFont) -> dict[int, Path]:
    """Code point → file. Raises SetupError where the package is not installed."""
    for parent in _WEB_FOLDERS:
        folder = parent / font.package
        if (folder / "400.css").is_file():
            return _ranges(folder)
    raise SetupError(
        f"フォント「{font.name}」がありません。",
        advice="見本を作り直すときだけ要ります "
        f"(npm install --prefix ~/.local/share/fonts {font.package})。",
    )


def _ranges(folder: Path) -> dict[int, Path]:
    """As the style sheet says, but for characters that the files then do not hold."""
    found: dict[int, Path] = {}
    for file, ranges in _BLOCK.findall((folder / "400.css").read_text(encoding="utf-8")):
        said = set()
        for each in ranges.replace("U+", "").split(","):
            first, _, last = each.strip().partition("-")
            said |= set(range(int(first, 16), int(last or first, 16) + 1))
        path = folder / "files" / file
        with TTFont(path, lazy=True) as opened:
            for code in said & set(opened.getBestCmap()):
                found.setdefault(code, path)
    return found


def printed(name: str, ch: str) -> Face:
    """A printed face by its name (`mincho` or `gothic`)."""
    wanted = fonts.GOTHIC if name == "gothic" else fonts.MINCHO
    return wanted if fonts.can_draw(wanted, ch) else chosen((), ch)
