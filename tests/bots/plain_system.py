"""The small system of the tutorial in the docs: 被災者台帳, one window, as many offices have."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from urllib.parse import parse_qs, quote, urlsplit

COLUMNS = {
    "kana": "フリガナ",
    "name": "氏名",
    "phone": "電話番号",
    "date": "罹災日",
    "cause": "罹災原因",
    "kind": "住家の種類",
    "copies": "部数",
    "text": "被害の状況",
}
CAUSES = ("", "地震", "風水害", "火災", "その他")
KINDS = ("持家", "借家")
_LOGIN = """<h1>ログイン</h1><form method="post" action="/login">
<p><label for="u">利用者 ID</label><input id="u" name="user"></p>
<p><label for="p">パスワード</label><input id="p" name="password" type="password"></p>
<button>ログイン</button></form>"""
_MENU = '<h1>被災者台帳</h1><a href="/search">検索</a> <a href="/new">新規登録</a>'


class PlainSystem(http.server.ThreadingHTTPServer):
    """`rows` are the entries by column. `user`, `password` are those of the one account. With
    `per_page` the list has pages, told by their numbers alone; with `forgets` each entry ends the
    session."""

    daemon_threads = True
    user, password = "tanto", "himitsu-2026"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.rows: list[dict[str, str]] = []
        self.per_page: int | None = None
        self.forgets = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def page(self, path: str, query: dict[str, list[str]]) -> str:
        """The body of a page for one who is logged in."""
        if path == "new":
            return _form()
        if path == "search":
            return self._search(query.get("q", [None])[0], int(query.get("p", ["1"])[0]))
        if path.startswith("detail/"):
            return self._detail(int(path.partition("/")[2]), bool(query.get("saved")))
        return _MENU

    def enter(self, fields: dict[str, list[str]]) -> str:
        """Where to go after an entry; a blank name is refused."""
        row = {name: fields.get(name, [""])[0] for name in COLUMNS}
        if not row["name"]:
            return "/new?error=1"
        self.rows.append(row)
        return f"/detail/{len(self.rows)}?saved=1"

    def _search(self, kana: str | None, page: int) -> str:
        form = """<h1>検索</h1><form><p><label for="q">フリガナ</label><input id="q" name="q"></p>
            <button>検索</button></form>"""
        if kana is None:
            return form
        found = [(n, row) for n, row in enumerate(self.rows, start=1) if row["kana"] == kana]
        size = self.per_page or max(len(found), 1)
        pages = range(1, -(-len(found) // size) + 1)
        lines = "".join(
            f"<tr><td>{n}</td><td>{escape(row['kana'])}</td>"
            f"<td>{row['date'].replace('-', '/')}</td>"
            f'<td><a href="/detail/{n}">開く</a></td></tr>'
            for n, row in found[(page - 1) * size : page * size]
        )
        turn = "".join(
            f"<b>{n}</b> " if n == page else f'<a href="?q={quote(kana)}&p={n}">{n}</a> '
            for n in pages
        )
        pager = f"<div>{turn}</div>" if len(pages) > 1 else ""
        head = "<tr><th>番号</th><th>フリガナ</th><th>罹災日</th><th></th></tr>"
        return f"{form}<p>{len(found)} 件</p>" + (
            f"<table>{head}{lines}</table>{pager}" if found else ""
        )

    def _detail(self, number: int, is_saved: bool) -> str:
        row = self.rows[number - 1]
        shown = {**row, "date": row["date"].replace("-", "/"), "copies": f"{row['copies']} 部"}
        items = "".join(f"<dt>{COLUMNS[k]}</dt><dd>{escape(v)}</dd>" for k, v in shown.items())
        saved = "<p>保存しました。</p>" if is_saved else ""
        return f"{saved}<h1>台帳</h1><dl><dt>番号</dt><dd>{number}</dd>{items}</dl>"


def _form() -> str:
    texts = "".join(
        f'<p><label for="{name}">{COLUMNS[name]}</label> <input id="{name}" name="{name}"></p>'
        for name in ("kana", "name", "phone", "copies")
    )
    causes = "".join(f"<option>{each}</option>" for each in CAUSES)
    kinds = "".join(
        f'<label><input type="radio" name="kind" value="{each}">{each}</label>' for each in KINDS
    )
    return f"""<h1>新規登録</h1><form method="post" action="/new">{texts}
<p><label for="date">罹災日</label> <input type="date" id="date" name="date"></p>
<p><label for="cause">罹災原因</label> <select id="cause" name="cause">{causes}</select></p>
<fieldset><legend>住家の種類</legend>{kinds}</fieldset>
<p><label for="text">被害の状況</label> <textarea id="text" name="text"></textarea></p>
<button>保存</button></form>"""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: PlainSystem

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        """Any page; the login for those who are not in."""
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if "in=yes" not in self.headers.get("Cookie", ""):
            return self._say(_LOGIN + ('<p class="error">違います</p>' if query else ""))
        error = '<p class="error">氏名は必ず入力してください。</p>' if "error" in query else ""
        self._say(error + self.server.page(parts.path.strip("/"), query))
        return None

    def do_POST(self) -> None:
        """The login, or an entry."""
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path != "/login":
            where = self.server.enter(fields)
            return self._go("/", "in=no") if self.server.forgets else self._go(where)
        given = (fields.get("user", [""])[0], fields.get("password", [""])[0])
        is_right = given == (self.server.user, self.server.password)
        self._go("/" if is_right else "/?again=1", "in=yes" if is_right else "in=no")
        return None

    def _go(self, where: str, cookie: str = "") -> None:
        self.send_response(302)
        self.send_header("Location", where)
        if cookie:
            self.send_header("Set-Cookie", f"{cookie}; Path=/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, body: str) -> None:
        page = f"<!doctype html><meta charset=utf-8><title>台帳</title>{body}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@contextmanager
def plain_system() -> Iterator[PlainSystem]:
    """The system on a free port."""
    server = PlainSystem()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
