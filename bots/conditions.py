"""Whether a condition of a scenario holds, and what the target's signs mean."""

from bots.asking import SAID, shown_text
from bots.evidence.hiding import hide
from bots.failures import LoggedOut
from bots.locate import Want, locate
from bots.scenario.check import SECRET
from bots.scenario.targets import Condition, Target
from bots.scenario.values import Values
from bots.stage import Phase, Stage
from forms.compare import is_same
from forms.errors import Rejected, SetupError
from forms.record import Value

LONGEST_WORDS = 300


def holds(condition: Condition, stage: Stage) -> bool:
    """Does not wait."""
    for answer in (_made_of_others, _state):
        if (found := answer(condition, stage)) is not None:
            return found
    if condition.shown is not None:
        return is_shown(condition.shown, stage)
    if condition.gone is not None:
        return not is_shown(condition.gone, stage)
    if condition.dialog is not None:
        return stage.watch.has_said(stage.values.text(condition.dialog) or "")
    return _value_holds(condition, stage.values)


def _made_of_others(condition: Condition, stage: Stage) -> bool | None:
    """Whether any, all or not of other conditions holds; None for other conditions."""
    if condition.any is not None:
        return any(holds(each, stage) for each in condition.any)
    if condition.all is not None:
        return all(holds(each, stage) for each in condition.all)
    return None if condition.not_ is None else not holds(condition.not_, stage)


def _state(condition: Condition, stage: Stage) -> bool | None:
    """Whether the thing on the screen is as the condition says; None for other conditions."""
    target = condition.enabled or condition.checked or condition.screen
    if target is None:
        return None
    if not is_shown(target, stage):
        return False
    wants = Want.CLICK if condition.enabled else Want.CHECK if condition.checked else Want.READ
    found = locate(target, stage, wants)
    if condition.enabled is not None:
        return found.count() > 0 and found.first.is_enabled()
    if condition.checked is not None:
        return found.count() > 0 and found.first.is_checked()
    return _is_said(shown_text(found), condition, stage.values)


def _is_said(said: Value, condition: Condition, values: Values) -> bool:
    wanted = condition.one_of or ([condition.is_] if condition.is_ else [])
    return any(is_same(said, values.value(each)) for each in wanted)


def _value_holds(condition: Condition, values: Values) -> bool:
    if condition.filled is not None:
        return bool(values.value(condition.filled))
    if condition.blank is not None:
        return not values.value(condition.blank)
    return _is_said(values.text(condition.value) if condition.value else None, condition, values)


def is_shown(target: Target, stage: Stage) -> bool:
    """Nothing is shown in a window that is not open."""
    if target.window is not None:
        window = stage.windows.get(target.window)
        if window is None or window.is_closed():
            return False
    return locate(target, stage, Want.SEE).filter(visible=True).first.is_visible()


def check_signs(stage: Stage) -> None:
    """Raises LoggedOut, NotReady (busy), or what a refusal means in this phase.

    Looks at this window and at those that are kept open.
    """
    for whole in stage.all_windows:
        _check_window(whole, stage)
    if said := _alert(stage):
        raise refusal(stage, said)


def _check_window(whole: Stage, stage: Stage) -> None:
    declared = stage.system.declared
    said = words_of(declared.rejected, whole)
    # Looked at after the words: a page that says that we are logged out may say it in red.
    if stage.phase is not Phase.LOGIN and any(holds(sign, whole) for sign in declared.logged_out):
        raise LoggedOut(f"「{stage.system.title}」からログアウトされました ({stage.place})。")
    if (sign := next((each for each in declared.busy if holds(each, whole)), None)) is not None:
        raise stage.not_ready(f"今は使えないと表示されています。{_quoted(sign, whole)}".strip())
    if said:
        raise refusal(stage, said)


def _quoted(sign: Condition, whole: Stage) -> str:
    """The target's words of a sign that holds, in brackets; empty where it has none of its own."""
    heard = whole.watch.unexpected() if sign.dialog is not None else None
    said = words_of([sign.shown], whole, in_part=True) if sign.shown is not None else ""
    said = tidy(heard.words, whole) if heard is not None else said
    return f"「{said}」" if said else ""


def refusal(stage: Stage, said: str) -> Exception:
    """The target's own words as the error that they mean in this phase."""
    if stage.phase is Phase.LOGIN:
        return SetupError(
            f"「{stage.system.title}」にログインできません: {said}",
            advice="利用者とパスワードを確かめてください。",
        )
    if stage.phase is Phase.FIND:
        return stage.not_ready(f"検索できません: {said}")
    return Rejected(f"「{stage.system.title}」が受け付けませんでした: {said}")


def words_of(targets: list[Target], stage: Stage, *, in_part: bool = False) -> str:
    """What the first target that is shown says, masked; empty where none is shown.

    Empty also while its document is still coming (unless `in_part`): the browser draws what it has,
    and a target that says more may follow. The first is asked last, for the same reason.
    """
    said = ""
    for target in reversed(targets):
        locator = locate(target, stage, Want.SEE).filter(visible=True)
        if locator.first.is_visible():
            is_whole, texts = locator.evaluate_all(SAID)
            if not (is_whole or in_part):
                return ""
            said = tidy(" / ".join(texts), stage)
    return said


def tidy(words: str, stage: Stage) -> str:
    """The target's words on one line, without a My Number, another private value or a secret."""
    values = stage.values
    private = [values.record.get(name) for name in stage.private]
    given = [values.given[name] for name in values.given if name.startswith(SECRET)]
    told = [each for each in (*private, *given) if isinstance(each, str)]
    return hide(" ".join(words.split()), told)[:LONGEST_WORDS]


def _alert(stage: Stage) -> str:
    heard = stage.watch.unexpected()
    return tidy(heard.words, stage) if heard else ""
