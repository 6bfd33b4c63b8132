"""Is the record there, and as what? Used before an entry, and afresh after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Locator

from bots import screen_script, tables
from bots.conditions import holds, is_shown
from bots.locate import Want, locate, present
from bots.scenario.expressions import for_slot
from bots.scenario.models import ShownDeclaration
from bots.scenario.scenario import Scenario
from bots.scenario.steps import Click
from bots.scenario.targets import Target
from bots.scenario.values import Values
from bots.screen_script import ask
from bots.stage import Stage
from bots.steps import run_step, run_steps
from forms.compare import is_same
from forms.errors import Different
from forms.record import Value

MOST_PAGES = 50
"""Pages of a result list that are looked through; more means the search is too wide."""


@dataclass(frozen=True, slots=True)
class Found:
    """An application in the target system that equals the record."""

    number: str
    values: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A detail screen as read: the receipt number and the text beside each field."""

    number: str
    values: Mapping[str, str] = field(repr=False)


def look_up(scenario: Scenario, stage: Stage) -> Found | None:
    """Search from the beginning and compare every row that the search shows with the record.

    None where no row has the record's key. Raises Different where one has, with other values;
    NotReady where the screens do not come as declared.
    """
    different: list[str] = []
    for shown in _details(scenario, stage):
        wrong = differences(shown.values, scenario, stage)
        if not wrong:
            return Found(shown.number, shown.values)
        if not set(wrong) & set(scenario.declared.key):
            different = wrong
    if different:
        labels = "、".join(scenario.form.field(name).label for name in different)
        raise Different(f"「{scenario.system.title}」に同じ申請がありますが、{labels}が違います。")
    return None


def differences(shown: Mapping[str, str], scenario: Scenario, stage: Stage) -> list[str]:
    """Ids of the fields whose shown text is not what the record's value looks like there."""
    return [
        name for name, text in shown.items() if not _is_as_expected(text, name, scenario, stage)
    ]


def expected(declared: ShownDeclaration, name: str, values: Values) -> Value:
    """What the target shows where it holds the record's value."""
    return values.value(declared.as_ or for_slot(name))


def _is_as_expected(text: str, name: str, scenario: Scenario, stage: Stage) -> bool:
    wanted = expected(scenario.declared.read_back.fields[name], name, stage.values)
    return is_same(tuple(text.split("、")) if isinstance(wanted, tuple) else text, wanted)


def read_detail(scenario: Scenario, stage: Stage) -> Shown:
    """The detail screen that is open now. Raises NotReady where a field is not on it."""
    declared = scenario.declared.read_back
    here = stage.at("read_back").in_frames(declared.frame)
    limit = stage.system.declared.waits.screen
    here.at("ready").wait_until(lambda: holds(declared.ready, here), limit, str(declared.ready))
    number = present(declared.number, here.at("number"), Want.READ)
    text: str = ask(number, screen_script.CELL)
    return Shown(text.strip(), read_fields(scenario, here))


def read_fields(scenario: Scenario, here: Stage) -> dict[str, str]:
    """The text of every field on the screen, by field id."""
    texts = tables.beside(tables.read(here.scope))
    return {
        name: _text_at(declared, texts, here.at("fields", name))
        for name, declared in scenario.declared.read_back.fields.items()
    }


def private_places(scenario: Scenario, stage: Stage, frame: list[str]) -> list[Locator]:
    """Where private fields stand on a screen, for masking. They may be on it or not."""
    here = stage.whole.in_frames(frame)
    fields = scenario.declared.read_back.fields
    return [locate(fields[n].at, here, Want.READ) for n in scenario.private if n in fields]


def _text_at(declared: ShownDeclaration, texts: dict[str, list[str]], here: Stage) -> str:
    at = declared.at
    if at.way == "heading" and at.nth is None and at.frame is None and at.heading is not None:
        found = texts.get(tables.clean(here.values.text(at.heading) or ""), [])
        if len(found) == 1:
            return found[0].strip()
        problem = "が二か所以上あります" if found else "がありません"
        raise here.not_ready(f"照会画面に見出し「{at}」{problem}。")
    text: str = ask(present(at, here, Want.READ), screen_script.CELL)
    return text.strip()


def _details(scenario: Scenario, stage: Stage) -> Iterator[Shown]:
    """The detail screen of each row in turn; each is opened from a fresh search."""
    opened = 0
    while (row := _wanted_row(scenario, stage, opened)) is not None:
        rows = scenario.declared.find.rows
        here = stage.at("find", "rows").in_frames(rows.frame)
        line = here.in_row(tables.locate(here.scope, row), row.columns)
        run_step(Click(click=rows.open), line.at("open"))
        yield read_detail(scenario, stage)
        opened += 1


def _wanted_row(scenario: Scenario, stage: Stage, number: int) -> tables.FoundRow | None:
    """Search, and turn pages up to the wanted row with this number (from 0)."""
    declared = scenario.declared.find
    run_steps(declared.search, stage.at("find"), "search")
    here = stage.at("find", "rows").in_frames(declared.rows.frame)
    rows = _result(scenario, stage, here)
    for _ in range(MOST_PAGES):
        wanted = [row for row in rows if _is_wanted(row, scenario, stage)]
        if number < len(wanted):
            return wanted[number]
        number -= len(wanted)
        following = declared.rows.next
        if not rows or following is None or not is_shown(following, here):
            return None
        rows = _turned(following, rows, scenario, here)
    raise here.not_ready("検索結果が多すぎて見きれません。")


def _result(scenario: Scenario, stage: Stage, here: Stage) -> list[tables.FoundRow]:
    """The first page of the result; empty only where the screen says that there is nothing."""
    nothing, rows = scenario.declared.find.nothing, list[tables.FoundRow]()

    def answered() -> bool:
        rows[:] = _rows(scenario, here)
        return bool(rows) or holds(nothing, stage)

    stage.at("find", "nothing").wait_until(
        answered, stage.system.declared.waits.screen, "検索の結果"
    )
    return rows


def _turned(
    following: Target, before: list[tables.FoundRow], scenario: Scenario, here: Stage
) -> list[tables.FoundRow]:
    run_step(Click(click=following), here.at("next"))
    rows = list[tables.FoundRow]()

    def turned() -> bool:
        rows[:] = _rows(scenario, here)
        return bool(rows) and rows != before

    here.wait_until(turned, here.system.declared.waits.screen, "次の頁")
    return rows


def _rows(scenario: Scenario, here: Stage) -> list[tables.FoundRow]:
    """The rows of the list. A table whose rows have nothing to open is another one."""
    declared = scenario.declared.find.rows
    found = list(tables.rows_under(tables.read(here.scope), list(declared.where)))
    first = {row.table: row for row in reversed(found)}
    lists = {number for number, row in first.items() if _opens(declared.open, row, here)}
    return [row for row in found if row.table in lists]


def _opens(target: Target, row: tables.FoundRow, here: Stage) -> bool:
    line = here.in_row(tables.locate(here.scope, row), row.columns)
    return locate(target, line, Want.CLICK).count() == 1


def _is_wanted(row: tables.FoundRow, scenario: Scenario, stage: Stage) -> bool:
    where = scenario.declared.find.rows.where
    return tables.matches(row, {column: stage.values.value(t) for column, t in where.items()})
