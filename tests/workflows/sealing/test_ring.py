"""Keys: what they seal opens at its place alone, and only with them."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.credentials import KeyringCredentials
from forms.errors import SetupError
from tests.bots.test_credentials import Memory
from workflows.sealing import CannotOpen, NoKey, Ring, ring_of
from workflows.sealing.handing import closed, opened, put_back
from workflows.sealing.main_key import EnvironmentKey, FileKey, KeyringKey
from workflows.sealing.ring_file import new_id, random_key
from workflows.settings import Settings

PASSPHRASE = "長い合言葉でも覚えられます"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Ring:
    folder = tmp_path_factory.mktemp("keys")
    return Ring(folder / "ring.json", FileKey(folder / "main.key"))


@given(plain=st.binary(max_size=200), place=st.text(max_size=20))
def test_what_is_sealed_opens_at_its_place(kept: Ring, plain: bytes, place: str) -> None:
    sealed = kept.seal(plain, place)
    assert kept.open(sealed, place) == plain
    assert kept.seal(plain, place) != sealed
    with pytest.raises(CannotOpen):
        kept.open(sealed, f"{place}!")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-4] + "AAAA",
        lambda text: text[:-8],
        lambda text: text[:12] + "!" + text[13:],
        lambda text: text[:12],
    ],
)
def test_what_was_changed_does_not_open(ring: Ring, spoil: Callable[[str], str]) -> None:
    with pytest.raises(CannotOpen):
        ring.open(spoil(ring.seal(b"abc", "a.b:1")), "a.b:1")


def test_what_an_unknown_key_sealed_is_told_as_such(ring: Ring) -> None:
    sealed = ring.seal(b"abc", "a.b:1")
    with pytest.raises(CannotOpen, match="鍵束にありません"):
        ring.open("u1.00000000." + sealed.split(".")[2], "a.b:1")


def test_another_process_sees_a_new_key_at_once_and_opens_with_both(ring: Ring) -> None:
    other = Ring(ring.path, ring.main)
    old = other.seal(b"abc", "a.b:1")
    name = new_id()
    ring.change(
        lambda keys: replace(keys, active=name, secrets={**keys.secrets, name: random_key()})
    )
    new = other.seal(b"abc", "a.b:1")
    assert new.startswith(f"u1.{name}.")
    assert ring.open(old, "a.b:1") == other.open(new, "a.b:1") == b"abc"


def test_equal_things_have_equal_tags_and_other_keys_other_ones(ring: Ring, kept: Ring) -> None:
    assert ring.tag("ab") == Ring(ring.path, ring.main).tag("ab") != ring.tag("ac")
    assert kept.tag("ab") != ring.tag("ab")
    assert len(ring.tag("ab")) <= 64


def test_keys_are_for_the_owner_alone(ring: Ring) -> None:
    ring.seal(b"abc", "a.b:1")
    for path in ring.path.parent.iterdir():
        assert os.name != "posix" or path.stat().st_mode & 0o077 == 0
    assert sorted(each.name for each in ring.path.parent.iterdir()) == ["main.key", "ring.json"]


def test_a_main_key_that_is_gone_is_not_made_anew(ring: Ring) -> None:
    ring.seal(b"abc", "a.b:1")
    (ring.path.parent / "main.key").unlink()
    with pytest.raises(NoKey, match="主鍵のファイルがありません"):
        Ring(ring.path, ring.main).active_id()


@pytest.mark.parametrize("content", [b"", b"{}\n", b"x", b"\xff"])
def test_a_ring_that_is_none_is_told(ring: Ring, content: bytes) -> None:
    ring.active_id()
    ring.path.write_bytes(content)
    with pytest.raises(NoKey):
        ring.active_id()


def test_a_ring_of_which_one_sign_was_changed_is_told(ring: Ring) -> None:
    ring.active_id()
    content = ring.path.read_bytes()
    place = content.index(b'"sealed": "') + 20
    spoilt = b"B" if content[place : place + 1] == b"A" else b"A"
    ring.path.write_bytes(content[:place] + spoilt + content[place + 1 :])
    with pytest.raises(NoKey, match="壊れています"):
        ring.active_id()


def test_the_main_key_may_stand_in_the_environment(tmp_path: Path) -> None:
    main = EnvironmentKey({"UTSUSHI_MAIN_KEY": "ab" * 32})
    ring = Ring(tmp_path / "ring.json", main)
    assert ring.open(ring.seal(b"abc", "a.b:1"), "a.b:1") == b"abc"
    assert [each.name for each in tmp_path.iterdir()] == ["ring.json"]


@pytest.mark.parametrize("given_key", ["", "abc", "zz" * 32, "ab" * 16])
def test_a_main_key_in_the_environment_that_is_none_is_told(tmp_path: Path, given_key: str) -> None:
    ring = Ring(tmp_path / "ring.json", EnvironmentKey({"UTSUSHI_MAIN_KEY": given_key}))
    with pytest.raises(NoKey, match="UTSUSHI_MAIN_KEY"):
        ring.active_id()


def test_the_main_key_may_be_in_the_keyring(tmp_path: Path) -> None:
    vault = KeyringCredentials(Memory())
    ring = Ring(tmp_path / "ring.json", KeyringKey(vault))
    sealed = ring.seal(b"abc", "a.b:1")
    again = Ring(tmp_path / "ring.json", KeyringKey(vault))
    assert again.open(sealed, "a.b:1") == b"abc"


def test_keys_that_were_taken_out_open_elsewhere(tmp_path: Path) -> None:
    here, there = Settings.load(home=tmp_path / "one"), Settings.load(home=tmp_path / "two")
    mine = ring_of(here)
    assert mine
    sealed = mine.seal(b"abc", "a.b:1")
    content = closed(here, PASSPHRASE)
    assert mine.main.read() not in content
    put_back(there, opened(content, PASSPHRASE))
    put_back(there, opened(content, PASSPHRASE))  # once more is as good as once
    theirs = ring_of(there)
    assert theirs
    assert theirs.open(sealed, "a.b:1") == b"abc"
    with pytest.raises(NoKey, match="控えを開けません"):
        opened(content, PASSPHRASE + "!")


def test_other_keys_are_not_written_over(tmp_path: Path) -> None:
    here, there = Settings.load(home=tmp_path / "one"), Settings.load(home=tmp_path / "two")
    theirs = ring_of(there)
    assert theirs
    before = theirs.keys
    content = closed(here, PASSPHRASE)
    with pytest.raises(SetupError, match="別の暗号化の鍵"):
        put_back(there, opened(content, PASSPHRASE))
    assert theirs.keys == before


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="12 文字以上"):
        closed(Settings.load(home=tmp_path), "短い")


def test_encryption_that_was_on_cannot_be_switched_off(tmp_path: Path) -> None:
    on = ring_of(Settings.load(home=tmp_path))
    assert on
    on.active_id()
    with pytest.raises(SetupError, match="もう暗号化しています"):
        ring_of(Settings.load(home=tmp_path, encryption=False))
    assert ring_of(Settings.load(home=tmp_path / "other", encryption=False)) is None
