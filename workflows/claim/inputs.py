"""What a claim was made of, as plain data that outlives any change of our code: kept with the lock
and known by its hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from workflows.claim.sums import Claim
from workflows.effect import Effect
from workflows.effect.tally import COUNTS, Tally
from workflows.ledger.item import CostItem, Voucher
from workflows.ledger.sharing import text_of
from workflows.ledger.strength import Steps, Strength

Plain = Mapping[str, Any]


def spelled(inputs: object) -> bytes:
    """The one spelling as JSON: UTF-8, keys in order, no spaces."""
    text = json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest_of(inputs: object) -> str:
    """SHA-256 of the one spelling."""
    return hashlib.sha256(spelled(inputs)).hexdigest()


def inputs_of(claim: Claim, strength: Strength | None, steps: Steps, effect: Effect) -> Plain:
    """`costs`: what the amount hangs on; `effect`: what stands beside it."""
    return {"costs": costs_of(claim, strength, steps), "effect": _effect(effect)}


def costs_of(claim: Claim, strength: Strength | None, steps: Steps) -> Plain:
    return {
        "year": claim.year.begins,
        "total_thousands": claim.total,
        "measures": [
            {
                "id": each.measure.id.value,
                "title": each.measure.title,
                "rate": str(each.measure.rate),
                "coefficient": None if each.coefficient is None else str(each.coefficient),
                "own": each.own,
                "specific": each.specific,
                "thousands": each.thousands,
                "source": each.measure.source,
                "categories": list(each.measure.categories),
            }
            for each in claim.measures
        ],
        "strength": _strength(strength),
        "steps": {"from": steps.first.begins, "source": steps.source},
        "items": [_item(item) for item in claim.items],
    }


def _strength(strength: Strength | None) -> Plain | None:
    if strength is None:
        return None
    return {
        "kind": strength.kind.value, "yearly": [str(each) for each in strength.yearly],
        "index": str(strength.index), "source": strength.source,
    }  # fmt: skip


def _item(item: CostItem) -> Plain:
    return {
        "id": item.id, "serial": item.serial, "contracted_on": _day(item.contracted_on),
        "inspected_on": _day(item.inspected_on), "paid_on": _day(item.paid_on),
        "payee": item.payee, "title": item.title, "amount": item.amount, "tax": item.tax,
        "own": item.own_amount, "specific": item.specific_funds,
        "measure": item.measure.value if item.measure else None, "category": item.category,
        "eligible": item.eligible.value, "reason": item.reason, "decided_by": item.decided_by,
        "funding": {fund.value: yen for fund, yen in item.funding.items()},
        "other_claims": item.other_claims, "department": item.department,
        "project": item.project, "share": text_of(item.share) if item.share else None,
        "vouchers": [_voucher(each) for each in item.vouchers],
    }  # fmt: skip


def _voucher(voucher: Voucher) -> Plain:
    return {
        "sha256": voucher.sha256, "name": voucher.name, "kind": voucher.kind.value,
        "path": voucher.path, "size": voucher.size,
    }  # fmt: skip


def _effect(effect: Effect) -> Plain:
    return {
        "basis": effect.basis.value, "hourly_rate": effect.hourly_rate,
        "rate_source": effect.rate_source, "saved_yen": effect.saved_yen,
        "method": effect.method, "total": _tally(effect.total),
        "by_work": _tallies((each.work_field, each) for each in effect.by_work),
        "by_form": _tallies((each.form, each) for each in effect.by_form),
        "by_month": _tallies((each.month, each) for each in effect.by_month),
    }  # fmt: skip


def _tallies(pairs: Iterable[tuple[str, Tally]]) -> Sequence[Plain]:
    return [{"of": name, **_tally(each)} for name, each in pairs]


def _tally(tally: Tally) -> Plain:
    return {name: getattr(tally, name) for name in COUNTS}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
