"""`utsushi separator new`, `utsushi separator list`."""

import json
from pathlib import Path

from forms.errors import SetupError
from forms.separator import Kind
from workflows.accounts import EVERYTHING
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.cli.accounts import console_user
from workflows.cli.tables import print_table
from workflows.clock import tokyo_text
from workflows.settings import Settings
from workflows.stacks.key import separator_key
from workflows.stacks.printed import pdf_of_sheets
from workflows.stacks.sheets import NotAnnounced, Separators, Sheet, told

SHOWN = 50


def new(form: str, department: str, count: int, *, is_end: bool, out: Path | None) -> None:
    """Make a sheet and write its PDF. Raises NotAnnounced, and SetupError where it cannot be
    written; the sheet may then be printed from the page 「仕切り紙」."""
    _check_place(out)
    with Utsushi(Settings.load()) as app:
        by = console_user()
        separators = Separators(app.store, app.catalogue, app.clock)
        if is_end:
            sheet = separators.make_end(by)
        elif not form or not count:
            raise NotAnnounced(
                "様式と件数が要ります。",
                advice="--form 様式の ID --count 件数 を付けてください (束の終わりの紙は --end)。",
            )
        else:
            sheet = separators.make(form, department, count, by, EVERYTHING)
        app.audit.note(by, Act.SEPARATED, what=told(sheet))
        key = separator_key(app.settings.shared_path)
    path = out or Path(f"仕切り紙-{sheet.separator.serial}.pdf")
    content = pdf_of_sheets([sheet], key)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise SetupError(
            f"{path} に書けません。", advice="別の場所を --out で指定してください。"
        ) from error
    print(f"仕切り紙 {sheet.separator.serial} を作りました: {path}")


def _check_place(out: Path | None) -> None:
    """Before a number is given to a sheet. Raises SetupError."""
    if out is not None and not out.absolute().parent.is_dir():
        raise SetupError(
            f"{out} に書けません。フォルダがありません。",
            advice="別の場所を --out で指定してください。",
        )


def list_sheets(*, as_json: bool) -> None:
    with Utsushi(Settings.load()) as app:
        sheets = Separators(app.store, app.catalogue, app.clock).recent(EVERYTHING, SHOWN)
    if as_json:
        print(json.dumps([_plain(each) for each in sheets], ensure_ascii=False, indent=2))
        return
    print_table(
        "仕切り紙 (新しい順)",
        ["番号", "様式", "部署", "件数", "作成", "届いた書類", "届いた件数"],
        [_row(each) for each in sheets],
    )


def _row(sheet: Sheet) -> tuple[object, ...]:
    one = sheet.separator
    title = "束の終わり" if one.kind is Kind.END else sheet.title
    return (
        one.serial, title, one.department, one.count or "", tokyo_text(sheet.made_at),
        sheet.document or "", sheet.found if sheet.document else "",
    )  # fmt: skip


def _plain(sheet: Sheet) -> dict[str, object]:
    one = sheet.separator
    return {
        "serial": one.serial, "kind": one.kind.value, "form": one.form,
        "department": one.department, "count": one.count, "made_at": sheet.made_at.isoformat(),
        "document": sheet.document, "found": sheet.found,
    }  # fmt: skip
