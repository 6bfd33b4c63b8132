"""The book of accounts: who there is. What changes here is written into the audit log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workflows.accounts import passwords
from workflows.accounts.account import Account, Scope
from workflows.accounts.naming import (
    checked_department,
    checked_login,
    checked_name,
    login_key,
    name_key,
)
from workflows.accounts.passwords import Hasher
from workflows.accounts.problems import (
    BadAccount,
    BadPassword,
    LastKeeper,
    NoSuchAccount,
)
from workflows.accounts.roles import RIGHTS, TITLES, Right, Role
from workflows.audit import Act, AuditLog
from workflows.clock import Clock, utc_now
from workflows.store.database import Store
from workflows.store.tables import AccountRow, SessionRow


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as the page of accounts shows it."""

    account: Account
    is_locked: bool
    must_change: bool
    has_password: bool
    made_at: datetime
    signed_in_at: datetime | None


def account_of(row: AccountRow) -> Account:
    seen = None if row.departments is None else frozenset(row.departments)
    return Account(row.id, row.login, row.name, Role(row.role), Scope(seen))


class Accounts:
    """`by` is the name of the account (or the console) that does it. A change of role, password
    or lock ends every session of the account. All calls with a login raise NoSuchAccount."""

    def __init__(
        self, store: Store, audit: AuditLog, clock: Clock = utc_now, hasher: Hasher | None = None
    ) -> None:
        self._store, self._audit, self._clock = store, audit, clock
        self._hasher = hasher or Hasher()

    def is_empty(self) -> bool:
        with self._store.read() as session:
            return _count(session) == 0

    def all(self) -> tuple[Listed, ...]:
        with self._store.read() as session:
            rows = session.scalars(select(AccountRow).order_by(AccountRow.login))
            return tuple(_listed(row) for row in rows)

    def get(self, login: str) -> Listed:
        with self._store.read() as session:
            return _listed(_row(session, login))

    def departments(self) -> tuple[str, ...]:
        """Every name that an account has, in order."""
        names = {name for each in self.all() for name in each.account.scope.departments or ()}
        return tuple(sorted(names))

    def add(
        self, login: str, name: str, role: Role, scope: Scope, by: str,
        password: str | None = None, *, must_change: bool = True, is_first: bool = False,
    ) -> Account:  # fmt: skip
        """A new account. Without a password, one comes in through a proxy or OIDC alone.

        `is_first` refuses where there is an account already. Raises BadAccount, BadPassword.
        """
        login, name = checked_login(login), checked_name(name)
        if password is not None:
            passwords.check(password, login, name)
        row = AccountRow(
            login=login, name=name, name_key=name_key(name), role=role,
            departments=_kept(scope), must_change=must_change and password is not None,
            password=None if password is None else self._hasher.hash(password),
            made_at=self._clock(),
        )  # fmt: skip
        with self._store.write() as session:
            if is_first and _count(session):
                raise BadAccount("最初のアカウントは、すでに作られています。")
            _check_new(session, row)
            session.add(row)
            session.flush()
            made = account_of(row)
            what = f"added login={login} role={role} departments={_told(made.scope)}"
            self._audit.note_in(session, by, Act.ACCOUNT_CHANGED, what=what)
        return made

    def change_role(self, login: str, role: Role, by: str) -> None:
        with self._store.write() as session:
            row = _row(session, login)
            _check_not_own(row, by, "自分の役割は変えられません。")
            if Right.MANAGE_ACCOUNTS not in RIGHTS[role]:
                _check_not_last(session, row)
            row.role = role
            self._end_sessions(session, row)
            self._note(session, row, by, f"role={role}")

    def change_departments(self, login: str, scope: Scope, by: str) -> None:
        """Counts from the next page on; nobody is signed out."""
        with self._store.write() as session:
            row = _row(session, login)
            row.departments = _kept(scope)
            self._note(session, row, by, f"departments={_told(scope)}")

    def lock(self, login: str, by: str) -> None:
        with self._store.write() as session:
            row = _row(session, login)
            _check_not_own(row, by, "自分のアカウントは止められません。")
            _check_not_last(session, row)
            row.locked_at = row.locked_at or self._clock()
            self._end_sessions(session, row)
            self._note(session, row, by, "locked")

    def unlock(self, login: str, by: str) -> None:
        with self._store.write() as session:
            row = _row(session, login)
            row.locked_at = None
            self._note(session, row, by, "unlocked")

    def reset(self, login: str, by: str) -> str:
        """A new first password, to be told once and changed at the next sign-in."""
        password = passwords.generated()
        made = self._hasher.hash(password)
        with self._store.write() as session:
            row = _row(session, login)
            row.password, row.must_change = made, True
            self._end_sessions(session, row)
            self._note(session, row, by, "password=reset")
        return password

    def change_password(self, login: str, new: str) -> None:
        """By the person, whose old one was checked: ends all sessions. Raises BadPassword."""
        with self._store.read() as session:
            row = _row(session, login)
            kept, name = row.password, row.name
        passwords.check(new, login, name)
        if self._hasher.is_right(new, kept):
            raise BadPassword("いままでと同じパスワードは使えません。")
        made = self._hasher.hash(new)
        with self._store.write() as session:
            row = _row(session, login)
            row.password, row.must_change = made, False
            self._end_sessions(session, row)
            self._note(session, row, row.name, "password=changed")

    def _end_sessions(self, session: Session, row: AccountRow) -> None:
        session.execute(delete(SessionRow).where(SessionRow.account_id == row.id))

    def _note(self, session: Session, row: AccountRow, by: str, what: str) -> None:
        what = f"login={row.login} {what}"
        self._audit.note_in(session, by, Act.ACCOUNT_CHANGED, what=what)


def _listed(row: AccountRow) -> Listed:
    return Listed(
        account_of(row), row.locked_at is not None, row.must_change, row.password is not None,
        row.made_at, row.signed_in_at,
    )  # fmt: skip


def _row(session: Session, login: str) -> AccountRow:
    query = select(AccountRow).where(AccountRow.login == login_key(login))
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NoSuchAccount(login)
    return row


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AccountRow)) or 0


def _kept(scope: Scope) -> list[str] | None:
    if scope.departments is None:
        return None
    return sorted({checked_department(each) for each in scope.departments})


def _told(scope: Scope) -> str:
    return "*" if scope.departments is None else ",".join(sorted(scope.departments))


def _check_new(session: Session, row: AccountRow) -> None:
    if session.scalar(select(AccountRow.id).where(AccountRow.login == row.login)):
        raise BadAccount(f"ログイン名「{row.login}」は使われています。")
    if session.scalar(select(AccountRow.id).where(AccountRow.name_key == row.name_key)):
        raise BadAccount(
            f"名前「{row.name}」は使われています。",
            advice="同じ名字の人がいるときは、「田中（税務課）」のように書き分けてください。",
        )


def _check_not_own(row: AccountRow, by: str, message: str) -> None:
    if row.name == by:
        raise LastKeeper(message)


def _check_not_last(session: Session, row: AccountRow) -> None:
    """Raises LastKeeper where nobody else could keep the accounts."""
    keepers = [role for role in Role if Right.MANAGE_ACCOUNTS in RIGHTS[role]]
    if row.role not in keepers:
        return
    query = select(AccountRow.id).where(
        AccountRow.role.in_(keepers), AccountRow.locked_at.is_(None), AccountRow.id != row.id
    )
    if session.scalar(query.limit(1)) is None:
        raise LastKeeper(f"最後の{TITLES[Role.IT]}のアカウントです。")


def role_of(text: str) -> Role:
    """A role by its code or its Japanese title. Raises BadAccount."""
    for role, title in TITLES.items():
        if text in (role.value, title):
            return role
    known = "、".join(f"{role.value} ({title})" for role, title in TITLES.items())
    raise BadAccount(f"役割「{text}」はありません。", advice=f"使える役割: {known}")


def scope_of(departments: Iterable[str], *, sees_all: bool) -> Scope:
    """Raises BadAccount for a name that is none, and where there is none at all."""
    named = frozenset(checked_department(each) for each in departments if each.strip())
    if not sees_all and not named:
        raise BadAccount("見える部署が選ばれていません。", advice="一つ以上か、全部署を選びます。")
    return Scope(None) if sees_all else Scope(named)
