"""Workbenches: forms that are being drawn up, each in a folder of its own under the home folder.

`<home>/templates/<id>/`: `bench.json` (the declaration as it stands, who began it, what it was
made of), `blank.pdf` with a picture a page, `base.yaml` (the file that is edited), `golden/`, and
`tries/<id>/`, which holds personal data: sealed, and swept away.
"""

import json
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from forms.errors import SetupError, StoreError
from workflows.accounts import Account
from workflows.clock import Clock
from workflows.files import private_folder

TRY_LIFE = timedelta(hours=1)
"""How long a tried paper is kept when nobody takes it away before."""

FOLDER, TRIES = "templates", "tries"
_NAME = re.compile(r"[0-9a-f]{16}")
_FILE = "bench.json"


class NoBench(SetupError):
    """There is none of that name, or not for this person."""

    default_advice = "様式の一覧から選び直してください。"

    def __init__(self) -> None:
        super().__init__("この作りかけの様式はありません。")


class Overtaken(StoreError):
    """Another window has kept a later state."""

    default_advice = "画面を開き直してください。この画面の変更は残りません。"

    def __init__(self) -> None:
        super().__init__("別の画面で、この様式が書き換えられています。")


@dataclass(frozen=True, slots=True)
class Base:
    """The revision that is edited. `is_own`: it lies in the office's folder."""

    form: str
    version: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Bench:
    """`declaration`: JSON data of a `FormDeclaration`, perhaps with mistakes. `sections`: comments
    before its entries. `serial` counts its states. `alike`:
    id of a form with the same print, which was known when this was begun."""

    id: str
    folder: Path
    by: str
    begun_at: datetime
    declaration: dict[str, Any]
    sections: dict[str, str] = field(default_factory=dict)
    base: Base | None = None
    serial: int = 0
    new_blank: bool = True
    alike: str = ""

    @property
    def title(self) -> str:
        return str(self.declaration.get("title") or "")

    @property
    def golden(self) -> Path:
        return self.folder / "golden"

    @property
    def tries(self) -> Path:
        return self.folder / TRIES

    @property
    def home(self) -> Path:
        """The data folder."""
        return self.folder.parent.parent

    @property
    def place(self) -> str:
        """Its folder below that, with `/`."""
        return f"{FOLDER}/{self.id}"

    def picture(self, page: int) -> Path:
        return self.folder / f"page-{page}.png"

    def is_seen_by(self, person: Account) -> bool:
        """Those who began it, and those who see its department's papers."""
        department = self.declaration.get("department")
        return self.by == person.name or person.scope.sees(str(department) if department else None)


class Benches:
    """All workbenches of an installation."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self._root, self._clock = home / FOLDER, clock
        self._writing = Lock()

    def new(self, by: str) -> Bench:
        """An empty one with its folder; it is there once `keep` was called."""
        bench_id = self.new_id()
        folder = private_folder(self._root / bench_id)
        return Bench(bench_id, folder, by, self._clock(), {})

    @staticmethod
    def new_id() -> str:
        return secrets.token_hex(8)

    def open(self, bench_id: str, person: Account) -> Bench:
        """Raises NoBench."""
        bench = self._load(self._root / bench_id) if _NAME.fullmatch(bench_id) else None
        if bench is None or not bench.is_seen_by(person):
            raise NoBench
        return bench

    def all(self, person: Account) -> tuple[Bench, ...]:
        """Those that the person sees, the newest first."""
        folders = self._root.glob("*/") if self._root.is_dir() else ()
        found = (self._load(folder) for folder in folders if _NAME.fullmatch(folder.name))
        seen = [bench for bench in found if bench is not None and bench.is_seen_by(person)]
        return tuple(sorted(seen, key=lambda bench: bench.begun_at, reverse=True))

    def keep(self, bench: Bench, *, serial: int | None = None) -> Bench:
        """Write the state down, as the one after `serial` where that is given. Raises Overtaken."""
        with self._writing:
            stored = self._load(bench.folder)
            if serial is not None and stored is not None and stored.serial != serial:
                raise Overtaken
            kept = replace(bench, serial=bench.serial + 1)
            self._write(kept)
        return kept

    @staticmethod
    def _write(kept: Bench) -> None:
        data = asdict(kept) | {"begun_at": kept.begun_at.isoformat()}
        data = {key: value for key, value in data.items() if key not in ("id", "folder")}
        part = kept.folder / f".{_FILE}.part"
        part.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        part.replace(kept.folder / _FILE)

    def drop(self, bench: Bench) -> None:
        shutil.rmtree(bench.folder, ignore_errors=True)

    def sweep(self) -> None:
        """Take away tried papers that are older than `TRY_LIFE`, and what never became a bench."""
        before = (self._clock() - TRY_LIFE).timestamp()
        for folder in self._stale():
            try:
                is_old = folder.stat().st_mtime < before
            except OSError:  # taken away at the same time
                continue
            if is_old:
                shutil.rmtree(folder, ignore_errors=True)

    def _stale(self) -> Iterator[Path]:
        yield from self._root.glob(f"*/{TRIES}/*/")
        yield from (each for each in self._root.glob("*/") if not (each / _FILE).is_file())

    def _load(self, folder: Path) -> Bench | None:
        try:
            data = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        except OSError:
            return None
        data["begun_at"] = datetime.fromisoformat(data["begun_at"])
        data["base"] = Base(**data["base"]) if data["base"] else None
        return Bench(folder.name, folder, **data)
