"""`utsushi backup …` and `utsushi restore`: what they do and say."""

import getpass
import json
import sys
from pathlib import Path

from forms.errors import SetupError
from workflows.app import Utsushi
from workflows.backup.checking import Checked, check
from workflows.backup.errors import NoBackup
from workflows.backup.making import Made, make
from workflows.backup.manifest import Head
from workflows.backup.pruning import Kept, look_through, plan, prune
from workflows.backup.repository import Repository
from workflows.backup.restoring import Restored, restore
from workflows.cli.accounts import console_user
from workflows.cli.passphrase import passphrase_in
from workflows.cli.tables import print_table
from workflows.clock import tokyo_text, utc_now
from workflows.settings import Settings

BROKEN = 1
_SHOWN = 20
_NO_KEYS = (
    "※ 主鍵は、この控えに入っていません。主鍵がないと、控えの書類は二度と開けません。"
    "「utsushi keys export」で鍵の控えを作り、この控えとは別の場所に保管してください。"
)
_IN_CLEAR = (
    "※ この設置では暗号化していないため、控えの書類も暗号化されていません。控え先を、ほかの人が"
    "読めないようにしてください。"
)
_OTHER_KEY = (
    "この控えの書類を開く主鍵が、この機械にありません (鍵を交換する前の控えは、前の鍵で開きます)。"
    "鍵の控えを保管しているか、確かめてください。鍵がなければ、書類は二度と開けません。"
)
_WITH_KEYS = (
    "※ 鍵が、合言葉で閉じてこの控えに入っています。合言葉を忘れると開けず、合言葉を知る人は"
    "だれでも書類を読めます。合言葉は、この控えとは別の場所に保管してください。"
)


def make_backup(place: Path | None, file: Path | None, *, with_keys: bool, as_json: bool) -> int:
    """0 where the backup is whole, else 1."""
    passphrase = _passphrase(file, is_new=True) if with_keys else ""
    settings = Settings.load()
    root = _chosen(place, settings)
    with Utsushi(settings) as app:
        made = make(app.office, root, console_user(), passphrase)
    if as_json:
        print(json.dumps(_plain(made.head, made.checked), ensure_ascii=False, indent=2))
    else:
        _tell_made(made)
    return _code(made.checked)


def check_backup(place: Path | None, snapshot: str, *, as_json: bool) -> int:
    """The latest, or the one asked for. 0 where it is whole, else 1."""
    settings = Settings.load()
    repository = Repository.open(_chosen(place, settings).absolute())
    head = repository.head(snapshot or _latest(repository))
    checked = check(settings, repository, head)
    if as_json:
        print(json.dumps(_plain(head, checked), ensure_ascii=False, indent=2))
    else:
        print(f"控え {head.id} ({tokyo_text(head.made_at)})")
        _tell(checked)
    return _code(checked)


def list_backups(place: Path | None, *, as_json: bool) -> None:
    settings = Settings.load()
    root = _chosen(place, settings)
    repository = Repository.open(root.absolute())
    with Utsushi(settings) as app:
        kept = look_through(app.office, repository)
    if as_json:
        said = [{"id": e.id, "deleted": e.deleted, "due": e.due} for e in kept]
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    print_table(
        f"控え ({root})",
        ["番号", "作成", "作成者", "ファイル", "MB", "鍵", "期限の過ぎた書類"],
        [_row(each) for each in kept],
    )
    if any(each.is_past for each in kept):
        print("期限の過ぎた書類を含む控えは「utsushi backup prune」で整理できます。")


def prune_backups(place: Path | None, keep: int | None, days: int, *, really: bool) -> None:
    """Only told what would be deleted unless `really`."""
    settings = Settings.load()
    repository = Repository.open(_chosen(place, settings).absolute())
    with Utsushi(settings) as app:
        if really:
            done = prune(app.office, repository, console_user(), keep, days)
            print(f"削除した控え: {len(done.removed)} 件 ({_megabytes(done.freed)} MB)")
            _tell_waiting(done.waits)
            return
        go, waits = plan(look_through(app.office, repository, days), keep)
    print(f"削除する控え: {'、'.join(go) or 'ありません'}")
    _tell_waiting(waits)
    if go:
        print("削除するには --yes を付けます。元には戻せません。")


def restore_backup(
    place: Path, snapshot: str, file: Path | None, exported: Path | None, *, with_keys: bool
) -> int:
    """0 where all is as it was when the backup was made, else 1."""
    content = _content(exported) if exported else b""
    passphrase = _passphrase(file, is_new=False) if with_keys or content else ""
    settings = Settings.load()
    done = restore(
        settings, place, console_user(), utc_now, snapshot=snapshot, passphrase=passphrase,
        exported=content,
    )  # fmt: skip
    print(f"控え {done.head.id} ({tokyo_text(done.head.made_at)}) を {settings.home_path} に")
    _tell(done.checked)
    if done.checked.is_whole:
        _tell_after(done)
    else:
        print("→ 復元は終わっていません。別の控えを、空の場所に復元してください。")
    return _code(done.checked)


def _tell_made(made: Made) -> None:
    head = made.head
    print(
        f"控え {head.id} を作りました: ファイル {head.files:,} 件、{_megabytes(head.size)} MB"
        f" (新しく書いた分 {_megabytes(made.added)} MB)"
    )
    _tell(made.checked)
    if not head.main_keys:
        print(_IN_CLEAR)
    elif not head.has_keys:
        print(_NO_KEYS)
    if head.has_keys:
        print(_WITH_KEYS)


def _tell(checked: Checked) -> None:
    for finding in checked.findings[:_SHOWN]:
        print(f"  {finding}")
    if len(checked.findings) > _SHOWN:
        print(f"  ほか {len(checked.findings) - _SHOWN} 件")
    if checked.is_sealed is None:
        print("  目録の封印は、作った機械の鍵がここにないため確かめていません。")
    if not checked.has_key:
        print(_OTHER_KEY)
    if checked.is_whole:
        print(f"ファイル {checked.files:,} 件を確かめました。異常はありません。")
    else:
        print(f"異常が {len(checked.findings)} 件あります。この控えに頼らないでください。")


def _tell_after(done: Restored) -> None:
    for words in (
        "復元しました。控えの後に受け付けた書類は入っていません。紙をスキャンし直すか、"
        "受付済フォルダに残る原本を受付フォルダに戻すと、読み直します"
        " (登録済みの申請は、登録の前の照会で見つかります)。",
    ):
        print(f"※ {words}")
    for name, value in done.head.settings.items():
        print(f"  控えを作った機械の設定: UTSUSHI_{name.upper()}={value}")


def _tell_waiting(waits: tuple[str, ...]) -> None:
    if waits:
        print(
            f"最新の控え {waits[-1]} にも、期限の過ぎた書類があります。「utsushi retention delete」"
            "の後で新しい控えを作ってから、もう一度整理してください。"
        )


def _row(kept: Kept) -> tuple[object, ...]:
    head = kept.head
    if head is None:
        return kept.id, "読めません", "—", "—", "—", "—", "—"
    past = f"{kept.deleted + kept.due} 件" if kept.is_past else "なし"
    return (
        kept.id, tokyo_text(head.made_at), head.by, f"{head.files:,}", _megabytes(head.size),
        "あり" if head.has_keys else "なし", past,
    )  # fmt: skip


def _plain(head: Head, checked: Checked) -> dict[str, object]:
    return {
        "id": head.id, "made_at": head.made_at.isoformat(), "files": head.files,
        "size": head.size, "has_keys": head.has_keys, "is_whole": checked.is_whole,
        "is_sealed": checked.is_sealed, "findings": list(checked.findings),
    }  # fmt: skip


def _code(checked: Checked) -> int:
    return 0 if checked.is_whole else BROKEN


def _chosen(place: Path | None, settings: Settings) -> Path:
    """The one that is named, else that of the backups by schedule. Raises SetupError."""
    found = place or settings.backup_place
    if found is None:
        raise SetupError(
            "控え先が分かりません。",
            advice="フォルダを付けて実行するか、設定 UTSUSHI_BACKUP_PLACE に指定してください。",
        )
    return found


def _latest(repository: Repository) -> str:
    if not (ids := repository.ids()):
        raise NoBackup("控えがまだありません。", advice="「utsushi backup make」で作れます。")
    return ids[-1]


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SetupError(
            f"鍵の控えを読めません ({path})。", advice="ファイルの名前と場所を確かめてください。"
        ) from error


def _passphrase(file: Path | None, *, is_new: bool) -> str:
    """Raises SetupError."""
    if file is not None:
        return passphrase_in(file)
    if not sys.stdin.isatty():
        raise SetupError(
            "合言葉を、ここでは尋ねられません。", advice="--passphrase-file でファイルを渡します。"
        )
    said = getpass.getpass("控えの鍵の合言葉: ")
    if is_new and said != getpass.getpass("もう一度: "):
        raise SetupError(
            "二度の入力が違います。何も作っていません。",
            advice="もう一度実行し、同じものを二度入力してください。",
        )
    return said
