"""How a list goes on is proposed only where the bot's own code read it to its end by that."""

from typing import Any

import pytest

from bots.recorder.entries import PICTURE
from bots.recorder.events import Act, Control, Kind, ListRow, Phase, Screen, Seen, Texts
from bots.recorder.trying import Trial
from bots.recorder.turning import by_number, counts_in, turns_to_try
from bots.scenario.targets import Target
from bots.scenario.writing import plain
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser

PAGES, LONG = ("pages.html", "氏名"), ("long.html", "番号")


@pytest.mark.parametrize(
    ("page", "mode", "turns", "counts", "expected"),
    [
        (PAGES, "words", ["次へ"], [], {"next": "次へ"}),
        (PAGES, "words", ["前へ", "次へ"], [], {"next": "次へ"}),
        (PAGES, "words", ["照会"], [], {}),
        (PAGES, "numbers", [{"link": "{page}"}], [], {"next": {"link": "{page}"}}),
        (PAGES, "one", [], ["#turn"], {}),
        (
            LONG,
            "more",
            ["もっと見る"],
            ["#count"],
            {"next": "もっと見る", "count": {"css": "#count"}},
        ),
        (LONG, "more", [], ["#count"], {}),
    ],
)
def test_only_what_leads_to_the_end_is_proposed(
    ground: Playground,
    page: tuple[str, str],
    mode: str,
    turns: list[Any],
    counts: list[str],
    expected: dict[str, Any],
) -> None:
    rows = {"where": {page[1]: "x"}, "open": "照会"}
    find = {
        "search": [{"open": f"{page[0]}?mode={mode}"}, {"wait": {"shown": {"text": page[1]}}}],
        "nothing": {"shown": {"text": "該当なし"}},
        "rows": rows,
    }
    found = Trial(ground.stage({})).complete(
        find,
        [Target.model_validate(_target(each)) for each in turns],
        [Target.model_validate({"css": each}) for each in counts],
    )
    assert found["rows"] == {**rows, **expected, PICTURE: None}


def _target(said: Any) -> Any:
    return {"named": said} if isinstance(said, str) else said


@pytest.mark.parametrize(
    ("said", "number", "expected"),
    [
        ({"named": "2"}, 2, "{page}"),
        ({"link": "[2]"}, 2, {"link": "[{page}]"}),
        ({"title": "12 ページ目へ"}, 12, {"title": "{page} ページ目へ"}),
        ({"named": "２"}, 2, "{page}"),
        ({"named": "次頁>>"}, 0, "次頁>>"),
        ({"css": "#p2"}, 2, None),
        ({"named": "2 / 2"}, 2, None),
        ({"named": "次へ"}, 2, None),
    ],
)
def test_the_number_of_a_page_becomes_that_of_any(
    said: dict[str, str], number: int, expected: object
) -> None:
    found = by_number(Target.model_validate(said), number)
    assert (plain(found) if found else None) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((("", "該当件数："), ("b", "12"), ("", "件　（1／2頁）")), [{"contains": "該当件数"}]),
        ((("", "検索結果 3 件"),), [{"contains": "検索結果"}]),
        ((("", "検索結果一覧"), ("th", "番号")), []),
        ((("", "12 件"),), []),
    ],
)
def test_where_a_screen_tells_the_number_of_hits(
    texts: Texts, expected: list[dict[str, str]]
) -> None:
    assert [plain(each) for each in counts_in(texts)] == expected


def pressed_in_list(words: str, sent: int, row: ListRow | None = None) -> Act:
    seen = Seen(
        Control(1, "button", "button", "", "", False, False, ""),
        "button", "", "", (), (), (), (), "", "", row,
    )  # fmt: skip
    screen = Screen(Phase.LOOK_UP, 0, (), "d", (("th", "氏名"),), None, {}, None)
    target = Target.model_validate({"named": words})
    return Act(
        Kind.CLICK, Phase.LOOK_UP, 0, target=target, seen=seen, screen=screen, sent=sent,
    )  # fmt: skip


def test_what_may_change_something_is_pressed_no_second_time_to_try_it() -> None:
    opening = pressed_in_list("照会", 0, ListRow(0, ("氏名",), ("山田",), 0))
    acts = [pressed_in_list("翌", 0), pressed_in_list("一括受付", 1), opening]
    _, others = turns_to_try(acts, [], opening)
    assert [plain(each) for each in others] == ["翌"]
