"""Looking up on pages that only exchange their content: an old list is not the answer."""

from pathlib import Path

import pytest

from bots.lookup import look_up
from bots.scenario import Scenario, load_scenarios
from bots.stage import Stage
from forms.catalogue import Catalogue
from forms.errors import Different, NotReady
from tests.bots.playground import Playground

pytestmark = pytest.mark.browser

CATALOGUE = Catalogue.load(Path(__file__).parent / "django_site" / "forms")
SYSTEM = """
system: ground
title: 砂場
url: http://127.0.0.1:1/
waits: {screen: 3, answer: 2}
"""
SCENARIO = """
form: hoiku-moushikomi
title: 照会だけ
key: [kana]
find:
  search:
    - open: spa.html?mode=MODE
    - fill: カナ検索
      with: "{kana}"
    - click: 検索
  nothing: {shown: {text: 該当なし}}
  single: SINGLE
  rows:
    where: {カナ: "{kana}"}
    open: 詳細
enter:
  - click: 登録
submit:
  ready: {shown: {text: 確認}}
  click: 登録
  accepted: {shown: {text: 完了}}
read_back:
  ready: {shown: {heading: 受付番号}}
  number: {heading: 受付番号}
  fields:
    kana: カナ
    name: 氏名
  not_entered:
"""


def scenario(ground: Playground, folder: Path, mode: str, *more: tuple[str, str]) -> Scenario:
    left = [f.id for f in CATALOGUE["hoiku-moushikomi"].fields if f.id not in ("kana", "name")]
    text = SCENARIO.replace("MODE", mode).replace("SINGLE", str(mode == "single").lower())
    for old, new in more:
        text = text.replace(old, new)
    text += "".join(f"    {name}: 試験では使わない\n" for name in left)
    (folder / "system.yaml").write_text(SYSTEM, encoding="utf-8")
    (folder / "hoiku-moushikomi.yaml").write_text(text, encoding="utf-8")
    environment = {"UTSUSHI_SYSTEM_GROUND_URL": ground.system.url}
    return load_scenarios(folder, CATALOGUE, environment)["hoiku-moushikomi"]


def stage(ground: Playground) -> Stage:
    return ground.stage({"kana": "ウツシ　ハル", "name": "写　はる"})


@pytest.mark.parametrize("mode", ["stale", "late", "single", "anew"])
def test_what_comes_late_is_found(ground: Playground, tmp_path: Path, mode: str) -> None:
    found = look_up(scenario(ground, tmp_path, mode), stage(ground))
    assert found is not None
    assert (found.number, found.values["name"]) == ("7", "写　はる")


def test_nothing_is_believed_when_the_page_has_come_to_rest(
    ground: Playground, tmp_path: Path
) -> None:
    here = stage(ground)
    assert look_up(scenario(ground, tmp_path, "none"), here) is None
    assert here.page.get_by_text("該当なし").is_visible()


def test_a_single_hit_that_was_not_declared_is_no_answer(
    ground: Playground, tmp_path: Path
) -> None:
    undeclared = scenario(ground, tmp_path, "single&undeclared")
    with pytest.raises(NotReady):
        look_up(undeclared, stage(ground))


def test_a_dash_in_the_place_of_a_key_may_hide_our_application(
    ground: Playground, tmp_path: Path
) -> None:
    keys = ("key: [kana]", "key: [kana, name]")
    columns = ('where: {カナ: "{kana}"}', 'where: {カナ: "{kana}", 氏名: "{name}"}')
    with pytest.raises(Different, match="氏名が違います"):
        look_up(scenario(ground, tmp_path, "half", keys, columns), stage(ground))
