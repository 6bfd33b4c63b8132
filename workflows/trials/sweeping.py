"""Taking away what people tried out, when its time is over."""

from workflows.office import Office
from workflows.templates.bench import Benches
from workflows.trials import left


def sweep(office: Office) -> int:
    """What `utsushi bot` left, after `UTSUSHI_TRIAL_DAYS` (how many files went), and papers that
    were tried in the template editor, after their hour."""
    Benches(office.home, office.clock).sweep()
    return left.sweep(office.home, office.clock().timestamp(), office.settings.trial_days)
