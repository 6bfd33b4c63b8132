"""YAML of strangers: what its parser takes and what would stop us, found before it does harm."""

from collections.abc import Iterator

import yaml
from yaml.constructor import SafeConstructor

MOST_NODES = 200_000  # when every `*name` is written out; our largest file has some 5,000

# What PyYAML raises for a value that only looks like one of its type, besides its own errors.
UNMAKEABLE = (ValueError, KeyError, AttributeError, TypeError, OverflowError)


def check_size(node: yaml.Node | None) -> None:
    """Raises MarkedYAMLError for aliases that multiply, or that lead into themselves."""
    if node is not None and _size(node, {}) > MOST_NODES:
        raise yaml.MarkedYAMLError(problem="too many aliases", problem_mark=node.start_mark)


def line_of_unmakeable(node: yaml.Node | None) -> int:
    """The line (from 1) of the first value that cannot be made; 0 where it is none by itself."""
    for each in _scalars(node, set()):
        try:
            SafeConstructor().construct_object(each)
        except UNMAKEABLE:
            line: int = each.start_mark.line + 1
            return line
    return 0


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """How many nodes it is when aliases are written out; without end counts as too many."""
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = MOST_NODES + 1  # met again before it is done: it leads into itself
    found = 1 + sum(_size(each, known) for each in _children(node))
    known[id(node)] = found
    return found


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _scalars(node: yaml.Node | None, seen: set[int]) -> Iterator[yaml.Node]:
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        yield node
    for each in _children(node):
        yield from _scalars(each, seen)
