"""The process that reads for the editor: `python -m workflows.templates.child`.

A line of JSON in is one request, a line out its answer; it ends when its stdin does. Weights are
loaded once. Nothing of what is read is logged.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from forms.errors import UtsushiError
from workflows.settings import Settings
from workflows.templates.looking import Looking

MEMORY_BYTES = 16 * 2**30  # of address space; reading takes about 2
_NICER = 2  # the pages of those who work come first


def main() -> None:
    answers = _own_stdout()
    _give_way()
    looking = Looking(Settings.load(**json.loads(sys.stdin.readline())))
    deeds: Mapping[str, Callable[..., Any]] = {
        "draft": looking.draft,
        "pictures": looking.pictures,
        "read": looking.read,
    }
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(_answer(deeds[request.pop("do")], request)), file=answers, flush=True)


def _answer(deed: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"done": deed(**given)}
    except UtsushiError as error:
        return {"code": error.code, "message": error.message, "advice": error.advice}
    except Exception as error:  # noqa: BLE001  (the door: the next request may go well)
        return {
            "code": "Unexpected",
            "message": f"読み取り中に予期しない問題が起きました (種類: {type(error).__name__})。",
            "advice": "別のファイルで試し、続くときは情報主管課の担当者に連絡してください。",
        }


def _own_stdout() -> TextIO:
    """Our answers alone go where stdout went; what a library prints goes to stderr."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _give_way() -> None:
    """Below those who work, and not for all of the machine's memory. Windows has neither."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(_NICER)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY_BYTES if most == resource.RLIM_INFINITY else min(MEMORY_BYTES, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))


if __name__ == "__main__":
    main()
