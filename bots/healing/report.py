"""The report of a check: one HTML file with its pictures inside, for a person to decide by."""

import base64
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bots.healing.mending import Mend
from bots.healing.sightings import Checked, Sighting, State
from bots.scenario.scenario import System

_ADVICE = {
    State.MISSING: "似たものがこの画面に見当たりません。画面を見て、シナリオを直してください。",
    State.AMBIGUOUS: "どれを指すか決められません。nth (何番目) か section などで絞ってください。",
    State.DIFFERENT: "入力した値が、確認画面で別の値になっています。欄を取り違えていないか、"
    "read_back の書き方を確かめてください。",
}


def advice(sighting: Sighting) -> str:
    """What to do where nothing is proposed."""
    if sighting.moved is not None:
        return f"この欄は、{sighting.moved}の手順の画面に移っています。手順をそこへ移してください。"
    return _ADVICE.get(sighting.state, "")


def render(system: System, checks: Sequence[tuple[Checked, Sequence[Mend]]], when: datetime) -> str:
    """The page. `when` is local time."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data_url"] = _data_url
    environment.tests["same"] = lambda one, other: one is other
    template = environment.get_template("report.html")
    written = f"{when:%Y年%m月%d日 %H:%M}"
    return template.render(system=system, checks=checks, when=written, advice=advice)


def _data_url(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"
