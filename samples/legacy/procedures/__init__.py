"""The procedures that the systems take: three in both, and those of `*.yaml` in the cloud alone."""

from functools import cache

from samples.legacy.items import Procedure
from samples.legacy.procedures.files import declared
from samples.legacy.procedures.jido_teate import JIDO_TEATE
from samples.legacy.procedures.kaigo import KAIGO
from samples.legacy.procedures.risai import RISAI

PROCEDURES = (JIDO_TEATE, KAIGO, RISAI)


@cache
def of_the_cloud() -> tuple[Procedure, ...]:
    """Raises BadDeclaration where a file has a mistake."""
    return (*PROCEDURES, *declared())


__all__ = ["PROCEDURES", "of_the_cloud"]
