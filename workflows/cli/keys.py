"""`utsushi keys status`, `seal`, `rotate`, `export`, `import`; `utsushi original`."""

import getpass
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from forms.errors import SetupError, StoreError
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.cli.accounts import console_user
from workflows.cli.passphrase import passphrase_in
from workflows.clock import tokyo_text
from workflows.files import PRIVATE
from workflows.intake.names import to_path
from workflows.resealing import Census, Rotated, count, seal_all
from workflows.resealing import rotate as rotate_all
from workflows.resealing.copies import note_copy
from workflows.sealing.handing import closed, opened, put_back
from workflows.settings import Settings
from workflows.store.tables import DocumentRow

WARNING = "鍵をなくすと、受け付けた書類は二度と開けません。誰にも戻せません。"
_KEEP = "控え: utsushi keys export <ファイル> (合言葉とともに、データと別の場所にしまいます)"


def status(*, as_json: bool) -> None:
    with Utsushi(Settings.load()) as app:
        found = count(app.office)
    if as_json:
        told = {
            "encryption": found.is_on, "key": found.active, "place": found.place,
            "beside_data": found.is_beside, "strict": found.is_strict, "rows": found.rows,
            "files": found.files,
            "retired": {name: at.isoformat() for name, at in (found.retired or {}).items()},
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in _words(found):
        print(line)


def _words(found: Census) -> list[str]:
    if not found.is_on:
        return ["暗号化していません (UTSUSHI_ENCRYPTION=false)。"]
    lines = [f"暗号化しています。主鍵: {found.place}、データの鍵: {found.active}"]
    if found.is_beside:
        lines += [
            "注意: 主鍵がデータと同じ場所にあります。データごと持ち出されると開かれます。",
            "  UTSUSHI_KEY_FILE か UTSUSHI_KEY_PLACE で、別の場所に置けます。",
            "  置き方: docs/encryption.ja.md",
        ]
    lines += [
        f"前の鍵 {name} は {tokyo_text(at)} から使っていません (utsushi keys rotate で捨てます)。"
        for name, at in (found.retired or {}).items()
    ]
    if found.rows or found.files:
        lines.append(
            f"今の鍵で暗号化していないもの: 値のある行 {found.rows}、ファイル {found.files}"
            f" → utsushi keys {'rotate' if found.retired else 'seal'}"
        )
    elif not found.is_strict:
        lines.append("すべて暗号化しています。utsushi keys seal で仕上げると、平文を拒みます。")
    else:
        lines.append("すべて今の鍵で暗号化しています。")
    return [*lines, WARNING, _KEEP]


def seal() -> int:
    """Exit code 1 where something could not be opened."""
    with Utsushi(Settings.load()) as app:
        done = seal_all(app.office)
        app.audit.note(console_user(), Act.KEYS, what=_codes("seal", done))
    print(f"暗号化しました: 行 {done.rows}、ファイル {done.files}、原本 {done.originals} 件を整理")
    return _end(done)


def rotate() -> int:
    """Exit code 1 where something could not be opened."""
    with Utsushi(Settings.load()) as app:
        done = rotate_all(app.office)
        app.audit.note(console_user(), Act.KEYS, what=_codes("rotate", done))
    print(f"新しい鍵で暗号化し直しました: 行 {done.rows}、ファイル {done.files}")
    if done.forgotten:
        print(f"前の鍵を捨てました ({done.forgotten})。")
    if done.waits_until is not None:
        print(
            f"前の鍵はまだ残しています。{tokyo_text(done.waits_until)} より後に、もう一度"
            " utsushi keys rotate を実行すると捨てます。"
        )
    print(f"鍵が変わりました。控えを取り直してください。\n{_KEEP}")
    print("前の鍵で取ったバックアップには、前の鍵の控えが要ります。")
    return _end(done)


def _end(done: Rotated) -> int:
    if done.broken:
        print(f"開けなかったもの: {done.broken} (書き換えられたか、壊れています)", file=sys.stderr)
    print(WARNING)
    return 1 if done.broken else 0


def _codes(deed: str, done: Rotated) -> str:
    return f"{deed} rows={done.rows} files={done.files} broken={done.broken}"


def export(out: Path, file: Path | None = None) -> None:
    """`file` has the passphrase in it; without, it is asked for twice. Raises SetupError: `out` is
    there already, the passphrase is short or not the same, the copy would lie beside it."""
    settings = Settings.load()
    if out.exists():
        raise SetupError(f"{out} はもうあります。", advice="別の名前を指定してください。")
    if file and file.resolve().parent == out.resolve().parent:
        raise SetupError(
            "合言葉のファイルが、鍵の控えと同じフォルダにあります。",
            advice="一緒に持ち出されると開けます。別の場所に置いてください。",
        )
    with Utsushi(settings) as app:
        write_new(out, closed(settings, passphrase_in(file) if file else _asked_twice()))
        if app.store.ring is not None:
            with app.store.write() as session:
                note_copy(session, app.store.ring, app.clock())
        app.audit.note(console_user(), Act.KEYS, what="export")
    print(f"鍵の控えを書きました: {out}\n合言葉も、忘れない所に別に控えてください。\n{WARNING}")


def _asked_twice() -> str:
    said = _passphrase("鍵の控えを閉じる合言葉: ")
    if said != _passphrase("もう一度: "):
        raise SetupError(
            "二度の入力が違います。何も書いていません。",
            advice="もう一度実行し、同じものを二度入力してください。",
        )
    return said


def bring_back(file: Path, passphrase_file: Path | None = None) -> None:
    """Raises SetupError, NoKey."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SetupError(
            f"{file} を読めません。", advice="ファイルの名前と場所を確かめてください。"
        ) from error
    settings = Settings.load()
    asked = "鍵の控えの合言葉: "
    said = passphrase_in(passphrase_file) if passphrase_file else _passphrase(asked)
    put_back(settings, opened(content, said))
    with Utsushi(settings) as app:  # the store knows whether it is its own
        app.audit.note(console_user(), Act.KEYS, what="import")
    print("鍵を戻しました。")


def save_original(number: int, out: Path | None) -> None:
    """Raises StoreError where there is no such document or no copy, SetupError for the place."""
    with Utsushi(Settings.load()) as app:
        with app.store.read() as session:
            row = session.get(DocumentRow, number)
            if row is None or row.stored_path is None:
                raise StoreError(
                    f"受付番号 {number} の原本はありません。", advice="番号を確かめてください。"
                )
            name, stored = to_path(row.name).name, row.stored_path
        target = (out / name if out is not None and out.is_dir() else out) or Path(name)
        app.audit.note(console_user(), Act.REVEALED, what=f"document {number} original")
        write_new(target, app.files.read(stored))
    print(f"取り出しました: {target} (暗号化されていません。用が済んだら消してください)")


def write_new(path: Path, content: bytes) -> None:
    """For the owner alone, never over another file. Raises SetupError."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise SetupError(
            f"{path} はもうあります。", advice="ほかの名前を指定してください。"
        ) from error
    except OSError as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise SetupError(f"{path} に書けません。", advice="別の場所を指定してください。") from error


def _passphrase(words: str) -> str:
    """Typed; where there is no terminal, a line of the input, as scripts give it."""
    return getpass.getpass(words) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
