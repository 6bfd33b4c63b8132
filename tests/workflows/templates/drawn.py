"""A declaration as the editor holds it, and a reading process that reads nothing."""

from pathlib import Path
from typing import Any

from PIL import Image

from workflows.templates import Helper


def drawn(**changes: Any) -> dict[str, Any]:
    """犬の登録申請書 with three fields; `changes` at the top."""
    return {
        "form": "inu-todoke",
        "title": "犬の登録申請書",
        "version": "2026-11",
        "department": "生活環境課",
        "work_field": "その他",
        "law": "",
        "manual_seconds": 60,
        "pages": [{}],
        "fields": [
            {"id": "name", "label": "氏名", "type": "name", "box": [20, 20, 80, 10]},
            {"id": "my_number", "label": "個人番号", "type": "my_number", "cells": 12,
             "private": True, "box": [20, 40, 84, 7]},
            {"id": "sex", "label": "性別", "type": "choice", "options": [
                {"value": "オス", "box": [20, 60, 8, 6]},
                {"value": "メス", "box": [40, 60, 8, 6]}]},
        ],
        "rules": [],
    } | changes  # fmt: skip


def read(values: dict[str, Any], doubts: dict[str, str] | None = None) -> dict[str, Any]:
    """What the reading process says of a paper with these values."""
    said = {name: [words] for name, words in (doubts or {}).items()}
    fields = {
        name: {"value": value, "raw": value or "", "confidence": 0.99, "page": 1,
               "box": [0.1, 0.1, 0.3, 0.05], "doubts": said.get(name, [])}
        for name, value in values.items()
    }  # fmt: skip
    paper = {"form": "inu-todoke", "version": "2026-11", "fit": 0.9, "fields": fields}
    return {"file": "scan.png", "error": None, "papers": [paper], "refused": []}


GOOD = {"name": "山田　花子", "my_number": "123456789018", "sex": "メス"}


class FakeHelper(Helper):
    """Answers at once; `answer` is what every paper reads as."""

    answer = read(GOOD)
    alike = ""

    def ask(self, do: str, **given: Any) -> Any:
        if do == "read":
            if given.get("out"):
                Image.new("RGB", (400, 560), "white").save(Path(given["out"]) / "paper-0-1.jpg")
            return [self.answer for _ in given["files"]]
        folder = Path(given["folder"])
        Image.new("L", (40, 56), 255).save(folder / "page-1.png")
        if do == "pictures":
            return [{"width": 210.0, "height": 297.0}]
        Image.new("L", (400, 560), 255).save(folder / "blank.pdf", "PDF")
        declaration = drawn(form="", department="")
        return {"declaration": declaration, "sections": {"name": "飼い主"}, "alike": self.alike}

    def close(self) -> None:
        pass
