"""Making a report, keeping its files by hash, and finding them again."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import select

from forms.errors import StoreError
from workflows.audit import AuditLog
from workflows.effect.pictures import pictures_of
from workflows.files import Kept
from workflows.ledger import Ledger
from workflows.office import Office
from workflows.printing import pdf_of
from workflows.report.document import document_of
from workflows.report.figures import Figures, figures_of
from workflows.report.markdown import artifact_of, text_of
from workflows.shared_files import Files
from workflows.store.database import Store
from workflows.store.tables import MonthlyReportRow

FOLDER = "reports"


class NoSuchReport(StoreError):
    default_advice = "一覧から選び直してください。"


@dataclass(frozen=True, slots=True)
class MadeReport:
    """`month`: `YYYY-MM`. The files are in the keeping of `Files`."""

    id: int
    month: str
    at: datetime
    by: str
    html: Kept
    pdf: Kept


@dataclass(frozen=True, slots=True)
class Report:
    """A report just made. `markdown` is for the artifact of its flow run, with charts and without
    what people wrote; `text` is for the terminal."""

    made: MadeReport
    figures: Figures
    markdown: str
    text: str


def make_report(office: Office, month: str, by: str = "") -> Report:
    """Work out, write and keep the report of a month (`YYYY-MM`), and list it.

    Made again, it stands beside the earlier ones. `by`: the person who asked, else it was us.
    Raises SetupError where it is no month, or the browser is missing; StoreError.
    """
    audit = AuditLog(office.store, office.settings.shared_path, office.clock)
    ledger = Ledger(office.store, audit, office.files, office.clock)
    figures = figures_of(office.store, office.catalogue, month, office.clock(), ledger)
    html = document_of(figures)
    kept = office.files.keep_bytes(html.encode("utf-8"), FOLDER, ".html")
    pdf = office.files.keep_bytes(pdf_of(html), FOLDER, ".pdf")
    row = MonthlyReportRow(
        month=figures.month, at=figures.made_at, by=by or office.owner,
        html_path=kept.path, html_sha256=kept.sha256, html_size=kept.size,
        pdf_path=pdf.path, pdf_sha256=pdf.sha256, pdf_size=pdf.size,
    )  # fmt: skip
    with office.store.write() as session:
        session.add(row)
        session.flush()
        made = _made(row)
    pictures = pictures_of(figures.trail)
    return Report(made, figures, artifact_of(figures, pictures), text_of(figures))


class Reports:
    """Those that were made. Safe to share between threads."""

    def __init__(self, store: Store, files: Files) -> None:
        self._store, self._files = store, files
        self._making = Lock()

    def make(self, office: Office, month: str, by: str) -> MadeReport:
        """One after the other, however often it is asked for: each starts a browser."""
        with self._making:
            return make_report(office, month, by).made

    def all(self, limit: int = 60) -> tuple[MadeReport, ...]:
        """The latest month first, in it the one made last."""
        query = select(MonthlyReportRow).order_by(
            MonthlyReportRow.month.desc(), MonthlyReportRow.id.desc()
        )
        with self._store.read() as session:
            return tuple(_made(row) for row in session.scalars(query.limit(limit)))

    def find(self, report_id: int) -> MadeReport:
        """Raises NoSuchReport."""
        with self._store.read() as session:
            row = session.get(MonthlyReportRow, report_id)
            if row is None:
                raise NoSuchReport("その月次報告はありません。")
            return _made(row)

    def read(self, kept: Kept) -> bytes:
        """The bytes of one of its files. Raises NoSuchFile, FileChanged, FilesAway."""
        return self._files.read(kept.path, kept.sha256)


def _made(row: MonthlyReportRow) -> MadeReport:
    return MadeReport(
        row.id, row.month, row.at, row.by,
        Kept(row.html_sha256, row.html_size, row.html_path),
        Kept(row.pdf_sha256, row.pdf_size, row.pdf_path),
    )  # fmt: skip
