"""住民福祉総合システム, the practice system of about 2003, as a server on this machine."""

from __future__ import annotations

from starlette.applications import Starlette

from samples.legacy.app import build_app
from samples.legacy.office import Office
from samples.legacy.pages import Pages
from samples.legacy.serving import Building, PracticeServer


class LegacyServer(PracticeServer):
    """Serves the system with the frames. Arguments and errors: `PracticeServer`."""

    def build(self, building: Building) -> Starlette:
        """The application with its pages."""
        office = Office(
            store=building.store,
            sessions=building.sessions,
            pages=Pages(building.sky),
            accounts=building.accounts,
            now=building.now,
            sky=building.sky,
        )
        return build_app(office, building.hang_up)
