"""Is the record there, and as what? Used before an entry, and afresh after it."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from bots import tables
from bots.asking import FIELDS, question, shown_text
from bots.asking.putting import put
from bots.conditions import holds
from bots.locate import Want, described, locate, present
from bots.quiet import Traffic
from bots.results import Results
from bots.scenario.expressions import for_slot
from bots.scenario.models import ReadBackDeclaration, ShownDeclaration
from bots.scenario.scenario import Scenario
from bots.scenario.steps import Click, Popup
from bots.scenario.values import Values
from bots.stage import Stage
from bots.steps import run_step, run_steps
from bots.tables import FoundRow, clean
from forms.compare import is_same, says_nothing
from forms.errors import Different
from forms.record import Value


class Detail(Enum):
    """The search opened the detail screen of its only hit."""

    OPEN = "open"


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
        if _may_be_ours(wrong, shown.values, scenario.declared.key):
            different = wrong
    if different:
        labels = "、".join(scenario.form.field(name).label for name in different)
        raise Different(f"「{scenario.system.title}」に同じ申請がありますが、{labels}が違います。")
    return None


def _may_be_ours(wrong: list[str], shown: Mapping[str, str], key: list[str]) -> bool:
    """Whether the key tells no other application: where a target died in the middle of a row, a
    part of the key may be blank."""
    told = [name for name in key if not says_nothing(shown.get(name, ""))]
    return bool(told) and not set(wrong) & set(told)


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
    if not wanted and says_nothing(text):
        return True
    return is_same(tuple(text.split("、")) if isinstance(wanted, tuple) else text, wanted)


def read_detail(scenario: Scenario, stage: Stage) -> Shown:
    """The detail screen that is open now. Raises NotReady where a field is not on it."""
    declared = scenario.declared.read_back
    here = stage.at("read_back").in_place(declared.window, declared.frame)
    run_steps(declared.before, here, "before")
    limit = stage.system.declared.waits.screen
    here.at("ready").wait_until(lambda: holds(declared.ready, here), limit, str(declared.ready))
    return _read(scenario, here)


def _read(scenario: Scenario, here: Stage) -> Shown:
    number = present(scenario.declared.read_back.number, here.at("number"), Want.READ)
    return Shown(shown_text(number), read_fields(scenario, here))


def read_fields(scenario: Scenario, here: Stage) -> dict[str, str]:
    """The text of every field on the screen, by field id: most of them in one question.

    Waits for fields that come late. Raises NotReady where one is not there, or there twice.
    """
    fields = scenario.declared.read_back.fields
    asked = {name: said for name, each in fields.items() if (said := described(each.at, here))}
    found: dict[str, list[str]] = {}
    limit = here.system.declared.waits.screen
    end = time.monotonic() + limit

    def are_there() -> bool:
        answers = put(here.fresh().scope, question(FIELDS), list(asked.values()))
        found.update(zip(asked, answers, strict=True))
        is_late = time.monotonic() > end  # what is missing then is told by its name, below
        return is_late or all(
            len(texts) == 1 or (fields[name].optional and not texts)
            for name, texts in found.items()
        )

    here.wait_until(are_there, limit, "照会画面の項目")
    return {
        name: _text_at(declared, found.get(name), here.at("fields", name))
        for name, declared in fields.items()
    }


def _text_at(declared: ShownDeclaration, texts: list[str] | None, here: Stage) -> str:
    """`texts` is what the question answered; None where the target needs a look of its own."""
    at = declared.at
    is_there = texts if texts is not None else locate(at, here, Want.READ).count()
    if declared.optional and not is_there:
        return ""
    if texts is None:
        return shown_text(present(at, here, Want.READ))
    if len(texts) != 1:
        problem = "が二か所以上あります" if texts else "がありません"
        raise here.not_ready(f"照会画面に見出し「{at}」{problem}。")
    return texts[0].strip()


def _details(scenario: Scenario, stage: Stage) -> Iterator[Shown]:
    """The detail screen of each row in turn; each is opened from a fresh search."""
    opened = 0
    while True:
        with Traffic(stage.page, stage.watcher) as traffic:
            noted = replace(stage, watcher=traffic)
            found = _searched(scenario, noted, traffic, opened)
            if found is None:
                return
            if found is not Detail.OPEN:
                _open(found, scenario, noted)
            shown = read_detail(scenario, noted)
            if differences(shown.values, scenario, stage):
                shown = _read_again(shown, scenario, noted, traffic)
        yield shown
        if found is Detail.OPEN:
            return
        opened += 1


def _read_again(shown: Shown, scenario: Scenario, stage: Stage, traffic: Traffic) -> Shown:
    """A page that fills its fields itself may not have done so when it was read first."""
    declared = scenario.declared.read_back
    here = stage.at("read_back").in_place(declared.window, declared.frame)
    return _read(scenario, here) if traffic.wait_for_rest(here) else shown


def _searched(
    scenario: Scenario, stage: Stage, traffic: Traffic, number: int
) -> FoundRow | Detail | None:
    """Search, and go through the list up to the wanted row with this number (from 0)."""
    declared = scenario.declared.find
    stage.close_windows()
    run_steps(declared.search, stage.at("find"), "search")
    here = stage.at("find", "rows").in_place(declared.rows.window, declared.rows.frame)
    results = Results(declared.rows, here, rest=lambda: traffic.wait_for_rest(here))
    if _is_detail(results, scenario, stage):
        return Detail.OPEN if number == 0 else None
    if (found := _nth(results.rows, number, scenario, stage)) is not None:
        return found
    if traffic.wait_for_rest(here) and _is_detail(
        results, scenario, stage
    ):  # what stood there may be old
        return Detail.OPEN if number == 0 else None
    for rows in results.parts():
        wanted = [row for row in rows if _is_wanted(row, scenario, stage)]
        if number < len(wanted):
            return wanted[number]
        number -= len(wanted)
    return None


def _is_detail(results: Results, scenario: Scenario, stage: Stage) -> bool:
    """Wait for the answer of the search: False for a list or for nothing, True where the only hit
    was opened at once."""
    declared = scenario.declared
    is_detail = False

    def answered() -> bool:
        nonlocal is_detail
        if results.look():
            return True
        is_detail = declared.find.single and _is_ready(declared.read_back, stage)
        return is_detail or holds(declared.find.nothing, stage)

    limit = stage.system.declared.waits.screen
    stage.at("find", "nothing").wait_until(answered, limit, "検索の結果")
    return is_detail


def _is_ready(declared: ReadBackDeclaration, stage: Stage) -> bool:
    if declared.window is not None and not stage.has_window(declared.window):
        return False
    return holds(declared.ready, stage.in_place(declared.window, declared.frame))


def _nth(rows: list[FoundRow], number: int, scenario: Scenario, stage: Stage) -> FoundRow | None:
    wanted = [row for row in rows if _is_wanted(row, scenario, stage)]
    return wanted[number] if number < len(wanted) else None


def _open(row: FoundRow, scenario: Scenario, stage: Stage) -> None:
    rows = scenario.declared.find.rows
    here = stage.at("find", "rows").in_place(rows.window, rows.frame)
    line = here.in_row(tables.locate(here.scope, row), row.columns)
    click = Click(click=rows.open)
    opens = Popup.model_validate({"popup": click, "as": rows.opens}) if rows.opens else click
    run_step(opens, line.at("open"))


def _is_wanted(row: FoundRow, scenario: Scenario, stage: Stage) -> bool:
    where = scenario.declared.find.rows.where
    wanted = {column: stage.values.value(t) for column, t in where.items()}
    # A blank cell is no other application: a target that died in the middle of a row leaves such.
    told = {c: value for c, value in wanted.items() if not says_nothing(row.cells[clean(c)])}
    return bool(told) and tables.may_be(row, told)
