"""The house rules that a reader relies on: who imports whom, how large things are, what is ours."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import bots
import forms
import ocr
import review
import workflows

ROOT = Path(__file__).parents[2]
ROOMS = ("forms", "ocr", "bots", "workflows", "review", "samples")

# A room may import itself and these. `samples` shows the rooms at work; no room imports it.
ALLOWED = {
    "forms": set(),
    "ocr": {"forms"},
    "bots": {"forms"},
    "workflows": {"forms", "ocr", "bots"},
    "review": {"forms", "workflows"},
    "samples": {"forms", "ocr", "bots", "workflows"},
}
FILE_LINES, FUNCTION_LINES = 300, 45

# Larger than the limit, with the reason. A line that no longer holds must go.
LARGE_FILES: dict[str, str] = {}
LARGE_FUNCTIONS: dict[str, str] = {}


def sources() -> list[Path]:
    found = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


@cache
def parsed(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imported(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in parsed(path):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return frozenset(found)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_one_way(room: str) -> None:
    allowed = ALLOWED[room] | {room}
    for path in (ROOT / room).rglob("*.py"):
        wrong = (imported(path) & set(ROOMS)) - allowed
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


@pytest.mark.parametrize("room", ["forms", "ocr", "bots"])
def test_only_workflows_touches_the_database(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        assert not imported(path) & {"sqlalchemy", "sqlite3", "alembic", "prefect"}, path


@pytest.mark.parametrize("library", ["onnxruntime", "openvino"])
def test_inference_libraries_are_imported_in_one_place_that_silences_them(library: str) -> None:
    places = {str(path.relative_to(ROOT)) for path in sources() if library in imported(path)}
    assert places == {"ocr/engines/runtime.py"}


@pytest.mark.parametrize("room", [forms, ocr, bots, workflows, review])
def test_the_rooms_are_ours(room: object) -> None:
    assert Path(str(room.__file__)).is_relative_to(ROOT)  # type: ignore[attr-defined]


def test_the_installed_rooms_are_ours_from_anywhere(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import ocr; print(ocr.__file__)"],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert Path(told.stdout.strip()).is_relative_to(ROOT)


def test_files_fit_in_the_head() -> None:
    large = {
        str(path.relative_to(ROOT))
        for path in sources()
        if len(path.read_text(encoding="utf-8").splitlines()) > FILE_LINES
    }
    assert large == set(LARGE_FILES)


def test_functions_fit_on_half_a_screen() -> None:
    large = set()
    for path in sources():
        for node in parsed(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    large.add(f"{path.relative_to(ROOT)}:{node.name}")
    assert large == set(LARGE_FUNCTIONS)


def test_nothing_names_a_registry_host_or_a_path_of_one_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    hosts = ("pypi." + "org", "pythonhosted." + "org", "registry.npm" + "js", "deb.debian" + ".org")
    for name in listed:
        path = ROOT / name
        if path.suffix in {".pdf", ".png", ".jpg", ".tif", ".gif"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not any(host in text for host in hosts), name
