"""Forms drawn up and tried out in the browser, and their golden scans."""

from workflows.templates.bench import Base, Bench, Benches, NoBench, Overtaken
from workflows.templates.checking import Checked, Mistake, check
from workflows.templates.desk import FormSummary, Templates
from workflows.templates.helper import Helper, HelperError
from workflows.templates.saving import Saved
from workflows.templates.testing import (
    Change,
    FieldResult,
    FormResult,
    PaperResult,
    Verdict,
    accept,
    examine,
    look_with,
)
from workflows.templates.totals import Totals, totals_of
from workflows.templates.tries import NoTry, TriedField, TriedPaper, Try

__all__ = [
    "Base", "Bench", "Benches", "Change", "Checked", "FieldResult", "FormResult", "FormSummary",
    "Helper", "HelperError", "Mistake", "NoBench", "NoTry", "Overtaken", "PaperResult", "Saved",
    "Templates", "Totals", "TriedField", "TriedPaper", "Try", "Verdict", "accept", "check",
    "examine", "look_with", "totals_of",
]  # fmt: skip
