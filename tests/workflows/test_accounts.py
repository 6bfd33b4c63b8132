"""Accounts, passwords, sessions, the door and its patience, without the pages."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.workflows.conftest import FakeClock
from workflows.accounts import EVERYTHING, Role, Scope, passwords
from workflows.accounts.book import Accounts
from workflows.accounts.door import Door, NotKnown
from workflows.accounts.first import WrongCode, setup_code
from workflows.accounts.passwords import Hasher
from workflows.accounts.problems import (
    BadAccount,
    BadPassword,
    LastKeeper,
    NoSuchAccount,
    NotLetIn,
    TooManyTries,
)
from workflows.accounts.sessions import Limits, Sessions
from workflows.accounts.tries import ADDRESS, LOGIN, PAIR, Tries
from workflows.audit import Act, AuditLog
from workflows.audit.reading import AuditReader, Wanted
from workflows.settings import Settings
from workflows.store.database import Store
from workflows.store.tables import AccountRow, SessionRow

CHEAP = Hasher(log_n=2, r=1, p=1)  # for tests alone
RIGHT, HERE, THERE = "ookina-kurige-no-uma", "10.0.0.1", "10.0.0.2"


class Rooms:
    """One process over the store."""

    def __init__(self, store: Store, home: Path, clock: FakeClock) -> None:
        self.store, self.home, self.clock = store, home, clock
        self.audit = AuditLog(store, home, clock)
        self.accounts = Accounts(store, self.audit, clock, CHEAP)
        self.sessions = Sessions(store, clock, Limits(idle=600, absolute=3600))
        self.tries = Tries(store, clock)
        self.door = Door(store, home, self.sessions, self.tries, self.audit, CHEAP)

    def add(self, login: str = "tanaka", name: str = "田中", role: Role = Role.CLERK) -> None:
        self.accounts.add(login, name, role, EVERYTHING, "試験", RIGHT, must_change=False)

    def fail(self, times: int, login: str = "tanaka", address: str = HERE) -> None:
        for _ in range(times):
            with pytest.raises(NotLetIn):
                self.door.enter(login, "wrong", address)

    def acts(self, act: Act) -> list[tuple[str, str]]:
        return [(each.by, each.what) for each in AuditReader(self.store).each(Wanted(act=act))]


@pytest.fixture
def rooms(settings: Settings, clock: FakeClock) -> Iterator[Rooms]:
    store = Store.open(settings.database_url)
    yield Rooms(store, settings.home_path, clock)
    store.close()


def test_the_shipped_hash_has_the_figures_of_owasp_and_is_checked() -> None:
    made = Hasher().hash(RIGHT)
    assert made.startswith("scrypt$15$8$3$")
    assert Hasher().is_right(RIGHT, made)
    assert not Hasher().is_right(RIGHT + "x", made)


def test_two_hashes_of_one_password_differ() -> None:
    assert CHEAP.hash(RIGHT) != CHEAP.hash(RIGHT)


def test_full_width_letters_of_an_input_method_are_the_letters() -> None:
    assert CHEAP.is_right("ｏｏｋｉｎａ-kurige-no-uma", CHEAP.hash(RIGHT))


@pytest.mark.parametrize(
    "password",
    [
        "", "short-pass1", "aaaaaaaaaaaaaa", "abababababababab", "abcdefghijklmn", "zyxwvutsrqpon",
        "password12345", "PASSWORD-2026", "Qwertyuiop123", "123456789013", "2026-04-01-0900",
        "tanaka-no-uma", "きょうの田中はげんきです", "utsushi123456", "x" * 201,
    ],
)  # fmt: skip
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(BadPassword):
        passwords.check(password, "tanaka", "田中")


@pytest.mark.parametrize("password", [RIGHT, "あさはやくおきてはしる", "kX9-qmT2-vbn4"])
def test_a_long_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    passwords.check(password + "よ!", "sato", "佐藤")


def test_a_generated_password_is_always_a_good_one_and_another() -> None:
    made = {passwords.generated() for _ in range(100)}
    assert len(made) == 100
    for password in made:
        passwords.check(password, "tanaka", "田中")


def test_login_and_password_open_a_session_that_knows_who_it_is(rooms: Rooms) -> None:
    rooms.add()
    found = rooms.sessions.of(rooms.door.enter(" ＴＡＮＡＫＡ ", RIGHT, HERE))
    assert found
    assert (found.account.name, found.via) == ("田中", "password")
    assert rooms.acts(Act.SIGNED_IN) == [("田中", "via=password")]


def test_what_is_wrong_is_not_told_apart(rooms: Rooms) -> None:
    rooms.add()
    rooms.add("kato", "加藤")
    rooms.accounts.lock("kato", "試験")
    said = set()
    for login, password in (("tanaka", "wrong"), ("nobody", RIGHT), ("kato", RIGHT)):
        with pytest.raises(NotLetIn) as caught:
            rooms.door.enter(login, password, HERE)
        said.add((type(caught.value), caught.value.message, caught.value.advice))
    assert len(said) == 1


def test_an_unknown_login_costs_the_same_work(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms.add()
    worked: list[str] = []
    real = passwords._scrypt

    def counted(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
        worked.append(f"{log_n} {r} {p}")
        return real(password, salt, log_n, r, p)

    monkeypatch.setattr(passwords, "_scrypt", counted)
    rooms.fail(1)
    rooms.fail(1, "nobody")
    assert worked == ["2 1 1", "2 1 1"]


def test_a_login_that_is_none_is_not_written_down(rooms: Rooms) -> None:
    rooms.fail(1, "my-secret-password")
    assert rooms.acts(Act.SIGN_IN_REFUSED) == [("-", "why=password")]


def test_a_hash_of_old_figures_is_made_anew_at_sign_in(rooms: Rooms) -> None:
    rooms.add()
    dearer = Hasher(log_n=3, r=1, p=1)
    door = Door(rooms.store, rooms.home, rooms.sessions, rooms.tries, rooms.audit, dearer)
    door.enter("tanaka", RIGHT, HERE)
    with rooms.store.read() as session:
        assert session.query(AccountRow).one().password.startswith("scrypt$3$1$1$")  # type: ignore[union-attr]
    assert door.enter("tanaka", RIGHT, HERE)


@pytest.mark.parametrize("login", ["tanaka", "nobody"])
def test_after_some_failures_even_the_right_password_must_wait(rooms: Rooms, login: str) -> None:
    rooms.add()
    rooms.fail(PAIR.free, login)
    with pytest.raises(TooManyTries) as caught:
        rooms.door.enter(login, RIGHT, HERE)
    assert "1 分" in caught.value.message


def test_guesses_made_at_once_get_no_further(rooms: Rooms) -> None:
    rooms.add()

    def guess(_number: int) -> type[NotLetIn]:
        with pytest.raises(NotLetIn) as caught:
            rooms.door.enter("tanaka", "wrong", HERE)
        return type(caught.value)

    with ThreadPoolExecutor(8) as pool:
        said = Counter(pool.map(guess, range(20)))
    assert said == {NotLetIn: PAIR.free, TooManyTries: 20 - PAIR.free}


def test_a_guesser_does_not_fill_the_audit_log(rooms: Rooms) -> None:
    rooms.add()
    rooms.fail(PAIR.free + 50)
    assert len(rooms.acts(Act.SIGN_IN_REFUSED)) == PAIR.free


def test_a_password_of_the_longest_kind_is_taken_however_it_is_spelt(rooms: Rooms) -> None:
    composed = "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ" * 8
    spelt = unicodedata.normalize("NFD", composed)
    rooms.accounts.add("abe", "阿部", Role.CLERK, EVERYTHING, "試験", composed)
    assert rooms.door.enter("abe", spelt, HERE)


def test_after_the_wait_the_right_password_is_taken_and_all_is_forgotten(rooms: Rooms) -> None:
    rooms.add()
    rooms.fail(PAIR.free)
    rooms.clock.advance(PAIR.first + 1)
    rooms.door.enter("tanaka", RIGHT, HERE)
    rooms.fail(PAIR.free - 1)
    rooms.door.enter("tanaka", RIGHT, HERE)


def test_a_guesser_gets_few_tries_in_a_day(rooms: Rooms) -> None:
    rooms.add()
    tried, end = 0, rooms.clock.now.timestamp() + 86_400
    while rooms.clock.now.timestamp() < end:
        try:
            rooms.door.enter("tanaka", "wrong", HERE)
        except TooManyTries as wait:
            rooms.clock.advance(wait.seconds + 0.001)
        except NotLetIn:
            tried += 1
    assert tried <= 110  # four an hour once the wait is at its longest


def test_a_stranger_elsewhere_does_not_shut_the_owner_out(rooms: Rooms) -> None:
    rooms.add()
    rooms.fail(PAIR.free, address=THERE)
    assert rooms.door.enter("tanaka", RIGHT, HERE)


def test_many_strangers_shut_an_owner_out_for_minutes_at_most(rooms: Rooms) -> None:
    rooms.add()
    for number in range(LOGIN.free):
        rooms.fail(1, address=f"10.1.0.{number}")
    with pytest.raises(TooManyTries):
        rooms.door.enter("tanaka", RIGHT, HERE)
    rooms.clock.advance(LOGIN.longest + 1)
    assert rooms.door.enter("tanaka", RIGHT, HERE)


def test_one_address_that_tries_all_logins_must_wait_and_others_need_not(rooms: Rooms) -> None:
    rooms.add()
    for number in range(ADDRESS.free):
        rooms.fail(1, f"login{number}", THERE)
    with pytest.raises(TooManyTries):
        rooms.door.enter("tanaka", RIGHT, THERE)
    assert rooms.door.enter("tanaka", RIGHT, HERE)


def test_failures_are_known_to_another_process(rooms: Rooms) -> None:
    rooms.add()
    rooms.fail(PAIR.free)
    with pytest.raises(TooManyTries):
        Rooms(rooms.store, rooms.home, rooms.clock).door.enter("tanaka", RIGHT, HERE)


def test_whoever_keeps_the_accounts_ends_the_wait(rooms: Rooms) -> None:
    rooms.add()
    rooms.fail(PAIR.free)
    rooms.tries.release("tanaka")
    assert rooms.door.enter("tanaka", RIGHT, HERE)


def test_a_session_ends_when_it_is_idle(rooms: Rooms) -> None:
    rooms.add()
    secret = rooms.door.enter("tanaka", RIGHT, HERE)
    for _ in range(3):
        rooms.clock.advance(590)
        assert rooms.sessions.of(secret)
    rooms.clock.advance(601)
    assert rooms.sessions.of(secret) is None


def test_a_session_ends_in_any_case(rooms: Rooms) -> None:
    rooms.add()
    secret = rooms.door.enter("tanaka", RIGHT, HERE)
    for _ in range(7):
        rooms.clock.advance(500)
        assert rooms.sessions.of(secret)
    rooms.clock.advance(500)
    assert rooms.sessions.of(secret) is None


def test_the_store_does_not_hold_the_secret_of_a_session(rooms: Rooms) -> None:
    rooms.add()
    secret = rooms.door.enter("tanaka", RIGHT, HERE)
    with rooms.store.read() as session:
        assert secret not in session.query(SessionRow).one().key


@pytest.mark.parametrize("deed", ["lock", "reset", "role", "password"])
def test_a_change_of_lock_password_or_role_ends_all_sessions(rooms: Rooms, deed: str) -> None:
    rooms.add()
    rooms.add("ito", "伊藤", Role.IT)
    secrets = [rooms.door.enter("tanaka", RIGHT, HERE) for _ in range(2)]
    other = rooms.door.enter("ito", RIGHT, HERE)
    {
        "lock": lambda: rooms.accounts.lock("tanaka", "伊藤"),
        "reset": lambda: rooms.accounts.reset("tanaka", "伊藤"),
        "role": lambda: rooms.accounts.change_role("tanaka", Role.SUPERVISOR, "伊藤"),
        "password": lambda: rooms.accounts.change_password("tanaka", "betsu-no-nagai-kotoba"),
    }[deed]()
    assert [rooms.sessions.of(secret) for secret in secrets] == [None, None]
    assert rooms.sessions.of(other)


def test_a_change_of_departments_counts_from_the_next_call_on(rooms: Rooms) -> None:
    rooms.add()
    secret = rooms.door.enter("tanaka", RIGHT, HERE)
    rooms.accounts.change_departments("tanaka", Scope(frozenset({"税務課"})), "伊藤")
    found = rooms.sessions.of(secret)
    assert found
    assert found.account.scope.sees("税務課")
    assert not found.account.scope.sees("こども課")
    assert not found.account.scope.sees(None)


def test_a_first_password_is_known_to_be_due(rooms: Rooms) -> None:
    rooms.add()
    password = rooms.accounts.reset("tanaka", "伊藤")
    found = rooms.sessions.of(rooms.door.enter("tanaka", password, HERE))
    assert found
    assert found.must_change


def test_a_first_password_is_no_matter_to_whoever_comes_in_another_way(rooms: Rooms) -> None:
    rooms.add()
    rooms.accounts.reset("tanaka", "伊藤")
    found = rooms.sessions.of(rooms.door.vouched("tanaka", "oidc"))
    assert found
    assert not found.must_change


def test_the_same_password_again_is_no_change(rooms: Rooms) -> None:
    rooms.add()
    with pytest.raises(BadPassword):
        rooms.accounts.change_password("tanaka", RIGHT)


def test_the_last_keeper_cannot_be_locked_or_made_something_else(rooms: Rooms) -> None:
    rooms.add("ito", "伊藤", Role.IT)
    for deed in (
        lambda: rooms.accounts.lock("ito", "端末:root"),
        lambda: rooms.accounts.change_role("ito", Role.CLERK, "端末:root"),
    ):
        with pytest.raises(LastKeeper):
            deed()
    rooms.add("abe", "阿部", Role.IT)
    rooms.accounts.lock("ito", "端末:root")
    with pytest.raises(LastKeeper):
        rooms.accounts.lock("abe", "端末:root")


def test_nobody_locks_or_changes_the_role_of_themselves(rooms: Rooms) -> None:
    rooms.add("ito", "伊藤", Role.IT)
    rooms.add("abe", "阿部", Role.IT)
    for deed in (
        lambda: rooms.accounts.lock("ito", "伊藤"),
        lambda: rooms.accounts.change_role("ito", Role.CLERK, "伊藤"),
    ):
        with pytest.raises(LastKeeper):
            deed()


@pytest.mark.parametrize(
    ("login", "name"),
    [("tanaka", "別人"), ("TANAKA", "別人"), ("t2", "田中"), ("t2", "田　中"), ("t2", " 田 中 ")],
)
def test_no_two_accounts_share_a_login_or_a_name(rooms: Rooms, login: str, name: str) -> None:
    rooms.add()
    with pytest.raises(BadAccount):
        rooms.add(login, name)


@pytest.mark.parametrize("name", ["", "　 ", "a" * 41, "山田\u200b", "x:y", "a\x00b", "<b>"])
def test_a_name_that_is_none_is_refused(rooms: Rooms, name: str) -> None:
    with pytest.raises(BadAccount):
        rooms.add("yamada", name)


@pytest.mark.parametrize("login", ["", "a", "田中", "a b", "x" * 65, "'; DROP TABLE accounts; --"])
def test_a_login_that_is_none_is_refused(rooms: Rooms, login: str) -> None:
    with pytest.raises(BadAccount):
        rooms.add(login, "山田")


def test_an_unknown_login_is_said_to_be_unknown_to_whoever_keeps_the_book(rooms: Rooms) -> None:
    with pytest.raises(NoSuchAccount):
        rooms.accounts.lock("nobody", "伊藤")


def test_the_first_account_is_made_once(rooms: Rooms) -> None:
    rooms.accounts.add("ito", "伊藤", Role.IT, EVERYTHING, "setup", RIGHT, is_first=True)
    with pytest.raises(BadAccount):
        rooms.accounts.add("abe", "阿部", Role.IT, EVERYTHING, "setup", RIGHT, is_first=True)


def test_the_setup_code_is_the_same_in_every_process_and_guessing_it_must_wait(
    rooms: Rooms,
) -> None:
    code = setup_code(rooms.home)
    rooms.door.check_setup_code(f" {code.lower().replace('-', ' ')} ", HERE)
    for _ in range(PAIR.free):
        with pytest.raises(WrongCode):
            rooms.door.check_setup_code("AAAA-AAAA-AAAA-AAAA", HERE)
    with pytest.raises(TooManyTries):
        rooms.door.check_setup_code(code, HERE)


def test_a_proxy_vouches_for_known_accounts_alone(rooms: Rooms) -> None:
    rooms.add()
    assert rooms.sessions.of(rooms.door.vouched("Tanaka", "proxy"))
    rooms.accounts.lock("tanaka", "試験")
    for login in ("nobody", "tanaka", ""):
        with pytest.raises(NotKnown):
            rooms.door.vouched(login, "proxy")


def test_an_account_without_a_password_comes_in_another_way_alone(rooms: Rooms) -> None:
    rooms.accounts.add("abe", "阿部", Role.CLERK, EVERYTHING, "試験")
    rooms.fail(1, "abe")
    assert rooms.sessions.of(rooms.door.vouched("abe", "oidc"))


def test_no_password_stands_in_the_audit_log(rooms: Rooms) -> None:
    rooms.add()
    first = rooms.accounts.reset("tanaka", "伊藤")
    rooms.accounts.change_password("tanaka", "betsu-no-nagai-kotoba")
    rooms.fail(1)
    text = repr(list(AuditReader(rooms.store).each(Wanted())))
    assert not any(each in text for each in (first, RIGHT, "betsu", "wrong", "scrypt"))
