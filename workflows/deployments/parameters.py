"""What a supervisor may fill in when a deployment is started, with titles for the form in the UI.

Each flow takes these as plain arguments; `checked` turns them into the model, or raises a
SetupError with a Japanese sentence. No field may be null: the UI's form then stays simple.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from forms.errors import SetupError

MOST = 10_000
"""More documents or records than this are for several runs."""


Number = Annotated[int, Field(ge=1)]


class Parameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TakeIn(Parameters):
    """取込."""

    limit: int = Field(
        default=50,
        ge=1,
        le=MOST,
        title="件数の上限",
        description="一度に読み取る書類の数です。番号を書いたときは使いません。",
    )
    department: str = Field(
        default="",
        title="部署",
        description="この部署に届いた書類だけを読み取ります。空なら全部です。",
    )
    documents: tuple[Number, ...] = Field(
        default=(),
        title="書類番号",
        description="この番号の書類だけを読み取ります。空なら、まだ読んでいない書類を古い順に。",
    )


class Enter(Parameters):
    """入力."""

    limit: int = Field(
        default=50, ge=1, le=MOST, title="件数の上限", description="一度に入力する記録の数です。"
    )
    form: str = Field(
        default="",
        title="様式",
        description="この様式 (id か名前) の記録だけを入力します。空なら全部です。",
    )
    department: str = Field(
        default="", title="部署", description="この部署の記録だけを入力します。空なら全部です。"
    )
    approval: bool = Field(
        default=False,
        title="承認を求める",
        description="入力する前に、この画面で人の承認を待ちます。",
    )


class Resolve(Parameters):
    """再照合."""

    records: tuple[Number, ...] = Field(
        default=(),
        title="記録番号",
        description="この番号の記録だけを照会します。空なら、登録できたか分からない記録を全部。",
    )


class MonthlyReport(Parameters):
    """月次報告."""

    month: str = Field(
        default="", title="年月", description="2026-10 のように書きます。空なら前の月です。"
    )


class Retention(Parameters):
    """保存期限切れの削除."""

    day: str = Field(
        default="",
        title="日付",
        description="この日に期限が切れているものを対象にします (例: 2026-10-31)。空なら今日です。",
    )
    dry_run: bool = Field(
        default=True,
        title="試すだけ",
        description="何が削除されるかを示すだけで、何も削除しません。削除するときに外します。",
    )


class Backup(Parameters):
    """バックアップ."""

    read_all: bool = Field(
        default=False,
        title="すべて読み直す",
        description="新しく書いた分だけでなく、控えの中身をすべて読み直して確かめます。",
    )


_NEVER_EMPTY = frozenset({"limit", "dry_run", "approval", "read_all"})
P = TypeVar("P", bound=Parameters)


def checked(model: type[P], given: Mapping[str, Any]) -> P:
    """Raises SetupError naming the field by its title. A text, a list or a line of a list that the
    form left empty comes as null."""
    plain = {
        name: [one for one in each if one is not None] if isinstance(each, list | tuple) else each
        for name, each in given.items()
        if each is not None or name in _NEVER_EMPTY
    }
    try:
        return model.model_validate(plain)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        field = model.model_fields.get(name)
        title = field.title if field is not None and field.title else name
        raise SetupError(
            f"「{title}」の値が正しくありません ({_problem(first)})。",
            advice="値を直して、もう一度実行してください。",
        ) from error


def schema(model: type[Parameters], choices: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """For the UI: types, titles and help, in the order of the fields. Limits are ours to check,
    in Japanese: the UI would refuse in English. `choices`: what may stand in a field, for its help.
    """
    properties = {}
    for position, (name, made) in enumerate(model.model_json_schema()["properties"].items()):
        plain = {key: value for key, value in made.items() if key not in ("minimum", "maximum")}
        if name in choices:
            plain["description"] += f" 選べるもの: {'、'.join(choices[name]) or 'まだありません'}"
        properties[name] = {**plain, "position": position}
    return {"title": "Parameters", "type": "object", "properties": properties}


def _problem(error: Any) -> str:
    kind, context = str(error["type"]), error.get("ctx", {})
    told = {
        "greater_than_equal": f"{context.get('ge')} 以上で指定します",
        "less_than_equal": f"{context.get('le')} 以下で指定します",
        "extra_forbidden": "この名前の値はありません",
    }
    types = {
        "int": "整数で指定します",
        "bool": "はい・いいえで指定します",
        "tuple": "番号の並びで指定します",
        "string": "文字で指定します",
    }
    return told.get(kind) or types.get(kind.split("_", maxsplit=1)[0], "形式が違います")
