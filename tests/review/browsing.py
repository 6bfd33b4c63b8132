"""The reviewer of the browser tests: looks and types, never touches a mouse."""

from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from review.room import COOKIE
from tests.review.seeding import Office
from tests.review.signing_in import secret_for
from workflows.accounts import Role

_WATCH = """
window.mouseEvents = [];
window.violations = [];
const watch = (kind, act) => document.addEventListener(kind, act, true);
for (const kind of ["mousedown", "mouseup", "mousemove", "pointerdown", "wheel", "touchstart"]) {
  watch(kind, (event) => {
    // Chromium says by itself that a mouse that was never moved lies over what has changed.
    const isNone = event.type === "mousemove" && event.clientX === 0 && event.clientY === 0;
    if (!isNone) window.mouseEvents.push(event.type);
  });
}
watch("click", (event) => { if (event.detail > 0) window.mouseEvents.push("click"); });
watch("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""


@dataclass
class Desk:
    page: Page
    address: str
    office: Office

    def __post_init__(self) -> None:
        self.errors: list[str] = []
        self.page.add_init_script(_WATCH)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(
        self, name: str = "田中", role: Role = Role.SUPERVISOR,
        departments: Iterable[str] | None = None, path: str = "/",
    ) -> None:  # fmt: skip
        """As an account of that name, made when there is none, on the page at `path`.
        `departments` None: all. The password is typed in `test_browser_sign_in.py` alone."""
        secret = secret_for(self.office, name, role, departments)
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": COOKIE, "value": secret, "url": self.address}])
        self.page.goto(f"{self.address}{path}")
        if path == "/":
            expect(self.page.get_by_role("heading", name="確認の一覧")).to_be_visible()
            expect(self.page.locator(".pick:focus")).to_have_count(1)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """As an input method gives it: the finished text at once."""
        self.page.keyboard.insert_text(text)

    def see_field(self, field: str) -> None:
        """The field is in hand: its input has the focus."""
        expect(self.page.locator(f"#row-{field}.current")).to_be_visible()
        expect(self.page.locator(f"#row-{field} :focus")).to_have_count(1)

    def see_finish(self) -> None:
        expect(self.page.locator("#confirm")).to_be_focused()

    def assert_clean(self) -> None:
        """No mouse, no script error, nothing that the content policy had to stop."""
        assert self.page.evaluate("window.mouseEvents") == []
        assert self.page.evaluate("window.violations") == []
        assert self.errors == []
