"""How a separator sheet looks: an A4 page whose title is read from across a room, and whose code a
worn-out scanner still reads: it stands there twice, since a fold or a staple may spoil one. Nothing
personal stands on it."""

from collections.abc import Iterator, Sequence
from html import escape

from forms.separator import Kind, written
from ocr.qr.drawing import svg_of
from workflows.clock import tokyo_text
from workflows.printing import pdf_of
from workflows.stacks.sheets import Sheet

_STYLE = """
body { margin: 0; font-family: sans-serif; color: #000; }
section { break-after: page; height: 262mm; display: flex; flex-direction: column; }
section:last-child { break-after: auto; }
.kind { background: #000; color: #fff; font-size: 26pt; letter-spacing: .4em; padding: 4mm 6mm;
  print-color-adjust: exact; }
h1 { font-size: 40pt; line-height: 1.25; margin: 9mm 0 4mm; overflow-wrap: anywhere; }
.department { font-size: 24pt; line-height: 1.3; margin: 0 0 5mm; }
.count { font-size: 34pt; margin: 0 0 4mm; display: flex; align-items: flex-end; gap: 4mm; }
.count svg { width: 50mm; height: 50mm; margin-left: auto; }
.count strong { font-size: 80pt; line-height: 1; }
.code { display: flex; gap: 10mm; align-items: flex-end; margin-top: auto; }
.code svg { width: 68mm; height: 68mm; }
.code dl { font-size: 15pt; margin: 0; display: grid; grid-template-columns: auto 1fr;
  gap: 2mm 5mm; }
.code dd { margin: 0; }
.hint { font-size: 12pt; margin: 5mm 0 0; line-height: 1.6; }
"""
_MOST_TITLE, _MOST_DEPARTMENT = 39, 42  # characters: three lines, two lines
_HINTS = {
    Kind.PART: "この紙を申請書の上に重ね、ほかの束と続けてスキャンしてください。"
    "次の仕切り紙までを、この様式の申請書として数えます。1 枚を 1 回だけ使います。",
    Kind.END: "仕切り紙を付けた束のいちばん後ろに入れてください。"
    "この紙より後のページは、どの束の件数にも数えません。何度でも使えます。",
}


def pdf_of_sheets(sheets: Sequence[Sheet], key: bytes) -> bytes:
    """One A4 page a sheet. Raises MissingBrowser, NoJapaneseFont, NotPrinted."""
    return pdf_of(html_of(sheets, key), is_numbered=False)


def html_of(sheets: Sequence[Sheet], key: bytes) -> str:
    """The same as one HTML document that names no other file."""
    pages = "".join(_page(each, key) for each in sheets)
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>仕切り紙</title>'
        f"<style>{_STYLE}</style></head><body>{pages}</body></html>"
    )


def _page(sheet: Sheet, key: bytes) -> str:
    return f"<section>{''.join(_lines(sheet, key))}</section>"


def _lines(sheet: Sheet, key: bytes) -> Iterator[str]:
    one = sheet.separator
    code = svg_of(written(one, key))
    is_end = one.kind is Kind.END
    yield f'<div class="kind">{"束の終わり" if is_end else "仕切り紙"}</div>'
    if is_end:
        yield "<h1>ここまで</h1>"
        yield f'<p class="count">{code}</p>'
    else:
        yield f"<h1>{_short(sheet.title, _MOST_TITLE)}</h1>"
        yield f'<p class="department">{_short(one.department, _MOST_DEPARTMENT)}</p>'
        yield f'<p class="count"><strong>{one.count}</strong> 件{code}</p>'
    facts = (("番号", str(one.serial)), ("作成", tokyo_text(sheet.made_at)))
    listed = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts)
    yield f'<div class="code">{code}<dl>{listed}</dl></div>'
    yield f'<p class="hint">{_HINTS[one.kind]}</p>'


def _short(text: str, most: int) -> str:
    return escape(text if len(text) <= most else f"{text[: most - 1]}…")
