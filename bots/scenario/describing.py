"""A step in Japanese words, one sentence: for trying it step by step, and for the editor."""

from collections.abc import Callable, Mapping
from typing import Any

from bots.scenario import steps as verbs
from bots.scenario.expressions import Template
from bots.scenario.targets import Strict, Target

Show = Callable[[Template], str]
"""The words that stand for a text of the scenario: as it is written, or what it comes to."""

_ALL = tuple(verbs.VERBS.values())
_ANSWERS = {"ok": "「OK」", "cancel": "「キャンセル」"}


def as_written(text: Template) -> str:
    """The text of the file: `{kana|half_kana}`."""
    return text.text


def describe(step: Strict, show: Show = as_written) -> str:
    """What the step does. The steps inside it are left to their own sentences.

    `show` decides what stands for texts with slots; nothing else of a record gets in.
    """
    words = _WORDS.get(type(step))
    return words(step, show) if words else _any(step)


def target_words(target: Target, show: Show = as_written) -> str:
    """「カナ氏名」, 「住所」の欄の「住所検索」, フレーム MAIN の「検索」."""
    where = f"フレーム {'・'.join(target.frame)} の" if target.frame else ""
    return f"{where}「{target.told(show)}」"


def steps_inside(step: Strict) -> Mapping[str, list[Strict]]:
    """The steps that stand in a step, by the key that they stand under."""
    found: dict[str, list[Strict]] = {}
    for name, info in type(step).model_fields.items():
        value = getattr(step, name)
        inside = value if isinstance(value, list) else [value]
        those: list[Strict] = [each for each in inside if isinstance(each, _ALL)]
        if those:
            found[info.alias or name] = those
    return found


def _open(step: verbs.Open, show: Show) -> str:
    return f"画面「{show(step.open)}」を開く"


def _click(step: verbs.Click, show: Show) -> str:
    return f"{target_words(step.click, show)}を{'ダブルクリックする' if step.double else '押す'}"


def _hover(step: verbs.Hover, show: Show) -> str:
    return f"{target_words(step.hover, show)}にマウスを乗せる"


def _fill(step: verbs.Fill, show: Show) -> str:
    text = show(step.with_)
    box = target_words(step.fill, show)
    typed = f"{box}に「{text}」を入力する" if text else f"{box}を空にする"
    return typed + (f" (画面では「{show(step.shows)}」になる)" if step.shows else "")


def _choose(step: verbs.Choose, show: Show) -> str:
    text, kind = (step.option, "") if step.option else (step.code, "コード")
    return f"{target_words(step.choose, show)}で{kind}「{show(text) if text else ''}」を選ぶ"


def _check(step: verbs.Check, show: Show) -> str:
    box = target_words(step.check, show)
    if step.options:
        return f"{box}の「{show(step.options)}」にチェックを付け、ほかは外す"
    if step.when:
        return f"{box}のチェックを、「{show(step.when)}」があれば付け、なければ外す"
    return f"{box}にチェックを付ける"


def _press(step: verbs.Press, show: Show) -> str:
    where = f"{target_words(step.in_, show)}で" if step.in_ else ""
    return f"{where}キー {step.press} を押す"


def _upload(step: verbs.Upload, show: Show) -> str:
    name = f" (「{show(step.name)}」の名前で)" if step.name else ""
    return f"{target_words(step.upload, show)}にファイル「{step.file}」を渡す{name}"


def _download(step: verbs.Download, show: Show) -> str:
    return f"ファイルを受け取る ({describe(step.download, show)})"


def _popup(step: verbs.Popup, show: Show) -> str:
    name = f"窓「{step.as_}」" if step.as_ else "小さい窓"
    return f"{name}を開く ({describe(step.popup, show)})"


def _window(step: verbs.InWindow, show: Show) -> str:
    return f"窓「{step.window}」に移る"


def _close(step: verbs.Close, show: Show) -> str:
    return f"窓「{step.close}」を閉じる"


def _inside(step: verbs.InPart, show: Show) -> str:
    return f"{target_words(step.inside, show)}の中に移る"


def _dialog(step: verbs.Dialog, show: Show) -> str:
    typed = f"「{show(step.type)}」と入れて" if step.type else ""
    comes = "が出たら" if step.optional else "に"
    answer = _ANSWERS.get(step.answer, step.answer)
    return f"確認の窓「{show(step.dialog)}」{comes}{typed}{answer}と答える"


def _frame(step: verbs.InFrame, show: Show) -> str:
    return f"フレーム {' の中の '.join(step.frame)} に移る"


def _wait(step: verbs.Wait, show: Show) -> str:
    limit = f" ({step.within:g} 秒まで)" if step.within else ""
    return f"{step.wait}を待つ{limit}"


def _if(step: verbs.If, show: Show) -> str:
    condition = step.if_
    if (text := condition.filled) is not None:
        return f"「{show(text)}」に値があれば"
    if (text := condition.blank) is not None:
        return f"「{show(text)}」が空なら"
    if (text := condition.value) is not None:
        wanted = condition.one_of or ([condition.is_] if condition.is_ else [])
        return f"「{show(text)}」が「{'・'.join(show(each) for each in wanted)}」なら"
    if (text := condition.dialog) is not None:
        return f"窓「{show(text)}」が出ていたら"
    return f"もし{condition}なら"


def _repeat(step: verbs.Repeat, show: Show) -> str:
    return f"記録の「{step.repeat}」の行ごとにくり返す"


def _read(step: verbs.Read, show: Show) -> str:
    return f"{target_words(step.read, show)}を読み、「{step.into}」として覚える"


def _row(step: verbs.Row, show: Show) -> str:
    if step.number is not None:
        return f"表 ({'・'.join(step.columns)}) の {show(step.number)} 行目に移る"
    wanted = [f"{column}が「{show(text)}」" for column, text in step.row.items()]
    wanted += [f"{column}が「{show(text)}」の始まり" for column, text in step.starts.items()]
    return f"表から、{'、'.join(wanted)}の行を探す"


def _use(step: verbs.Use, show: Show) -> str:
    given = "、".join(f"{name}=「{show(text)}」" for name, text in step.with_.items())
    into = f"、結果を「{step.into}」として覚える" if step.into else ""
    return f"部品「{step.use}」を行う" + (f" ({given})" if given else "") + into


def _call(step: verbs.Call, show: Show) -> str:
    into = f"、結果を「{step.into}」として覚える" if step.into else ""
    return f"Python の {step.call} を呼ぶ{into}"


def _any(step: Strict) -> str:
    """A verb that has no sentence of its own yet: its name and what it acts on."""
    verb = next((verb for verb, model in verbs.VERBS.items() if type(step) is model), "")
    target = next((v for v in dict(step).values() if isinstance(v, Target)), None)
    return f"{verb}: {target_words(target)}" if target else verb


_WORDS: Mapping[type[Strict], Callable[[Any, Show], str]] = {
    verbs.Open: _open,
    verbs.Click: _click,
    verbs.Hover: _hover,
    verbs.Fill: _fill,
    verbs.Choose: _choose,
    verbs.Check: _check,
    verbs.Press: _press,
    verbs.Upload: _upload,
    verbs.Download: _download,
    verbs.Popup: _popup,
    verbs.InWindow: _window,
    verbs.Close: _close,
    verbs.InPart: _inside,
    verbs.Dialog: _dialog,
    verbs.InFrame: _frame,
    verbs.Wait: _wait,
    verbs.If: _if,
    verbs.Repeat: _repeat,
    verbs.Read: _read,
    verbs.Row: _row,
    verbs.Use: _use,
    verbs.Call: _call,
}
"""Every verb, so that a test notices one without a sentence."""
