"""The office's thresholds on disk: written whole, read when the gate starts next, taken back."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import yaml

from ocr.calibration import Trust
from ocr.calibration.bounds import CERTAINTY
from ocr.calibration.trust import THRESHOLDS_FILE
from workflows.calibrating.choosing import Choice
from workflows.clock import TOKYO
from workflows.files import private_folder

HEAD = """\
# 項目の種類ごとの、自動で採用する確信度の下限。「utsushi calibrate --apply」が書きました。
# 確認済みの記録から学んだものです。消すか「utsushi calibrate --reset」で出荷時の基準に戻ります。
"""


def apply(
    home: Path, choices: Sequence[Choice], trust: Trust, error: float, now: datetime
) -> Path | None:
    """Write what was learnt; None, and nothing is changed, where nothing was."""
    types = {
        each.type.value: {
            "confidence": each.learnt.confidence,
            "checked": each.learnt.checked,
            "wrong": each.learnt.wrong,
            "bound": round(each.learnt.bound, 8),
            "source": each.learnt.source,
        }
        for each in choices
        if each.learnt is not None
    }
    if not types:
        return None
    content = {
        "basis": trust.calibration.id,
        "learnt_at": now.astimezone(TOKYO).isoformat(timespec="seconds"),
        "error": error,
        "certainty": CERTAINTY,
        "types": types,
    }
    text = HEAD + yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    path = private_folder(home) / THRESHOLDS_FILE
    part = path.with_name(f".{uuid4().hex}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
    return path


def reset(home: Path) -> bool:
    """Back to what was shipped. False where the office had nothing of its own."""
    path = home / THRESHOLDS_FILE
    there = path.is_file()
    path.unlink(missing_ok=True)
    return there
