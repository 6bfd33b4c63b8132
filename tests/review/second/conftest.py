"""The office of the review pages with a form of which two fields are typed by two people."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from tests.review.seeding import Office, catalogue

DOUBLE = frozenset({"phone", "cause"})


def doubled() -> Catalogue:
    """`risai-shomei` with two fields marked."""
    return Catalogue(
        replace(
            form,
            fields=tuple(
                replace(each, double=form.id == "risai-shomei" and each.id in DOUBLE)
                for each in form.fields
            ),
        )
        for form in catalogue()
    )


@pytest.fixture
def office(tmp_path: Path, empty_home: Path) -> Iterator[Office]:
    shutil.copytree(empty_home, tmp_path / "home")
    opened = Office.open(tmp_path / "home")
    yield Office(opened.store, doubled(), opened.settings)
    opened.store.close()
