"""Templates become pages of bytes: CP932, announced as Shift_JIS, as browsers take it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import RedirectResponse, Response

from samples.legacy import eras
from samples.legacy.faults import Trouble
from samples.legacy.items import Kind
from samples.legacy.shown import shown
from samples.legacy.sky import Sky

CONTENT_TYPE = "text/html; charset=Shift_JIS"


@cache
def _environment() -> Environment:
    """One for the process: compiling the templates takes longer than any page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(shown=shown, Kind=Kind, ERAS=eras.ERAS)
    return environment


class Pages:
    """Renders the templates of this package."""

    def __init__(self, sky: Sky) -> None:
        self._templates = _environment()
        self._sky = sky

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page. Characters that CP932 lacks leave as numeric references."""
        text = self._templates.get_template(template).render(say=self._say, **values)
        return Response(
            text.encode("cp932", "xmlcharrefreplace"),
            status_code=status,
            headers={"content-type": CONTENT_TYPE, "cache-control": "no-cache"},
        )

    def trouble(self, trouble: Trouble) -> Response:
        """What stands on the screen instead of what was asked for."""
        return self.page("trouble.html", trouble.status, message=trouble.words)

    def _say(self, words: str) -> str:
        """The words of a button or menu entry, as the system has them today."""
        return self._sky.weather.renamed.get(words, words)


def moved(url: str) -> RedirectResponse:
    """Send the browser on, as 2003 did: 302."""
    return RedirectResponse(url, status_code=302)
