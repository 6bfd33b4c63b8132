"""`utsushi bot doctor`: what in a target site will make trouble."""

import json
from dataclasses import asdict

from bots.doctor.examine import examine, examine_inside
from bots.doctor.findings import Diagnosis, Finding, Severity
from bots.scenario import load_system, system_folder
from workflows.cli.bots.opening import open_credentials
from workflows.settings import Settings

SHOWN_PLACES = 3


def diagnose(url: str | None, login: str | None, *, most: int, as_json: bool, headed: bool) -> int:
    """Exit code 1 where something stands in the way. `login`: the system to log in to first.

    Raises SetupError, NotReady.
    """
    if login is None:
        diagnosis = examine(url or "", headless=not headed, most=most)
    else:
        settings = Settings.load()
        system = load_system(system_folder(login, *settings.scenarios))
        credentials = open_credentials(settings)
        diagnosis = examine_inside(system, credentials, url, headless=not headed, most=most)
    if as_json:
        print(json.dumps(asdict(diagnosis), ensure_ascii=False, indent=2))
    else:
        _tell(diagnosis)
    return 1 if diagnosis.has_trouble else 0


def _tell(diagnosis: Diagnosis) -> None:
    left = f" (ほかに {diagnosis.left} 画面は開いていません)" if diagnosis.left else ""
    print(f"調べた画面: {len(diagnosis.pages)}{left}")
    for page in diagnosis.pages:
        print(f"  {page}")
    if not diagnosis.findings:
        print("困りそうなところは見つかりませんでした。")
    for severity in Severity:
        found = [each for each in diagnosis.findings if each.severity is severity]
        if found:
            print(f"\n■ {severity.told} ({len(found)} 件)")
        for each in found:
            _tell_one(each)


def _tell_one(finding: Finding) -> None:
    times = f" ({finding.count} か所)" if finding.count > 1 else ""
    print(f"・{finding.title}{times}")
    print(f"    どこ: {'、'.join(finding.places[:SHOWN_PLACES])}{_more(finding)}")
    if finding.samples:
        print(f"    例: {' / '.join(finding.samples)}")
    print(f"    → {finding.advice}")


def _more(finding: Finding) -> str:
    rest = len(finding.places) - SHOWN_PLACES
    return f" ほか {rest} 画面" if rest > 0 else ""
