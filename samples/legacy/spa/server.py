"""総合窓口クラウド, the practice system of today, as a server on this machine."""

from __future__ import annotations

from starlette.applications import Starlette

from samples.legacy.serving import Building, PracticeServer
from samples.legacy.spa.app import build_app


class CloudServer(PracticeServer):
    """Serves the one-page system. Arguments and errors: `PracticeServer`."""

    def build(self, building: Building) -> Starlette:
        """The application with its page and its API."""
        return build_app(building)
