"""`utsushi form list` and `utsushi form show`."""

import json
from typing import Any

from forms.form import Field, Form, Option
from forms.geometry import Box
from workflows.cli import procedures
from workflows.cli.tables import print_table
from workflows.makers import open_catalogue
from workflows.settings import Settings


def list_forms(*, as_json: bool, as_csv: bool) -> None:
    """The forms, and what can be done with each procedure's paper (`as_csv`: these alone)."""
    catalogue = open_catalogue(Settings.load())
    forms = list(catalogue)
    if as_csv:
        procedures.print_csv(catalogue)
        return
    if as_json:
        rows = [
            {
                "form": form.id,
                "title": form.title,
                "version": form.version,
                "department": form.department,
                "procedure": form.procedure,
                "pages": len(form.pages),
                "fields": len(form.fields),
            }
            for form in forms
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    print_table(
        "様式",
        ["id", "名前", "版", "担当", "ページ", "項目"],
        [(f.id, f.title, f.version, f.department, len(f.pages), len(f.fields)) for f in forms],
    )
    procedures.print_all(catalogue)


def show_form(form_id: str, *, as_json: bool) -> None:
    form = open_catalogue(Settings.load())[form_id]
    if as_json:
        print(json.dumps(describe(form), ensure_ascii=False, indent=2))
        return
    sizes = "、".join(f"{page.width:g}×{page.height:g} mm" for page in form.pages)
    print(f"{form.title} (版 {form.version}、{form.department})\nページ: {sizes}")
    print_table(
        "",
        ["id", "項目", "種類", "ページ", "必須", "選択肢"],
        [
            (
                f.id, f.label, f.type.value, f.page, "○" if f.required else "",
                "・".join(option.value for option in f.options),
            )
            for f in form.fields
        ],
    )  # fmt: skip


def describe(form: Form) -> dict[str, Any]:
    """The form for programs: pages in mm, boxes [x, y, w, h] as fractions of their page."""
    return {
        "form": form.id,
        "title": form.title,
        "version": form.version,
        "department": form.department,
        "work_field": form.work_field,
        "law": form.law,
        "procedure": form.procedure,
        "manual_seconds": form.manual_seconds,
        "retention": str(form.retention) if form.retention else None,
        "pages": [{"width": page.width, "height": page.height} for page in form.pages],
        "fields": [_field(field) for field in form.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "id": field.id,
        "label": field.label,
        "type": field.type.value,
        "page": field.page,
        "box": field.box.as_list(),
        "required": field.required,
        "private": field.private,
        "cells": field.cells,
        "length": list(field.length) if field.length else None,
        "mark": field.mark.value if field.options else None,
        "multiple": field.multiple,
        "options": _options(field.options),
        "date": _date(field),
        "group": field.group,
    }


def _date(field: Field) -> dict[str, Any] | None:
    if field.date is None:
        return None
    parts: dict[str, Box] = {
        "year": field.date.year, "month": field.date.month, "day": field.date.day
    }  # fmt: skip
    return {
        **{name: box.as_list() for name, box in parts.items()},
        "era": field.date.era,
        "eras": _options(field.date.eras),
    }


def _options(options: tuple[Option, ...]) -> list[dict[str, Any]]:
    return [{"value": o.value, "label": o.label, "box": o.box.as_list()} for o in options]
