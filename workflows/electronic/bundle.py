"""A bundle: applications as XML or lists, with the files that belong to them, in a ZIP.

No format is presumed: what is an application is what a source map or its own words explain; what
lies in its folder, what it names, or what bears its number came with it. Every file is accounted
for: one that belongs to no application goes to a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from forms.errors import PaperError, UnknownForm
from forms.form import Form
from workflows.electronic import attached, excel_file, limits, office_file, xml_file
from workflows.electronic.archive import Archive, Budget
from workflows.electronic.kinds import HEAD_BYTES, is_list, is_xml, is_zip
from workflows.electronic.making import Made, of_csv, of_tables, of_xml
from workflows.electronic.result import ElectronicApplication, ElectronicRefused
from workflows.electronic.sources import Sources


@dataclass(frozen=True, slots=True)
class File:
    """`name` with the folders and archives that it lay in."""

    name: str
    data: bytes

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.name).parent)


@dataclass
class _Group:
    """The applications of one file and what lies beside it."""

    folder: str
    made: tuple[Made, ...]
    own: list[list[File]]


def files_in(archive: Archive, budget: Budget, before: str = "", depth: int = 1) -> list[File]:
    """Every file, also of archives in it. Raises UnreadableFile."""
    found: list[File] = []
    for part in archive.parts:
        data = archive.read(part)
        name = f"{before}{part.name}"
        if not is_zip(data[:HEAD_BYTES]):
            found.append(File(name, data))
            continue
        with Archive(data, budget) as inner:
            if office_file.is_excel(inner.names) or office_file.is_other_office(inner.names):
                found.append(File(name, data))
            elif depth >= limits.DEEPEST:
                raise limits.refused("は、ZIP の中の ZIP が深すぎます。")
            else:
                found += files_in(inner, budget, f"{name}/", depth + 1)
    return found


def read(
    files: Sequence[File], sources: Sources, form: Form | None, budget: Budget
) -> tuple[tuple[ElectronicApplication, ...], tuple[ElectronicRefused, ...]]:
    """Raises PaperError where no application is found in it."""
    groups: list[_Group] = []
    rest: list[File] = []
    first: PaperError | None = None
    for each in files:
        try:
            made = _made(each, sources, form, budget)
        except UnknownForm as error:
            made, first = (), first or error
        if made:
            groups.append(_Group(each.folder, made, [[] for _ in made]))
        else:
            rest.append(each)
    if not groups:
        raise first or limits.refused(
            "の中に、申請のデータ (XML・CSV・Excel) がありません。",
            "PDF や画像だけのときは、ZIP から取り出して入れてください。",
        )
    strangers = [each for each in rest if not _placed(each, groups)]
    applications = _applications(groups)
    return applications, _refused(strangers, applications)


def _made(
    file: File, sources: Sources, form: Form | None, budget: Budget
) -> tuple[Made, ...]:  # fmt: skip
    """None for what is no data. Raises UnknownForm for data that means nothing."""
    head = file.data[:HEAD_BYTES]
    if is_zip(head):
        with Archive(file.data, budget) as archive:
            if office_file.is_excel(archive.names):
                return of_tables(excel_file.tables_of(file.data, archive), sources, form)
            return ()
    if is_xml(head):
        return of_xml(xml_file.root_of(file.data), sources, form)
    if is_list(head, file.name):
        return of_csv(file.data, sources, form)
    return ()


def _placed(file: File, groups: Sequence[_Group]) -> bool:
    """Put with its application: the one that names it, whose number its name bears, or the only one
    in its folder or the nearest folder above."""
    name = PurePosixPath(file.name).name
    for group in groups:
        for made, own in zip(group.made, group.own, strict=True):
            reference = made.application.arrived.reference
            if name in {PurePosixPath(each).name for each in made.attached} or (
                len(reference) >= 4 and reference in file.name
            ):
                own.append(file)
                return True
    above = [*map(str, PurePosixPath(file.name).parents)]
    beside = min(
        (each for each in groups if each.folder in above),
        key=lambda each: above.index(each.folder), default=None,
    )  # fmt: skip
    same = [each for each in groups if beside and each.folder == beside.folder]
    if len(same) != 1 or len(same[0].made) != 1:
        return False
    same[0].own[0].append(file)
    return True


def _applications(groups: Sequence[_Group]) -> tuple[ElectronicApplication, ...]:
    """Numbered through, each with its files."""
    found: list[ElectronicApplication] = []
    pages = 0
    for group in groups:
        for made, own in zip(group.made, group.own, strict=True):
            arrived = replace(
                made.application.arrived, number=len(found) + 1, warnings=_missing(made, own)
            )
            application = replace(made.application, arrived=arrived)
            files = [(each.name, each.data) for each in own]
            found.append(attached.with_files(application, files, pages))
            pages += len(found[-1].pages)
    return tuple(found)


def _missing(made: Made, own: Sequence[File]) -> tuple[str, ...]:
    """Files that the application names and that are not there."""
    there = {PurePosixPath(each.name).name for each in own}
    left = [each for each in made.attached if PurePosixPath(each).name not in there]
    words = f"申請に書かれた添付ファイル {len(left)} 件が、届いていません。"
    return (words,) if left else ()


def _refused(
    strangers: Sequence[File], applications: Sequence[ElectronicApplication]
) -> tuple[ElectronicRefused, ...]:  # fmt: skip
    """One for all files that belong to no application."""
    if not strangers:
        return ()
    before = sum(len(each.pages) for each in applications)
    names, pages = attached.shown([(each.name, each.data) for each in strangers], before)
    number = len(applications) + 1
    return (ElectronicRefused(number, limits.StrayFiles(len(names)), names, pages),)
