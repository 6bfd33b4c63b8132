"""Attacks on the masking: what is private is drawn in red, and no red may be left in a picture.

Each page is also looked at without masking, where the red must be there: a case cannot pass by
showing nothing.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from PIL import Image
from playwright.sync_api import Error, Page, Route

from bots import evidence
from bots.evidence import Hiding, camera
from bots.evidence.hiding import folded
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser

NUMBER, NAME, PASSWORD, USER = "123456789018", "佐藤　花子", "himitsu-9", "tanto042"
HIDING = Hiding(
    (NUMBER, NAME, "サトウ　ハナコ", "佐藤", "花子", PASSWORD, USER), ("個人番号", "通知先")
)
HEAD = """<meta charset=utf-8><style>
  body { background: #fff; color: #000; font: 16px sans-serif }
  .r, .r input, .r select, .r textarea, input.r, textarea.r { color: #f00 }
</style>"""
_FILE = yaml.safe_load((Path(__file__).parent / "masking_cases.yaml").read_text(encoding="utf-8"))
CASES: dict[str, str] = _FILE["cases"]
RACES: dict[str, str] = _FILE["races"]
DRAWN: str = _FILE["drawn"]
POLICY = {"plain", "twelve boxes", "generated"}
"""Served again with a Content-Security-Policy that forbids every style and script of ours."""

OTHER = {
    "/number": HEAD + "<p class=r>123456789018",
    "/around": HEAD + "<iframe src='http://nasty.test/inner'></iframe>",
    "/inner": HEAD + "<p class=r>1234-5678-9018",
}


@pytest.fixture(scope="module")
def page(ground: Playground) -> Iterator[Page]:
    """A page whose addresses of `*.test` are answered from this file."""
    page = ground.stage({}).page
    page.set_viewport_size({"width": 800, "height": 600})  # small pictures are soon looked at
    yield page
    page.unroute_all()


def show(page: Page, body: str, policy: str = "") -> None:
    def answer(route: Route) -> None:
        place = urlsplit(route.request.url)
        if place.path == "/image":
            route.fulfill(body=DRAWN, content_type="image/svg+xml")
            return
        text = OTHER.get(place.path, HEAD + body)
        headers = {"Content-Security-Policy": policy} if policy else {}
        route.fulfill(body=text, content_type="text/html; charset=utf-8", headers=headers)

    page.unroute_all()
    page.route("http://*.test/**", answer)
    page.goto("http://nasty.test/")


def drawn(page: Page) -> bytes:
    """A picture of the page. Chromium now and then refuses the first one of a new document."""
    try:
        return page.screenshot()
    except Error as error:
        if "Unable to capture" not in error.message:
            raise
        return page.screenshot()


def reds(picture: bytes) -> int:
    """How many pixels are more red than anything else."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    colours = image.getcolors(1 << 24) or []
    return sum(n for n, (r, g, b) in colours if r > g + 40 and r > b + 40)


@pytest.mark.parametrize("case", CASES)
def test_nothing_private_is_drawn_and_the_page_is_as_it_was(page: Page, case: str) -> None:
    show(page, CASES[case])
    before, content = drawn(page), without_styles(page)
    assert reds(before)
    shot = evidence.shoot(page, HIDING)
    assert shot.picture is not None
    assert reds(shot.picture) == 0
    assert_says_nothing(shot.words)
    assert without_styles(page) == content
    assert drawn(page) == before


def without_styles(page: Page) -> str:
    """Browsers write a style anew when one part of it was set and taken back."""
    return re.sub(r' style="[^"]*"', "", page.content())


@pytest.mark.parametrize("case", sorted(POLICY))
def test_a_strict_policy_of_the_page_does_not_stop_the_masking(page: Page, case: str) -> None:
    show(page, CASES[case], "default-src 'none'; style-src 'unsafe-inline'")
    assert reds(drawn(page))
    picture = evidence.picture(page, HIDING)
    assert picture is not None
    assert reds(picture) == 0


def assert_says_nothing(words: str) -> None:
    assert [each for each in HIDING.secrets if folded(each) in folded(words)] == []


def test_where_something_was_there_is_black(page: Page) -> None:
    show(page, "<p id=x class=r>123456789018</p>")
    box = page.locator("#x").bounding_box()
    assert box
    shot = evidence.picture(page, HIDING)
    assert shot
    area = (
        round(box["x"]),
        round(box["y"]),
        round(box["x"] + box["width"]),
        round(box["y"] + box["height"]),
    )
    part = Image.open(io.BytesIO(shot)).convert("RGB").crop(area)
    assert part.getcolors() == [(part.width * part.height, (0, 0, 0))]


@pytest.mark.parametrize("case", RACES)
def test_a_page_that_changes_all_the_time_shows_nothing(page: Page, case: str) -> None:
    """Where it cannot be hidden, there is no picture."""
    show(page, RACES[case])
    page.wait_for_function("document.querySelector('#x').textContent || x.value")
    for _ in range(5):
        picture = evidence.picture(page, HIDING)
        assert picture is None or reds(picture) == 0


def test_a_box_filled_while_the_picture_is_taken_is_noticed(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(page, "<input id=x class=r>")
    capture, calls = camera._capture, list[int]()

    def slow(asked: Page) -> bytes:
        calls.append(1)
        if len(calls) == 1:
            asked.evaluate("x.value = '123456789018'")
        return capture(asked)

    monkeypatch.setattr(camera, "_capture", slow)
    picture = evidence.picture(page, HIDING)
    assert picture is not None
    assert (reds(picture), len(calls)) == (0, 2)


def test_where_there_is_no_rest_there_is_no_picture_and_the_words_say_so(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(page, "<p>ようこそ</p>")
    capture = camera._capture

    def reloading(asked: Page) -> bytes:
        picture = capture(asked)
        asked.goto("http://nasty.test/")
        return picture

    monkeypatch.setattr(camera, "_capture", reloading)
    shot = evidence.shoot(page, HIDING)
    assert shot.picture is None
    assert shot.words.startswith("(画面が変わり続け")
    assert "ようこそ" in shot.words


def test_a_popup_is_masked_as_well(page: Page) -> None:
    show(page, "<button onclick=\"window.open('about:blank').document.write("
         "'<p style=color:red>123456789018</p>')\">開く</button>")  # fmt: skip
    with page.expect_popup() as opened:
        page.get_by_role("button").click()
    popup = opened.value
    popup.wait_for_selector("p")
    assert reds(popup.screenshot())
    picture = evidence.picture(popup, HIDING)
    popup.close()
    assert picture is not None
    assert reds(picture) == 0


FREE = {
    "dates and times": "受付日 2024/10/03 2024/10/31 2024-11-04 14:05:33",
    "a phone": "03-5555-1234 090-1234-5678",
    "a receipt number": "令06-児-000001",
    "amounts": "1,200,000円 3,400,000円 567,800円",
    "a postal code and a birthday": "〒100-0013 昭和60年4月3日",
}


@pytest.mark.parametrize("case", FREE)
def test_what_is_not_private_stays_readable(page: Page, case: str) -> None:
    show(page, f"<p class=r>{FREE[case]}</p>")
    shot = evidence.shoot(page, HIDING)
    assert shot.picture is not None
    assert reds(shot.picture) > 50
    assert FREE[case] in shot.words


def test_only_what_stands_beside_the_heading_is_hidden(page: Page) -> None:
    show(
        page,
        "<table><tr><td>個人番号<td>123456789018<tr><td>性別<td>女</table>"
        "<div><label>個人番号</label><input></div><div><label>住所</label>写市</div>"
        "<a href=x>個人番号照会</a> <b>検索</b>",
    )
    words = evidence.read_text(page, HIDING)
    assert "- row: 個人番号 | ■■■■\n- row: 性別 | 女\n" in words
    assert "住所写市" in words
    assert "[link 個人番号照会] 検索" in words


TEXTS = {
    "１２３４－５６７８－９０１８": "■■■■",
    "番号 1234 5678 9018 と 2024/10/03 12:30": "番号 ■■■■ と 2024/10/03 12:30",
    "ｻﾄｳ ﾊﾅｺ 様": "■■■■ 様",
    "さとう・はなこ": "■■■■",
    "令和6年10月3日 受付 06-000123": "令和6年10月3日 受付 06-000123",
    "himitsu-9x": "■■■■x",
    "佐藤花子/123456789018": "■■■■/■■■■",
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_hidden_as_pictures_are(text: str) -> None:
    assert evidence.hide(text, HIDING.secrets) == TEXTS[text]
