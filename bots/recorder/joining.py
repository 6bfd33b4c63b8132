"""A system that nobody declared yet: the login that a clerk did → its `system.yaml`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from bots.conditions import is_shown
from bots.locate import Want, locate
from bots.recorder.building import in_frames, tidied
from bots.recorder.entries import UNSURE, Data, written
from bots.recorder.events import PRESSED, Act, Kind, Screen
from bots.recorder.matching import literal
from bots.scenario.check import SECRET
from bots.scenario.loader import make_system
from bots.scenario.models import SystemDeclaration
from bots.scenario.scenario import Source, System
from bots.scenario.targets import Target
from bots.scenario.whole import check_system
from bots.scenario.writing import plain, to_yaml
from bots.stage import Stage
from forms.errors import SetupError

NAME = re.compile(r"[a-z][a-z0-9_]*")
_SECRET = re.compile(r"pass|pwd|pw$|secret|token|ansh?o|暗証|パスワード", re.IGNORECASE)
"""Names of what an address may carry and a file must not."""
WORK = "gyomu"
"""The name of the window that a login opens."""

ENCODINGS = {"shift_jis": "cp932", "windows-31j": "cp932", "euc-jp": "euc_jp"}
"""What browsers call the encodings of pages → what `system.yaml` does; all others are UTF-8."""

LEAVING = (
    "ログアウト",
    "ログオフ",
    "サインアウト",
    "ログアウトする",
    "業務終了",
    "Logout",
    "Log out",
)
"""Words of the control that only those see who are logged in."""

_ADDRESSED = re.compile("さん|様|さま|ようこそ|担当|職員|利用者|氏名|ログイン|所属|課")
"""Words beside which the name of whoever logged in may stand."""
_NAME_ALONE = re.compile(r"[一-龥々]{1,4}\s+[一-龥々ぁ-んァ-ヶー]{1,6}")
"""Two short words of which the first is kanji: it may be that name itself."""

_HEAD = """\
# {title}: 記録して作りました。確かめて、直してください。
# アドレスは UTSUSHI_SYSTEM_{variable}_URL で変えられます。資格情報は
# 「utsushi bot secret set {name} 名前」で保存します。
# 業務システムが赤い字などで断るところが分かれば、rejected に書き足してください。
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """A new system and the text of its `system.yaml`."""

    system: System
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entrance:
    """What was seen after the login. `stages`: the bot's view of each frame, by its names;
    `window`: the number of the window in which the work goes on; `address` is where it stands."""

    screens: Sequence[Screen] = field(repr=False)
    stages: Mapping[tuple[str, ...], Stage] = field(repr=False)
    window: int
    address: str
    encoding: str


def provisional(name: str, url: str, title: str | None, folder: Path) -> System:
    """A system of which nothing but its address is known. Raises SetupError for a name or an
    address that is none, and for an address that carries a secret: it is written down."""
    if not NAME.fullmatch(name):
        raise SetupError(
            f"「{name}」は業務システムの名前にできません。",
            advice="英小文字で始め、英小文字・数字・_ で書いてください (例 kosodate)。",
        )
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise SetupError(
            "業務システムのアドレスが読めません。",
            advice="http:// か https:// で始まる、利用者名の入らないアドレスを書いてください。",
        )
    if secret := next((key for key, _ in parse_qsl(parts.query) if _SECRET.search(key)), None):
        raise SetupError(
            f"アドレスの「{secret}」に、書き残してはならない値 (パスワードなど) があるようです。",
            advice="ログイン画面のアドレスだけを書いてください。パスワードは、開いた画面で打ちます。",
        )
    declared = SystemDeclaration(system=name, title=title or name, url=url)
    return make_system(declared, Source(folder / "system.yaml", None), {})


def join(acts: Sequence[Act], new: System, start: str, entrance: Entrance) -> Joined:
    """`acts` are those of the login, `start` is the address with which it began.

    Raises BadDeclaration where something was used that cannot be pointed at.
    """
    kept = last_attempt(tidied(acts))
    names = dict(_named(kept))
    base = _base(start, entrance.address)
    head: Data = {"system": new.name, "title": new.title, "url": base}
    head |= {"encoding": entrance.encoding} if entrance.encoding != "utf-8" else {}
    notes = []
    if any(act.kind is not Kind.OPEN for act in kept):
        done = done_sign(entrance)
        notes += [] if done else [f"# {UNSURE}: login の done。ログインした後にだけ出る表示を書く"]
        steps = _steps(kept, names, start.removeprefix(base) or "./", entrance.window)
        last = done or {"gone": written(_password(kept))}
        window = {"window": WORK} if entrance.window else {}
        head["credentials"] = sorted(set(names.values()), key=list(names.values()).index)
        head["login"] = {"steps": steps, **window, "done": last}
        head |= _logged_out(kept, entrance)
    declared = SystemDeclaration.model_validate(head)
    title = " ".join(new.title.split())
    text = _HEAD.format(title=title, name=new.name, variable=new.name.upper())
    text += "".join(f"{note}\n" for note in notes) + to_yaml(declared)
    system = make_system(declared, Source(new.source.path, None), {})
    check_system(system)
    return Joined(system, text)


def last_attempt(acts: Sequence[Act]) -> list[Act]:
    """Without the attempts that failed: what was typed into the same boxes again later on. A box
    that still held what was typed into it before is typed into all the same."""
    starts = [n + 1 for n, act in enumerate(acts) if act.kind in PRESSED]
    for start in reversed(starts):
        before = {_said(act): act for act in acts[:start] if act.kind is Kind.FILL}
        again = {_said(act) for act in acts[start:] if act.kind is Kind.FILL}
        if again & set(before):
            return [*(act for said, act in before.items() if said not in again), *acts[start:]]
    return list(acts)


def done_sign(entrance: Entrance) -> Data | None:
    """A condition that holds for those who are logged in, and has nothing of a person in it."""
    for frames, stage in entrance.stages.items():
        frame = {"frame": list(frames)} if frames else {}
        for words in LEAVING:
            target = Target.model_validate({"named": words})
            if locate(target, stage, Want.CLICK).count() == 1 and is_shown(target, stage):
                return {"shown": plain(Target.model_validate({"named": words, **frame}))}
    for screen in entrance.screens:
        frame = {"frame": list(screen.frames)} if screen.frames else {}
        if screen.sign is None or screen.window != entrance.window:
            continue
        said = plain(screen.sign)
        pieces = [said] if isinstance(said, str) else [str(each) for each in said.values()]
        if not any(_ADDRESSED.search(each) or _NAME_ALONE.fullmatch(each) for each in pieces):
            return {"shown": plain(screen.sign.model_copy(update=frame))}
    return None


def _steps(acts: Sequence[Act], names: Mapping[str, str], start: str, window: int) -> list[Data]:
    placed = [(act.frames, [step]) for act in acts for step in _step(act, names, window)]
    return [{"open": literal(start)}, *in_frames(placed)]


def _step(act: Act, names: Mapping[str, str], window: int) -> Iterator[Data]:
    step: Data | None = None
    if act.kind is Kind.FILL:
        step = {"fill": written(act.target), "with": f"{{{SECRET}{names[_said(act)]}}}"}
    elif act.kind is Kind.CHOOSE:
        step = {"choose": written(act.target), "option": f"{{{SECRET}{names[_said(act)]}}}"}
    elif act.kind is Kind.CHECK and not act.several:
        step = {"check": written(act.target), **({} if act.on else {"when": ""})}
    elif act.kind is Kind.CLICK:
        step = {"click": written(act.target)}
    elif act.kind is Kind.PRESS:
        step = {"press": act.text, **({"in": written(act.target)} if act.target else {})}
    if step is None:
        return
    if act.opened is not None and act.opened == window:
        step = {"popup": step, "as": WORK}
    for said in reversed(act.said):
        answer = {} if said.ok else {"answer": "cancel"}
        step = {"dialog": literal(said.words), **answer, "during": [step]}
    yield step


def _named(acts: Sequence[Act]) -> Iterator[tuple[str, str]]:
    """Box → the name of the credential that is typed into it or chosen there (it may be a list of
    persons): user, password, choice, then user2, …"""
    count = {"user": 0, "password": 0, "choice": 0}
    known: set[str] = set()
    for act in acts:
        if act.kind not in (Kind.FILL, Kind.CHOOSE) or _said(act) in known:
            continue
        known.add(_said(act))
        kind = "password" if act.secret else "user" if act.kind is Kind.FILL else "choice"
        count[kind] += 1
        yield _said(act), kind if count[kind] == 1 else f"{kind}{count[kind]}"


def _said(act: Act) -> str:
    return f"{act.frames} {written(act.target)}"


def _password(acts: Sequence[Act]) -> Target | None:
    return next((act.target for act in reversed(acts) if act.secret), None)


def _logged_out(acts: Sequence[Act], entrance: Entrance) -> Data:
    """The button of the login stands where nobody is logged in, unless it is seen after it too."""
    pressed = [act for act in acts if act.kind is Kind.CLICK and act.target is not None]
    if not pressed or pressed[-1].frames:
        return {}
    target = _pointed(pressed[-1])
    if target is None or any(is_shown(target, stage) for stage in entrance.stages.values()):
        return {}
    return {"logged_out": [{"shown": written(target)}]}


def _pointed(act: Act) -> Target | None:
    """The button as such: its word alone may stand elsewhere too."""
    target, seen = act.target, act.seen
    if target is None or seen is None or target.way != "named":
        return target
    way = "link" if seen.control.tag == "a" else "button"
    return target.model_copy(update={"named": None, way: target.named})


def _base(start: str, entrance: str) -> str:
    """The folder of the first address where the work lies below it too, else the whole site."""
    parts = urlsplit(start)
    site = f"{parts.scheme}://{parts.netloc}/"
    folder = f"{site.rstrip('/')}{parts.path.rpartition('/')[0]}/"
    return folder if entrance.startswith(folder) else site
