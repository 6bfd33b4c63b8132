"""What `utsushi claim` does."""

import json
from dataclasses import dataclass
from pathlib import Path

from forms.errors import SetupError, StoreError
from workflows.accounts import EVERYTHING, Right
from workflows.app import Utsushi
from workflows.charts.words import figure
from workflows.claim.checks import SEVERITY_TITLES, Severity, has_errors
from workflows.claim.dossier import Dossier
from workflows.claim.inputs import inputs_of
from workflows.claim.service import Change, Claims
from workflows.cli.tables import print_table
from workflows.fiscal import FiscalYear
from workflows.ledger import Ledger
from workflows.settings import Settings

COMMAND = "utsushi"
"""Who makes files where nobody is named."""

_CHANGES = {
    Change.LOCK: "確定の記録が、確定した時と合いません。情報主管課に確かめてください。",
    Change.LEDGER: "費用の登録が、確定した時から変わっています。情報主管課に確かめてください。",
    Change.TABLES: "措置の率・区分か補正の表が、確定した時から変わっています。",
}


class NotAllowed(StoreError):
    default_advice = "費用と申請を扱えて、全部署を見られる人の login を --by で指定してください。"


@dataclass(frozen=True, slots=True)
class Asked:
    year: str | None
    out: Path | None
    check: bool
    lock: bool
    despite: str
    unlock: str | None
    by: str


def run_claim(asked: Asked, *, as_json: bool) -> int:
    """1 where a check was asked for and found errors. Raises what `Claims` does, NotAllowed."""
    with Utsushi(Settings.load()) as app:
        claims = _claims(app)
        year = FiscalYear.parse(asked.year) if asked.year else FiscalYear.at(app.clock())
        name = _name(app, asked)
        if asked.unlock is not None:
            claims.unlock(year, name, asked.unlock)
        if asked.lock:
            claims.lock(year, name, asked.despite)
        dossier = claims.dossier(year)
        kept = claims.lock_of(year)
        if as_json:
            print(json.dumps(_plain(dossier), ensure_ascii=False, indent=2))
        else:
            _show(dossier, with_findings=asked.check)
            if kept and (change := claims.change_since(kept, dossier)):
                print(f"{_CHANGES[change]}確定した申請額は {figure(kept.total)} 千円です。")
        for path in _written(claims, year, asked.out, name) if asked.out else ():
            if not as_json:
                print(f"保存しました: {path}")
    return int(asked.check and has_errors(dossier.findings))


def _claims(app: Utsushi) -> Claims:
    ledger = Ledger(app.store, app.audit, app.files, app.clock, app.settings.shared_path)
    return Claims(app.store, app.catalogue, ledger, app.audit, app.clock)


def _name(app: Utsushi, asked: Asked) -> str:
    """Who does it. Raises NotAllowed where a lock is asked for, and by whom is not said."""
    if not asked.by and not asked.lock and asked.unlock is None:
        return COMMAND
    if not asked.by:
        raise NotAllowed("確定と解除には、行う人を指定してください。")
    listed = app.accounts.get(asked.by)
    right = Right.KEEP_COSTS if asked.lock or asked.unlock is not None else Right.READ_COSTS
    person = listed.account
    if listed.is_locked or not person.may(right) or person.scope != EVERYTHING:
        raise NotAllowed(f"アカウント {asked.by} は申請を扱えません。")
    return person.name


def _written(claims: Claims, year: FiscalYear, out: Path, by: str) -> list[Path]:
    """Raises SetupError where the folder cannot be written."""
    made = (claims.book(year, by), claims.summary(year, by))
    try:
        out.mkdir(parents=True, exist_ok=True)
        paths = [out / each.name for each in made]
        for path, each in zip(paths, made, strict=True):
            path.write_bytes(each.data)
    except OSError as error:
        raise SetupError(
            f"{out} に書き込めません。", advice="別のフォルダを --out で指定してください。"
        ) from error
    return paths


def _show(dossier: Dossier, *, with_findings: bool) -> None:
    claim = dossier.claim
    rows = [
        (
            each.measure.title, figure(each.own), figure(each.specific), figure(each.base),
            str(each.measure.rate), "—" if each.coefficient is None else str(each.coefficient),
            "—" if each.thousands is None else figure(each.thousands),
        )
        for each in claim.measures
    ]  # fmt: skip
    total = "計算できません" if claim.total is None else figure(claim.total)
    print_table(
        f"{dossier.year}の申請額 {total} 千円",
        ["措置", "負担額 (円)", "特定財源 (円)", "差引 (円)", "率", "補正", "申請額 (千円)"],
        rows,
    )
    print(dossier.state)
    counts = "、".join(f"{SEVERITY_TITLES[each]} {dossier.count(each)} 件" for each in Severity)
    print(f"点検: {counts}")
    if with_findings and dossier.findings:
        print_table(
            "", ["程度", "費用", "内容", "どうするか"],
            [
                (
                    SEVERITY_TITLES[each.severity], "、".join(map(str, each.items)) or "全体",
                    each.words, each.advice,
                )
                for each in dossier.findings
            ],
        )  # fmt: skip


def _plain(dossier: Dossier) -> dict[str, object]:
    """Yen, thousands of yen for `total_thousands` and `thousands`, seconds."""
    inputs = inputs_of(dossier.claim, dossier.strength, dossier.steps, dossier.effect)
    findings = [
        {
            "severity": each.severity.value, "code": each.code, "costs": list(each.items),
            "words": each.words, "advice": each.advice,
        }
        for each in dossier.findings
    ]  # fmt: skip
    locked = dossier.locked_at.isoformat() if dossier.locked_at else None
    return {**inputs, "findings": findings, "locked_at": locked, "digest": dossier.digest}
