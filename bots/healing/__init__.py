"""A target that no longer matches: what probably replaced it. Proposed to a person, never applied
by itself."""

from bots.healing.explaining import explained
from bots.healing.propose import Proposal, propose

__all__ = ["Proposal", "explained", "propose"]
