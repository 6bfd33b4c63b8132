"""Everything that the pages of second looks call, over one store."""

from dataclasses import dataclass

from forms.catalogue import Catalogue
from workflows.clock import Clock, utc_now
from workflows.second_looks.blind import BlindLooks
from workflows.second_looks.double import Differences
from workflows.second_looks.restarting import Restarting
from workflows.second_looks.samples import Samples
from workflows.second_looks.sampling import Sampling
from workflows.settings import Settings
from workflows.store.database import Store


@dataclass(frozen=True, slots=True)
class SecondLooks:
    blind: BlindLooks
    differences: Differences
    restarting: Restarting
    samples: Samples
    sampling: Sampling

    @classmethod
    def over(
        cls, store: Store, catalogue: Catalogue, settings: Settings, clock: Clock = utc_now
    ) -> "SecondLooks":
        return cls(
            BlindLooks(store, catalogue, settings, clock),
            Differences(store, catalogue, settings, clock),
            Restarting(store, catalogue, clock),
            Samples(store, catalogue, settings, clock),
            Sampling(store, catalogue, clock),
        )
