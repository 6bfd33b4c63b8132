"""The reading process: it answers, it may die, hang or be left alone, and the pages go on."""

import resource
import sys
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from workflows.settings import Settings
from workflows.templates import Helper, HelperError
from workflows.templates.child import MEMORY_BYTES


def script(body: str) -> list[str]:
    """A process that reads a line of settings and then does something else than ours."""
    return [sys.executable, "-c", f"import sys, time; sys.stdin.readline()\n{body}"]


def memory_limit(helper: Helper) -> int:
    child = helper._child
    assert child is not None
    return resource.prlimit(child.pid, resource.RLIMIT_AS)[0]


ECHO = "for line in sys.stdin: print('{\"done\": 1}', flush=True)"


def test_it_answers_and_an_error_in_it_is_told_in_words(tmp_path: Path) -> None:
    helper = Helper(Settings.load(home=tmp_path))
    Image.new("L", (827, 1170), 255).save(tmp_path / "blank.pdf", "PDF", resolution=100)
    try:
        (size,) = helper.ask("pictures", folder=str(tmp_path))
        assert size == pytest.approx({"width": 210, "height": 297}, abs=0.5)
        assert (tmp_path / "page-1.png").is_file()
        (tmp_path / "blank.pdf").write_bytes(b"no PDF")
        with pytest.raises(HelperError, match="開けません"):
            helper.ask("pictures", folder=str(tmp_path))
        assert helper.is_running
        assert memory_limit(helper) == MEMORY_BYTES
    finally:
        helper.close()
    assert not helper.is_running


def test_one_that_dies_is_told_and_the_next_request_has_a_new_one(tmp_path: Path) -> None:
    helper = Helper(Settings.load(home=tmp_path), command=script("sys.stdin.readline()"))
    for _ in range(2):
        with pytest.raises(HelperError, match="止まりました"):
            helper.ask("read")
    assert not helper.is_running


def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    stuck = script("time.sleep(600)")
    helper = Helper(Settings.load(home=tmp_path), command=stuck, limit_seconds=0.2)
    with pytest.raises(HelperError, match="時間がかかりすぎる"):
        helper.ask("read")
    assert not helper.is_running


def test_it_is_ended_when_nobody_asks_any_more(tmp_path: Path) -> None:
    helper = Helper(Settings.load(home=tmp_path), command=script(ECHO), idle_seconds=0.1)
    assert helper.ask("read") == 1
    child = helper._child
    assert child is not None
    assert child.wait(30) is not None
    assert helper.ask("read") == 1
    helper.close()


def test_it_ends_with_the_process_that_asked(tmp_path: Path) -> None:
    helper = Helper(Settings.load(home=tmp_path), command=script(ECHO))
    helper.ask("read")
    child = helper._child
    assert child is not None
    assert child.stdin is not None
    child.stdin.close()  # as the system does it for a process that was killed
    assert child.wait(30) == 0
    helper.close()


def test_two_who_ask_at_once_get_their_own_answers(tmp_path: Path) -> None:
    answer = "print(json.dumps({'done': json.loads(line)['n']}), flush=True)"
    body = f"import json\nfor line in sys.stdin: {answer}"
    helper = Helper(Settings.load(home=tmp_path), command=script(body))
    answers: dict[int, int] = {}
    threads = [
        Thread(target=lambda n=n: answers.__setitem__(n, helper.ask("read", n=n))) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    helper.close()
    assert answers == {n: n for n in range(8)}
