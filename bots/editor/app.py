"""The editor's pages: the steps with their pictures, and what may be done with each."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from bots import drawers
from bots.drawers import Drawer
from bots.editor.mending import Book
from bots.editor.pieces import SECTIONS, Piece, pieces
from bots.recorder.saving import pictures_of
from forms.errors import BadDeclaration, SetupError, StoreError, UtsushiError

HERE = Path(__file__).parent
MAX_BODY_BYTES = 512 * 1024
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
TITLES = {"key": "申請の見分け方", "codes": "コード表", **SECTIONS}


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was not kept: where, what was typed, and why."""

    name: str
    action: str
    text: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Screen:
    """Pieces one after the other that are done on one screen; `picture` is empty where none is."""

    picture: str
    pieces: tuple[Piece, ...]


class Editor:
    """Answers the page's forms. `token` is the first part of every address."""

    def __init__(self, book: Book, pictures: Drawer, token: str) -> None:
        self._book, self._pictures, self._token = book, pictures, token
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, refused: Refused | None = None) -> Response:
        try:
            scenario = self._book.scenario()
        except BadDeclaration as error:
            return self._whole(refused or _refused("whole", "whole", "", error))
        found = pieces(scenario)
        sections = {
            title: self._screens([each for each in found if each.section == name])
            for name, title in TITLES.items()
        }
        return self._rendered(
            "steps.html", refused, title=scenario.title, system=scenario.system.title,
            sections={title: screens for title, screens in sections.items() if screens},
        )  # fmt: skip

    def change(self, form: Mapping[str, str]) -> Response:
        """Do what was asked; the page again, with what is wrong, where it may not be done."""
        name, action, text = form.get("name", ""), form.get("action", ""), form.get("text", "")
        try:
            self._do(action, name, text, form.get("version", ""))
        except UtsushiError as error:
            return self.page(_refused(name, action, text, error))
        return RedirectResponse(f"/{self._token}/#{name}", status_code=303)

    def picture(self, name: str) -> Response:
        try:
            if name in pictures_of(self._pictures).values():
                return Response(drawers.read(self._pictures, name), media_type="image/png")
        except (OSError, StoreError):  # taken away, or damaged
            pass
        return PlainTextResponse("ありません。", status_code=404)

    def _do(self, action: str, name: str, text: str, version: str) -> None:
        book = self._book
        actions: Mapping[str, Callable[[], object]] = {
            "replace": lambda: book.replace(name, text, version),
            "insert": lambda: book.insert_after(name, text, version),
            "delete": lambda: book.delete(name, version),
            "up": lambda: book.move(name, False, version),
            "down": lambda: book.move(name, True, version),
            "whole": lambda: book.replace_whole(text, version),
            "undo": book.undo,
        }
        if action not in actions:
            raise SetupError("できない操作です。")
        actions[action]()

    def _screens(self, known: list[Piece]) -> list[Screen]:
        """A step without a picture of its own stands on the screen of the step before it."""
        kept, last, pictured = pictures_of(self._pictures), "", list[tuple[str, Piece]]()
        for piece in known:
            last = kept.get(piece.mark, last)
            pictured.append((last, piece))
        return [
            Screen(picture, tuple(piece for _, piece in group))
            for picture, group in groupby(pictured, key=lambda each: each[0])
        ]

    def _whole(self, refused: Refused) -> Response:
        text = refused.text or self._book.path.read_text(encoding="utf-8")
        return self._rendered("whole.html", refused, title=self._book.path.name, text=text)

    def _rendered(self, template: str, refused: Refused | None, **values: object) -> Response:
        page = self._templates.get_template(template).render(
            token=self._token,
            version=self._book.version,
            can_undo=self._book.can_undo,
            file=str(self._book.path),
            refused=refused,
            **values,
        )
        return HTMLResponse(page, status_code=422 if refused and refused.action else 200)


def create_app(editor: Editor, token: str) -> FastAPI:
    """Only addresses with the token are answered, and only under the names of this machine."""
    app = FastAPI(title="Utsushi", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/{key}/", response_model=None)
    def show(key: str) -> Response:
        return editor.page()

    @app.post("/{key}/change", response_model=None)
    async def change(key: str, request: Request) -> Response:
        body = await request.body()
        if len(body) > MAX_BODY_BYTES:
            return PlainTextResponse("大きすぎます。", status_code=413)
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        return editor.change({name: values[0] for name, values in fields.items()})

    @app.get("/{key}/picture/{name}", response_model=None)
    def picture(key: str, name: str) -> Response:
        return editor.picture(name)

    app.mount(f"/{token}/static", StaticFiles(directory=HERE / "static"), name="static")

    @app.middleware("http")
    async def guard(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        key = request.url.path.split("/")[1]
        host = request.headers.get("host", "").rsplit(":", 1)[0]
        known = host in ("127.0.0.1", "localhost") and hmac.compare_digest(
            key.encode(), token.encode()
        )
        response = await answer(request) if known else PlainTextResponse("", status_code=404)
        response.headers.update(HEADERS)
        return response

    return app


def _refused(name: str, action: str, text: str, error: UtsushiError) -> Refused:
    return Refused(name, action, text, error.message, error.advice or "")
