"""`utsushi bot show`: what trials, checks and recordings left, and one of it to look at."""

import sys
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from forms.errors import SetupError
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.cli.accounts import console_user
from workflows.cli.keys import write_new
from workflows.cli.tables import print_table
from workflows.clock import tokyo_text
from workflows.settings import Settings
from workflows.shared_files.opened import opened
from workflows.trials.drawers import CHECKS, RECORDINGS, TRACES, TRIALS, read
from workflows.trials.left import Left, left

KINDS = {
    TRIALS: "試した登録 (bot run)", CHECKS: "確かめた報告 (bot check)",
    RECORDINGS: "記録した画面 (bot record)", TRACES: "トレース (bot run --trace)",
}  # fmt: skip
Ask = Callable[[str], str]


def show(name: str | None, out: Path | None, ask: Ask | None = None) -> None:
    """All of it, the newest first; or the one whose name has `name` in it, opened until Enter is
    pressed, or written to `out` in clear. `ask` stands for the keyboard in tests.

    Raises SetupError: none or several of that name, nobody at the keyboard, no place to write to;
    CannotOpen.
    """
    settings = Settings.load()
    if name is None:
        _list(settings.home_path)
        return
    if out is None and ask is None and not sys.stdin.isatty():
        raise SetupError(
            "見終わるまで開いておくので、人が端末の前にいるときだけ使えます。",
            advice="ファイルに書き出すには --out を付けてください。",
        )
    chosen = _chosen(settings.home_path, name)
    with Utsushi(settings) as app:
        content = read(chosen.path, settings.home_path, app.store.ring)
        app.audit.note(console_user(), Act.PICTURE_SEEN, what=chosen.name)
    if out is not None:
        target = out / chosen.path.name if out.is_dir() else out
        write_new(target, content)
        print(f"書き出しました: {target} (暗号化されていません。用が済んだら消してください)")
        return
    with opened(settings.home_path, chosen.name, len(content), [content]) as path:
        _open(path)
        (ask or input)("見終わったら Enter を押してください (この写しは消えます): ")


def _open(path: Path) -> None:
    print(f"開いています: {path}")
    if path.suffix == ".zip":
        print(f"別の端末で: playwright show-trace {path}")
    else:
        webbrowser.open(path.as_uri())


def _list(home: Path) -> None:
    found = sorted(left(home), key=lambda each: each.at, reverse=True)
    print_table(
        "試しに残ったもの (新しい順)",
        ["日時", "種類", "KB", "名前"],
        [_row(each) for each in found],
    )
    if found:
        print("見るには: utsushi bot show 名前 (ほかと区別できる一部でかまいません)")


def _row(each: Left) -> tuple[str, ...]:
    at = tokyo_text(datetime.fromtimestamp(each.at, UTC))
    return at, KINDS[PurePosixPath(each.name).parts[0]], f"{each.size / 1000:,.0f}", each.name


def _chosen(home: Path, name: str) -> Left:
    known = list(left(home))
    exact = [each for each in known if each.name == name]
    found = exact or [each for each in known if name in each.name]
    if len(found) == 1:
        return found[0]
    said = f"「{name}」に当たるものが {len(found)} 件あります。"
    raise SetupError(
        said if found else f"「{name}」に当たるものはありません。",
        advice="「utsushi bot show」の一覧にある名前を指定してください。",
    )
