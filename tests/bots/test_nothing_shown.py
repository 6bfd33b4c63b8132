"""Whole entries into both practice systems: nothing that is private stands in what remains.

The places of the secrets are looked for here in a way of its own, at the moment of each picture; in
the picture they must be black.
"""

import io
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.evidence import camera
from bots.evidence.hiding import folded
from bots.scenario import SCENARIOS, Scenario, load_scenarios
from forms.errors import SetupError, UtsushiError
from forms.record import Record
from samples.legacy.server import LegacyServer
from samples.legacy.spa.server import CloudServer
from tests.bots.playground import Playground
from tests.bots.records import CATALOGUE, record

pytestmark = pytest.mark.browser

USER, PASSWORD = "kakarino7", "himitsu-Pass9"
GIVEN = record("jido-teate-nintei", seikyusha_kana="ミズノ　アオイ", seikyusha_name="水野　葵")
PRIVATE = ("seikyusha_my_number", "haigusha_my_number", "seikyusha_name", "seikyusha_kana")
SERVERS = {"practice": LegacyServer, "practice_spa": CloudServer}

PLACES = r"""(secrets) => {
  const plain = (text) => text.normalize("NFKC").replace(/[\s\-‐-―−ー・]/g, "");
  const said = (element) => /^(INPUT|TEXTAREA)$/.test(element.tagName) ? element.value
    : element.tagName === "SELECT" ? [...element.selectedOptions].map((o) => o.text).join("")
    : element.innerText || "";
  const all = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility());
  const holds = (element) => secrets.some((secret) => plain(said(element)).includes(secret));
  return all.filter((e) => holds(e) && ![...e.children].some(holds))
    .map((e) => e.getBoundingClientRect()).map((r) => [r.left, r.top, r.right, r.bottom]);
}"""


class Watched:
    """Every picture with the places that must be black in it (px)."""

    def __init__(self, secrets: list[str]) -> None:
        self.secrets, self.seen = secrets, list[tuple[bytes, list[list[float]]]]()
        self.capture = camera._capture

    def __call__(self, page: Page) -> bytes:
        places: list[list[float]] = []
        for frame in page.frames:
            box = None if frame is page.main_frame else frame.frame_element().bounding_box()
            left, top = (box["x"], box["y"]) if box else (0, 0)
            found = frame.evaluate(PLACES, self.secrets)
            places += [[x + left, y + top, z + left, w + top] for x, y, z, w in found]
        picture = self.capture(page)
        self.seen.append((picture, places))
        return picture


@contextmanager
def entering(system: str, folder: Path, password: str = PASSWORD) -> Iterator[Bot]:
    """A bot in front of a system of its own, whose form marks names private too."""
    with SERVERS[system](folder / "db", accounts={USER: PASSWORD}) as server:
        name = f"UTSUSHI_SYSTEM_{system.upper()}"
        environment = {
            f"{name}_URL": server.url,
            f"{name}_USER": USER,
            f"{name}_PASSWORD": password,
        }
        loaded = load_scenarios(SCENARIOS / system, CATALOGUE, environment)
        scenarios = {form: with_private_names(each) for form, each in loaded.items()}
        secrets, known = EnvironmentCredentials(environment), loaded["jido-teate-nintei"].system
        with Bot(known, scenarios, secrets, evidence=folder / "evidence") as bot:
            yield bot


def with_private_names(scenario: Scenario) -> Scenario:
    form = scenario.form
    fields = tuple(
        replace(each, private=each.private or each.id in PRIVATE) for each in form.fields
    )
    return replace(scenario, form=replace(form, fields=fields))


def secrets_of(given: Record) -> list[str]:
    return [str(given.values[name]) for name in PRIVATE] + [PASSWORD, USER]


@pytest.mark.parametrize("system", SERVERS)
def test_nothing_private_is_in_what_an_entry_leaves(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("DEBUG", "pw:api")
    watched = Watched([str(GIVEN.values[name]).replace("　", "") for name in PRIVATE])
    monkeypatch.setattr(camera, "_capture", watched)
    with entering(system, tmp_path) as bot:
        receipt = bot.put_in(GIVEN, lambda: None)
        again = bot.put_in(GIVEN, lambda: pytest.fail("must not be submitted"))
    assert again.existing
    kept = [each for each in (tmp_path / "evidence").rglob("*") if each.is_file()]
    assert {each.suffix for each in kept} == {".png", ".txt"}
    for path in kept:
        assert_tells_nothing(path.read_bytes().decode("utf-8", "ignore"))
    assert sum(len(places) for _, places in watched.seen) >= len(PRIVATE)
    for picture, places in watched.seen:
        assert_black(picture, places)
    assert_tells_nothing(f"{receipt!r}{vars(bot)!r}{caplog.text}{''.join(capfd.readouterr())}")


def test_a_refused_login_tells_no_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with entering("practice", tmp_path, password="chigau-Himitsu3") as bot:
        with pytest.raises(SetupError, match="ログインできません") as raised:
            bot.put_in(GIVEN, lambda: pytest.fail("must not be submitted"))
        told = "".join(traceback.format_exception(raised.value)) + caplog.text
    told += raised.value.advice + "".join(capfd.readouterr())
    assert "chigau" not in told
    assert_tells_nothing(told)


STEPS = {
    "read only": "- fill: {heading: 氏名, css: '#readonly'}\n  with: '{name}'",
    "no such box": "- fill: 存在しない欄\n  with: '{name}'",
    "no such choice": "- choose: 性別\n  option: '{name}'",
    "a wait that names it": "- wait: {shown: {text: '{name}'}}\n  within: 0.2",
    "a row that names it": "- row: {カナ氏名: '{name}'}\n  do: [{click: 照会}]",
}


@pytest.mark.parametrize("case", STEPS)
def test_a_step_that_fails_tells_no_value(ground: Playground, case: str) -> None:
    with pytest.raises(UtsushiError) as raised:
        ground.play("entry.html", STEPS[case], name=PASSWORD)
    assert PASSWORD not in "".join(traceback.format_exception(raised.value))


def assert_tells_nothing(text: str) -> None:
    plain = folded(text)
    assert [each for each in secrets_of(GIVEN) if folded(each) in plain] == []


def assert_black(picture: bytes, places: list[list[float]]) -> None:
    """What of each place is inside the picture is black, its edges aside."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for left, top, right, bottom in places:
        near = (max(0, round(left) + 2), max(0, round(top) + 2))
        area = (*near, min(image.width, round(right) - 2), min(image.height, round(bottom) - 2))
        if area[0] >= area[2] or area[1] >= area[3]:
            continue
        colours = image.crop(area).getcolors(1 << 20) or []
        assert [colour for _, colour in colours] == [(0, 0, 0)]
