"""What a rare character may be reduced to (縮退) for a system that cannot take it: proposals.

Never for the record, and never by itself: a person says what is written instead. The maps are
those that the package `jntajis` carries unchanged: MJ縮退マップ of 文字情報技術促進協議会 (CC BY-SA
2.1 JP) and JIS縮退マップ of the tax agency (CC BY 4.0).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from forms.standard.characters import is_selector


@dataclass(frozen=True, slots=True)
class Reduced:
    """`text` (one or more characters) instead of a character; `why`: by which rule, in Japanese."""

    text: str
    why: str


# By the name of the scheme in `jntajis`, the surest first.
_MJ: Mapping[str, str] = {
    "JIS_INCORPORATION_UCS_UNIFICATION_RULE": "JIS の包摂・UCS の統合の規則",
    "MOJ_NOTICE_582": "法務省告示582号別表第四",
    "MOJ_FAMILY_REGISTER_ACT_RELATED_NOTICE": "法務省の戸籍法関連の通達・通知",
    "INFERENCE_BY_READING_AND_GLYPH": "読み・字形による類推",
}
_NTA = "国税庁 JIS 縮退マップ"
_UNSELECTED = "異体字セレクタを外した文字"


@lru_cache(maxsize=4096)
def reductions(unit: str) -> tuple[Reduced, ...]:
    """What `unit` (a character with its marks) may become, the surest first; none for most."""
    found: dict[str, str] = {}
    for text, why in _all(unit):
        if text not in (unit, ""):
            found.setdefault(text, why)
    return tuple(Reduced(text, why) for text, why in found.items())


def reduction(unit: str, fits: Callable[[str], bool]) -> str:
    """The surest one that `fits` says yes to, "" where there is none."""
    return next((each.text for each in reductions(unit) if fits(each.text)), "")


def _all(unit: str) -> Iterator[tuple[str, str]]:
    import jntajis  # a table of 2 MB: only where a character is asked about

    bare = "".join(ch for ch in unit if not is_selector(ch))
    if bare != unit:
        yield bare, _UNSELECTED
    for text in dict.fromkeys((unit, bare)):
        for scheme, why in _MJ.items():
            combo = jntajis.MJShrinkSchemeCombo[scheme]
            for other in jntajis.mj_shrink_candidates(text, combo):
                if other != text:
                    yield other, why
    shrunk = jntajis.jnta_shrink_translit(bare, passthrough=True)
    if shrunk != bare:
        yield shrunk, _NTA
