"""`utsushi bot schema` and `utsushi bot lint`: help for those who write scenarios by hand."""

import sys
from pathlib import Path

from bots.scenario import system_folder, system_folders
from bots.scenario.lint import mistakes
from bots.scenario.schema import MODELS, to_json
from forms.errors import BadDeclaration, SetupError
from workflows.makers import open_catalogue
from workflows.settings import Settings


def write_schema(kind: str, output: Path | None) -> None:
    """Print the schema, or write it to a file. The forms of the office are among its words.

    Raises SetupError for another kind, or where the file cannot be written.
    """
    if kind not in MODELS:
        raise SetupError(f"「{kind}」の書式はありません。", advice="scenario か system です。")
    text = to_json(kind, (form.id for form in open_catalogue(Settings.load())))
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SetupError(f"{output} に書けません ({error.strerror})。") from error


def lint(system: str | None) -> int:
    """Print every mistake of one system, or of all. Gives the exit code: 3 where there are any."""
    settings = Settings.load()
    catalogue = open_catalogue(settings)
    if system is None:
        folders = list(system_folders(*settings.scenarios).values())
    else:
        folders = [system_folder(system, *settings.scenarios)]
    found = 0
    for folder in folders:
        wrong = mistakes(folder, catalogue)
        found += len(wrong)
        for mistake in wrong:
            print(_line(mistake))
        if not wrong:
            print(f"{folder.name}: 間違いはありません。")
    if found:
        print(f"間違いが {found} か所あります。")
    return SetupError.exit_code if found else 0


def _line(mistake: BadDeclaration) -> str:
    return f"{mistake.message}\n    {mistake.advice}"
