"""What can be wrong in a scenario beside its keys: found before any run, with its line."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from bots.scenario.expressions import Template
from bots.scenario.models import PartDeclaration, ScenarioDeclaration
from bots.scenario.names import Names, WrongName, nearest
from bots.scenario.scenario import Loc, Scenario, Source, System
from bots.scenario.steps import Call, Check, Choose, Fill, Read, Repeat, Use
from bots.scenario.targets import Strict, Target
from forms.errors import BadDeclaration

SECRET = "secret."
"""Beginning of the names of credentials; only login steps know them."""


class Checker:
    """Walks a declaration in the order in which it will run."""

    def __init__(self, source: Source, parts: dict[str, PartDeclaration]) -> None:
        self._source = source
        self._parts = parts

    def walk(self, model: Strict, names: Names, loc: Loc) -> None:
        """Raises BadDeclaration for the first mistake in `model`, which stands at `loc`."""
        try:
            self._check_step(model)
            if isinstance(model, Repeat):
                names = names.inside(model.repeat)
        except WrongName as error:
            raise self._bad(loc, error) from error
        for key, value in _children(model):
            self._value(value, names, (*loc, key))
        if isinstance(model, Read | Call) and model.into:
            self._remember(model.into, names, loc)

    def _value(self, value: object, names: Names, loc: Loc) -> None:
        if isinstance(value, Template):
            try:
                names.check(value)
            except WrongName as error:
                raise self._bad(loc, error) from error
        elif isinstance(value, Strict):
            self.walk(value, names, loc)
        elif isinstance(value, dict):
            for key, each in value.items():
                self._value(each, names, (*loc, key))
        elif isinstance(value, list | tuple):
            for number, each in enumerate(value):
                self._value(each, names, (*loc, number))

    def _check_step(self, model: Strict) -> None:
        if isinstance(model, Use):
            self._check_use(model)
        if isinstance(model, Call):
            check_function(self._source.path.parent, model.call)
        if isinstance(model, Read) and model.pattern is not None:
            try:
                re.compile(model.pattern)
            except re.error as error:
                raise WrongName(f"pattern は正規表現として読めません ({error})。") from error
        target = _typed(model)
        if target and target.way == "css" and target.heading is None:
            raise WrongName(
                "css で示した欄に入力するときは、見出しも要ります。",
                "「heading: 画面の見出し」を加えてください。",
            )

    def _check_use(self, model: Use) -> None:
        part = self._parts.get(model.use)
        if part is None:
            raise nearest(model.use, self._parts, "部品 (system.yaml の parts)")
        for name in model.with_:
            if name not in part.needs:
                raise nearest(name, part.needs, f"部品「{model.use}」の名前", ("with", name))
        missing = [name for name in part.needs if name not in model.with_]
        if missing:
            raise WrongName(f"部品「{model.use}」に渡す「{missing[0]}」がありません。")

    def _remember(self, name: str, names: Names, loc: Loc) -> None:
        taken = names.known() - names.memory
        if name in taken:
            error = WrongName(f"「{name}」は項目の id と同じです。", "別の名前にしてください。")
            raise self._bad(loc, error)
        names.memory.add(name)

    def _bad(self, loc: Loc, error: WrongName) -> BadDeclaration:
        at = (*loc, *error.keys)
        key = at[-1] if isinstance(at[-1], str) else ""
        where = self._source.line(at)
        return BadDeclaration(str(self._source.path), where, key, error.problem, error.fix)


def check_system(system: System) -> None:
    """Raises BadDeclaration where `system.yaml` has a mistake in its steps or texts."""
    declared = system.declared
    checker = Checker(system.source, declared.parts)
    none = Names(None, declared.codes)
    if declared.login:
        secrets = frozenset(f"{SECRET}{name}" for name in declared.credentials)
        login = Names(None, declared.codes, given=secrets)
        checker.walk(declared.login, login, ("login",))
    for name, part in declared.parts.items():
        inside = Names(None, declared.codes, given=frozenset(part.needs))
        checker.walk(part, inside, ("parts", name))
    for key in ("logged_out", "busy", "rejected"):
        for number, sign in enumerate(getattr(declared, key)):
            checker.walk(sign, none, (key, number))


def check_scenario(scenario: Scenario) -> None:
    """Raises BadDeclaration for the first mistake."""
    declared = scenario.declared
    checker = Checker(scenario.source, scenario.system.declared.parts)
    names = Names(scenario.form, scenario.tables)
    for key in ("find", "enter", "submit", "read_back"):
        section = getattr(declared, key)
        if isinstance(section, list):
            for number, step in enumerate(section):
                checker.walk(step, names, (key, number))
        else:
            checker.walk(section, names, (key,))
    _check_fields(scenario)
    _check_key(scenario)


def check_function(folder: Path, call: str) -> None:
    """Raises WrongName where `file.py:function` is not there. Does not run the file."""
    file, _, function = call.partition(":")
    path = folder / file
    if not path.is_file():
        raise WrongName(f"{file} がありません。", f"{folder.name} フォルダに置いてください。")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    if function not in functions:
        raise nearest(function, functions, f"関数 ({file})")


def _check_fields(scenario: Scenario) -> None:
    """Every field of the form is read back, or it says why not: nothing is lost in silence."""
    shown = scenario.declared.read_back.fields
    left = scenario.declared.read_back.not_entered
    known = {each.id for each in scenario.form.fields}
    for key, group in (("fields", shown), ("not_entered", left)):
        for name in group:
            if name not in known:
                raise _bad(scenario, ("read_back", key, name), nearest(name, known, "項目"))
    for name in shown:
        if name in left:
            both = WrongName("fields と not_entered の両方にあります。")
            raise _bad(scenario, ("read_back", "not_entered", name), both)
    for each in scenario.form.fields:
        if each.id not in shown and each.id not in left:
            error = WrongName(
                f"項目「{each.id}」({each.label}) をどこで照合するか書かれていません。",
                "read_back の fields に加えるか、not_entered に理由を書いてください。",
            )
            raise _bad(scenario, ("read_back", "fields"), error)


def _check_key(scenario: Scenario) -> None:
    declared: ScenarioDeclaration = scenario.declared
    required = {each.id for each in scenario.form.fields if each.required}
    for number, name in enumerate(declared.key):
        if name not in declared.read_back.fields:
            error = WrongName("key の項目は read_back の fields にも要ります。")
            raise _bad(scenario, ("key", number), error)
        if name not in required:
            raise _bad(scenario, ("key", number), WrongName("key には必須の項目だけを書けます。"))
    for name in _slots(declared.find):
        if name not in declared.key:
            error = WrongName(
                f"find で使えるのは key の項目だけです (「{name}」は key にありません)。",
                "key に加えるか、検索の条件から外してください。",
            )
            raise _bad(scenario, ("find",), error)


def _bad(scenario: Scenario, loc: Loc, error: WrongName) -> BadDeclaration:
    source = scenario.source
    key = next(str(part) for part in reversed(loc) if isinstance(part, str))
    return BadDeclaration(str(source.path), source.line(loc), key, error.problem, error.fix)


def _typed(model: Strict) -> Target | None:
    if isinstance(model, Fill):
        return model.fill
    if isinstance(model, Choose):
        return model.choose
    return model.check if isinstance(model, Check) else None


def _children(model: BaseModel) -> Iterator[tuple[str, object]]:
    for name, info in type(model).model_fields.items():
        yield info.alias or name, getattr(model, name)


def _slots(value: object) -> set[str]:
    """Names in every text inside, those that `read` keeps left out."""
    if isinstance(value, Template):
        return set(value.names)
    if isinstance(value, BaseModel):
        inside = set().union(*(_slots(each) for _, each in _children(value)))
        return inside - {value.into} if isinstance(value, Read | Call) else inside
    if isinstance(value, dict):
        return set().union(*(_slots(each) for each in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(_slots(each) for each in value))
    return set()
