"""`utsushi up`: once on a home, its Prefect server apart, and no flow run without a reason."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.errors import SetupError
from tests.workflows.fakes import filled, scan
from workflows import batches
from workflows.app import Utsushi
from workflows.cli import together
from workflows.flows import records
from workflows.parent import end_child
from workflows.prefect import coat
from workflows.store import locks

Drop = Callable[[str, str], Path]
HOLDING = """
import sys, pathlib
from workflows.cli.together import alone
with alone(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_up_on_one_home_is_refused_until_the_first_was_killed(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(SetupError, match="もう動いています"), together.alone(tmp_path):
            pass
        first.kill()
    with together.alone(tmp_path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_a_ctrl_c_does_not_reach_the_prefect_server() -> None:
    server, *others = together._children(0)
    assert server.is_apart
    assert not any(each.is_apart for each in others)
    child = together.Child("", [sys.executable, "-c", "input()"], is_apart=True)
    process = child.start({})
    try:
        assert os.getpgid(process.pid) != os.getpgrp()
    finally:
        end_child(process, 10.0)


def test_no_flow_run_is_begun_while_others_use_all_logins(
    app: Utsushi, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = app.take_in(drop("1.pdf", scan(filled())))
    assert taken is not None
    due = [record_id for record_id, _ in taken.records]
    with app.store.write() as session:
        for number in range(1, app.bot().sessions + 1):
            name = f"session:{app.settings.system}:{number}"
            locks.take(session, name, app.office.mark(), 60.0)
    monkeypatch.setattr(records, "run_here", lambda *given: pytest.fail("a flow run"))
    assert records.run_records(app, records.ENTER, due).attempted == []


def test_nobody_asks_for_the_server_while_nothing_is_due(
    app: Utsushi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coat, "answers", lambda url: pytest.fail("asked"))
    assert batches.entry_batch(app, lambda: False, use_prefect=True).attempted == []
