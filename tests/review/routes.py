"""Every address of the pages, with something in the place of its parts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from review.app import PAGES

# What each part of an address names, and who sees to it that it is the person's to see.
PARTS = {
    "record_id": "review.room: the record is within the person's departments",
    "document_id": "review.room: a record of it is",
    "field_id": "a field of the record",
    "number": "a page of the record, or of a bench",
    "evidence_id": "a piece of the record",
    "form_id": "a form: no personal data",
    "login": "an account, for those who keep them",
    "name": "a layout, or a golden scan of a form",
    "baseline_id": "a time of typing: its form is the person's to see (review.pages.effect)",
    "report_id": "a monthly report: for those who see all departments (review.pages.reports)",
    "report_kind": "PDF or HTML",
    "export_id": "an export of the person's own (review.pages.exports)",
    "bench_id": "a bench of the person's own (review.pages.template_bench)",
    "try_id": "a try on that bench",
    "serial": "a separator sheet of the person's departments (workflows.stacks.sheets)",
    "paper": "a paper of that try",
    "purpose": "double entry or sampling",
    "cost_id": "a cost of the person's departments (workflows.ledger.service)",
    "voucher_id": "a document of that cost",
    "import_id": "a file that the person put in (review.pages.cost_files)",
    "note_id": "a note on a claim: for those who see all departments (review.pages.claim)",
    "task_id": "a second look: within the person's departments (workflows.second_looks.tasks)",
}
SAMPLES = {
    "field_id": "name", "form_id": "risai-shomei", "login": "tanaka", "name": "x",
    "purpose": "double", "report_kind": "pdf",
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """`fields`: of the form that it takes; `queries`: what it reads behind the `?`."""

    method: str
    path: str  # with {parts}
    fields: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()

    def at(self, values: Mapping[str, object] | None = None) -> str:
        filled = dict.fromkeys(self.parts, "1") | SAMPLES | dict(values or {})
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: str(filled[found[1]]), self.path)

    @property
    def parts(self) -> list[str]:
        return re.findall(r"\{(\w+)(?::\w+)?\}", self.path)


KINDS = ("body_params", "query_params")


def _names(dependant: Dependant, kind: str) -> Iterator[str]:
    yield from (each.alias for each in getattr(dependant, kind))
    for part in dependant.dependencies:
        yield from _names(part, kind)


def routes(method: str | None = None) -> list[Route]:
    found = [
        Route(each, route.path, *(tuple(_names(route.dependant, kind)) for kind in KINDS))
        for page in PAGES
        for route in page.router.routes
        if isinstance(route, APIRoute)
        for each in sorted(route.methods or ())
        if method in (None, each)
    ]
    assert len(found) >= 15
    return found
