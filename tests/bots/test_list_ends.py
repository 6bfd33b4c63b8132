"""Where a list ends: what is not read to its end is never the answer "not there"."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bots import tables
from bots.lookup import look_up
from bots.results import Results
from bots.scenario.models import RowsDeclaration
from bots.tables import FoundRow
from forms.errors import NotReady
from tests.bots.playground import Playground
from tests.bots.test_lookup import scenario, stage

pytestmark = pytest.mark.browser

ALL = [f"人{n}" for n in range(30)]
ALIKE = [f"人{n - 1 if n and n % 10 == 0 else n}" for n in range(30)]


def results(ground: Playground, mode: str, **said: object) -> Results:
    """The list of `pages.html` in one of its makes, not yet read."""
    ground.play(f"pages.html?mode={mode}", "- wait: {shown: {link: 照会, nth: 1}}")
    declared = {"where": {"氏名": "x"}, "open": "照会", **said}
    found = Results(RowsDeclaration.model_validate(declared), ground.stage({}))
    found.look()
    return found


def names(found: Results) -> list[str]:
    return [row.cells["氏名"] for part in found.parts() for row in part]


@pytest.mark.parametrize(
    ("mode", "following", "expected"),
    [
        ("words", {"link": "次へ"}, ALL),
        ("numbers", {"link": "{page}"}, ALL),
        ("index", {"link": "次へ"}, ALL),
        ("unmarked", {"link": "{page}"}, ALL),
        ("key", {"link": "次頁(F8)"}, ALL),
        ("told", {"css": "#on"}, ALL),
        ("alike", {"link": "次へ"}, [name if name != "人0" else "人-1" for name in ALIKE]),
    ],
)
def test_every_row_of_every_page_is_seen(
    ground: Playground, mode: str, following: dict[str, str], expected: list[str]
) -> None:
    assert names(results(ground, mode, next=following)) == expected


@pytest.mark.parametrize(
    "mode",
    ["words", "numbers", "index", "capped", "unmarked", "in-grid", "key", "arrow", "told"],
)
def test_a_list_that_goes_on_is_no_answer_where_nobody_said_how(
    ground: Playground, mode: str
) -> None:
    with pytest.raises(NotReady, match=r"続きがある|打ち切られて"):
        names(results(ground, mode))


def test_words_of_a_control_that_may_name_a_person_are_not_told(ground: Playground) -> None:
    with pytest.raises(NotReady, match="続きがある") as told:
        names(results(ground, "person"))
    assert "山田" not in str(told.value)
    assert "次の頁" in str(told.value)


@pytest.mark.parametrize("mode", ["one", "wizard", "news", "days", "off", "sizes"])
def test_a_list_of_one_page_is_whole(ground: Playground, mode: str) -> None:
    assert names(results(ground, mode)) == ALL[:10]


def test_a_list_that_is_counted_and_not_there_is_waited_for(ground: Playground) -> None:
    """As where the words that there is nothing give way to the list after they were believed."""
    found = results(ground, "one", count={"css": "#told"})
    page = found.here.page
    page.evaluate("""() => {
      document.body.insertAdjacentHTML("afterbegin", "<p id=told>該当 10 件</p>");
      const list = document.querySelector("table"), place = list.parentNode;
      list.remove();
      window.bring = () => setTimeout(() => place.append(list), 200);
    }""")
    assert not found.look()
    page.evaluate("bring()")
    assert names(found) == ALL[:10]


def row(cell: str) -> FoundRow:
    return FoundRow(0, ("カナ",), {"カナ": cell}, (cell,), ("カナ",))


@pytest.mark.parametrize(
    ("cell", "may_be"),
    [
        ("ウツシ　ハル", True),
        ("ウツシ …", True),
        ("ｳﾂｼ ﾊ...", True),
        ("ウツシ　ハ", False),
        ("ウツミ…", False),
        ("…", False),
    ],
)
def test_a_cell_that_the_list_cuts_off_may_be_ours(cell: str, may_be: bool) -> None:
    assert tables.may_be(row(cell), {"カナ": "ウツシ　ハル"}) is may_be


def test_a_cell_may_be_cut_off_between_a_kana_and_its_mark() -> None:
    assert tables.may_be(row("ｳﾂｼ ﾂ…"), {"カナ": "ウツシ　ヅミ"})
    assert not tables.may_be(row("ｳﾂｼ ﾂﾞ…"), {"カナ": "ウツシ　ツミ"})


def test_the_views_of_a_later_page_are_counted_once(
    ground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = results(ground, "one")
    monkeypatch.setattr(Results, "_scrolled", lambda self, to: None)
    found._is_other_page = True
    view = found.rows
    assert found._new() == view
    assert found._goes_on({"virtual": True, "end": False})
    found.rows = view[4:]
    assert found._new() == []
    assert found.seen == len(view)


HALF = """<!doctype html><meta charset=utf-8><table>
<tr><th>番号</th><th>カナ</th><th>氏名</th><th>操作</th></tr>
<tr><td>1</td><td>ベツ　ヒト</td><td>別　人</td><td><a href="#">詳細</a></td></tr>"""


class Stalling(http.server.BaseHTTPRequestHandler):
    """Sends the first half of a list, and the rest never."""

    over = threading.Event()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        """The way in, or the half of a list."""
        is_list = "list" in self.path
        start = '<meta charset=utf-8><label>カナ検索<input></label><a href="/list">検索</a>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((HALF if is_list else start).encode())
        self.wfile.flush()
        if is_list:
            self.over.wait()


@contextmanager
def stalling() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stalling) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        Stalling.over.set()
        server.shutdown()


def test_a_list_of_which_only_the_half_has_come_is_no_answer(tmp_path: Path) -> None:
    with stalling() as url, Playground(url, tmp_path) as ground:
        half = scenario(ground, tmp_path, "x", ("open: spa.html?mode=x", 'open: ""'))
        with pytest.raises(NotReady):
            look_up(half, stage(ground))
