"""Help in Japanese: the words that Typer itself puts in."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

_WORDS = (
    (r"^Usage:", "使い方:"),
    (r"\[OPTIONS\]", "[オプション]"),
    (r"COMMAND \[ARGS\]\.\.\.", "コマンド [引数]..."),
    (r"^Options:", "オプション:"),
    (r"^Arguments:", "引数:"),
    (r"^Commands:", "コマンド:"),
    (r"Show this message and exit\.", "この説明を表示します。"),
    (r"\[required\]", "[必須]"),
    (r"\[default: (.*?)\]", r"[既定: \1]"),
)


def translated(text: str) -> str:
    for pattern, word in _WORDS:
        text = re.sub(pattern, word, text, flags=re.MULTILINE)
    return text


class Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:  # the context of Typer, which it keeps to itself
        return translated(super().get_help(ctx))


class Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:  # the context of Typer, which it keeps to itself
        return translated(super().get_help(ctx))
