"""Credentials that remember what they gave away, so that no picture of the same run shows it."""

from dataclasses import dataclass, field

from bots.credentials import Credentials


@dataclass(slots=True)
class Remembering:
    """A source of credentials in front of another one. Its words hold none of them."""

    credentials: Credentials = field(repr=False)
    given: set[str] = field(default_factory=set, repr=False)

    def secret(self, system: str, name: str) -> str:
        """Raises MissingSecret."""
        secret = self.credentials.secret(system, name)
        self.given.add(secret)
        return secret
