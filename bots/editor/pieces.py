"""A scenario's text cut into the pieces that a person reads and mends one at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from bots.editor.wording import Wording
from bots.recorder.writing import Marks, mark_of_block
from bots.scenario.describing import describe, steps_inside
from bots.scenario.scenario import Loc, Scenario
from bots.scenario.targets import Strict

SECTIONS = {
    "find": "① 検索: 登録されていないかを調べる",
    "enter": "② 入力",
    "submit": "③ 登録: ただ一度の登録ボタン",
    "read_back": "④ 照会: 登録したものを読んで記録と比べる",
}
BLOCKS = {
    ("find", "nothing"): "見つからないときの表示",
    ("find", "rows"): "検索結果の一覧の行と、開くボタン",
    ("submit",): "登録の画面の目印、登録ボタン、確認の窓、登録できた表示",
    ("read_back",): "照会画面の目印、受付番号、各項目の見出し",
    ("key",): "二つの申請を見分ける項目",
    ("codes",): "コード表",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A step, or a block that is no step. `first` and `last` are its lines (from 1); `text` is its
    YAML, not indented; `mark` leads to its picture; `can_move` where it stands in a list."""

    loc: Loc
    section: str
    depth: int
    words: str
    text: str
    first: int
    last: int
    column: int
    mark: str = ""
    can_move: bool = False

    @property
    def name(self) -> str:
        """For addresses on the page: `enter-2-do-1`."""
        return "-".join(str(part) for part in self.loc)


def pieces(scenario: Scenario) -> list[Piece]:
    """Every piece, in the order of the file's sections."""
    text = scenario.source.path.read_text(encoding="utf-8")
    cut = _Cut(scenario, text)
    return [piece for section in ("key", "codes", *SECTIONS) for piece in cut.section(section)]


class _Cut:
    def __init__(self, scenario: Scenario, text: str) -> None:
        self._declared = scenario.declared
        self._lines = text.splitlines()
        self._root = yaml.compose(text, Loader=yaml.SafeLoader)
        self._marks = Marks()
        self._show = Wording(scenario).show

    def section(self, name: str) -> Iterator[Piece]:
        if name == "find":
            yield from self._steps(self._declared.find.search, ("find", "search"), name, 0)
        if name == "enter":
            yield from self._steps(self._declared.enter, ("enter",), name, 0)
        for loc, words in BLOCKS.items():
            if loc[0] == name and (block := self._block(loc, name, words)):
                yield block

    def _steps(
        self, steps: Sequence[Strict], loc: Loc, section: str, depth: int
    ) -> Iterator[Piece]:
        for number, step in enumerate(steps):
            at = (*loc, number)
            piece = self._step(step, at, section, depth)
            if piece is None:
                continue
            yield piece
            for key, inside in steps_inside(step).items():
                yield from self._steps(inside, (*at, key), section, depth + 1)

    def _step(self, step: Strict, loc: Loc, section: str, depth: int) -> Piece | None:
        """None for a step that does not stand in lines of its own: it is a part of another one."""
        holder, node = self._node(loc[:-1]), self._node(loc)
        if not isinstance(holder, yaml.SequenceNode) or holder.flow_style or node is None:
            return None
        first = node.start_mark.line
        column = self._lines[first].find("-")
        mark = self._marks.of(section, step)
        words = describe(step, self._show)
        return self._piece(loc, section, depth, words, (first, node, column), mark, can_move=True)

    def _block(self, loc: tuple[str, ...], section: str, words: str) -> Piece | None:
        holder = self._node(loc[:-1])
        if not isinstance(holder, yaml.MappingNode) or holder.flow_style:
            return None
        for key, node in holder.value:
            if key.value == loc[-1]:
                line, column = key.start_mark.line, key.start_mark.column
                mark = mark_of_block(loc)
                return self._piece(loc, section, 0, words, (line, node, column), mark)
        return None

    def _piece(
        self,
        loc: Loc,
        section: str,
        depth: int,
        words: str,
        place: tuple[int, yaml.Node, int],
        mark: str = "",
        *,
        can_move: bool = False,
    ) -> Piece:
        first, node, column = place
        last = _last_line(node)
        lines = self._lines[first : last + 1]
        text = "\n".join(line[column:] if not line[:column].strip() else line for line in lines)
        return Piece(loc, section, depth, words, text, first + 1, last + 1, column, mark, can_move)

    def _node(self, loc: Loc) -> yaml.Node | None:
        node = self._root
        for part in loc:
            if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                node = node.value[part] if part < len(node.value) else None
            elif isinstance(node, yaml.MappingNode):
                node = next((v for k, v in node.value if k.value == str(part)), None)
            else:
                return None
        return node


def _last_line(node: yaml.Node) -> int:
    """The last line (from 0) with anything of the node on it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    end = node.end_mark
    return end.line - 1 if end.column == 0 and end.line > node.start_mark.line else end.line
