"""What is to be said about a part of a stack, in Japanese. Pages are those of the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workflows.stacks.outcome import Outcome, PartKind, Role
from workflows.store.records import Reason

Titles = Callable[[str], str]
"""A form's title by its id."""

DIFFERS, FOREIGN_SHEET = "StackDiffers", "ForeignSeparator"
OTHER_FORM, SEEN_BEFORE = "ForeignInStack", "StackSeenBefore"
NOTHING, SETTLED = "OnlySeparators", "SheetSettled"
ABOUT_SHEETS = frozenset({DIFFERS, FOREIGN_SHEET, NOTHING, SETTLED})
"""Codes of records that stand for a separator sheet: there is nothing to read on them."""
ABOUT_STACKS = ABOUT_SHEETS | {OTHER_FORM, SEEN_BEFORE}
"""Codes of all that is held because of a stack, though it was read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`is_trouble`: a person must look at the paper."""

    message: str
    is_trouble: bool = True


def name_of(outcome: Outcome, title: Titles) -> str:
    """`仕切り紙 12「児童手当 認定請求書」24 件`."""
    if outcome.kind is PartKind.PART:
        return f"仕切り紙 {outcome.serial}「{title(outcome.form)}」{outcome.count} 件"
    return {
        PartKind.END: "束の終わりの紙",
        PartKind.FOREIGN: "ここで作ったものではない仕切り紙",
    }.get(outcome.kind, "最初の仕切り紙の前")


def findings(outcome: Outcome, title: Titles) -> tuple[Finding, ...]:
    """Everything that is not as announced; empty where the part is right."""
    if outcome.kind is PartKind.PART:
        return tuple(_of_part(outcome, title))
    if outcome.kind is PartKind.FOREIGN:
        return (
            Finding(
                f"{outcome.sheet} ページ目は、ここで作った仕切り紙ではありません。"
                f"後ろの {outcome.found} 件は、様式を見分けて受け付けました。"
            ),
        )
    if outcome.kind is PartKind.LOOSE and outcome.found:
        pages = in_words(outcome.of(Role.READ))
        message = f"最初の仕切り紙の前に {outcome.found} 件あります ({pages})。"
        return (Finding(message, is_trouble=False),)
    if outcome.kind is PartKind.END and outcome.found:
        pages = in_words(outcome.of(Role.READ))
        message = f"束の終わりの後に {outcome.found} 件あります ({pages})。"
        return (Finding(message, is_trouble=False),)
    return ()


def _of_part(outcome: Outcome, title: Titles) -> Iterator[Finding]:
    lacking = outcome.count - outcome.found
    unread, others = outcome.of(Role.REFUSED), outcome.of(Role.OTHER)
    if lacking > 0:
        yield Finding(f"{lacking} 件足りません ({outcome.count} 件のうち {outcome.found} 件)。")
    elif lacking < 0:
        counts = f"{outcome.count} 件のはずが {outcome.found} 件"
        yield Finding(f"{-lacking} 件多くあります ({counts})。")
    if others:
        yield Finding(f"別の様式が混ざっています ({in_words(others)})。")
    if unread:
        yield Finding(f"様式が分からないページがあります ({in_words(unread)})。")
    if short := outcome.of(Role.SHORT):
        yield Finding(f"ページが足りない申請書があります ({in_words(short)} から)。")
    if outcome.before is not None:
        yield Finding(f"この仕切り紙は、前に届いています (書類 {outcome.before})。")
    if not outcome.is_announced:
        yield Finding("この仕切り紙を作った控えがありません。")


def reason_of(outcome: Outcome, title: Titles) -> Reason | None:
    """Why the part's sheet is held; None where nobody must look at it."""
    troubles = [each.message for each in findings(outcome, title) if each.is_trouble]
    if not troubles:
        return None
    if outcome.kind is PartKind.FOREIGN:
        return Reason(
            FOREIGN_SHEET, "".join(troubles),
            "件数が合うか、紙の束を数え、「経過」で「確かめた」を押してください。次からは「仕切り紙」のページで作ったものを使ってください。",
        )  # fmt: skip
    is_lacking = outcome.found < outcome.count and outcome.before is None
    more = "足りない申請書は、それだけをスキャンして入れてください。" if is_lacking else ""
    return Reason(
        DIFFERS, f"{outcome.sheet} ページ目の{name_of(outcome, title)}: {''.join(troubles)}",
        f"紙の束を確かめてください。{more}済んだら、「経過」で「確かめた」を押してください。",
    )  # fmt: skip


def other_form(outcome: Outcome, found: str, page: int, title: Titles) -> Reason:
    """Why an application on another form (its title) is held."""
    return Reason(
        OTHER_FORM,
        f"{page} ページ目は「{found}」で、{name_of(outcome, title)}の束に混ざっていました。",
        "紙を確かめてください。この様式の申請として進めるときは「確認へ戻す」を押してください。",
    )


def seen_before(outcome: Outcome) -> Reason:
    """Why the applications after a sheet that came before are held."""
    return Reason(
        SEEN_BEFORE,
        f"仕切り紙 {outcome.serial} は、前に届いています (書類 {outcome.before})。"
        "同じ束をもう一度スキャンしたようです。",
        "まだ届いていない申請だけを「確認へ戻す」で進め、残りは「経過」で「確かめた」を押してください。",
    )


def nothing_but_sheets() -> Reason:
    return Reason(
        NOTHING,
        "仕切り紙だけで、申請書がありません。",
        "申請書と一緒にスキャンし直してから、「経過」で「確かめた」を押してください。",
    )


def in_words(numbers: tuple[int, ...]) -> str:
    """`3・5〜8 ページ目`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}〜{run[-1]}" for run in runs]
    return f"{'・'.join(parts)} ページ目"
