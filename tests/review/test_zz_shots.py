import os
from tests.review.browsing import Desk
from tests.review.seeding import RISAI, JIDO, UNCERTAIN
from tests.review.axe import violations
from playwright.sync_api import expect
from tests.review.conftest import *
import random
def test_shots(desk: Desk):
    p=desk.page; p.set_viewport_size({"width":1280,"height":900})
    random.seed(1)
    names=["Yamada Hanako","Sato Ken","Suzuki Rin"]
    for n in range(40):
        desk.office.add("risai-shomei", {**RISAI,"postal":f"92181{random.randint(10,99)}","phone":"0761234567"}, {"name":UNCERTAIN,"postal":UNCERTAIN,"photo":UNCERTAIN,"shinsei_date":UNCERTAIN,"address":UNCERTAIN,"phone":UNCERTAIN})
    desk.sign_in(path="/exports/layouts/new?form=jido-teate-nintei")
    p.locator("#format").select_option("fixed"); p.screenshot(path="/tmp/shots/fixed.png")
    p.locator("#name").fill("x1")
    desk.press("Control+Enter"); p.wait_for_timeout(800); p.screenshot(path="/tmp/shots/fixed-wrong.png")
    assert violations(p)==[]
    p.goto(desk.address+"/exports"); p.screenshot(path="/tmp/shots/exports0.png")
    for f in ("name","postal","photo","shinsei_date","address","phone"):
        p.goto(desk.address+f"/alike/grid?form=risai-shomei&field={f}"); expect(p.locator("#settle[aria-busy]")).to_have_count(0); p.screenshot(path=f"/tmp/shots/g-{f}.png")
    p.goto(desk.address+"/alike/grid?form=risai-shomei&field=postal&figure=1"); expect(p.locator("#settle[aria-busy]")).to_have_count(0); p.screenshot(path=f"/tmp/shots/g-fig.png")
    desk.press("F8"); p.screenshot(path=f"/tmp/shots/g-large.png")
    p.goto(desk.address+"/alike"); p.screenshot(path="/tmp/shots/alike0.png")
