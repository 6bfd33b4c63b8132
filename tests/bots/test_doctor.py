"""Each rule of the doctor finds its own nasty page in `site_doctor/`, and a clean page is clean."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route

from bots.doctor.examine import _browser_context, _walked
from bots.doctor.findings import Diagnosis, Severity
from bots.doctor.rules import families
from bots.doctor.visit import Visitor, is_safe
from forms.errors import SetupError

SITE = Path(__file__).parent / "site_doctor"
RULES = {rule.id: rule for family in families() for rule in family.rules}
NO_PAGE = {"client-certificate", "bad-certificate", "slow"}
"""What no page can show: told by the browser's errors and by the clock."""


class Answer:
    """How a page wants to be served: by its first line, `<!-- http: 401 | Name: value -->`."""

    def __init__(self, path: Path, port: int) -> None:
        text = path.read_text(encoding="utf-8").replace("{port}", str(port))
        self.status, self.headers, encoding = 200, {}, "utf-8"
        if found := re.match(r"<!-- http: (.*) -->\n", text):
            for part in found.group(1).split(" | "):
                name, colon, value = part.partition(": ")
                if name == "bytes":
                    encoding = value
                elif colon:
                    self.headers[name] = value
                elif name.isdigit():
                    self.status = int(name)
        kind = "text/javascript" if path.suffix == ".js" else "text/html; charset=utf-8"
        self.headers.setdefault("Content-Type", kind)
        self.body = text.encode(encoding)


class Handler(BaseHTTPRequestHandler):
    posts = 0

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = SITE / self.path.partition("?")[0].strip("/")
        if not path.is_file():
            self.send_error(404)
            return
        answer = Answer(path, self.server.server_address[1])
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def do_POST(self) -> None:
        type(self).posts += 1
        self.send_error(405)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with _browser_context(["127.0.0.1"], headless=True) as context:
        yield context


@pytest.fixture(scope="module")
def visitor(context: BrowserContext) -> Visitor:
    visitor = Visitor(context)

    def secure(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        answer = Answer(SITE / name, 0)
        route.fulfill(status=answer.status, headers=answer.headers, body=answer.body)

    context.route("https://kikan.test/**", secure)
    return visitor


def diagnosed(visitor: Visitor, site: str, name: str) -> Diagnosis:
    first = (SITE / f"{name}.html").read_text(encoding="utf-8").partition("\n")[0]
    base = "https://kikan.test/" if first.startswith("<!-- http: https") else site
    return _walked(f"{base}{name}.html", visitor, 1)


@pytest.mark.browser
@pytest.mark.parametrize("rule", sorted(set(RULES) - NO_PAGE))
def test_a_rule_finds_its_page(rule: str, visitor: Visitor, site: str) -> None:
    found = {each.id: each for each in diagnosed(visitor, site, rule).findings}
    assert rule in found
    assert f"/{rule}.html" in " ".join(found[rule].places) or rule == "foreign-frame"


@pytest.mark.browser
def test_a_clean_page_has_no_findings(visitor: Visitor, site: str) -> None:
    assert diagnosed(visitor, site, "clean").findings == ()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("page", "mismatch"), [("encoding-old", False), ("encoding-mismatch", True), ("clean", False)]
)
def test_an_encoding_is_judged_by_the_bytes_that_came(
    page: str, mismatch: bool, visitor: Visitor, site: str
) -> None:
    found = {each.id for each in diagnosed(visitor, site, page).findings}
    assert ("encoding-mismatch" in found) is mismatch


@pytest.mark.browser
def test_nothing_but_reading_requests_is_sent(visitor: Visitor, site: str) -> None:
    before = Handler.posts
    diagnosis = diagnosed(visitor, site, "posts-at-load")
    assert Handler.posts == before
    assert not diagnosis.has_trouble


def test_every_page_has_a_rule_and_every_rule_a_page() -> None:
    pages = {path.stem for path in SITE.glob("*.html")} - {"clean"}
    assert pages == set(RULES) - NO_PAGE


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED at https://x/", "client_certificate"),
        ("net::ERR_CERT_AUTHORITY_INVALID at https://x/", "bad_certificate"),
        ("Timeout 20000ms exceeded", "slow"),
        ("net::ERR_CONNECTION_REFUSED at http://x/", "unreachable"),
    ],
)
@pytest.mark.browser
def test_what_the_browser_reports_becomes_a_fact(text: str, fact: str, visitor: Visitor) -> None:
    visitor._facts.clear()
    visitor._note_failure(text)
    assert list(visitor._facts) == [fact]
    assert any(rule.fact == fact for rule in RULES.values())


@pytest.mark.browser
def test_a_page_that_never_came_is_told_and_nothing_else(visitor: Visitor) -> None:
    (look,), links = visitor.visit("http://127.0.0.1:1/")
    assert (list(look.facts), links) == (["unreachable"], [])


@pytest.mark.parametrize(
    ("address", "words", "safe"),
    [
        ("http://a/ichiran.do", "一覧", True),
        ("http://a/logout.do", "", False),
        ("http://a/m.do", "ログアウト", False),
        ("http://a/s.do?act=delete&id=1", "", False),
        ("http://a/s.do", "削除", False),
        ("javascript:okuru()", "次へ", False),
        ("mailto:a@b", "", False),
    ],
)
def test_links_that_may_do_something_are_not_followed(address: str, words: str, safe: bool) -> None:
    assert is_safe(address, words) is safe


def test_advice_and_titles_are_sentences() -> None:
    for rule in RULES.values():
        assert rule.advice.endswith(("。", ")")), rule.id
        assert rule.severity in Severity


def test_an_address_that_is_none_is_told() -> None:
    from bots.doctor.examine import examine

    with pytest.raises(SetupError):
        examine("kikan.city.example.jp")
