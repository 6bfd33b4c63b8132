"""The office's own layouts: one YAML file each in `<home>/layouts`, checked line by line."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import yaml

from forms import yaml_source
from forms.catalogue import Catalogue
from forms.errors import BadDeclaration, SetupError, StoreError
from forms.form import Field, FieldType, Form
from workflows.exports import charset
from workflows.exports.cells import title_of
from workflows.exports.declaration import (
    ColumnDeclaration,
    Encoding,
    Format,
    Item,
    LayoutDeclaration,
)
from workflows.files import PRIVATE, private_folder

FOLDER = "layouts"
_HEAD = "# 書き出しのレイアウト。列は上から順に並びます。\n"
_WIDE = 10**9  # PyYAML must never break a line by itself


class NoSuchLayout(SetupError):
    default_advice = "「書き出し」の一覧から選び直してください。"

    def __init__(self, name: str) -> None:
        super().__init__(f"レイアウト「{name}」はありません。")


class Changed(StoreError):
    default_advice = "レイアウトを開き直して、もう一度直してください。"

    def __init__(self) -> None:
        super().__init__("このレイアウトは、開いている間にほかの人が変えました。")


@dataclass(frozen=True, slots=True)
class Kept:
    """A layout on the shelf. `layout` is None where the file has `mistakes`."""

    name: str
    text: str
    layout: LayoutDeclaration | None
    mistakes: tuple[BadDeclaration, ...]

    @property
    def mark(self) -> str:
        """Changes when the file does."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Shelf:
    """Layouts by name. Nothing is kept in memory: a file changed by hand counts at once."""

    def __init__(self, home: Path, catalogue: Catalogue) -> None:
        self._folder, self.catalogue = home / FOLDER, catalogue

    def all(self) -> tuple[Kept, ...]:
        """By title; those with mistakes too."""
        paths = sorted(self._folder.glob("*.yaml")) if self._folder.is_dir() else []
        kept = [self._kept(path) for path in paths]
        return tuple(sorted(kept, key=lambda each: each.layout.title if each.layout else each.name))

    def find(self, name: str) -> Kept:
        """Raises NoSuchLayout."""
        path = self._folder / f"{name}.yaml"
        if not _is_name(name) or not path.is_file():
            raise NoSuchLayout(name)
        return self._kept(path)

    def layout(self, name: str) -> LayoutDeclaration:
        """The layout; for the id of a form without one of that name, its standard as a CSV.
        Raises NoSuchLayout, BadDeclaration."""
        if not (self._folder / f"{name}.yaml").is_file():
            if any(form.id == name for form in self.catalogue):
                return standard(self.catalogue[name], Format.CSV)
            raise NoSuchLayout(name)
        kept = self.find(name)
        if kept.layout is None:
            raise kept.mistakes[0]
        return kept.layout

    def check(
        self, text: str, name: str = "レイアウト"
    ) -> LayoutDeclaration | list[BadDeclaration]:
        """What a text declares, or every mistake in it with its line."""
        made = yaml_source.text_or_tell(text, name, LayoutDeclaration)
        if isinstance(made, list):
            return made
        return self._against_form(made, text, name) or made

    def save(self, text: str, expected: str | None) -> LayoutDeclaration:
        """Write a layout whole. `expected`: the mark of what was opened, None for a new one.

        Raises BadDeclaration with the first mistake, Changed where another was quicker.
        """
        made = self.check(text)
        if isinstance(made, list):
            raise made[0]
        path = private_folder(self._folder) / f"{made.layout}.yaml"
        there = self._kept(path).mark if path.is_file() else None
        if there != expected:
            raise Changed
        part = path.with_name(f".{uuid4().hex}.part")
        part.touch(mode=PRIVATE)
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
        return made

    def remove(self, name: str) -> None:
        """Raises NoSuchLayout."""
        self.find(name)
        (self._folder / f"{name}.yaml").unlink(missing_ok=True)

    def _kept(self, path: Path) -> Kept:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problem = "文字コードが UTF-8 ではありません。"
            mistake = BadDeclaration(path.name, 0, "", problem, "UTF-8 で保存し直してください。")
            return Kept(path.stem, "", None, (mistake,))
        made = self.check(text, path.name)
        if isinstance(made, list):
            return Kept(path.stem, text, None, tuple(made))
        if made.layout != path.stem:
            problem = f"ファイルの名前 ({path.stem}) と違います。"
            return Kept(path.stem, text, None, (BadDeclaration(path.name, 1, "layout", problem),))
        return Kept(path.stem, text, made, ())

    def _against_form(self, made: LayoutDeclaration, text: str, name: str) -> list[BadDeclaration]:
        known = [form.id for form in self.catalogue]
        if made.form not in known:
            line = yaml_source.place_of(text, ("form",))
            fix = f"登録済みの様式: {'、'.join(known)}"
            return [BadDeclaration(name, line, "form", f"様式「{made.form}」はありません。", fix)]
        fields = fields_of(self.catalogue, made.form)
        for character, written in made.substitutes.items():
            if not charset.fits(written, made.encoding, made.characters):
                line = yaml_source.place_of(text, ("substitutes", character))
                problem = f"置きかえの文字「{written}」も、この文字コードか文字の範囲にありません。"
                return [BadDeclaration(name, line, character, problem)]
        problems = (_problem(made, index, fields) for index in range(len(made.columns)))
        return [
            BadDeclaration(name, yaml_source.place_of(text, ("columns", index, key)), *words)
            for index, (key, *words) in enumerate(problems)
            if key
        ]


def _problem(
    made: LayoutDeclaration, index: int, fields: Mapping[str, Field]
) -> tuple[str, str, str, str]:
    """What is wrong with a column of this form: where, and in words; empty where nothing is."""
    column = made.columns[index]
    if column.field and column.field not in fields:
        fix = f"項目: {'、'.join(fields)}"
        return "field", column.field, "様式に、その id の項目はありません。", fix
    if made.format is Format.FIXED and column.bytes is None:
        fix = "1 以上で入れてください。"
        return "bytes", "bytes", "バイト数 (bytes) が要ります。", fix
    title = title_of(column, fields)
    if not charset.fits(title, made.encoding):
        fix = "title に、別の見出しを書いてください。"
        return "title", title, "見出しに、この文字コードにない文字があります。", fix
    before = (title_of(each, fields) for each in made.columns[:index])
    if made.format is Format.JSON and title in before:
        return "title", title, "同じ見出しの列が二つあります。", "title で別の名前にしてください。"
    return "", "", "", ""


def fields_of(catalogue: Catalogue, form_id: str) -> Mapping[str, Field]:
    """The fields of a form by id, those that only an older revision has at the end."""
    found: dict[str, Field] = {}
    for revision in catalogue.revisions(form_id):
        for field in revision.fields:
            found.setdefault(field.id, field)
    return found


def standard(form: Form, format_: Format, encoding: Encoding = Encoding.UTF_8) -> LayoutDeclaration:
    """Every field but the private ones, in the order of the paper; two of one name are told apart
    by their ids."""
    items = [ColumnDeclaration(item=each) for each in (Item.RECORD, Item.RECEIVED, Item.RECEIPT)]
    shown = [e for e in form.fields if not e.private and e.type is not FieldType.SEAL]
    often = Counter(each.label for each in shown)
    fields = [
        ColumnDeclaration(field=e.id, title=f"{e.label} ({e.id})" if often[e.label] > 1 else "")
        for e in shown
    ]
    return LayoutDeclaration(
        layout=form.id, title=f"{form.title} 標準", form=form.id, format=format_,
        encoding=encoding, columns=[*items, *fields],
    )  # fmt: skip


def yaml_of(layout: LayoutDeclaration) -> str:
    """The layout as a person would write it: a line a column, nothing that is the default."""
    said = layout.model_dump(mode="json", exclude_defaults=True)
    columns = said.pop("columns")
    head = {name: said[name] for name in LayoutDeclaration.model_fields if name in said}
    lines = [f"{name}: {_flow(value)}" for name, value in head.items()]
    lines += ["columns:", *(f"  - {_flow(_in_order(each))}" for each in columns)]
    return _HEAD + "\n".join(lines) + "\n"


def _in_order(column: Mapping[str, object]) -> dict[str, object]:
    return {name: column[name] for name in ColumnDeclaration.model_fields if name in column}


def _flow(value: object) -> str:
    text: str = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=_WIDE
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _is_name(name: str) -> bool:
    return bool(name) and all(ch.isascii() and (ch.isalnum() or ch in "_-") for ch in name)
