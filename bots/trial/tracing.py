"""A Playwright trace of a run on invented data. No secret gets into it: while one is typed, in the
first login or in a later one, nothing is recorded."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

from bots.credentials import Credentials
from bots.scenario.targets import Strict
from bots.stage import Stage
from forms.errors import SetupError


@dataclass(slots=True)
class Tracer:
    """A watcher that records from the first step after a login on, and a source of credentials
    that ends the recording before it gives a secret away.

    The traces are `<name>-1.zip`, `<name>-2.zip` … in `folder`; a login in the middle begins a new
    one. `playwright show-trace` opens them.
    """

    credentials: Credentials
    folder: Path
    name: str
    paths: list[Path] = field(default_factory=list)
    dropped: int = 0
    _context: BrowserContext | None = None
    _secrets: set[str] = field(default_factory=set, repr=False)

    def before(self, step: Strict, stage: Stage) -> Strict | None:
        context = stage.page.context
        if self._context is not context:
            self.stop()
            context.tracing.start(screenshots=True, snapshots=True, sources=False)
            self._context = context
        return None

    def secret(self, system: str, name: str) -> str:
        """Raises MissingSecret."""
        self.stop()
        secret = self.credentials.secret(system, name)
        if name not in NAMES:
            self._secrets.add(secret)
        return secret

    def stop(self) -> None:
        """End the recording and keep it. A browser that has gone leaves none.

        Raises SetupError where it cannot be stored.
        """
        context, self._context = self._context, None
        if context is None:
            return
        path = self.folder / f"{self.name}-{len(self.paths) + 1}.zip"
        try:
            with suppress(PlaywrightError):
                context.tracing.stop(path=path)
        except OSError as error:
            raise SetupError(f"トレースを {self.folder} に保存できません。") from error
        if path.is_file():
            self._cleaned(path)

    def _cleaned(self, path: Path) -> None:
        """One in which a secret stands after all (a page that repeats it) is thrown away."""
        with ZipFile(path) as trace:
            bad = any(self._shows(trace.read(name)) for name in trace.namelist())
        if bad:
            path.unlink()
            self.dropped += 1
            return
        path.chmod(0o600)
        self.paths.append(path)

    def _shows(self, content: bytes) -> bool:
        return any(
            secret.encode(encoding) in content
            for secret in self._secrets
            for encoding in ("utf-8", "utf-16-le")
        )


NAMES = ("user", "id", "staff")
"""Credentials that only name who works: the target's own screens show them."""
