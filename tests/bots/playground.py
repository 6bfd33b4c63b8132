"""A few old pages, and a way to run a handful of steps on them."""

import functools
import http.server
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from pydantic import Field

from bots.conditions import check_signs
from bots.credentials import EnvironmentCredentials
from bots.scenario import System, load_system
from bots.scenario.scenario import Source
from bots.scenario.steps import Steps
from bots.scenario.targets import Strict
from bots.scenario.values import Values
from bots.session import Session
from bots.stage import Phase, Stage
from bots.steps import run_steps
from forms import yaml_source
from forms.record import Value

SYSTEM = """
system: ground
title: 砂場
url: http://127.0.0.1:1/
encoding: cp932
waits: {screen: 2, answer: 2}
rejected:
  - {css: "#ERR"}
busy:
  - {dialog: 混み合っています}
parts:
  hello:
    needs: [word]
    do:
      - fill: 氏名
        with: "{word}様"
"""


class Script(Strict):
    """A YAML file with nothing but steps."""

    steps: Steps = Field(min_length=1)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the pages as Shift_JIS."""

    extensions_map = {".html": "text/html; charset=Shift_JIS"}  # noqa: RUF012

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def send_head(self):  # type: ignore[no-untyped-def]
        """A page, its text in CP932. `?okureru`: late; `?osoi`: later than a screen
        may come; `?nashi`: none comes; `?file`: to be downloaded."""
        asked = self.path.partition("?")[2]
        if asked.startswith("okureru"):
            time.sleep(0.5)
        elif asked == "osoi":
            time.sleep(3)
        elif asked == "nashi":
            self.send_response(204)
            self.end_headers()
            return
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_text(encoding="utf-8").encode("cp932")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=Shift_JIS")
        self.send_header("Content-Length", str(len(body)))
        if asked == "file":
            self.send_header("Content-Disposition", "attachment; filename=meibo.csv")
        self.end_headers()
        self.wfile.write(body)
        return


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The pages of a folder on a free port."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


class Playground:
    """A browser on the site. `play` runs steps written in YAML and gives the stage after them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Path] = {}
        self.kept: list[tuple[str, bytes, str]] = []
        (folder / "system.yaml").write_text(SYSTEM, encoding="utf-8")
        self.system: System = load_system(folder, {"UTSUSHI_SYSTEM_GROUND_URL": url})
        self._session = Session(self.system, EnvironmentCredentials({}), headless=True)

    def __enter__(self) -> "Playground":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def stage(self, values: Mapping[str, Value], source: Source | None = None) -> Stage:
        page = self._session.page()
        return Stage(
            page=page,
            scope=page,
            values=Values(values, self.system.codes, "cp932", files=self.files),
            system=self.system,
            watch=self._session.watch,
            phase=Phase.ENTER,
            source=source or self.system.source,
            signs=check_signs,
            keep=lambda kind, content, suffix: self.kept.append((kind, content, suffix)),
        )

    def play(self, page: str, steps: str, **values: Value) -> Stage:
        path = self.folder / "script.yaml"
        indented = "\n".join(f"  {line}" for line in steps.strip("\n").splitlines())
        path.write_text(f"steps:\n  - open: {page}\n{indented}\n", encoding="utf-8")
        script = yaml_source.load(path, Script)
        stage = self.stage(values, Source.of(path))
        run_steps(script.steps, stage, "steps")
        return stage
