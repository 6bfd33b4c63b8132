"""The claim as an Excel workbook whose figures can be followed from sheet to sheet.

Formulas carry what they give by our own sums; tests hold a recalculation by another program
against them.
"""

from datetime import datetime
from io import BytesIO

import xlsxwriter

from workflows.claim.dossier import Dossier
from workflows.claim.workbook import categories, effect, lines, papers, strength, summary
from workflows.claim.workbook.sheets import Sheet, Styles
from workflows.clock import TOKYO

# Name of the sheet → how many columns its titles and notes may take.
SHEETS = {
    "総括": 7, "経費区分": 5, "明細": 19, "共同利用": 8, "判断と理由": 10, "財政力補正": 3,
    "効果": 11, "月別": 13, "証憑": 7, "点検": 4, "決定額など": 8, "方法と出典": 4,
}  # fmt: skip
UPRIGHT = ("経費区分", "財政力補正", "方法と出典")


def workbook_of(dossier: Dossier) -> bytes:
    """An `.xlsx`. The same dossier gives the same bytes."""
    data = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(data, options) as book:
        _describe(book, dossier)
        _fill(book, dossier)
    return data.getvalue()


def _describe(book: xlsxwriter.Workbook, dossier: Dossier) -> None:
    made: datetime = (dossier.locked_at or dossier.made_at).astimezone(TOKYO)
    book.set_properties(
        {
            "title": dossier.title,
            "comments": dossier.digest,
            "created": made.replace(tzinfo=None),
        }
    )
    book.set_calc_mode("auto")


def _fill(book: xlsxwriter.Workbook, dossier: Dossier) -> None:
    styles, claim = Styles(book), dossier.claim
    made = {
        name: Sheet(book, styles, name, f"{dossier.title}　{name}", wide, upright=name in UPRIGHT)
        for name, wide in SHEETS.items()
        if name != "共同利用" or any(item.share for item in claim.items)
        if name != "決定額など" or dossier.notes
    }
    shared = lines.fill_shared(made["共同利用"], claim) if "共同利用" in made else {}
    listed = lines.fill(made["明細"], claim, shared)
    by_measure = categories.fill(made["経費区分"], claim, listed)
    coefficient = strength.fill(made["財政力補正"], dossier)
    work = effect.fill(made["効果"], dossier.effect)
    effect.fill_months(book, made["月別"], dossier.effect)
    summary.fill(made["総括"], dossier, listed, by_measure, coefficient, work)
    papers.fill_reasons(made["判断と理由"], claim)
    papers.fill_evidence(made["証憑"], dossier)
    papers.fill_findings(made["点検"], dossier)
    papers.fill_method(made["方法と出典"], dossier)
    if "決定額など" in made:
        papers.fill_notes(made["決定額など"], dossier)
