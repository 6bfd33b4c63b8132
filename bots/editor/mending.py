"""Changing a scenario's text: one piece at a time, checked before it is kept, with a way back."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bots.editor.pieces import Piece, pieces
from bots.scenario import Scenario, load_scenario
from bots.scenario.scenario import System
from forms.catalogue import Catalogue
from forms.errors import BadDeclaration, SetupError

CHANGED = "このファイルは、画面を開いたあとに変えられました。"
CHANGED_ADVICE = "画面を開き直してください。"
Lines = list[str]


DRAFT = ".draft"


@dataclass(slots=True)
class Book:
    """A scenario file that is being mended. `backups` is the folder of its earlier texts. A draft
    takes its right name (`path` without `.draft`) once it is right."""

    path: Path
    system: System
    catalogue: Catalogue
    backups: Path

    def scenario(self) -> Scenario:
        """Raises BadDeclaration where the file has a mistake."""
        return load_scenario(self.path, self.system, self.catalogue)

    @property
    def version(self) -> str:
        """Tells whether the file is still the one that was shown."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:16]

    def replace(self, name: str, text: str, version: str) -> None:
        """Write another text for a piece. All of these raise BadDeclaration, with the line in the
        new text, where it would be no right scenario; the file then stays as it was."""
        self._change(name, version, lambda lines, piece: _put(lines, piece, text))

    def insert_after(self, name: str, text: str, version: str) -> None:
        self._change(name, version, lambda lines, piece: _insert(lines, piece, text))

    def delete(self, name: str, version: str) -> None:
        self._change(name, version, lambda lines, piece: _put(lines, piece, ""))

    def move(self, name: str, down: bool, version: str) -> None:
        """Change places with the step before or after it in the same list."""
        known = pieces(self.scenario())
        piece = _named(known, name)
        wanted = (*piece.loc[:-1], int(piece.loc[-1]) + (1 if down else -1))
        other = next((each for each in known if each.loc == wanted and each.can_move), None)
        if other is None or not piece.can_move:
            raise SetupError("これより先には動かせません。", advice="")
        above, below = (piece, other) if down else (other, piece)
        self._change(name, version, lambda lines, _: _swap(lines, above, below))

    def replace_whole(self, text: str, version: str) -> None:
        """Another text for the whole file."""
        if version != self.version:
            raise SetupError(CHANGED, advice=CHANGED_ADVICE)
        before = self.path.read_text(encoding="utf-8")
        after = text.replace("\r\n", "\n").rstrip("\n") + "\n"
        self._check(after)
        self._keep(before)
        self._write(after)
        if self.path.name.endswith(DRAFT):
            right = self.path.with_name(self.path.name.removesuffix(DRAFT))
            if right.exists():
                raise SetupError(f"{right.name} がすでにあります。")
            self.path = self.path.replace(right)

    def undo(self) -> bool:
        """Bring back the text before the last change; False where there is none."""
        kept = sorted(self.backups.glob("*.yaml"))
        if not kept:
            return False
        self._write(kept[-1].read_text(encoding="utf-8"))
        kept[-1].unlink()
        return True

    @property
    def can_undo(self) -> bool:
        return any(self.backups.glob("*.yaml"))

    def _change(self, name: str, version: str, change: Callable[[Lines, Piece], Lines]) -> None:
        if version != self.version:
            raise SetupError(CHANGED, advice=CHANGED_ADVICE)
        piece = _named(pieces(self.scenario()), name)
        before = self.path.read_text(encoding="utf-8")
        after = "\n".join(change(before.splitlines(), piece)) + "\n"
        self._check(after)
        self._keep(before)
        self._write(after)

    def _keep(self, before: str) -> None:
        self.backups.mkdir(parents=True, exist_ok=True)
        number = len(list(self.backups.glob("*.yaml"))) + 1
        (self.backups / f"{number:05d}.yaml").write_text(before, encoding="utf-8", newline="\n")

    def _check(self, text: str) -> None:
        """In a file beside it, so that what stands there is found: `call`, tables."""
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            load_scenario(Path(name), self.system, self.catalogue)
        except BadDeclaration as error:
            said = error.message.removeprefix(f"{error.file} の {error.line} 行目 ")
            problem = said.removeprefix(f"「{error.key}」: ")
            raise BadDeclaration(
                self.path.name, error.line, error.key, problem, error.advice
            ) from error
        finally:
            with suppress(OSError):
                Path(name).unlink()

    def _write(self, text: str) -> None:
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(self.path.stat().st_mode)
            part.replace(self.path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _named(known: list[Piece], name: str) -> Piece:
    for piece in known:
        if piece.name == name:
            return piece
    raise SetupError(CHANGED, advice=CHANGED_ADVICE)


def _indented(text: str, column: int) -> Lines:
    lines = text.replace("\r\n", "\n").strip("\n").split("\n") if text.strip() else []
    return [" " * column + line if line.strip() else "" for line in lines]


def _put(lines: Lines, piece: Piece, text: str) -> Lines:
    return [*lines[: piece.first - 1], *_indented(text, piece.column), *lines[piece.last :]]


def _insert(lines: Lines, piece: Piece, text: str) -> Lines:
    return [*lines[: piece.last], *_indented(text, piece.column), *lines[piece.last :]]


def _swap(lines: Lines, above: Piece, below: Piece) -> Lines:
    first, between = lines[above.first - 1 : above.last], lines[above.last : below.first - 1]
    second = lines[below.first - 1 : below.last]
    return [*lines[: above.first - 1], *second, *between, *first, *lines[below.last :]]
