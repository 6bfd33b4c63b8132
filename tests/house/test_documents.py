"""What the documents say is there, is there; what is there, they say."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from review.settings import ReviewSettings
from workflows.cli.commands import app
from workflows.settings import Settings

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\[[^\]]+\]\(([^)#:]+)\)")


def commands() -> set[str]:
    """Every command by its whole name: `read`, `form show`, `bot secret set`."""
    return set(inside(typer.main.get_command(app)))


def inside(group: Any, above: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from inside(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_every_command_stands_in_both_readmes(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    missing = {name for name in commands() if f"`utsushi {name}" not in text}
    assert not missing


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_the_readmes_name_no_command_that_is_not_there(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    named = re.findall(r"`utsushi ([a-z][a-z\-]*(?: [a-z]+){0,2})", text)
    known = commands()
    parts = {" ".join(name.split()[:n]) for name in known for n in (1, 2, 3)}
    assert {name for name in named if name not in parts and name.split()[0] not in known} == set()


# Read by the rooms below `workflows`, which know no settings, and before settings are loaded.
OTHER_VARIABLES = {
    "UTSUSHI_CHROMIUM", "UTSUSHI_DEBUG", "UTSUSHI_OCR_THREADS", "UTSUSHI_RECOGNISER",
    "UTSUSHI_DETECTOR", "UTSUSHI_PADDLE_BACKEND", "UTSUSHI_DEVICE",
}  # fmt: skip


def test_every_setting_is_documented_with_its_default_and_no_other() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(UTSUSHI_[A-Z_]+)` \| (.+?) \|", text, flags=re.M))
    fields = {f"UTSUSHI_{name.upper()}": info for name, info in Settings.model_fields.items()}
    for name, info in ReviewSettings.model_fields.items():
        fields[f"UTSUSHI_REVIEW_{name.upper()}"] = info
    assert set(rows) == set(fields) | OTHER_VARIABLES
    for name, info in fields.items():
        if isinstance(info.default, int | float) and not isinstance(info.default, bool):
            assert rows[name] == f"`{info.default:g}`", name


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md")))
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_folder_on_the_map_is_there() -> None:
    text = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([a-z/]+)/?`", text, flags=re.M)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_direct_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    reasons = (ROOT / "docs" / "adr" / "0002-dependencies.md").read_text(encoding="utf-8")
    names = {re.split(r"[=<>\[]", each)[0] for each in listed}
    assert {name for name in names if name.lower() not in reasons.lower()} == set()
