"""Forms, tried papers and golden scans in the words of the template pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from forms.form import Field, FieldType
from forms.procedures import Procedures
from forms.record import Value
from review.shown.fields import BLANK, HIDDEN
from review.shown.words import in_words
from workflows.templates import (
    Change,
    FieldResult,
    FormResult,
    FormSummary,
    Mistake,
    PaperResult,
    TriedField,
    TriedPaper,
    Try,
    Verdict,
)

TYPES = {
    FieldType.NAME: "氏名", FieldType.KANA: "フリガナ", FieldType.ADDRESS: "住所",
    FieldType.TEXT: "文", FieldType.POSTAL_CODE: "郵便番号", FieldType.PHONE: "電話番号",
    FieldType.NUMBER: "数字", FieldType.MY_NUMBER: "個人番号", FieldType.DATE: "日付（和暦）",
    FieldType.CHOICE: "選択", FieldType.SEAL: "印", FieldType.QR: "QR コード",
}  # fmt: skip
MARKS = {"circle": "丸囲み", "check": "□に印"}
CHECKS = {"corporate": "法人番号", "municipality": "団体コード", "insurer": "保険者番号"}
ERAS = ("明治", "大正", "昭和", "平成", "令和")
RULES = {
    "order": "日付の順（一つ目が二つ目より後でない）",
    "together": "どれかを書いたら全部書く",
    "filled_when": "条件のとき、書いてある",
    "blank_when": "条件のとき、空欄",
    "same": "二つが同じ",
    "differ": "どれも互いに違う",
    "rows_differ": "同じ行が二つない",
    "age_on": "生年月日・年齢・基準日が合う",
    "within_age": "生年月日と基準日の年齢が範囲内",
    "filled_at_age": "その年齢なら、残りが書いてある",
    "years_apart": "二つの生年月日の差が範囲内（年）",
    "sum": "一つ目が残りの合計",
    "count": "一つ目が、書かれた数",
    "between": "数が範囲内",
    "reading_of": "フリガナが氏名の読み",
    "postal_of": "郵便番号が住所と合う",
    "bank_of": "銀行コードが銀行名と合う",
    "branch_of": "支店コードが支店名と合う",
    "ditto": "同上（一つ目が二つ目を指す）",
}
VERDICTS = {
    Verdict.RIGHT: ("正しい", "done"),
    Verdict.DOUBTED_RIGHT: ("確認へ（値は正しい）", "ask"),
    Verdict.DOUBTED_WRONG: ("確認へ（値は違う）", "ask"),
    Verdict.WRONG: ("誤り（確認なしに採用）", "wrong"),
}
CHANGES = {
    Change.FIRST: "初めて", Change.SAME: "", Change.BETTER: "良くなった",
    Change.WORSE: "悪くなった", Change.OTHER: "変わった",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownTry:
    """One field of a tried paper. `typed`: what the input for the truth begins with."""

    id: str
    label: str
    words: str
    typed: str
    raw: str
    has_picture: bool
    is_private: bool
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownResult:
    """One field of a golden scan."""

    label: str
    truth: str
    seen: str
    before: str
    verdict: str
    tone: str
    change: str


def choices(
    forms: Sequence[FormSummary], work_fields: Sequence[str], procedures: Procedures
) -> dict[str, Any]:
    """What the editor offers to choose from, and what other forms say already."""
    known = [each.form for each in forms]
    return {
        "types": {kind.value: words for kind, words in TYPES.items()},
        "marks": MARKS,
        "checks": CHECKS,
        "eras": list(ERAS),
        "rules": RULES,
        "departments": sorted({form.department for form in known}),
        "work_fields": list(work_fields),
        "procedures": {each.number: each.title for each in procedures},
    }


def mistakes(found: Iterable[Mistake]) -> list[dict[str, Any]]:
    return [{"place": list(e.place), "message": e.message, "fix": e.fix} for e in found]


def tried(found: Try) -> dict[str, Any]:
    return {
        "id": found.id, "name": found.name, "is_invented": found.is_invented,
        "error": found.error, "refused": found.refused,
        "papers": [_paper(each, found.is_invented) for each in found.papers],
    }  # fmt: skip


def _paper(paper: TriedPaper, is_invented: bool) -> dict[str, Any]:
    fields = [_tried(each, is_invented) for each in paper.fields]
    doubted = sum(bool(each.doubts) for each in fields)
    return {"number": paper.number, "fit": paper.fit, "fields": fields, "doubted": doubted}


def _tried(each: TriedField, is_invented: bool) -> ShownTry:
    is_hidden = each.field.private and not is_invented
    has_value = each.value is not None
    words = HIDDEN if is_hidden and has_value else _words(each.field, each.value)
    raw = "" if is_hidden or has_value else each.raw.strip()
    typed = "" if is_hidden else in_words(each.field, each.value)
    return ShownTry(
        each.field.id, each.field.label, words, typed, raw, not is_hidden, each.field.private,
        each.doubts,
    )  # fmt: skip


def result(found: FormResult) -> dict[str, Any]:
    """What changed or went wrong comes first; what is as it was, below."""
    return {
        "form": found.form,
        "passed": found.has_passed,
        "total": found.total,
        "counts": [(words, tone, found.count(v)) for v, (words, tone) in VERDICTS.items()],
        "changed": found.changed(Change.BETTER) + found.changed(Change.OTHER)
        + found.changed(Change.WORSE) + found.changed(Change.FIRST),
        "papers": [_result_paper(each) for each in found.papers],
    }  # fmt: skip


def _result_paper(paper: PaperResult) -> dict[str, Any]:
    is_quiet = [e.change is Change.SAME and e.verdict is Verdict.RIGHT for e in paper.fields]
    pairs = list(zip(paper.fields, is_quiet, strict=True))
    return {
        "name": paper.golden.name,
        "problem": paper.problem,
        "loud": [_result(each) for each, quiet in pairs if not quiet],
        "quiet": [_result(each) for each, quiet in pairs if quiet],
        "untold": [each.label for each in paper.untold],
    }


def _result(each: FieldResult) -> ShownResult:
    words, tone = VERDICTS[each.verdict]
    before = ""
    if each.before is not None and each.before != each.seen:
        before = _masked(each.field, each.before.value)
        before += "（確認へ）" if each.before.is_doubted else ""
    return ShownResult(
        each.field.label, _masked(each.field, each.truth), _masked(each.field, each.seen.value),
        before, words, tone, CHANGES[each.change],
    )  # fmt: skip


def _masked(field: Field, value: Value) -> str:
    return HIDDEN if field.private and value else _words(field, value)


def _words(field: Field, value: Value) -> str:
    return in_words(field, value) or BLANK
