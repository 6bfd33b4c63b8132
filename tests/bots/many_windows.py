"""A small target system whose every screen opens a window of its own, for one form's few fields."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from urllib.parse import parse_qs, urlsplit

_OPEN = "onclick=\"window.open('{path}', '{name}', 'width=500,height=400')\""
_LOGIN = """<table><tr><th>職員番号</th><td><input id="id"></td></tr></table>
<input type="button" value="ログイン" onclick="document.cookie = 'id=' +
  document.getElementById('id').value; window.open('menu', 'GYOMU', 'width=700,height=500')">"""
_MENU = f"""<h1>業務メニュー</h1>
<input type="button" value="検索" {_OPEN.format(path="search", name="KENSAKU")}>
<input type="button" value="新規登録" {_OPEN.format(path="entry", name="TOROKU")}>"""
_SEARCH = """<form action="list"><table><tr><th>カナ氏名</th><td><input name="kana"></td></tr>
</table><input type="submit" value="検索する"></form>"""
_ENTRY = """<form action="entry" method="post"><table>
<tr><th>カナ氏名</th><td><input name="kana"></td></tr>
<tr><th>罹災年月日</th><td><input name="date"></td></tr>
<tr><th>申請書</th><td><input type="file" name="file"></td></tr></table>
<input type="submit" value="登録する"></form>"""


class ManyWindows(http.server.ThreadingHTTPServer):
    """`rows` are (kana, date). With `closes` the window of the entry closes once it is made;
    `after` requests the session is lost once."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.rows: list[tuple[str, str]] = []
        self.closes = False
        self.lose_session = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def page(self, path: str, query: dict[str, list[str]], has_session: bool) -> str:
        """The body of a page."""
        if path == "login":
            return _LOGIN
        if not has_session or self.lose_session:
            self.lose_session = False
            return "セッションが切れました。ログインし直してください。"
        fixed = {"menu": _MENU, "search": _SEARCH, "entry": _ENTRY}
        if path in fixed:
            return fixed[path]
        if path == "list":
            return self._list(query.get("kana", [""])[0])
        kana, date = self.rows[int(query["n"][0]) - 1]
        return f"""<h1>照会</h1><table><tr><th>受付番号</th><td>{query["n"][0]}</td></tr>
            <tr><th>カナ氏名</th><td>{escape(kana)}</td></tr>
            <tr><th>罹災年月日</th><td>{date}</td></tr></table>"""

    def _list(self, kana: str) -> str:
        found = [(n, row) for n, row in enumerate(self.rows, start=1) if row[0] == kana]
        if not found:
            return "該当するデータはありません"
        lines = "".join(
            f"<tr><td>{n}</td><td>{escape(row[0])}</td><td>"
            f"<a href=\"javascript:void(window.open('detail?n={n}', 'SHOKAI'))\">照会</a></td></tr>"
            for n, row in found
        )
        return f"<table><tr><th>番号</th><th>カナ氏名</th><th>処理</th></tr>{lines}</table>"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: ManyWindows

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        """Any page."""
        parts = urlsplit(self.path)
        has_session = "id=" in self.headers.get("Cookie", "")
        self._say(self.server.page(parts.path.strip("/"), parse_qs(parts.query), has_session))

    def do_POST(self) -> None:
        """The entry."""
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.rows.append((fields["kana"][0], fields["date"][0]))
        self._say("<script>window.close()</script>" if self.server.closes else "登録しました")

    def _say(self, body: str) -> None:
        page = f"<!doctype html><meta charset=utf-8><title>窓</title>{body}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@contextmanager
def many_windows() -> Iterator[ManyWindows]:
    """The system on a free port."""
    server = ManyWindows()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
