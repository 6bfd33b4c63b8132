"""The popup window 住所検索: find a town, or type one, and write it back to the entry screen."""

from __future__ import annotations

import re

from starlette.responses import Response

from samples.legacy.addresses import MANUAL_CODE, look_up
from samples.legacy.office import Visit

INPUT_NAME = re.compile(r"[A-Z0-9_]{0,20}")
NO_TARGET = "住所検索は入力画面から開いてください(E0402)"
NO_CONDITION = "郵便番号または町名を入力してください(E0401)"
NOTHING = "該当する住所がありません。手入力してください(I0401)"


def address(visit: Visit) -> Response:
    """`PX` and `YB` name the address and postal inputs of the opener that are written back to."""
    posted = visit.posted
    target, postal_target = posted.get("PX"), posted.get("YB")
    if not (target and INPUT_NAME.fullmatch(target) and INPUT_NAME.fullmatch(postal_target)):
        return visit.page("error.html", messages=[NO_TARGET])
    postal = (posted.get("YB1"), posted.get("YB2"))
    name = posted.get("MACHI")
    asked = posted.get("ACT") == "search"
    message = ""
    if asked and not any((*postal, name)):
        asked, message = False, NO_CONDITION
    found = look_up("".join(postal), name) if asked else []
    if asked and not found:
        message = NOTHING
    return visit.page(
        "address.html",
        target=target,
        postal_target=postal_target,
        postal=postal,
        name=name,
        found=found,
        message=message,
        manual_code=MANUAL_CODE,
    )
