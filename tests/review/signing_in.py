"""Accounts for tests, made when they are asked for, and signed in without their password.

Nothing is hashed: how passwords are checked has its own tests (`test_sign_in.py`).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import FastAPI

from review.room import Room
from review.signing import Session
from tests.review.seeding import Office
from workflows.accounts import Account, Role, Scope
from workflows.accounts.book import Accounts
from workflows.accounts.naming import name_key
from workflows.accounts.sessions import Sessions
from workflows.audit import AuditLog

TESTER = "試験"  # who made the account


@dataclass(frozen=True)
class SignedIn:
    """`secret` is the cookie; `token` what calls must carry."""

    account: Account
    secret: str
    token: str


def signed_in(
    app: FastAPI, name: str, role: Role = Role.SUPERVISOR, departments: Iterable[str] | None = None
) -> SignedIn:
    """The account of that name, with that role and departments (None: all), in a new session."""
    room: Room = app.state.room
    account = account_named(room.accounts, name, role, departments)
    secret = room.sessions.begin(account.id, "password")
    found = room.sessions.of(secret)
    assert found
    return SignedIn(account, secret, room.signer.token(Session(found.key, 0, found)))


def account_named(
    accounts: Accounts, name: str, role: Role, departments: Iterable[str] | None
) -> Account:
    """Found or made."""
    scope = Scope(None if departments is None else frozenset(departments))
    login = "t" + hashlib.sha256(name_key(name).encode()).hexdigest()[:12]
    known = {each.account.login: each.account for each in accounts.all()}
    if login not in known:
        return accounts.add(login, name, role, scope, TESTER)
    if known[login].role is not role:
        accounts.change_role(login, role, TESTER)
    if known[login].scope != scope:
        accounts.change_departments(login, scope, TESTER)
    return accounts.get(login).account


def secret_for(
    office: Office,
    name: str,
    role: Role = Role.SUPERVISOR,
    departments: Iterable[str] | None = None,
) -> str:
    """The cookie for a browser of the office, whichever server it is on."""
    audit = AuditLog(office.store, office.settings.home_path)
    account = account_named(Accounts(office.store, audit), name, role, departments)
    return Sessions(office.store).begin(account.id, "password")
