"""Frames on their way: a document inside a frame notes that it is to be replaced.

Playwright waits after a click until a window that the click sends elsewhere has arrived. It does
not wait for a frame: what is asked next may still be answered by the document that is to go.
"""

from playwright.sync_api import Page

_NOTE = 'Symbol.for("utsushi.leaving")'

LISTEN = f"""{{
  const isSeen = (inside) => {{
    if (inside === top) return true;
    const box = inside.frameElement.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && isSeen(inside.parent);
  }};
  addEventListener("beforeunload", (event) => {{
    if (event[{_NOTE}]) return;  // a frame's first document leaves its window to the next
    event[{_NOTE}] = true;
    try {{
      if (isSeen(self)) (document[{_NOTE}] ||= []).push(Date.now());
    }} catch {{ /* inside a document of another origin: it is not waited for */ }}
  }});
}}"""
"""For each document before its own scripts: it notes when it was to be replaced. Where nobody sees
it, a page works behind the screen, and may do so for long."""

_DEPARTURES = f"""async (since) => {{
  await new Promise((done) => setTimeout(done));  // a form that was sent goes a moment later
  const count = (inside) => {{
    let sum = 0;
    try {{  // those further in were told of it too
      sum = (inside.document[{_NOTE}] || []).filter((at) => at >= since).length;
      if (!sum) for (let n = 0; n < inside.length; n++) sum += count(inside[n]);
    }} catch {{ /* of another origin: it does not tell */ }}
    return sum;
  }};
  return count(self);
}}"""


def departures(page: Page, since: float) -> int:
    """Of how many navigations the documents of the window were told since then (seconds since
    1970), and still stand. Frames that nobody sees do not count.

    Raises Playwright's error where the window itself is being replaced.
    """
    return int(page.evaluate(_DEPARTURES, since * 1000 - 1))
