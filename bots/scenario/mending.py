"""One target of a YAML file is replaced, and not another byte: comments and all else stay."""

import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from bots.scenario.scenario import Loc
from bots.scenario.targets import Target
from bots.scenario.writing import flow, plain
from forms.errors import SetupError

MAY_BE_TARGET = (yaml.ScalarNode, yaml.MappingNode)


def replace_target(path: Path, loc: Loc, new: Target) -> None:
    """Write `new` where a target stands at `loc` (keys and positions, e.g. enter, 2, do, 0, click).

    Numbers that lead to no list count for nothing. Raises SetupError where no target stands there,
    or where anything else would change; then the file stays as it is.
    """
    before = path.read_bytes().decode("utf-8")
    node, way = _node_at(yaml.compose(before, Loader=yaml.SafeLoader), loc)
    if node is None or not isinstance(node, MAY_BE_TARGET):
        raise _cannot(path, "そこに画面の要素の示し方がありません。")
    start, end = node.start_mark.index, _end(node)
    lost = _comments(before, start, end, node)
    after = before[:start] + flow(new) + lost + before[end:]
    _check(path, before, after, way, new)
    _write(path, after.encode("utf-8"))


def _node_at(node: yaml.Node | None, loc: Loc) -> tuple[yaml.Node | None, list[int | str]]:
    """The node, and the keys and positions that really led to it."""
    way: list[int | str] = []
    for part in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            found = [value for key, value in node.value if key.value == str(part)]
            if not found and isinstance(part, int):
                continue
            node = found[0] if found else None
        else:
            node = None
        way.append(part)
    return node, way


def _end(node: yaml.Node) -> int:
    """Where the text of a node ends: a block mapping ends with its last value."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    end: int = node.end_mark.index
    return end


def _comments(text: str, start: int, end: int, node: yaml.Node) -> str:
    """Comments between the lines of a block mapping, to be kept behind the new target."""
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return ""
    values = [value for _, value in node.value]
    gaps = zip(values, [key.start_mark.index for key, _ in node.value[1:]], strict=False)
    kept = [text[_end(value) : begin] for value, begin in gaps]
    said = [
        line[line.index("#") :].strip() for gap in kept for line in gap.splitlines() if "#" in line
    ]
    return "  " + " ".join(said) if said else ""


def _check(path: Path, before: str, after: str, way: list[int | str], new: Target) -> None:
    """The new file says what the old one said, but for this one place."""
    wanted = yaml.safe_load(before)
    try:
        got = yaml.safe_load(after)
    except yaml.YAMLError as error:
        raise _cannot(path, "書き換えると YAML として読めなくなります。") from error
    holder: Any = wanted
    for part in way[:-1]:
        holder = holder[part]
    if not way:
        raise _cannot(path, "場所が示されていません。")
    holder[way[-1]] = plain(new)
    if got != wanted:
        raise _cannot(path, "ほかの行も変わってしまいます。")


def _cannot(path: Path, why: str) -> SetupError:
    return SetupError(f"{path.name} を書き換えられません: {why}", advice="手で直してください。")


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.chmod(path.stat().st_mode)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
