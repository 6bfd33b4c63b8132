"""What can be wrong in steps and texts beside their keys: found before any run, with its line."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel

from bots.scenario.expressions import Template
from bots.scenario.models import (
    LoginDeclaration,
    PartDeclaration,
    ReadBackDeclaration,
    RowsDeclaration,
    SubmitDeclaration,
)
from bots.scenario.names import Names, WrongName, nearest
from bots.scenario.scenario import Loc, Source
from bots.scenario.steps import (
    Call,
    Check,
    Choose,
    Close,
    Download,
    Fill,
    InWindow,
    Popup,
    Read,
    Repeat,
    Upload,
    Use,
)
from bots.scenario.targets import Strict, Target
from forms.errors import BadDeclaration

SECRET = "secret."
"""Beginning of the names of credentials; only login steps know them."""

PAGE = "page"
"""In `next` of a list: the number of the page that it leads to."""

FILES = ("original",)
"""Files of a record that `upload` may name: the scan as it arrived."""

Report = Callable[[BadDeclaration], None]


def raise_it(mistake: BadDeclaration) -> None:
    """The first mistake ends the check."""
    raise mistake


class Checker:
    """Walks a declaration in the order in which it will run, and reports every mistake."""

    def __init__(
        self, source: Source, parts: Mapping[str, PartDeclaration], report: Report = raise_it
    ) -> None:
        self._source = source
        self._parts = parts
        self._report = report

    def walk(self, model: Strict, names: Names, loc: Loc) -> None:
        """Reports the mistakes in `model`, which stands at `loc`."""
        for question in (_wrong_step, _wrong_target):
            self.ask(loc, lambda ask=question: ask(model, self._source.path.parent))  # type: ignore[misc]
        if isinstance(model, Use):
            self.ask(loc, lambda: check_use(model, self._parts))
        inside = names
        if isinstance(model, Repeat):
            try:
                inside = names.inside(model.repeat)
            except WrongName as error:
                self.add(loc, error)
                return
        for key, value in children(model):
            here = inside.and_given(PAGE) if _is_turning(model, key) else inside
            self._value(value, here, (*loc, key))
        self._remember(model, names, loc)

    def ask(self, loc: Loc, question: Callable[[], None]) -> None:
        """Report the mistake that a question raises."""
        try:
            question()
        except WrongName as error:
            self.add(loc, error)

    def add(self, loc: Loc, error: WrongName) -> None:
        """Report a mistake at its place in the file."""
        at = (*loc, *error.keys)
        key = at[-1] if at and isinstance(at[-1], str) else ""
        line = self._source.line(at)
        self._report(BadDeclaration(str(self._source.path), line, key, error.problem, error.fix))

    def _value(self, value: object, names: Names, loc: Loc) -> None:
        if isinstance(value, Template):
            self.ask(loc, lambda: names.check(value))
        elif isinstance(value, Strict):
            self.walk(value, names, loc)
        elif isinstance(value, dict):
            for key, each in value.items():
                self._value(each, names, (*loc, key))
        elif isinstance(value, list | tuple):
            for number, each in enumerate(value):
                self._value(each, names, (*loc, number))

    def _remember(self, model: Strict, names: Names, loc: Loc) -> None:
        """What is known after this piece: kept texts, and windows that stay open."""
        if isinstance(model, Read | Call | Use) and model.into:
            into = model.into
            self.ask(loc, lambda: names.remember(into))
        if isinstance(model, Popup) and model.as_:
            names.windows.add(model.as_)
        if isinstance(model, RowsDeclaration) and model.opens:
            names.windows.add(model.opens)
        if not names.in_part and (wanted := _window(model)) and wanted[1] not in names.windows:
            self.add((*loc, wanted[0]), nearest(wanted[1], names.windows, "開いたままの窓"))


def children(model: BaseModel) -> Iterator[tuple[str, object]]:
    """Key as written and value of each field."""
    for name, info in type(model).model_fields.items():
        yield info.alias or name, getattr(model, name)


def names_in(value: object) -> set[str]:
    """Names in every text inside."""
    if isinstance(value, Template):
        return set(value.names)
    if isinstance(value, BaseModel):
        return set().union(*(names_in(each) for _, each in children(value)))
    if isinstance(value, dict):
        return set().union(*(names_in(each) for each in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(names_in(each) for each in value))
    return set()


def check_function(folder: Path, call: str) -> None:
    """Raises WrongName where `file.py:function` is not there. Does not run the file."""
    file, _, function = call.partition(":")
    path = folder / file
    if not path.is_file():
        raise WrongName(f"{file} がありません。", f"{folder.name} フォルダに置いてください。")
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        raise WrongName(f"{file} を Python として読めません ({error}).") from error
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    if function not in functions:
        raise nearest(function, functions, f"関数 ({file})")


def check_use(step: Use, parts: Mapping[str, PartDeclaration]) -> None:
    """Raises WrongName where a part is called that there is not, or not as it needs it."""
    part = parts.get(step.use)
    if part is None:
        raise nearest(step.use, parts, "部品 (system.yaml の parts)")
    for name in step.with_:
        if name not in part.needs:
            raise nearest(name, part.needs, f"部品「{step.use}」の名前", ("with", name))
    missing = [name for name in part.needs if name not in step.with_]
    if missing:
        raise WrongName(f"部品「{step.use}」に渡す「{missing[0]}」がありません。")
    if step.into is not None and part.gives is None:
        raise WrongName(
            f"部品「{step.use}」は何も返しません。", "部品に gives を書くか、into を消します。"
        )


def _wrong_step(model: Strict, folder: Path) -> None:
    """Raises WrongName for what a step says that cannot be."""
    if isinstance(model, Call):
        check_function(folder, model.call)
    if isinstance(model, Read) and model.pattern is not None:
        try:
            re.compile(model.pattern)
        except re.error as error:
            raise WrongName(f"pattern は正規表現として読めません ({error})。") from error
    if isinstance(model, Upload):
        if "." not in model.file and model.file not in FILES:
            raise nearest(model.file, FILES, "記録のファイル", ("file",))
        if "." in model.file and not (folder / model.file).is_file():
            problem = f"{model.file} がありません。"
            raise WrongName(problem, f"{folder.name} フォルダに置いてください。", ("file",))
    if isinstance(model, LoginDeclaration) and _holds_download(model):
        raise WrongName("ログインの手順では download は使えません。")


def _wrong_target(model: Strict, folder: Path) -> None:
    """Raises WrongName where something is typed into what nothing but CSS addresses."""
    target = _typed(model)
    if target and target.way == "css" and target.heading is None:
        raise WrongName(
            "css で示した欄に入力するときは、見出しも要ります。",
            "「heading: 画面の見出し」を加えてください。",
        )


def _typed(model: Strict) -> Target | None:
    for kind, key in ((Fill, "fill"), (Choose, "choose"), (Check, "check"), (Upload, "upload")):
        if isinstance(model, kind):
            found: Target = getattr(model, key)
            return found
    return None


def _is_turning(model: Strict, key: str) -> bool:
    return isinstance(model, RowsDeclaration) and key == "next"


def _window(model: Strict) -> tuple[str, str] | None:
    """The key and the name of the window that a piece of a declaration works in."""
    if isinstance(model, Close):
        return ("close", model.close)
    windowed = InWindow | Target | SubmitDeclaration | RowsDeclaration | ReadBackDeclaration
    if isinstance(model, windowed | LoginDeclaration) and model.window is not None:
        return ("window", model.window)
    return None


def _holds_download(value: object) -> bool:
    if isinstance(value, Download):
        return True
    if isinstance(value, BaseModel):
        return any(_holds_download(each) for _, each in children(value))
    return isinstance(value, list) and any(_holds_download(each) for each in value)
