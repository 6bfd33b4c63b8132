"""`utsushi audit …`: the log read and verified from the console."""

from pathlib import Path

from workflows.accounts.problems import BadAccount
from workflows.app import Utsushi
from workflows.audit import Act, exporting
from workflows.audit.marks import printed
from workflows.audit.reading import AuditReader, Wanted, csv_text
from workflows.audit.verifying import verify
from workflows.cli.accounts import console_user
from workflows.cli.tables import print_table
from workflows.clock import tokyo_text
from workflows.files import PRIVATE
from workflows.settings import Settings

BROKEN = 1
_SHOWN = 20


def verify_log(mark: str | None) -> int:
    """0 where the log is what it was, 1 where it is not."""
    kept = None if mark is None else printed(mark)
    if mark is not None and kept is None:
        raise BadAccount("検印の形が違います。", advice="例: 42:9F3A-0011-2233-4455")
    with Utsushi(Settings.load()) as app:
        found = verify(app.store, app.settings.shared_path, kept)
    if found.is_intact:
        print(f"監査ログ {found.count} 行: 書き換えの跡はありません。")
        return 0
    print(f"監査ログ {found.count} 行: {len(found.findings)} 件の異常があります。")
    for each in found.findings[:_SHOWN]:
        print(f"  {each.message}")
    if len(found.findings) > _SHOWN:
        print(f"  ほか {len(found.findings) - _SHOWN} 件")
    print("→ データベースと logs フォルダの控えを取り、情報主管課の責任者に連絡してください。")
    return BROKEN


def show_log(wanted: Wanted, limit: int, csv: Path | None) -> None:
    with Utsushi(Settings.load()) as app:
        reader = AuditReader(app.store)
        if csv is not None:
            count = _write(reader, wanted, csv)
            app.audit.note(console_user(), Act.EXPORTED, what=f"audit lines={count}")
            print(f"{csv} に {count} 行を書きました。")
            return
        lines = reader.latest(wanted, limit)
        total = reader.count(wanted)
    print_table(
        f"監査ログ (新しい順に {len(lines)} / {total} 行)",
        ["番号", "日時", "だれが", "種類", "記録", "項目", "内容"],
        [
            (str(e.number), tokyo_text(e.at), e.by, e.title, str(e.record or ""), e.field, e.what)
            for e in lines
        ],
    )


def export_log(wanted: Wanted, path: Path) -> None:
    """The lines that are wanted; that they were taken out is a line itself, written first."""
    exporting.kind_of(path)
    by = console_user()
    with Utsushi(Settings.load()) as app:
        reader = AuditReader(app.store)
        broken = len(app.audit.verified().findings)
        app.audit.note(by, Act.EXPORTED, record=wanted.record, what=_asked(wanted))
        made = exporting.Made(wanted, by, app.clock(), reader.count(wanted), broken)
        exporting.write(reader, made, path)
    print(f"{path} に {made.lines} 行を書きました。")
    if broken:
        print(f"監査ログに {broken} 件の異常があります。「utsushi audit verify」で見られます。")


def _asked(wanted: Wanted) -> str:
    """Codes for the log: the name of the person stays out of it."""
    days = (("first_day", wanted.first), ("last_day", wanted.last))
    said = " ".join(f"{name}={day}" for name, day in days if day)
    return f"audit lines {said}".strip()


def print_mark() -> None:
    with Utsushi(Settings.load()) as app:
        mark = app.audit.mark()
    print(f"監査ログの検印: {mark.printed}  ({tokyo_text(mark.at)})")
    print("確かめるときは: utsushi audit verify --mark 検印")


def _write(reader: AuditReader, wanted: Wanted, path: Path) -> int:
    """How many lines. The file is for the owner alone."""
    path.touch(mode=PRIVATE)
    with path.open("w", encoding="utf-8", newline="") as target:
        rows = sum(1 for text in csv_text(reader.each(wanted)) if target.write(text))
    return rows - 1
