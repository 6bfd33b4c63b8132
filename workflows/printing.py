"""A page of ours on paper: HTML → PDF, by the browser that the bots use. Nothing is fetched."""

from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Route, sync_playwright

from bots.browser import launch
from forms.errors import SetupError

_FOOT = (
    '<div style="width:100%;font-size:8px;text-align:center;color:#55606e">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)
_MARGIN = {"top": "15mm", "bottom": "17mm", "left": "15mm", "right": "15mm"}

# Characters that no font has come out as one and the same empty box.
_TELLS_APART = """() => {
  const drawn = (character) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext("2d");
    pen.font = "32px sans-serif";
    pen.fillText(character, 2, 32);
    return canvas.toDataURL();
  };
  return drawn("写") !== drawn("移");
}"""


class NoJapaneseFont(SetupError):
    default_advice = (
        "日本語の書体を入れてください (Debian・Ubuntu では fonts-ipaexfont か fonts-noto-cjk)。"
    )

    def __init__(self) -> None:
        super().__init__("この機械には日本語の書体がないので、PDF を作れません。")


class NotPrinted(SetupError):
    default_advice = "もう一度作り直してください。続くときは情報主管課の担当者に連絡してください。"

    def __init__(self) -> None:
        super().__init__("ブラウザが PDF を作れませんでした。")


def pdf_of(html: str, *, landscape: bool = False, is_numbered: bool = True) -> bytes:
    """A whole HTML document as an A4 PDF, with page numbers unless told otherwise. It may name no
    file and no address: what it shows must be in it.

    Also where an event loop runs. Raises MissingBrowser, SetupError where the browser does not
    start, NoJapaneseFont, NotPrinted.
    """
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(_printed, html, landscape, is_numbered).result()


def _printed(html: str, landscape: bool, is_numbered: bool) -> bytes:
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            try:
                page = browser.new_page(locale="ja-JP")
                page.route("**/*", _refuse)
                _check_fonts(page)
                page.set_content(html, wait_until="load")
                return page.pdf(
                    format="A4", landscape=landscape, print_background=True, tagged=True,
                    display_header_footer=is_numbered, header_template="<span></span>",
                    footer_template=_FOOT,
                    margin={**_MARGIN},  # type: ignore[arg-type]  # a TypedDict of Playwright's
                )  # fmt: skip
            finally:
                browser.close()
    except PlaywrightError as error:
        raise NotPrinted from error


def _refuse(route: Route) -> None:
    route.abort()


def _check_fonts(page: Page) -> None:
    if not page.evaluate(_TELLS_APART):
        raise NoJapaneseFont
