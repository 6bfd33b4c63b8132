"""How each type of field is read: crops are planned first, read together, then understood."""

from ocr.fields.plan import Plan, plan_field

__all__ = ["Plan", "plan_field"]
