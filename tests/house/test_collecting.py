"""Workers that share the tests among them must each collect the same names."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
CHANGING = {"time", "monotonic", "now", "today", "utcnow", "uuid4", "token_hex", "getpid"}


def called_while_collecting(tree: ast.AST) -> Iterator[str]:
    """What is called in the arguments of `parametrize`, left out what waits in a lambda."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "parametrize":
            for argument in node.args:
                yield from (name_of(call.func) for call in calls(argument))


def calls(node: ast.AST) -> Iterator[ast.Call]:
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from calls(child)


def name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_the_names_of_the_tests_do_not_hang_on_the_clock() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in TESTS.rglob("*.py")}
    assert [p for p, tree in trees.items() if CHANGING & set(called_while_collecting(tree))] == []


def test_a_clock_among_the_parameters_is_seen() -> None:
    bad = "@pytest.mark.parametrize('a', [{'exp': int(time.time())}])\ndef test_a(a): ..."
    good = "@pytest.mark.parametrize('a', [lambda: time.time()])\ndef test_a(a): ..."
    assert "time" in called_while_collecting(ast.parse(bad))
    assert "time" not in called_while_collecting(ast.parse(good))
