"""Changing words in the YAML files of a scenario, comments and layout kept. Only after a yes."""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import yaml

from bots.healing.sightings import Checked, Sighting
from bots.scenario.scenario import Loc, Scenario, Source
from forms.errors import SetupError

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~][^\s:,\[\]{}#&*!|>'\"%@`]*")
"""Words that need no quotes, wherever they stand."""

_SECTIONS = ("find", "enter", "submit", "read_back")
_VALUES = frozenset(
    ("with", "option", "code", "when", "options", "shows", "is", "one_of", "as", "into", "pattern")
) | {"not_entered", "type", "file", "call", "use", "repeat", "press", "frame", "window"}
"""Keys under which no words of the screen stand."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One word at one place of a file: `old` as it is written there, `new` as it shall be.

    `is_key`: the word is a key (a column heading under `where`). `seen`: whether the check saw on
    the screen that it is wrong; else it is the same word at a place that was not reached.
    """

    path: Path
    loc: Loc
    line: int
    old: str
    new: str
    is_key: bool = False
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Mend:
    """All that one renamed word asks for: `old` and `new` as they stand on the screen."""

    old: str
    new: str
    sighting: Sighting
    edits: tuple[Edit, ...]


def mends(checked: Checked, scenario: Scenario) -> tuple[Mend, ...]:
    """What could be mended by changing words, each renamed word once, in the order of the check.

    The first proposal of each sighting; what has none, or cannot be written, is left out.
    """
    found: dict[tuple[str, str], list[Edit]] = {}
    first: dict[tuple[str, str], Sighting] = {}
    for each in checked.troubles:
        if (edit := edit_of(each)) is not None:
            pair = (each.proposals[0].old, each.proposals[0].new)
            first.setdefault(pair, each)
            edits = found.setdefault(pair, [])
            if (edit.path, edit.loc) not in {(e.path, e.loc) for e in edits}:
                edits.append(edit)
    seen = {(edit.path, edit.line) for edits in found.values() for edit in edits}
    return tuple(
        Mend(old, new, first[old, new], (*edits, *_elsewhere(old, new, seen, checked, scenario)))
        for (old, new), edits in found.items()
    )


def edit_of(sighting: Sighting, choice: int = 0) -> Edit | None:
    """The change that one proposal asks for; None where words alone do not make it."""
    if len(sighting.proposals) <= choice:
        return None
    proposal = sighting.proposals[choice]
    written = sighting.written.get(proposal.key)
    if written is None or proposal.target.way != sighting.target.way:
        return None
    new = written.with_words(proposal.new)
    if new is None or new == written.text.text:
        return None
    at = written.place
    return Edit(at.source.path, at.loc, at.line, written.text.text, new)


def apply(edits: Sequence[Edit]) -> None:
    """Write them, each file whole or not at all.

    Raises SetupError where a file no longer says what the check read, or cannot be written.
    """
    for path in dict.fromkeys(edit.path for edit in edits):
        text = path.read_bytes().decode("utf-8")
        for edit in edits:
            if edit.path == path:
                text = changed(text, edit)
        _write(path, text)


def changed(text: str, edit: Edit) -> str:
    """The text of a file with one word changed and nothing else."""
    before = yaml.compose(text, Loader=yaml.SafeLoader)
    node = _key(before, edit) if edit.is_key else _scalar(before, edit.loc)
    if node is None or node.value != edit.old:
        raise SetupError(
            f"{edit.path.name} の {edit.line} 行目が、調べたときと違います。",
            advice="もう一度「utsushi bot check」で調べてください。",
        )
    start, end = node.start_mark.index, node.end_mark.index
    after = text[:start] + _quoted(edit.new, text[start:end]) + text[end:]
    if _values(yaml.compose(after, Loader=yaml.SafeLoader)) != [
        edit.new if value is node else value.value for value in _scalars(before)
    ]:
        raise SetupError(f"{edit.path.name} の {edit.line} 行目を、形を崩さずに直せません。")
    return after


def _quoted(new: str, old: str) -> str:
    """Quoted as the old word was; a plain one stays plain where it can."""
    if old[:1] not in "\"'" and _PLAIN.fullmatch(new):
        return new
    return '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _scalar(node: yaml.Node | None, loc: Loc) -> yaml.ScalarNode | None:
    """The word at a place. Parts that the file leaves out are passed over, as in `line_of`."""
    for part in loc:
        node = _child(node, part) or node
    return node if isinstance(node, yaml.ScalarNode) else None


def _child(node: yaml.Node | None, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]  # type: ignore[no-any-return]
    return None


def _key(node: yaml.Node | None, edit: Edit) -> yaml.ScalarNode | None:
    for part in edit.loc[:-1]:
        node = _child(node, part) or node
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((key for key, _ in pairs if key.value == edit.old), None)


def _scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _scalars(each)


def _values(node: yaml.Node | None) -> list[str]:
    return [each.value for each in _scalars(node)]


def _elsewhere(
    old: str, new: str, known: Set[tuple[Path, int]], checked: Checked, scenario: Scenario
) -> Iterator[Edit]:
    """The same word where the check did not get to, so that one yes mends the whole scenario."""
    source = scenario.source
    right = {each.place.line for each in checked.sightings if each.is_fine and _is_in(each, source)}
    for section in _SECTIONS:
        node = _child(source.node, section)
        for loc, each, is_key in _words_below(node, (section,)):
            line = each.start_mark.line + 1
            if each.value == old and line not in right and (source.path, line) not in known:
                yield Edit(source.path, loc, line, old, new, is_key, seen=False)


def _is_in(sighting: Sighting, source: Source) -> bool:
    return sighting.place.source.path == source.path


def _words_below(node: yaml.Node | None, loc: Loc) -> Iterator[tuple[Loc, yaml.ScalarNode, bool]]:
    if isinstance(node, yaml.ScalarNode):
        yield loc, node, False
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if loc[-1] in ("where", "row", "starts"):
                yield (*loc, key.value), key, True
            elif key.value not in _VALUES:
                yield from _words_below(value, (*loc, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, each in enumerate(node.value):
            yield from _words_below(each, (*loc, number))


def _write(path: Path, text: str) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
            part.chmod(path.stat().st_mode & 0o777)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SetupError(
            f"{path} に書き込めません。", advice="フォルダに書き込めるかを確かめてください。"
        ) from error
