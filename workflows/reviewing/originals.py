"""The file of a paper as it arrived, given back out of our keeping."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, not_, select

from forms.catalogue import Catalogue
from workflows.accounts import Scope
from workflows.reviewing.missing import NoSuchDocument
from workflows.reviewing.sight import records_in
from workflows.settings import Settings
from workflows.shared_files import Files, NoSuchFile
from workflows.store.database import Store
from workflows.store.tables import DocumentRow, RecordRow


@dataclass(frozen=True, slots=True)
class Original:
    """`size` in bytes; `pieces` are read as they are asked for."""

    name: str
    size: int
    pieces: Iterator[bytes]


class Originals:
    def __init__(self, store: Store, catalogue: Catalogue, settings: Settings) -> None:
        self._store, self._catalogue, self._files = store, catalogue, Files.of(settings)

    def of(self, document_id: int, scope: Scope) -> Original:
        """For those who see every record of it. Raises NoSuchDocument where there is no file, or
        it is not for this person."""
        seen = records_in(self._catalogue, scope)
        unseen = select(func.count()).where(RecordRow.document_id == document_id, not_(seen))
        with self._store.read() as session:
            row = session.get(DocumentRow, document_id)
            if row is None or row.stored_path is None or session.scalar(unseen):
                raise NoSuchDocument(document_id)
            name, size, stored = row.name, row.size, row.stored_path
        try:
            return Original(name, size, self._files.stream(stored))
        except NoSuchFile as error:
            raise NoSuchDocument(document_id) from error
