"""Lists without sums: what is left out and why, evidence, the check, decisions, the method."""

from collections.abc import Iterable, Mapping, Sequence

from workflows.claim.checks import SEVERITY_TITLES, Finding
from workflows.claim.dossier import Dossier
from workflows.claim.method import method_of
from workflows.claim.note import NOTE_TITLES
from workflows.claim.sums import Claim
from workflows.claim.workbook import lines
from workflows.claim.workbook.sheets import Cell, Column, Sheet, Style
from workflows.ledger.item import VOUCHER_TITLES, CostItem

REASONS = (
    Column("番号", 6, Style.NUMBER), Column("対象", 13), Column("摘要", 34), Column("支払先", 24),
    Column("負担額", 14, Style.YEN), Column("理由", 44), Column("判断した人", 14),
    Column("他の補助・申請", 22), Column("部署", 16), Column("事業", 20),
)  # fmt: skip
EVIDENCE = (
    Column("番号", 6, Style.NUMBER), Column("摘要", 34), Column("書類", 16),
    Column("ファイル名", 34), Column("大きさ（バイト）", 15, Style.COUNT), Column("SHA-256", 68),
    Column("照合", 12),
)  # fmt: skip
FINDINGS = (
    Column("程度", 9), Column("番号", 10), Column("内容", 64), Column("どうするか", 64),
)  # fmt: skip
NOTES = (
    Column("申請の年度", 12), Column("種類", 12), Column("日付", 12, Style.DATE),
    Column("額（千円）", 14, Style.YEN),
    Column("差し引いた年度", 16), Column("内容", 50), Column("記入した人", 14),
    Column("取消の理由", 24),
)  # fmt: skip
METHOD = (22,) * 4  # a single column that is wider than the paper is cut off, not shrunk
_FAILED: Mapping[str, str] = {
    "document_changed": "不一致", "document_lost": "ファイルなし", "document_unread": "読めず",
}  # fmt: skip


def fill_reasons(sheet: Sheet, claim: Claim) -> None:
    """Every line with the reason of what was decided about it; what counts stands first."""
    sheet.widths([column.width for column in REASONS])
    sheet.say("対象・対象外とした理由と、判断した人です。要確認の行は、申請額に入れていません。")
    groups: Iterable[CostItem] = (
        *claim.counted, *claim.unplaced, *claim.undecided, *claim.refused,
    )  # fmt: skip
    sheet.table(REASONS, [_reason(claim, item) for item in groups], repeat=True)


def _reason(claim: Claim, item: CostItem) -> Sequence[Cell]:
    return [
        item.id, lines.standing(claim, item), item.title, item.payee, item.own_amount,
        item.reason, item.decided_by, item.other_claims, item.department, item.project,
    ]  # fmt: skip


def fill_evidence(sheet: Sheet, dossier: Dossier) -> None:
    """`照合` says whether the bytes are still those that were attached."""
    sheet.widths([column.width for column in EVIDENCE])
    sheet.say(
        "費用に付けた書類です。ハッシュ (SHA-256) は、付けた時のファイルの中身から求めた値で、"
        "中身が 1 文字でも変われば別の値になります。照合は、この表を作った時に確かめた結果です。"
    )
    failed = {each.document: _FAILED[each.code] for each in dossier.findings if each.document}
    rows: list[list[Cell]] = [
        [
            item.id, item.title, VOUCHER_TITLES[voucher.kind], voucher.name, voucher.size,
            voucher.sha256, failed.get(voucher.sha256, "一致"),
        ]
        for item in dossier.claim.items
        for voucher in item.vouchers
    ]  # fmt: skip
    sheet.table(EVIDENCE, rows, repeat=True)


def fill_findings(sheet: Sheet, dossier: Dossier) -> None:
    sheet.widths([column.width for column in FINDINGS])
    if dossier.despite:
        sheet.say(f"誤りが残ったまま確定した理由: {dossier.despite}", bold=True)
    if not dossier.findings:
        sheet.say("指摘はありません。")
        return
    rows = [_finding(each) for each in dossier.findings]
    sheet.table(FINDINGS, rows, repeat=True)


def _finding(each: Finding) -> Sequence[Cell]:
    numbers = "、".join(map(str, each.items)) or "全体"
    return [SEVERITY_TITLES[each.severity], numbers, each.words, each.advice]


def fill_notes(sheet: Sheet, dossier: Dossier) -> None:
    sheet.widths([column.width for column in NOTES])
    sheet.say("申請の後に分かったこと（決定額、過大・錯誤）です。取り消した行も残しています。")
    sheet.table(
        NOTES,
        [
            [
                str(each.year), NOTE_TITLES[each.kind], each.told_on, each.amount,
                str(each.taken_year) if each.taken_year else "", each.words, each.by,
                each.struck_reason or "",
            ]
            for each in dossier.notes
        ],
    )  # fmt: skip


def fill_method(sheet: Sheet, dossier: Dossier) -> None:
    sheet.widths(METHOD)
    for title, text in method_of(dossier):
        sheet.heading(title)
        for line in text.split("\n"):
            sheet.say(line)
