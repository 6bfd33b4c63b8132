"""`utsushi calibrate`: thresholds from reviewed records, shown, applied, taken back."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forms.errors import SetupError, StoreError
from ocr.calibration import Trust
from ocr.calibration.bounds import CERTAINTY, needed
from workflows.app import Utsushi
from workflows.calibrating import Choice, Evidence, Verdict, apply, choose, gather, reset
from workflows.cli.tables import print_table
from workflows.fieldwords import TYPES
from workflows.settings import Settings

SOURCES = {"own": "この種類", "letters": "文字全体", "digits": "数字全体", "marks": "印・選択全体",
           "all": "全種類"}  # fmt: skip
LIMITS = (0.00001, 0.5)


class NotEnough(StoreError):
    """Too few readings were checked to promise anything."""

    default_advice = (
        "確認を続けてから、もう一度実行してください。自動採用した項目も、確認画面の F4 で全項目を"
        "開いて確かめると数に入ります。許せる誤りを --error で増やすと、要る数は減ります。"
    )


def calibrate(error: float, *, do_apply: bool, do_reset: bool, as_json: bool) -> None:
    """Raises NotEnough where no type can be promised anything."""
    if do_apply and do_reset:
        raise SetupError(
            "--apply と --reset は一緒に使えません。", advice="どちらかにしてください。"
        )
    if not LIMITS[0] <= error <= LIMITS[1]:
        raise SetupError(
            f"許せる誤り --error {error:g} は使えません。",
            advice="割合で、0.00001 から 0.5 までを指定してください (0.1 % なら 0.001)。",
        )
    settings = Settings.load()
    if do_reset:
        _reset(settings.shared_path, as_json)
        return
    trust = Trust.open(settings.shared_path)
    with Utsushi(settings) as app:
        evidence = gather(app.store, app.catalogue, trust)
        choices = choose(evidence.types, error)
        path = apply(settings.shared_path, choices, trust, error, app.clock()) if do_apply else None
    if as_json:
        print(json.dumps(_for_programs(choices, evidence, error, path), ensure_ascii=False))
    else:
        _show(choices, evidence, error, trust)
        if path:
            print(f"書きました: {path}\n次に起動したときから使います。--reset で元に戻ります。")
    if not any(each.learnt for each in choices):
        raise _refusal(choices, error)


def _reset(shared: Path, as_json: bool) -> None:
    was_there = reset(shared)
    if as_json:
        print(json.dumps({"reset": was_there}))
    elif was_there:
        print("出荷時の基準に戻しました。次に起動したときから使います。")
    else:
        print("この事務所で学んだ基準はありません。何も変えていません。")


def _refusal(choices: Sequence[Choice], error: float) -> StoreError:
    wrong = [TYPES[each.type] for each in choices if each.verdict is Verdict.TOO_WRONG]
    if wrong:
        return NotEnough(
            f"誤りを {error:.3%} 以下にできる基準は見つかりませんでした ({'、'.join(wrong)})。",
            advice="出荷時の基準のまま使ってください。--error で許せる誤りを増やすこともできます。",
        )
    checked = sum(each.checked for each in choices)
    return NotEnough(
        f"人が確かめた項目が足りません (全部で {checked:,} 件)。誤り {error:.3%} 以下を"
        f" {CERTAINTY:.0%} の確かさで言うには、誤りが 0 件でも、"
        f"種類ごとに {needed(error):,} 件が要ります。"
    )


def _show(choices: Sequence[Choice], evidence: Evidence, error: float, trust: Trust) -> None:
    if not choices:
        return
    print_table(
        f"自動採用の基準 (採用した項目の誤り {error:.3%} 以下、確かさ {CERTAINTY:.0%})",
        ["種類", "確かめた数", "誤り", "要る数", "基準", "新しい基準", "誤りの上限", "自動採用",
         "新しい自動採用", "結果"],
        [_row(each, trust) for each in choices],
    )  # fmt: skip
    print("要る数 = 誤りが 0 件のとき。自動採用 = 読んだ全項目のうち、人が見なくてよい割合。")
    unseen = sum(each.unseen for each in choices)
    if unseen:
        print(
            f"自動採用され、人が見ていない項目が {unseen:,} 件あります。"
            "確かめた項目は主に確認に回ったものなので、この誤りは多めに出ます。"
            "疑わしくならない誤りは、「抜き取り」の画面で確かめた分だけ数に入ります。"
        )
    if evidence.other_scale:
        print(f"更新前に読んだ {evidence.other_scale:,} 件は、尺度が違うので数えていません。")


def _row(choice: Choice, trust: Trust) -> tuple[object, ...]:
    now, learnt = trust.learnt.get(choice.type), choice.learnt
    return (
        TYPES[choice.type], choice.checked, choice.wrong, choice.needed,
        f"{now.confidence:.4f}" if now else "出荷時",
        f"{learnt.confidence:.4f}" if learnt else "変えない",
        f"{learnt.bound:.3%}" if learnt else "",
        f"{choice.before:.1%}", f"{choice.after:.1%}", _result(choice),
    )  # fmt: skip


def _result(choice: Choice) -> str:
    if choice.verdict is Verdict.TOO_FEW:
        return f"あと {choice.needed - choice.checked:,} 件"
    if choice.verdict is Verdict.TOO_WRONG:
        return "誤りが多い"
    source = choice.learnt.source if choice.learnt else ""
    return f"{SOURCES[source]}から" if choice.verdict is Verdict.BORROWED else "学びました"


def _for_programs(
    choices: Sequence[Choice], evidence: Evidence, error: float, path: Path | None
) -> dict[str, Any]:
    return {
        "error": error,
        "certainty": CERTAINTY,
        "applied": path is not None,
        "other_scale": evidence.other_scale,
        "types": [_choice(each) for each in choices],
    }


def _choice(choice: Choice) -> dict[str, Any]:
    learnt = choice.learnt
    return {
        "type": choice.type.value,
        "verdict": choice.verdict.value,
        "checked": choice.checked,
        "wrong": choice.wrong,
        "needed": choice.needed,
        "unseen": choice.unseen,
        "accepted_before": round(choice.before, 5),
        "accepted_after": round(choice.after, 5),
        "confidence": learnt.confidence if learnt else None,
        "bound": round(learnt.bound, 8) if learnt else None,
        "source": learnt.source if learnt else None,
        "checked_above": learnt.checked if learnt else None,
        "wrong_above": learnt.wrong if learnt else None,
    }
