"""The pages while PostgreSQL is down: told in Japanese, and back by themselves."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from review.app import create_app
from tests.postgres import Cluster
from tests.review.conftest import BASE
from tests.review.seeding import Office, catalogue
from workflows.settings import Settings
from workflows.store.database import Store


@pytest.fixture
def office_on_postgres(tmp_path: Path, postgres_store: str) -> Office:
    settings = Settings.load(home=tmp_path / "home", store_url=postgres_store)
    return Office(Store.open(postgres_store), catalogue(), settings)


def test_a_store_that_is_away_is_told_and_the_pages_come_back_with_it(
    office_on_postgres: Office, postgres: Cluster
) -> None:
    office = office_on_postgres
    app = create_app(office.store, office.catalogue, office.settings)
    with TestClient(app, base_url=BASE) as client:
        before = client.get("/")
        postgres.kill()
        try:
            during = client.get("/")
            asked = client.get("/", headers={"accept": "application/json"})
        finally:
            postgres.start()
        after = client.get("/")
    office.store.close()
    assert (before.status_code, during.status_code, after.status_code) == (200, 503, 200)
    assert "データベースを使えませんでした" in during.text
    assert asked.json()["advice"]
