"""全国地方公共団体コード of an address."""

import pytest

from forms.check_digits import is_municipality_code
from ocr.lexicon.municipalities import find_municipality


@pytest.mark.parametrize(
    ("address", "code", "name"),
    [
        ("千葉県習志野市鷺沼2-1-1", "122165", "習志野市"),
        ("習志野市鷺沼2-1", "122165", "習志野市"),
        ("東京都千代田区霞が関1", "131016", "千代田区"),
        ("北海道　札幌市中央区北1条", "011011", "札幌市中央区"),
        ("長生郡一宮町一宮2457", "124214", "長生郡一宮町"),
        ("府中市府川町315", "342084", "府中市"),  # its towns tell the two cities apart
    ],
)
def test_the_front_of_an_address_gives_the_code(address: str, code: str, name: str) -> None:
    found = find_municipality(address)
    assert found is not None
    assert (found.code, found.name) == (code, name)
    assert is_municipality_code(found.code)


@pytest.mark.parametrize("address", ["府中市1-1", "どこか", "", "東京都"])
def test_an_address_that_does_not_say_which_has_none(address: str) -> None:
    assert find_municipality(address) is None
