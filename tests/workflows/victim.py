"""A process that kills itself, for real, at a named point: `python -m tests.workflows.victim`.

Arguments: home, target file, what (intake, upload, entry), point. A point is `bot:<step>`, `read`
or `<module>:<function or Class.method>:<before|after>`; empty kills nothing.
"""

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

from forms.catalogue import Catalogue
from tests.workflows.conftest import FORMS
from tests.workflows.fakes import FakeBot, FakeReader, Target, filled, scan
from tests.workflows.sending import send
from workflows.app import Utsushi
from workflows.settings import Settings

UPLOADED = scan(filled(), note="%PDF-").encode()


def die() -> None:
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(9)


def wire(point: str) -> None:
    """Make one of our own functions kill the process before or after its work."""
    module_name, path, moment = point.split(":")
    module: Any = importlib.import_module(module_name)
    *owners, function = path.split(".")
    for owner in owners:
        module = getattr(module, owner)
    original = getattr(module, function)

    def deadly(*args: Any, **kwargs: Any) -> Any:
        if moment == "before":
            die()
        result = original(*args, **kwargs)
        die()
        return result

    setattr(module, function, deadly)


def main(home: str, target: str, what: str, point: str) -> None:
    if point.startswith("workflows"):
        wire(point)
    shelf = "remove" if what == "remove" else "keep"
    settings = Settings.load(home=Path(home), forms=(FORMS,), shelf=shelf)
    app = Utsushi(
        settings,
        make_reader=lambda s, c: FakeReader(c, lambda _: die() if point == "read" else None),
        make_bot=lambda s, c: FakeBot(
            Target(Path(target)), lambda step: die() if point == f"bot:{step}" else None
        ),
        catalogue=Catalogue.load(FORMS),
    )
    if what in ("intake", "remove"):
        for path in sorted(settings.inbox_path.glob("*.pdf")):
            app.take_in(path)
    elif what == "upload":
        send(app, UPLOADED)
    else:
        app.resolve()
        app.enter()


if __name__ == "__main__":
    main(*sys.argv[1:])
