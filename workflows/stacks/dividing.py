"""What was read of a file, sorted under its separator sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forms.errors import EmptyPage
from forms.separator import Kind
from workflows.seams import ReadApplication, ReadDocument, RefusedPage, SeparatorPage
from workflows.stacks.outcome import Outcome, PartKind, Role

_KINDS: Mapping[Kind, PartKind] = {Kind.PART: PartKind.PART, Kind.END: PartKind.END}


@dataclass(frozen=True, slots=True)
class Part:
    """`own`: applications of the announced form, of any where none was announced; `others`: of
    another form; `refused`: pages of none, blank ones left out."""

    outcome: Outcome
    own: tuple[ReadApplication, ...]
    others: tuple[ReadApplication, ...]
    refused: tuple[RefusedPage, ...]


def divided(document: ReadDocument) -> tuple[Part, ...]:
    """The parts in their order; none for a file without any separator sheet. Each page of the file
    that was read is in exactly one, and has one role there."""
    sheets = sorted(document.separators, key=lambda each: each.number)
    if not sheets:
        return ()
    starts = [0, *(each.number for each in sheets), document.page_count + 1]
    pairs = zip((None, *sheets), pairwise(starts), strict=True)
    parts = [
        _part(n, sheet, document, range(start, end))
        for n, (sheet, (start, end)) in enumerate(pairs)
    ]
    return tuple(parts if any(parts[0].outcome.pages.values()) else parts[1:])


def first_page(application: ReadApplication) -> int:
    """The first page of the file that it stands on."""
    return min(page.number for page in application.pages)


def _part(ordinal: int, sheet: SeparatorPage | None, document: ReadDocument, span: range) -> Part:
    found = [each for each in document.applications if first_page(each) in span]
    refused = [each for each in document.refused if each.number in span]
    blank = [each for each in refused if isinstance(each.error, EmptyPage)]
    said = sheet.separator if sheet else None
    kind = PartKind.LOOSE if sheet is None else PartKind.FOREIGN
    if said is not None:
        kind = _KINDS[said.kind]
    is_part = kind is PartKind.PART
    announced = said.form if said and is_part else None
    own = [each for each in found if announced in (None, each.form.id)]
    others = [each for each in found if announced not in (None, each.form.id)]
    rest = [each for each in refused if not isinstance(each.error, EmptyPage)]
    pages = {
        Role.SHEET: (sheet.number,) if sheet else (),
        Role.READ: _pages(own),
        Role.OTHER: _pages(others),
        Role.REFUSED: tuple(each.number for each in rest),
        Role.BLANK: tuple(each.number for each in blank),
        Role.SHORT: tuple(_short(own)),
    }
    outcome = Outcome(
        ordinal, kind, said.serial if said else None, said.form if said else "",
        said.department if said else "", said.count if said and is_part else 0, len(own),
        {role: numbers for role, numbers in pages.items() if numbers},
    )  # fmt: skip
    return Part(outcome, tuple(own), tuple(others), tuple(rest))


def _pages(applications: Sequence[ReadApplication]) -> tuple[int, ...]:
    return tuple(sorted(page.number for each in applications for page in each.pages))


def _short(applications: Sequence[ReadApplication]) -> Iterator[int]:
    for each in applications:
        if len(each.pages) < len(each.form.pages):
            yield first_page(each)
