"""The resolution that aligned pages have, and millimetres on them."""

DPI = 200.0
PX_PER_MM = DPI / 25.4


def px(mm: float) -> float:
    """Pixels of an aligned page for a length in millimetres."""
    return mm * PX_PER_MM


def whole_px(mm: float) -> int:
    """The same, rounded, at least one."""
    return max(1, round(mm * PX_PER_MM))
