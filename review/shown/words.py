"""Times and values in the words of the office."""

import re
from datetime import date, datetime

from forms.era import to_era
from forms.errors import RuleBroken
from forms.form import Field, FieldType
from forms.record import Value
from workflows.accounts import TITLES, Role, Scope
from workflows.clock import TOKYO, tokyo_text
from workflows.reviewing import as_text
from workflows.reviewing.history import FieldValue

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def when(moment: datetime) -> str:
    return tokyo_text(moment)


def day(moment: datetime) -> str:
    """Short: 4月1日 9:05."""
    local = moment.astimezone(TOKYO)
    return f"{local.month}月{local.day}日 {local.hour}:{local.minute:02d}"


def clock(moment: datetime) -> str:
    """The time of the day in Japan: 9:05."""
    local = moment.astimezone(TOKYO)
    return f"{local.hour}:{local.minute:02d}"


def size_text(size: int) -> str:
    """Bytes as people say them: 800 KB, 1.2 MB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB" if size else "0 KB"
    return f"{size / 1_000_000:.1f} MB"


def moment(at: datetime) -> str:
    """To the second, in order when sorted: 2026-04-01 09:05:00."""
    return at.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M:%S")


def role(of: Role) -> str:
    return TITLES[of]


def departments(scope: Scope) -> str:
    """Those that are seen, in words."""
    return "全部署" if scope.departments is None else "、".join(sorted(scope.departments)) or "なし"


def age(moment: datetime, now: datetime) -> str:
    """How long ago, in the largest whole unit: 今, 5分, 3時間, 2日."""
    seconds = max(0, int((now - moment).total_seconds()))
    for unit, name in ((_DAY, "日"), (_HOUR, "時間"), (_MINUTE, "分")):
        if seconds >= unit:
            return f"{seconds // unit}{name}"
    return "今"


def worker(by: str) -> str:
    """A person by name; a machine (host:process:random) as what it is."""
    return "自動処理" if by.count(":") >= 2 else by


def in_words(field: Field, value: Value) -> str:
    """A value as a person writes it: dates in 和暦, options joined by `、`."""
    text = as_text(value)
    if field.type is FieldType.DATE and text:
        return era_text(text)
    return text


ROLES = {
    "textbox": "欄", "combobox": "選択", "checkbox": "チェック", "radio": "丸", "button": "ボタン",
    "link": "リンク", "img": "画像", "text": "文", "row": "行", "heading": "見出し",
    "frame": "枠", "listitem": "項目", "term": "見出し", "definition": "内容", "legend": "題",
    "caption": "表題", "dialog": "窓", "alert": "注意", "canvas": "図",
}  # fmt: skip
_ROLE = re.compile(rf"(?:(?<=^- )|(?<=\[))({'|'.join(ROLES)})(?=[: \]])", re.MULTILINE)


def screen(text: str) -> str:
    """The words of a screen, their roles in Japanese."""
    return _ROLE.sub(lambda found: ROLES[found.group()], text)


def of_value(each: FieldValue) -> str:
    return in_words(each.field, each.value)


def era_text(iso: str) -> str:
    """昭和60年4月3日 for an ISO date; the text itself where it is none of an era."""
    try:
        return str(to_era(date.fromisoformat(iso)))
    except (ValueError, RuleBroken):
        return iso
