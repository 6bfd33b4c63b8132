"""The command `utsushi`. `main` is the one door where errors become words and an exit code."""

import logging
import os
import re
import sys
from collections.abc import Sequence
from io import TextIOWrapper

USAGE_ERROR, INTERRUPTED = 2, 130


def main() -> None:
    """Entry point of the installed command."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code. Error messages go to stderr, in Japanese.

    With UTSUSHI_DEBUG=1 an unexpected error shows its traceback (it may hold personal data).
    """
    _prepare_streams()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    from typer import Abort, TyperException

    from forms.errors import UtsushiError
    from workflows.cli.commands import app

    try:
        code = app(list(arguments), prog_name="utsushi", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except UtsushiError as error:
        return _say(error.message, error.advice, error.exit_code)
    except TyperException as error:
        command = getattr(getattr(error, "ctx", None), "command_path", "utsushi")
        return _say(_usage(error), f"「{command} --help」で使い方を見られます。", USAGE_ERROR)
    except (KeyboardInterrupt, Abort):
        return _say("中断しました。", "もう一度実行すると、続きから始めます。", INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has gone, e.g. `| head`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return 0
    except Exception as error:
        if os.environ.get("UTSUSHI_DEBUG"):
            raise
        kind = type(error).__name__
        advice = "続くときは、この種類の名前を添えて情報主管課の担当者に連絡してください。"
        return _say(f"予期しない問題が起きました (種類: {kind})。", advice, 1)


def _say(message: str, advice: str, code: int) -> int:
    print(f"{message}\n→ {advice}" if advice else message, file=sys.stderr)
    return code


def _usage(error: Exception) -> str:
    titles = {
        "MissingParameter": "指定が足りません",
        "NoSuchOption": "知らないオプションです",
        "BadParameter": "指定の値が正しくありません",
    }
    title = titles.get(type(error).__name__, "使い方が正しくありません、または知らないコマンドです")
    param = getattr(error, "param", None)
    if param is not None:
        is_option = getattr(param, "param_type_name", "") == "option"
        return f"{title}: {param.opts[0] if is_option else param.name}"
    named = re.search(r"'([^']+)'|: (-\S+)", str(getattr(error, "message", "") or error))
    return f"{title}: {named.group(1) or named.group(2)}" if named else f"{title}。"


def _prepare_streams() -> None:
    """A character that the terminal does not know must not end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
