"""The door to the effect for pages and commands."""

from forms.catalogue import Catalogue
from workflows.accounts import EVERYTHING, Scope
from workflows.audit import AuditLog
from workflows.clock import Clock, utc_now
from workflows.effect.baselines import Baselines
from workflows.effect.gathering import months_of_all
from workflows.effect.tally import Effect
from workflows.effect.working_out import effect_of, year_of
from workflows.fiscal import FiscalYear
from workflows.store.database import Store


class Effects:
    """`baselines`: what people enter for it."""

    def __init__(
        self, store: Store, catalogue: Catalogue, audit: AuditLog, clock: Clock = utc_now
    ) -> None:
        self._store, self._catalogue, self._clock = store, catalogue, clock
        self.baselines = Baselines(store, catalogue, audit, clock)

    def of(self, year: FiscalYear, scope: Scope = EVERYTHING) -> Effect:
        """See `effect_of`."""
        return effect_of(self._store, self._catalogue, year, scope=scope)

    @property
    def this_year(self) -> FiscalYear:
        return FiscalYear.at(self._clock())

    def years(self) -> tuple[FiscalYear, ...]:
        """From this one back to that of the first document."""
        with self._store.read() as session:
            months = months_of_all(session)
        now = self.this_year
        first = year_of(months[0]) if months else now
        return tuple(FiscalYear(n) for n in range(now.begins, min(first, now).begins - 1, -1))
