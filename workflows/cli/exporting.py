"""`utsushi export`: records into a file, laid out as the office needs them."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from forms.errors import SetupError, StoreError
from workflows.accounts import Account, Right
from workflows.accounts.book import Accounts
from workflows.app import Utsushi
from workflows.audit import AuditLog
from workflows.cli.tables import print_table
from workflows.exports import (
    CHOICES,
    Characters,
    Encoding,
    Export,
    Exports,
    Format,
    LayoutDeclaration,
    PrivateColumns,
    Replaced,
    Selection,
    Shelf,
    Written,
    standard,
)
from workflows.exports.charset import code_points
from workflows.files import PRIVATE
from workflows.settings import Settings
from workflows.store.states import State

FORMATS = {
    ".csv": Format.CSV, ".json": Format.JSON, ".xlsx": Format.EXCEL, ".zip": Format.NATIONAL,
}  # fmt: skip
_SHOWN = 50  # troubles in the terminal


class NotAllowed(StoreError):
    default_advice = "書き出しのできる人の login を --by で指定してください。"


class InTrouble(StoreError):
    """Something could not be written as the layout says; there is no file."""

    default_advice = (
        "表に出た記録を直すか、レイアウトを直してください。文字は --substitute 𠮷=吉 のように、"
        "置きかえを指定できます。"
    )


def list_layouts(*, as_json: bool) -> None:
    with Utsushi(Settings.load()) as app:
        kept = Shelf(app.settings.shared_path, app.catalogue).all()
        forms = [(form.id, f"{form.title} 標準", form.id, "-") for form in app.catalogue]
    rows = [
        (each.name, *(
            (each.layout.title, each.layout.form, each.layout.format.value)
            if each.layout else (each.mistakes[0].message, "", "誤り")
        ))
        for each in kept
    ]  # fmt: skip
    if as_json:
        names = ("layout", "title", "form", "format")
        listed = [dict(zip(names, row, strict=True)) for row in [*rows, *forms]]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    print_table("書き出しのレイアウト", ["id", "名前", "様式", "形式"], [*rows, *forms])


def export_records(
    name: str, out: Path | None, by: str, *, since: str | None, until: str | None,
    states: Sequence[str], encoding: str | None, characters: str | None,
    substitutes: Sequence[str], report: Path | None, private: bool, as_json: bool,
) -> None:  # fmt: skip
    """Raises InTrouble where a cell cannot be written: the file at `out` stays as it was."""
    if out is None:
        raise SetupError(
            "書き出すファイルの名前がありません。",
            advice="例: utsushi export risai-shomei 台帳.csv --by tanaka",
        )
    with Utsushi(Settings.load()) as app:
        audit = AuditLog(app.store, app.settings.shared_path, app.clock)
        person = _person(Accounts(app.store, audit, app.clock), by)
        layout = _layout(app, name, out, encoding, characters)
        exports = Exports(app.store, app.catalogue, app.settings, audit, app.clock)
        exports.check(layout, person)
        if (named := exports.private_in(layout)) and not private:
            raise PrivateColumns(each.label for each in named.values())
        selection = Selection(layout.form, _day(since), _day(until), _states(states))
        written = exports.write(out.absolute(), layout, selection, _map(substitutes))
        if written.path is None:
            _show_troubles(written, as_json=as_json)
            raise InTrouble(f"書けない項目が {written.troubles.count} 件あるため、書き出しません。")
        if report is not None:
            _report(report, written.troubles.replaced)
        _show(exports.note_elsewhere(layout, selection, person.name, written), out, as_json=as_json)


def _person(accounts: Accounts, login: str) -> Account:
    listed = accounts.get(login)
    if listed.is_locked or not listed.account.may(Right.EXPORT):
        raise NotAllowed(f"アカウント {login} は書き出しができません。")
    return listed.account


def _layout(
    app: Utsushi, name: str, out: Path, encoding: str | None, characters: str | None
) -> LayoutDeclaration:
    """The office's layout of that name, else the standard of the form, by the end of the file."""
    made = Shelf(app.settings.shared_path, app.catalogue).layout(name)
    if made.layout == made.form:  # a form's standard: the file's name says of which kind
        if out.suffix.lower() not in FORMATS:
            raise SetupError(
                f"「{out.suffix}」の形式では書き出せません。",
                advice="ファイルの名前の終わりを .csv・.json・.xlsx・.zip のどれかにしてください。",
            )
        made = standard(app.catalogue[made.form], FORMATS[out.suffix.lower()])
    if encoding is not None:
        if encoding not in list(Encoding):
            raise SetupError(
                f"文字コード {encoding} は使えません。", advice="utf-8 か cp932 です。"
            )
        made = made.model_copy(update={"encoding": Encoding(encoding)})
    if characters is not None:
        if characters not in list(Characters):
            known = "、".join(Characters)
            raise SetupError(f"文字の範囲 {characters} は使えません。", advice=f"使える値: {known}")
        made = made.model_copy(update={"characters": Characters(characters)})
    if made.format is Format.NATIONAL and made.encoding is not Encoding.UTF_8:
        raise SetupError("国の標準の項目名の書き出しは UTF-8 だけです。")
    return made


def _report(path: Path, replaced: Sequence[Replaced]) -> None:
    """Which characters stand as others in the file: the original beside each."""
    path.touch(mode=PRIVATE)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(["記録", "項目", "元の文字", "符号位置", "書いた文字"])
        for each in replaced:
            points = code_points(each.character)
            out.writerow([each.record_id, each.column, each.character, points, each.written])


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SetupError(f"日付「{text}」を読めません。", advice="例: 2026-04-01") from error


def _states(names: Sequence[str]) -> tuple[State, ...]:
    known = {state.value: state for state in CHOICES}
    if unknown := [each for each in names if each not in known]:
        raise SetupError(
            f"状態「{unknown[0]}」は選べません。", advice=f"使える値: {'、'.join(known)}"
        )
    return tuple(known[each] for each in names) or Selection("").states


def _map(pairs: Sequence[str]) -> Mapping[str, str]:
    found = {}
    for pair in pairs:
        character, _, written = pair.partition("=")
        if not character or not _:
            raise SetupError(f"置きかえ「{pair}」を読めません。", advice="例: --substitute 𠮷=吉")
        found[character] = written
    return found


def _show_troubles(written: Written, *, as_json: bool) -> None:
    listed = written.troubles.listed
    if as_json:
        rows = [
            {"record": t.record_id, "column": t.column, "kind": t.kind.value, "what": t.what}
            for t in listed
        ]
        print(json.dumps({"troubles": rows}, ensure_ascii=False, indent=2))
        return
    print_table(
        "書けない項目", ["記録", "列", "理由"],
        [(t.record_id, t.column, t.words) for t in listed[:_SHOWN]],
    )  # fmt: skip
    if written.troubles.count > _SHOWN:
        print(f"ほかに {written.troubles.count - _SHOWN} 件あります。")


def _show(export: Export, out: Path, *, as_json: bool) -> None:
    if as_json:
        told = {
            "export": export.id, "file": str(out), "records": export.records,
            "unchecked": export.unchecked, "substituted": export.substituted,
            "guarded": export.guarded, "cut": export.cut, "size": export.size,
            "sha256": export.sha256,
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False))
        return
    print(f"{export.records} 件を書き出しました: {out}\nSHA-256 {export.sha256}")
    for count, words in (
        (export.unchecked, "件は、まだ確認の済んでいない記録です。"),
        (export.substituted, "文字を、指定のとおり置きかえました。"),
        (export.guarded, "項目は、表計算ソフトが計算しないように先頭へ ' を付けました。"),
        (export.cut, "項目は、レイアウトの指定で末尾を切りました。"),
    ):
        if count:
            print(f"{count} {words}")
