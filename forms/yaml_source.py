"""YAML with line numbers: a mistake is named by file, line, key and the nearest right word."""

import difflib
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from forms.errors import BadDeclaration
from forms.yaml_nodes import UNMAKEABLE, check_size, line_of_unmakeable

Model = TypeVar("Model", bound=BaseModel)

# The same in C, ten times as fast, where PyYAML was built with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_PROBLEMS = {
    "missing": "必要なキーがありません。",
    "extra_forbidden": "知らないキーです。",
    "string_type": "文字列で書いてください。",
    "int_type": "整数で書いてください。",
    "int_parsing": "整数で書いてください。",
    "float_parsing": "数で書いてください。",
    "finite_number": "数で書いてください。",
    "bool_parsing": "true か false で書いてください。",
    "list_type": "並び (- で始まる行) で書いてください。",
    "dict_type": "キーと値の組で書いてください。",
    "enum": "使える値ではありません。",
    "literal_error": "使える値ではありません。",
    "string_pattern_mismatch": "使えない文字があります。",
    "string_too_long": "長すぎます。",
    "greater_than_equal": "小さすぎます。",
    "greater_than": "0 より大きい数で書いてください。",
    "less_than_equal": "大きすぎます。",
    "too_short": "一つ以上要ります。",
    "int_from_float": "整数で書いてください。",
    "tuple_type": "並びで書いてください。",
}


class _NoValue(ValueError):
    """A value that looks like a date or a number and is none, on that line (from 1)."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def load(path: Path, model: type[Model]) -> Model:
    """Read `path` and validate it as `model`.

    Raises BadDeclaration with the first mistake: file, line (from 1), key and a proposed fix.
    """
    loaded = load_or_tell(path, model)
    if isinstance(loaded, list):
        raise loaded[0]
    return loaded


def load_or_tell(path: Path, model: type[Model]) -> Model | list[BadDeclaration]:
    """As `load`, but every mistake is given, none raised."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problem, fix = "文字コードが UTF-8 ではありません。", "UTF-8 で保存し直してください。"
        return [BadDeclaration(str(path), 0, "", problem, fix)]
    return text_or_tell(text, str(path), model)


def text_or_tell(text: str, name: str, model: type[Model]) -> Model | list[BadDeclaration]:
    """The same for a text that is in no file yet; `name` stands for the file in what is told."""
    try:
        node, data = _parsed(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = f"YAML として読めません ({error.problem})。"
        fix = "字下げとコロンの後の空白を確かめてください。"
        return [BadDeclaration(name, line, "", problem, fix)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"使えない文字 (U+{ord(text[error.position]):04X}) があります。"
        return [BadDeclaration(name, line, "", problem, "その文字を消してください。")]
    except RecursionError:
        return [BadDeclaration(name, 0, "", "入れ子が深すぎます。")]
    except _NoValue as error:
        problem, fix = "値として読めません。", '文字にするなら "…" で囲んでください。'
        return [BadDeclaration(name, error.line, "", problem, fix)]
    try:
        return model.model_validate(data)
    except ValidationError as error:
        return [_explain(name, node, each, model) for each in error.errors()]


def place_of(text: str, loc: tuple[int | str, ...]) -> int:
    """The line (from 1) of `loc` in a text that is YAML."""
    return line_of(_parsed(text)[0], loc)


def line_of_word(text: str, word: str) -> int:
    """The line (from 1) on which `word` first is a key or a value; 0 where it is none."""
    queue = [_parsed(text)[0]]
    lines = []
    while queue:
        node = queue.pop()
        if isinstance(node, yaml.ScalarNode) and node.value == word:
            lines.append(node.start_mark.line + 1)
        elif isinstance(node, yaml.MappingNode):
            queue += [each for pair in node.value for each in pair]
        elif isinstance(node, yaml.SequenceNode):
            queue += node.value
    return min(lines, default=0)


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """The nodes with their lines, and the values. Safe: no tags but YAML's own."""
    loader, node = _LOADER(text), None
    try:
        node = loader.get_single_node()
        check_size(node)
        return node, None if node is None else loader.construct_document(node)
    except UNMAKEABLE as error:
        raise _NoValue(line_of_unmakeable(node)) from error
    finally:
        loader.dispose()


def line_of(node: yaml.Node | None, loc: tuple[int | str, ...]) -> int:
    """The line (from 1) of the deepest part of `loc` that is there; 0 for an empty document."""
    line = node.start_mark.line + 1 if node else 0
    for part in loc:
        found = _child(node, part)
        if found is None:
            continue
        line, node = found
    return line


def _child(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child: yaml.Node = node.value[part]
        return child.start_mark.line + 1, child
    return None


def _explain(
    name: str, node: yaml.Node | None, first: Any, model: type[BaseModel]
) -> BadDeclaration:
    loc = first["loc"]
    problem, fix = in_words(first, model)
    return BadDeclaration(
        name, line_of(node, loc), str(loc[-1]) if loc else "", problem, fix
    )  # fmt: skip


def in_words(error: Any, model: type[BaseModel]) -> tuple[str, str]:
    """One of pydantic's errors in Japanese: what is wrong, and how to mend it."""
    kind, loc = error["type"], error["loc"]
    problem = _PROBLEMS.get(kind, str(error["msg"]).removeprefix("Value error, "))
    return problem, _fix(kind, str(loc[-1]) if loc else "", error, model)


def _fix(kind: str, key: str, error: Any, model: type[BaseModel]) -> str:
    if kind == "missing":
        return f"「{key}:」の行を加えてください。"
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(key, sorted(known_keys(model)), n=1)
        return f"「{near[0]}」ではありませんか。" if near else f"「{key}」の行を消してください。"
    context = error.get("ctx", {})
    if kind in ("enum", "literal_error"):
        return f"使える値: {context.get('expected', '')}"
    if kind == "string_pattern_mismatch":
        hyphen = "-" if "\\-" in str(context.get("pattern")) else "_"
        return f"英小文字で始め、英小文字・数字・「{hyphen}」だけで書いてください。"
    return _within(kind, context)


def _within(kind: str, context: dict[str, Any]) -> str:
    if kind == "string_too_long":
        return f"{context.get('max_length')} 文字以下にしてください。"
    if kind == "less_than_equal":
        return f"{context.get('le')} 以下にしてください。"
    return f"{context.get('ge')} 以上にしてください。" if kind == "greater_than_equal" else ""


def known_keys(model: type[BaseModel]) -> set[str]:
    """Every key that `model` or a model inside it knows, for proposing the nearest right word."""
    keys: set[str] = set()
    queue, seen = [model], set[type[BaseModel]]()
    while queue:
        current = queue.pop()
        if current in seen:
            continue
        seen.add(current)
        for name, info in current.model_fields.items():
            keys.add(info.alias or name)
            queue.extend(_models_in(info.annotation))
    return keys


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for arg in getattr(annotation, "__args__", ()) for found in _models_in(arg)]
