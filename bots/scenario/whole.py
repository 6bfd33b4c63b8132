"""Whether the sections of a scenario or system fit together: nothing forgotten, nothing unknown."""

from collections.abc import Mapping
from dataclasses import replace

from bots.scenario.check import SECRET, Checker, Report, names_in, raise_it
from bots.scenario.models import PartDeclaration
from bots.scenario.names import Names, WrongName, nearest
from bots.scenario.scenario import Scenario, System
from bots.scenario.steps import Use


def check_system(system: System, report: Report = raise_it) -> None:
    """Reports the mistakes in the steps and texts of `system.yaml` (as BadDeclaration)."""
    declared = system.declared
    checker = Checker(system.source, declared.parts, report)
    if declared.login:
        secrets = frozenset(f"{SECRET}{name}" for name in declared.credentials)
        login = Names(None, system.codes, given=secrets)
        checker.walk(declared.login, login, ("login",))
    for name, part in declared.parts.items():
        _check_part(name, part, system, checker)
    none = Names(None, system.codes, in_part=True)
    for key in ("logged_out", "busy", "rejected"):
        for number, sign in enumerate(getattr(declared, key)):
            checker.walk(sign, none, (key, number))


def _check_part(name: str, part: PartDeclaration, system: System, checker: Checker) -> None:
    inside = Names(None, system.codes, given=frozenset(part.needs), in_part=True)
    checker.walk(part, inside, ("parts", name))
    if part.gives is not None and part.gives not in inside.memory:
        unknown = nearest(part.gives, inside.memory, "覚えた名前 (read の into)")
        checker.add(("parts", name, "gives"), unknown)
    if name in _reached(name, system.declared.parts):
        checker.add(("parts", name), WrongName("部品が自分自身を呼んでいます。"))


def _reached(name: str, parts: Mapping[str, PartDeclaration]) -> set[str]:
    """The parts that a part calls, directly or through others."""
    found: set[str] = set()
    queue = [name]
    while queue:
        part = parts.get(queue.pop())
        new = part_names(part.do) - found if part else set()
        found |= new
        queue.extend(new)
    return found


def part_names(value: object) -> set[str]:
    """The parts that steps call themselves."""
    if isinstance(value, Use):
        return {value.use}
    if isinstance(value, list | tuple):
        return set().union(*(part_names(each) for each in value))
    fields = getattr(type(value), "model_fields", {})
    return set().union(*(part_names(getattr(value, name)) for name in fields))


def check_scenario(scenario: Scenario, report: Report = raise_it) -> None:
    """Reports every mistake in what a scenario says (as BadDeclaration).

    What a search reads is known while its result is read, what the entry reads until its click.
    """
    declared, parts = scenario.declared, scenario.system.declared.parts
    checker = Checker(scenario.source, parts, report)
    find = Names(scenario.form, scenario.tables)
    enter = Names(scenario.form, scenario.tables)
    fields = replace(find, memory=set(), windows=find.windows)
    checker.walk(declared.find, find, ("find",))
    for number, step in enumerate(declared.enter):
        checker.walk(step, enter, ("enter", number))
    checker.walk(declared.submit, enter, ("submit",))
    for number, step in enumerate(declared.read_back.before):
        checker.walk(step, find, ("read_back", "before", number))
    shown = declared.read_back.model_copy(update={"before": []})
    checker.walk(shown, fields, ("read_back",))
    _check_fields(scenario, checker)
    _check_key(scenario, checker)
    _check_find(scenario, find.memory, checker)


def _check_fields(scenario: Scenario, checker: Checker) -> None:
    """Every field of the form is read back, or it says why not: nothing is lost in silence."""
    shown = scenario.declared.read_back.fields
    left = scenario.declared.read_back.not_entered
    known = {each.id for each in scenario.form.fields}
    for key, group in (("fields", shown), ("not_entered", left)):
        for name in group:
            if name not in known:
                checker.add(("read_back", key, name), nearest(name, known, "項目"))
    for name in shown:
        if name in left:
            both = WrongName("fields と not_entered の両方にあります。")
            checker.add(("read_back", "not_entered", name), both)
    for each in scenario.form.fields:
        if each.id not in shown and each.id not in left:
            error = WrongName(
                f"項目「{each.id}」({each.label}) をどこで照合するか書かれていません。",
                "read_back の fields に加えるか、not_entered に理由を書いてください。",
            )
            checker.add(("read_back", "fields"), error)


def _check_key(scenario: Scenario, checker: Checker) -> None:
    declared = scenario.declared
    required = {each.id for each in scenario.form.fields if each.required}
    known = {each.id for each in scenario.form.fields}
    for number, name in enumerate(declared.key):
        if name not in known:
            checker.add(("key", number), nearest(name, known, "項目"))
        elif name not in declared.read_back.fields:
            error = WrongName("key の項目は read_back の fields にも要ります。")
            checker.add(("key", number), error)
        elif name not in required:
            checker.add(("key", number), WrongName("key には必須の項目だけを書けます。"))


def _check_find(scenario: Scenario, memory: set[str], checker: Checker) -> None:
    """A search that needs more than the key could miss what is there."""
    declared = scenario.declared
    fields = {each.id for each in scenario.form.fields}
    for name in sorted(names_in(declared.find) - memory):
        if name not in declared.key and (name in fields or "." in name):  # others are unknown
            error = WrongName(
                f"find で使えるのは key の項目だけです (「{name}」は key にありません)。",
                "key に加えるか、検索の条件から外してください。",
            )
            checker.add(("find",), error)
