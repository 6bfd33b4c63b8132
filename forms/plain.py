"""A `form.yaml` with pieces or a sheet → the same form with every field and its box written out, as
the template editor needs it. Whatever else a person wrote there stays."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from forms.declaration import FormDeclaration, RuleDeclaration
from forms.sheet.pieces import placed, used
from forms.sheet.rows import Row, Section, Sheet, Table, Use
from forms.source import FormSource, PlacedUse, drawn_of
from forms.writing import entry_lines, rule_lines, yaml_of


def plain_text(text: str, path: Path) -> str:
    """The text itself where it is plain. Raises BadDeclaration, ValidationError, YAMLError."""
    source = FormSource.model_validate(yaml.safe_load(text))
    plain = drawn_of(source, path).declaration
    if source.sheet:
        return yaml_of(plain, dict(_sections(source.sheet, path)))
    if not any(isinstance(entry, PlacedUse) for entry in source.fields):
        return text
    written = _written_out(text, source, path)
    return written if _model(written) == plain else yaml_of(plain)


def _model(text: str) -> FormDeclaration:
    return FormDeclaration.model_validate(yaml.safe_load(text))


def _written_out(text: str, source: FormSource, path: Path) -> str:
    lines = text.rstrip("\n").split("\n")
    rules: list[RuleDeclaration] = []
    places = dict(zip(range(len(source.fields)), _places(text, lines), strict=True))
    for n in reversed(range(len(source.fields))):
        entry = source.fields[n]
        if isinstance(entry, PlacedUse):
            first, end = places[n]
            piece = placed(entry, entry.at, path)
            rules = [*piece.rules, *rules]
            lines[first:end] = [line for field in piece.fields for line in entry_lines(field, "  ")]
    if rules and not source.rules:
        lines += ["", "rules:"]
    lines += [line for rule in rules for line in rule_lines(rule, "  ")]
    return "\n".join(lines) + "\n"


def _places(text: str, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First line and the one after the last of each entry of `fields`, from 0."""
    root = yaml.compose(text)
    if not isinstance(root, yaml.MappingNode):
        return
    fields = next(value for key, value in root.value if key.value == "fields")
    for item in fields.value:
        end = item.end_mark.line + (1 if item.flow_style else 0)
        while lines[end - 1].strip() == "" or lines[end - 1].lstrip().startswith("#"):
            end -= 1
        yield item.start_mark.line, end


def _sections(sheets: Sequence[Sheet], path: Path) -> Iterator[tuple[str, str]]:
    """The first field or table under each bar, and the words of the bar."""
    for sheet in sheets:
        words = ""
        for each in sheet.rows:
            for row in used(each, path).rows if isinstance(each, Use) else (each,):
                if isinstance(row, Section):
                    words = row.section
                elif words and isinstance(row, Row | Table):
                    yield (row.table if isinstance(row, Table) else row.row[0].id), words
                    words = ""
