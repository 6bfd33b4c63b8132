"""The headings of an entry, as the commission's 事務対応ガイド orders them, and the office's own
words under them, out of `privacy.yaml` in the data folder.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from forms import yaml_source
from forms.errors import BadDeclaration

NAME = "privacy.yaml"


class Heading(StrEnum):
    """Source: 個人情報の保護に関する法律 第74条第1項, 第75条; hold them against its guide."""

    TITLE = "個人情報ファイルの名称"
    BODY = "行政機関等の名称"
    UNIT = "個人情報ファイルが利用に供される事務をつかさどる組織の名称"
    PURPOSE = "個人情報ファイルの利用目的"
    ITEMS = "記録項目"
    RANGE = "記録範囲"
    COLLECTED = "個人情報の収集方法"
    SENSITIVE = "要配慮個人情報が含まれるときは、その旨"
    GIVEN_TO = "記録情報の経常的提供先"
    REQUESTS = "開示請求等を受理する組織の名称及び所在地"
    OTHER_LAW = "訂正及び利用停止について、他の法令の規定による特別の手続"
    KIND = "個人情報ファイルの種別"
    OFFERED = "行政機関等匿名加工情報の提案の募集をする個人情報ファイルである旨"
    OFFERS_TO = "行政機関等匿名加工情報の提案を受ける組織の名称及び所在地"
    NOTES = "備考"


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    office: dict[str, str] = {}
    files: dict[str, dict[str, str]] = {}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the office wrote: for all files, and for the files of a procedure's number or a form."""

    office: Mapping[str, str]
    files: Mapping[str, Mapping[str, str]]

    def of(self, key: str, heading: Heading) -> str:
        return self.files.get(key, {}).get(heading) or self.office.get(heading, "")


def own_words(home: Path) -> OwnWords:
    """Raises BadDeclaration for a heading that there is not."""
    path = home / NAME
    if not path.is_file():
        return OwnWords({}, {})
    said = yaml_source.load(path, _Said)
    for words in (said.office, *said.files.values()):
        for heading in words:
            _check(path, heading)
    return OwnWords(said.office, said.files)


def _check(path: Path, heading: str) -> None:
    known = [each.value for each in Heading]
    if heading in known:
        return
    near = difflib.get_close_matches(heading, known, n=1)
    fix = f"「{near[0]}」ではありませんか。" if near else f"使える見出し: {'、'.join(known)}"
    raise BadDeclaration(str(path), 0, heading, "知らない見出しです。", fix)
