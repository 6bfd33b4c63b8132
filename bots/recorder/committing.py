"""Whether a click that was made while one still types has registered the application already."""

import re
from collections.abc import Iterable, Sequence

from bots.recorder.events import PRESSED, TYPED, Act, Phase, Screen, Texts
from bots.recorder.screens import REFUSAL, TELLING

_DONE = re.compile(
    "(登録|受付|受け付け|申請|提出|送信|保存|更新|追加|処理|手続)[^。、]{0,12}"
    "(ました|完了|済みです)|完了(です|しました|いたしました)|成功しました"
)
_OTHER = re.compile(
    "エラー|でき(ません|ない)|失敗|ください|ますか|一時|下書き|行を|明細|ファイル|添付|ませんでした"
)
"""Words of a refusal, of a question, or of something smaller than the application."""

_PRESSABLE = ("button", "a", "label")


def is_confirming(texts: Texts) -> bool:
    """Whether the words of a screen say that it shows what is about to be registered."""
    plain = [text for kind, text in texts if kind not in _PRESSABLE and not REFUSAL.search(text)]
    return any(TELLING[Phase.SUBMIT].search(text) for text in plain)


def says_registered(words: Iterable[str]) -> bool:
    """Whether one of the texts says that the application was taken."""
    return any(_DONE.search(text) and not _OTHER.search(text) for text in words)


def registering(acts: Sequence[Act], screens: Sequence[Screen], now: Iterable[str]) -> Act | None:
    """The first click or key of ② after which words of success came up. `now`: what can be read in
    all windows at this moment."""
    pressed = [act for act in acts if act.phase is Phase.ENTER and act.kind in PRESSED]
    for number, act in enumerate(pressed):
        if act.harmless or act.screen is None:
            continue
        start = _place(act.screen, screens) + 1
        after = pressed[number + 1 :]
        following = next((each.screen for each in after if each.screen is not None), None)
        end = _place(following, screens) + 1 if following else len(screens)
        old = {text for each in screens[:start] for _, text in each.texts}
        new = {text for each in screens[start:end] for _, text in each.texts}
        if not after:
            new |= set(now)
        if says_registered(new - old):
            return act
    return None


def since(act: Act, acts: Sequence[Act]) -> list[Act]:
    """The act and what was done after it."""
    place = next(number for number, each in enumerate(acts) if each is act)
    return list(acts[place:])


def after_click(act: Act, screens: Sequence[Screen]) -> list[Screen]:
    """What was seen since the click."""
    return list(screens[_place(act.screen, screens) + 1 :]) if act.screen else []


def sent_nothing(commit: Act, before: Sequence[Act]) -> bool:
    """Whether the click taken for the committing one changed nothing in the target, while one
    before it did, after all was typed."""
    if commit.sent:
        return False
    typed = [number for number, act in enumerate(before) if act.kind in TYPED]
    last = before[typed[-1] + 1 :] if typed else before
    return any(act.sent and not act.harmless for act in last)


def _place(screen: Screen, screens: Sequence[Screen]) -> int:
    return next((n for n, each in enumerate(screens) if each is screen), len(screens) - 1)
