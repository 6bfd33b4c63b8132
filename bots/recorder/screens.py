"""Which words on a screen tell that it has come: they are new on it and are nobody's data."""

import re
from collections.abc import Callable, Iterable, Iterator

from bots.conditions import is_shown
from bots.recorder.addressing import escaped
from bots.recorder.events import Phase, Texts
from bots.scenario.targets import Target
from bots.stage import Stage
from forms.compare import fold

RANKS = (
    ("h1", "h2", "h3", "h4", "heading", "dialog", "alert", "status"),
    ("legend", "caption"),
    ("b", "strong"),
    ("th", "dt", "columnheader"),
    ("",),
)
"""Kinds of text from the one that says most of a screen downwards. Others (links, buttons, labels)
are taken last."""

TELLING = {
    Phase.FIND: re.compile("ありません|見つかりません|見当たりません|該当|存在しません|0 ?件|０件"),
    Phase.SUBMIT: re.compile("確認|以下の|よろしい|登録します"),
    Phase.LOOK_UP: re.compile("完了|ました|受け付け|成功|済み"),
}
"""Words by which the screens of a phase are known: an empty search, a confirmation, a success."""

MOST_TRIED = 8
_NONE = re.compile(r"[^\d０-９]*[0０]\s*[^\d０-９]{1,12}")
"""A count of nothing (0 件): the whole text is the sign then, its number too."""

_DENIES = re.compile(
    "ありません|ございません|見つかりません|見当たりません|存在しません|なし|いません"
)

SHORTEST, LONGEST = 2, 40
REFUSAL = re.compile("エラー|してください|できません|正しく|不正|必須|未入力|誤り")
"""A refusal that the clerk met on the way is no sign of a screen."""

_BROKEN_AT = re.compile(r"[0-9０-９()（）「」\[\]【】:：/／]+")


def new_texts(now: Texts, before: Iterable[str]) -> Texts:
    """What stands there now and did not before."""
    old = {fold(text) for text in before}
    return tuple(dict.fromkeys(each for each in now if fold(each[1]) not in old))


def counts_of_nothing(now: Texts) -> Texts:
    """What says 0 件 on a screen: it tells of an empty search even where it stood there before."""
    return tuple(each for each in now if _NONE.fullmatch(each[1]))


def choose_sign(
    fresh: Texts,
    before: Iterable[str],
    here: Stage,
    is_personal: Callable[[str], bool],
    phase: Phase | None,
) -> Target | None:
    """A target that is shown now and whose words were not there before. `phase`: the one that ends
    on this screen, None within one.

    Raises Playwright's error where the document is gone.
    """
    old = fold("\n".join(before))
    tried = 0
    for kind, text in sorted(fresh, key=lambda each: _rank(each[0], each[1], phase)):
        for target in signs(kind, text, old, is_personal, phase):
            if is_shown(target, here):
                return target
            tried += 1
        if tried >= MOST_TRIED:
            return None
    return None


def signs(
    kind: str, text: str, old: str, is_personal: Callable[[str], bool], phase: Phase | None
) -> Iterator[Target]:
    """Targets that the text gives, the surest first. An empty search is known by words that deny,
    or by a count of nothing with its number: words that stand over a full list too would make the
    bot enter a second time."""
    piece = lasting(text, is_personal)
    if phase is Phase.FIND and not _DENIES.search(piece):
        if _NONE.fullmatch(text):
            yield Target.model_validate({"text": escaped(text)})
        return
    if not piece or fold(piece) in old:
        return
    if REFUSAL.search(text) and not _is_telling(text, phase):
        return
    yield from _targets(kind, text, piece)


def _rank(kind: str, text: str, phase: Phase | None) -> tuple[int, int]:
    rank = next((n for n, kinds in enumerate(RANKS) if kind in kinds), len(RANKS))
    return (-1 if _is_telling(text, phase) else 0, rank)


def _is_telling(text: str, phase: Phase | None) -> bool:
    if phase is Phase.FIND and _NONE.fullmatch(text):
        return True
    telling = TELLING.get(phase) if phase else None
    return telling is not None and telling.search(text) is not None


def lasting(text: str, is_personal: Callable[[str], bool] = lambda text: False) -> str:
    """The longest part of a text that will be the same for another record."""
    pieces = [piece.strip(" 　、。・…") for piece in _BROKEN_AT.split(text)]
    fitting = [p for p in pieces if SHORTEST <= len(p) <= LONGEST and not is_personal(p)]
    return max(fitting, key=len, default="")


def _targets(kind: str, text: str, piece: str) -> Iterator[Target]:
    if kind in ("th", "dt") and piece == text:
        yield Target.model_validate({"heading": escaped(text)})
    yield Target.model_validate({"contains": escaped(piece)})
