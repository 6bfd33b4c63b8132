"""`utsushi privacy register`: the 個人情報ファイル簿, as far as it follows from here."""

import json
from collections.abc import Sequence
from pathlib import Path

from forms.errors import SetupError
from workflows.accounts import EVERYTHING
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.cli.accounts import console_user
from workflows.cli.tables import print_table
from workflows.clock import TOKYO
from workflows.files import PRIVATE
from workflows.privacy import SUFFIXES, Entry, Kind, Need, Registers, write
from workflows.settings import Settings


def register(out: Path | None, *, every: bool, as_json: bool) -> None:
    """Raises SetupError for a file of another kind, BadDeclaration for `privacy.yaml`."""
    kind = _kind(out) if out else None
    with Utsushi(Settings.load()) as app:
        registers = Registers(app.store, app.catalogue, app.settings.shared_path, app.clock)
        entries = registers.entries(EVERYTHING)
        if out is None or kind is None:
            _show(entries, as_json=as_json)
            return
        chosen = [each for each in entries if every or each.need is not Need.NOT_YET]
        out.touch(mode=PRIVATE)
        out.write_bytes(write(kind, chosen, app.clock().astimezone(TOKYO).date()))
        what = f"privacy-register {kind.value} files={len(chosen)}"
        app.audit.note(console_user(), Act.EXPORTED, what=what)
    print(f"{len(chosen)} 件の案を書きました: {out}")
    if left := len(entries) - len(chosen):
        print(f"1,000 人に満たない {left} 件は入れていません (--all で入れます)。")
    print("「〔役所で記入〕」と「案」のところを確かめて、直してから使ってください。")


def _kind(out: Path) -> Kind:
    known = {suffix: kind for kind, suffix in SUFFIXES.items()}
    if out.suffix.lower() not in known:
        raise SetupError(
            f"「{out.suffix}」の形式では書き出せません。",
            advice="ファイルの名前の終わりを .xlsx・.csv・.md のどれかにしてください。",
        )
    return known[out.suffix.lower()]


def _show(entries: Sequence[Entry], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([_for_programs(each) for each in entries], ensure_ascii=False, indent=2))
        return
    print_table(
        "個人情報ファイル簿",
        ["番号", "ファイル", "人数", "名前の数", "記録", "公表", "残りの記入"],
        [
            (e.key, e.title, e.count.people, e.count.names, e.count.records, e.need.value, e.left)
            for e in entries
        ],
    )
    print(
        "人数は、氏名と生年月日が同じ人を一人と数えます。生年月日のない氏名は、それぞれ数えます。"
    )


def _for_programs(each: Entry) -> dict[str, object]:
    return {
        "key": each.key, "title": each.title, "forms": [form.id for form in each.forms],
        "people": each.count.people, "names": each.count.names, "records": each.count.records,
        "need": each.need.name.lower(),
        "cells": [
            {
                "heading": cell.heading.value, "text": cell.text,
                "source": cell.source.name.lower(), "hint": cell.hint,
            }
            for cell in each.cells
        ],
    }  # fmt: skip
