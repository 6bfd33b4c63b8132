"""The three procedures that the system takes."""

from samples.legacy.procedures.jido_teate import JIDO_TEATE
from samples.legacy.procedures.kaigo import KAIGO
from samples.legacy.procedures.risai import RISAI

PROCEDURES = (JIDO_TEATE, KAIGO, RISAI)

__all__ = ["PROCEDURES"]
