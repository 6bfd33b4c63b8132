"""Whether a condition of a scenario holds, and what the target's signs mean."""

from bots.failures import LoggedOut
from bots.locate import Want, locate
from bots.scenario.targets import Condition, Target
from bots.scenario.values import Values
from bots.stage import Phase, Stage
from forms.compare import is_same
from forms.errors import Rejected, SetupError
from forms.mask import mask_digits

LONGEST_WORDS = 300


def holds(condition: Condition, stage: Stage) -> bool:
    """Does not wait."""
    if condition.any is not None:
        return any(holds(each, stage) for each in condition.any)
    if condition.shown is not None:
        return is_shown(condition.shown, stage)
    if condition.gone is not None:
        return not is_shown(condition.gone, stage)
    if condition.dialog is not None:
        return stage.watch.has_said(stage.values.text(condition.dialog) or "")
    return _value_holds(condition, stage.values)


def _value_holds(condition: Condition, values: Values) -> bool:
    if condition.filled is not None:
        return bool(values.value(condition.filled))
    if condition.blank is not None:
        return not values.value(condition.blank)
    said = values.text(condition.value) if condition.value else None
    wanted = condition.one_of if condition.one_of is not None else [condition.is_ or ""]
    return any(is_same(said, each) for each in wanted)


def is_shown(target: Target, stage: Stage) -> bool:
    return locate(target, stage, Want.SEE).first.is_visible()


def check_signs(stage: Stage) -> None:
    """Raises LoggedOut, NotReady (busy), or what a refusal means in this phase."""
    declared, whole = stage.system.declared, stage.whole
    said = words_of(declared.rejected, whole)
    # Looked at after the words: a page that says that we are logged out may say it in red.
    if stage.phase is not Phase.LOGIN and any(holds(sign, whole) for sign in declared.logged_out):
        raise LoggedOut(f"「{stage.system.title}」からログアウトされました ({stage.place})。")
    if any(holds(sign, whole) for sign in declared.busy):
        raise stage.not_ready("今は使えないと表示されています。")
    if said or (said := _alert(stage)):
        raise refusal(stage, said)


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


def words_of(targets: list[Target], stage: Stage) -> str:
    """What the first target that is shown says, masked; empty where none is shown."""
    for target in targets:
        locator = locate(target, stage, Want.SEE)
        if locator.first.is_visible():
            return tidy(" / ".join(locator.all_inner_texts()), stage)
    return ""


def tidy(words: str, stage: Stage) -> str:
    """The target's words on one line, without a My Number or another private value."""
    text = mask_digits(" ".join(words.split()))
    for name in stage.private:
        value = stage.values.record.get(name)
        if isinstance(value, str) and value:
            text = text.replace(value, "*" * len(value))
    return text[:LONGEST_WORDS]


def _alert(stage: Stage) -> str:
    heard = stage.watch.unexpected()
    return tidy(heard.words, stage) if heard else ""
