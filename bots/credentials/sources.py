"""Where secrets come from: the environment, or several places one after the other."""

import os
from collections.abc import Mapping, Sequence
from typing import Protocol

from forms.errors import MissingSecret


class Credentials(Protocol):
    """What the bots need."""

    def secret(self, system: str, name: str) -> str:
        """Raises MissingSecret where it is not given, SetupError where it cannot be read."""
        ...


class Source(Credentials, Protocol):
    """One place. `title` is Japanese; it names the place, never a value."""

    @property
    def title(self) -> str: ...

    def has(self, system: str, name: str) -> bool:
        """Raises SetupError where the place cannot be read."""
        ...


class Vault(Source, Protocol):
    """A place that `utsushi bot secret` can write to."""

    def set(self, system: str, name: str, value: str) -> None:
        """Raises SetupError where it cannot be written."""
        ...

    def remove(self, system: str, name: str) -> bool:
        """Whether it was there. Raises SetupError where the place cannot be written."""
        ...


class EnvironmentCredentials:
    """`UTSUSHI_SYSTEM_<SYSTEM>_<NAME>`, for example UTSUSHI_SYSTEM_PRACTICE_PASSWORD."""

    title = "環境変数"

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = environment

    def secret(self, system: str, name: str) -> str:
        value = self._environ.get(variable(system, name))
        if not value:
            raise MissingSecret(f"資格情報 {variable(system, name)} がありません。")
        return value

    def has(self, system: str, name: str) -> bool:
        return bool(self._environ.get(variable(system, name)))

    @property
    def _environ(self) -> Mapping[str, str]:
        return os.environ if self._environment is None else self._environment

    def __repr__(self) -> str:
        return "EnvironmentCredentials(…)"


class ChainedCredentials:
    """The first of several places that has the secret."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = tuple(sources)

    def secret(self, system: str, name: str) -> str:
        if (place := self.place(system, name)) is not None:
            return place.secret(system, name)
        looked = "・".join(each.title for each in self.sources)
        raise MissingSecret(
            f"業務システム「{system}」の資格情報「{name}」がありません (調べた所: {looked})。",
            advice=f"「utsushi bot secret set {system} {name}」で登録するか、環境変数 "
            f"{variable(system, name)} で渡してください。YAML には書かないでください。",
        )

    def place(self, system: str, name: str) -> Source | None:
        """Where it would be taken from."""
        return next((each for each in self.sources if each.has(system, name)), None)

    def __repr__(self) -> str:
        return f"ChainedCredentials({', '.join(repr(each) for each in self.sources)})"


def variable(system: str, name: str) -> str:
    """The environment variable of a credential."""
    return f"UTSUSHI_SYSTEM_{system.upper()}_{name.upper()}"
