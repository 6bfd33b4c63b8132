"""Accessibility of a page, found by axe-core (tests/vendor, MPL-2.0) in the page itself.

Rules: WCAG 2.0, 2.1 and 2.2, A and AA, which JIS X 8341-3 takes over as they are.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
_RUN = """
async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return found.violations;
}
"""


def violations(page: Page) -> list[str]:
    """Serious and critical ones of the page as it stands, one line a place."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # by the debugger: our policy stops scripts
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [
        f"{each['id']} ({each['impact']}): {' '.join(node['target'])}: {node['failureSummary']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]
