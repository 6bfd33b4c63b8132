"""`utsushi bot check`: do the targets of a scenario still match the real screens?"""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bots.healing.checkup import Checkup
from bots.healing.mending import Mend, apply, mends
from bots.healing.report import advice, render
from bots.healing.sightings import Checked, Sighting
from bots.scenario import Scenario, load_scenarios, system_folder
from bots.scenario.scenario import System
from forms.errors import BadDeclaration, SetupError
from workflows.cli.bots.leaving import Leaving
from workflows.cli.bots.opening import open_credentials
from workflows.cli.bots.record import sample_of
from workflows.cli.tables import print_table
from workflows.makers import open_catalogue
from workflows.settings import Settings
from workflows.trials.drawers import CHECKS

YES = ("はい", "y", "yes")
Ask = Callable[[str], str]


def check(
    name: str,
    form: str | None,
    *,
    do_apply: bool,
    headed: bool = False,
    file: Path | None = None,
    ask: Ask | None = None,
) -> int:
    """Exit code 1 where something no longer matches. `file`: a record to walk with instead of an
    invented one, e.g. one that stands in the system, so that its list and detail are looked at
    too. `ask` stands for the keyboard in tests.

    Raises SetupError: no such system or scenario, no browser, secret or login; `do_apply` without
    a person at the keyboard.
    """
    if do_apply and ask is None and not sys.stdin.isatty():
        raise SetupError(
            "--apply は、人が画面を見て一つずつ答えるときだけ使えます。",
            advice="端末から直接実行してください。",
        )
    settings = Settings.load()
    leaving = Leaving.open(settings)
    folder = system_folder(name, *settings.scenarios)
    chosen = _chosen(load_scenarios(folder, open_catalogue(settings)), form, name)
    if file is not None and len(chosen) != 1:
        raise SetupError(
            "--record には様式も指定してください。",
            advice=f"「utsushi bot check {name} 様式 --record ファイル」のように付けます。",
        )
    checks = [_checked(each, settings, headed, file) for each in chosen]
    for checked, mended in checks:
        _tell(checked, mended)
    page, file_name = _report(chosen[0].system, checks)
    print(f"報告 (画面の絵): {leaving.keep(CHECKS, file_name, page)}")
    if do_apply:
        with leaving.passing() as aside:  # to look at while we ask
            shown = aside / file_name
            shown.write_bytes(page)
            print(f"答える間だけ、ここで開けます: {shown}")
            _ask_all(checks, chosen, ask or input, folder, settings)
    return 0 if all(checked.is_fine for checked, _ in checks) else 1


def _chosen(known: Mapping[str, Scenario], form: str | None, name: str) -> list[Scenario]:
    if form is None and known:
        return list(known.values())
    if form is not None and form in known:
        return [known[form]]
    raise SetupError(
        f"「{name}」に様式「{form}」のシナリオがありません。",
        advice=f"使えるもの: {'・'.join(sorted(known)) or 'なし'}",
    )


def _checked(
    scenario: Scenario, settings: Settings, headed: bool, file: Path | None
) -> tuple[Checked, tuple[Mend, ...]]:
    print(f"{scenario.title}: 画面を確かめています…", flush=True)
    record = sample_of(scenario.form, settings, file, None)
    credentials = open_credentials(settings)
    checked = Checkup(scenario, record, credentials, headless=not headed).run()
    return checked, mends(checked, scenario)


def _tell(checked: Checked, mended: Sequence[Mend]) -> None:
    fine = sum(each.is_fine for each in checked.sightings)
    print(f"{checked.title}: {len(checked.sightings)} か所を見て、{fine} か所が合っています。")
    if checked.troubles:
        head = ["状態", "相手", "場所", "近いもの", "確からしさ"]
        print_table("合わないもの", head, [_row(each) for each in checked.troubles])
    for stop in checked.stops:
        print(f"止まったところ: {stop}")
    for unseen in checked.unseen:
        print(f"確かめていないもの: {unseen}")


def _row(each: Sighting) -> tuple[str, ...]:
    first = each.proposals[0] if each.proposals else None
    near = first.new if first else advice(each)
    sure = f"{first.score * 100:.0f}" if first else ""
    return each.state.value, each.words, str(each.place), near, sure


def _report(
    system: System, checks: Sequence[tuple[Checked, Sequence[Mend]]]
) -> tuple[bytes, str]:  # fmt: skip
    """The page and the name of its file."""
    now = datetime.now()
    page = render(system, checks, now)
    return page.encode("utf-8"), f"{system.name}-{now:%Y%m%d-%H%M%S}.html"


def _ask_all(
    checks: Sequence[tuple[Checked, Sequence[Mend]]],
    scenarios: Sequence[Scenario],
    ask: Ask,
    folder: Path,
    settings: Settings,
) -> None:
    """Each renamed word is asked for by itself, and written only after a yes."""
    done: set[tuple[str, str, Path]] = set()
    for _, mended in checks:
        for mend in mended:
            paths = {edit.path for edit in mend.edits}
            if all((mend.old, mend.new, path) in done for path in paths):
                continue  # the same word of `system.yaml`, found by another form too
            if _is_wanted(mend, ask):
                _apply(mend, folder, settings)
                done |= {(mend.old, mend.new, path) for path in paths}
                print("直しました。")
            else:
                print("直していません。")
    if done:
        print(f"もう一度「utsushi bot check {scenarios[0].system.name}」で確かめてください。")


def _is_wanted(mend: Mend, ask: Ask) -> bool:
    print(f"\n『{mend.old}』を『{mend.new}』に直します。")
    for edit in mend.edits:
        unseen = "" if edit.seen else " (同じ言葉。画面では確かめていません)"
        print(f"  {edit.path.name} の {edit.line} 行目: {edit.old} → {edit.new}{unseen}")
    try:
        answer = ask("報告の絵を見て、正しければ「はい」と入れてください [はい/いいえ]: ")
    except EOFError:
        return False
    return answer.strip().lower() in YES


def _apply(mend: Mend, folder: Path, settings: Settings) -> None:
    """A change with which the scenario would no longer load is taken back."""
    paths = {edit.path for edit in mend.edits}
    before = {path: path.read_bytes() for path in paths}
    apply(mend.edits)
    try:
        load_scenarios(folder, open_catalogue(settings))
    except BadDeclaration as error:
        for path, content in before.items():
            path.write_bytes(content)
        raise SetupError(
            f"直すとシナリオが読めなくなるので、元に戻しました。{error.message}"
        ) from error
