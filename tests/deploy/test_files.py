"""The files of the recipe set what there is to set and run what there is to run."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from review.settings import ReviewSettings
from tests.house.test_documents import commands
from workflows.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
COMMON = {
    "UTSUSHI_STORE_URL", "UTSUSHI_FILES", "UTSUSHI_SHARED", "UTSUSHI_SCENARIOS",
    "UTSUSHI_PREFECT_PASSWORD_FILE", "UTSUSHI_DISPATCH",
}  # fmt: skip
SERVICE_KEYS = {
    "image", "build", "restart", "stop_grace_period", "depends_on", "security_opt", "shm_size",
    "command", "hostname", "environment", "ports", "volumes", "healthcheck",
}  # fmt: skip
"""Of Compose's specification, those that we use."""


def variables(path: Path) -> dict[str, str]:
    """Of an environment file, as systemd reads it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {each[0]: each[1] for each in pairs}


def known() -> set[str]:
    ours = {f"UTSUSHI_{name.upper()}" for name in Settings.model_fields}
    pages = {f"UTSUSHI_REVIEW_{name.upper()}" for name in ReviewSettings.model_fields}
    return ours | pages | {"PREFECT_API_URL"}


def composed() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return made


@pytest.mark.parametrize("name", ["main.env", "worker.env"])
def test_an_environment_file_sets_only_what_there_is(name: str) -> None:
    assert set(variables(DEPLOY / name)) <= known()


def test_what_all_machines_share_is_the_same_in_both_files() -> None:
    main, worker = variables(DEPLOY / "main.env"), variables(DEPLOY / "worker.env")
    assert {name: main[name] for name in COMMON} == {name: worker[name] for name in COMMON}
    assert main["UTSUSHI_DISPATCH"] == "pools"
    assert "PREFECT_API_URL" in worker


@pytest.mark.parametrize("unit", UNITS, ids=lambda each: each.name)
def test_a_unit_runs_a_command_of_ours_and_lets_it_end_what_is_in_hand(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=(.+)$", text, flags=re.M)
    program, command, *_ = line.split()
    assert program == "/opt/utsushi/.venv/bin/utsushi"
    assert command in commands()
    assert "KillMode=mixed" in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda each: each.name)
def test_systemd_finds_no_mistake_in_a_unit(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    here = re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", text, flags=re.M)  # not installed here
    here = re.sub(r"^(User|Group)=utsushi$", r"\1=root", here, flags=re.M)
    copy = tmp_path / unit.name
    copy.write_text(here, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_containers_are_given_only_what_there_is() -> None:
    services = composed()["services"]
    assert set(services) == {"db", "main", "worker-1", "worker-2"}
    for name, service in services.items():
        assert set(service) <= SERVICE_KEYS, name
        if name == "db":
            continue
        assert set(service["environment"]) <= known()
        assert set(service["environment"]) >= COMMON
        program, command, *_ = service["command"]
        assert (program, command in commands()) == ("utsushi", True)


def test_every_container_has_a_home_of_its_own_and_the_share() -> None:
    services = composed()["services"]
    mounts = {
        name: dict(each.split(":", 1)[::-1] for each in service["volumes"])
        for name, service in services.items()
        if name != "db"
    }
    homes = [each["/var/lib/utsushi"] for each in mounts.values()]
    assert len(set(homes)) == len(homes)
    assert {each["/srv/utsushi"] for each in mounts.values()} == {"share"}
    named = {*homes, "share", "database"}
    assert named == set(composed()["volumes"])


def test_no_password_stands_in_a_file() -> None:
    for path in DEPLOY.iterdir():
        for found in re.findall(r"://[^:/\s]+:([^@\s]+)@", path.read_text(encoding="utf-8")):
            assert found in ("CHANGE-ME", "${POSTGRES_PASSWORD}")
