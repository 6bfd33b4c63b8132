"""The summary of a claim as one HTML document, for the PDF: nothing in it is fetched."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from workflows.charts.words import figure
from workflows.claim.checks import SEVERITY_TITLES, Severity
from workflows.claim.dossier import Dossier
from workflows.claim.method import method_of
from workflows.effect import words
from workflows.effect.method import BASIS
from workflows.effect.pictures import pictures_of
from workflows.ledger.strength import KIND_TITLES


def summary_of(dossier: Dossier) -> str:
    """With the evidence that it stands for: counts, hashes, what the check said."""
    return _template().render(
        title=dossier.title, state=dossier.state, claim=dossier.claim,
        strength=dossier.strength, kinds=KIND_TITLES, effect=dossier.effect, bases=BASIS,
        counts=[(SEVERITY_TITLES[each], dossier.count(each)) for each in Severity],
        shown=[each for each in dossier.findings if each.severity is not Severity.NOTE],
        severities=SEVERITY_TITLES, despite=dossier.despite,
        documents=sum(len(item.vouchers) for item in dossier.claim.items),
        pictures=pictures_of(dossier.effect), method=tuple(method_of(dossier)),
    )  # fmt: skip


@cache
def _template() -> Template:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {
        "figure": figure, "hours": words.hours, "saved": words.saved, "yen": words.yen,
        "yen_saved": words.yen_saved,
    }  # fmt: skip
    return made.get_template("summary.html")
