"""Windows of the browser that close under the hand that pressed the button."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Error, Page


@contextmanager
def closing(window: Page) -> Iterator[None]:
    """What is done in here closes the window; its close may come before the act has its answer.

    A button does nothing before its page's scripts have come, so they are waited for. An act that
    fails for another reason closes nothing: then the wait for the close runs out.
    """
    window.wait_for_load_state()
    with window.expect_event("close"), suppress(Error):
        yield
