"""Is a backup whole? Every piece by its hash, the store by opening it, the audit log by its seals,
and whether all that the records need is there."""

import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from forms.errors import StoreError
from workflows.audit.marks import FILE as MARKS
from workflows.audit.seals import KEY_FILE
from workflows.audit.verifying import verify
from workflows.backup import keys, named
from workflows.backup.errors import BadBackup
from workflows.backup.manifest import STORE, Head, Item, Seals, ranges
from workflows.backup.repository import Repository
from workflows.files import private_folder
from workflows.keys import there
from workflows.settings import Settings
from workflows.store import snapshots
from workflows.store.database import Store
from workflows.store.migrate import head as newest

_SHOWN = 5  # of the same kind


@dataclass(frozen=True, slots=True)
class Checked:
    """`findings` in Japanese, none where all is well; `is_sealed` None where the key that sealed
    the backup is not here."""

    files: int
    size: int
    findings: tuple[str, ...]
    is_sealed: bool | None
    has_key: bool = True  # the main key that opens its papers is here

    @property
    def is_whole(self) -> bool:
        return not self.findings


def check(
    settings: Settings, repository: Repository, head: Head, fresh: Collection[str] | None = None
) -> Checked:
    """`fresh`: only these are read again, of others it is looked whether they are there; None: all
    are read. Raises PlaceAway, SetupError where PostgreSQL's programs are missing."""
    sealed = _is_sealed(settings, head)
    findings = [] if sealed is not False else ["控えの目録が、作られた後で書き換えられています。"]
    try:
        items = repository.items(head)
    except BadBackup as error:
        return Checked(0, 0, (*findings, error.message), sealed)
    findings += _pieces(repository, items, fresh)
    if head.missing:
        findings.append(
            f"控えを作る時に、ファイル {len(head.missing)} 件が元の場所にありませんでした。"
        )
    if not findings:
        with _unpacked(settings.home_path, repository, items) as folder:
            findings += _store(folder, head, items)
    size = sum(item.size for item in items.values())
    has_key = keys.is_here(settings, head.main_keys)
    return Checked(len(items), size, tuple(findings), sealed, has_key)


def store_findings(
    store: Store, audit: Path, head: Head, items: Mapping[str, Item]
) -> Iterator[str]:
    """Whether a store is the one of the head. `audit`: folder of the audit log's key and marks."""
    with store.read() as session:
        rows, documents = named.rows_of(session), ranges(named.documents_of(session))
        end, names = named.audit_end(session), named.files_of(session)
    if head.revision == newest() and rows != head.rows:
        changed = sorted(name for name in head.rows if rows.get(name) != head.rows[name])
        yield f"データベースの行の数が違います ({'、'.join(changed[:_SHOWN])})。"
    if documents != head.documents:
        yield "データベースの書類が、控えの目録と違います。"
    if end != (head.audit_lines, head.audit_seal):
        yield "監査ログの終わりが、控えの目録と違います。"
    yield from (f"監査ログ: {e.message}" for e in verify(store, audit).findings[:_SHOWN])
    there_are = {item.path for item in items.values() if item.area == "files"}
    if lacking := names - there_are - set(head.missing):
        yield f"記録の書類・画像・証跡のうち {len(lacking)} 件がありません。"


def _is_sealed(settings: Settings, head: Head) -> bool | None:
    key = there(settings.shared_path)
    return Seals(key).is_sealed(head) if key else None


def _pieces(
    repository: Repository, items: Mapping[str, Item], fresh: Collection[str] | None
) -> list[str]:
    found = []
    for item in items.values():
        try:
            if fresh is None or item.name in fresh:
                for _ in repository.read(item):
                    pass
            elif not repository.holds(item):
                found.append(f"控えの中身がありません ({item.name})。")
        except BadBackup as error:
            found.append(error.message)
    return found


def _store(folder: Path, head: Head, items: Mapping[str, Item]) -> list[str]:
    """What is wrong with the store of a backup. Of an archive of PostgreSQL only its table of
    contents can be read without a server; the rest is told after it was restored."""
    path = folder / "database"
    if head.store == snapshots.POSTGRES:
        is_read = snapshots.is_archive(path)
        return [] if is_read else ["控えのデータベースを読めません。"]
    try:
        with snapshots.opened(path) as store:
            damages = list(snapshots.damages(store))
            if damages:
                return [f"控えのデータベースが壊れています ({len(damages)} か所)。"]
            return list(store_findings(store, folder, head, items))
    except StoreError:
        return ["控えのデータベースを開けません。"]


@contextmanager
def _unpacked(home: Path, repository: Repository, items: Mapping[str, Item]) -> Iterator[Path]:
    """A private folder with the store, the audit log's key and its marks, for a moment."""
    folder = private_folder(home / "tmp" / f"{uuid4().hex}.check")
    try:
        wanted = {
            STORE: folder / "database", f"shared/{KEY_FILE}": folder / KEY_FILE,
            f"shared/{MARKS.as_posix()}": folder / MARKS,
        }  # fmt: skip
        for name, path in wanted.items():
            if name in items:
                private_folder(path.parent)
                repository.write_to(items[name], path)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
