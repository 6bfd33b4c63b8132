"""Check digits. Sources beside each rule; digits are given as text, leading zeros count."""

from collections.abc import Callable, Mapping


def my_number_digit(eleven: str) -> int:
    """Check digit of a 個人番号 for its first 11 digits (平成26年総務省令第85号 第5条)."""
    total = 0
    for n, digit in enumerate(reversed(eleven), start=1):
        total += int(digit) * (n + 1 if n <= 6 else n - 5)
    rest = total % 11
    return 0 if rest <= 1 else 11 - rest


def is_my_number(twelve: str) -> bool:
    return (
        len(twelve) == 12
        and twelve.isascii()
        and twelve.isdigit()
        and my_number_digit(twelve[:11]) == int(twelve[11])
    )


def corporate_number_digit(twelve: str) -> int:
    """First digit of a 法人番号 for the 12 digits that follow it (財務省令 平成26年第70号)."""
    total = 0
    for n, digit in enumerate(reversed(twelve), start=1):
        total += int(digit) * (1 if n % 2 else 2)
    return 9 - total % 9


def municipality_digit(five: str) -> int:
    """Check digit of a 全国地方公共団体コード for its first 5 digits (weights 6 5 4 3 2)."""
    total = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return (11 - total % 11) % 10


def insurer_digit(digits: str) -> int:
    """Check digit of a 保険者番号 for the digits before it (weights 2, 1, … from the right)."""
    total = 0
    for n, digit in enumerate(reversed(digits)):
        product = int(digit) * (2 if n % 2 == 0 else 1)
        total += product // 10 + product % 10
    return (10 - total % 10) % 10


def is_corporate_number(thirteen: str) -> bool:
    return _is_of(thirteen, 13) and corporate_number_digit(thirteen[1:]) == int(thirteen[0])


def is_municipality_code(six: str) -> bool:
    return _is_of(six, 6) and municipality_digit(six[:5]) == int(six[5])


def is_insurer_number(number: str) -> bool:
    """6 digits (国保, 介護保険) or 8 (被用者保険, 後期高齢者医療)."""
    is_long = _is_of(number, 6) or _is_of(number, 8)
    return is_long and insurer_digit(number[:-1]) == int(number[-1])


def _is_of(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "my_number": is_my_number,  # 個人番号
    "corporate": is_corporate_number,  # 法人番号
    "municipality": is_municipality_code,  # 全国地方公共団体コード
    "insurer": is_insurer_number,  # 保険者番号
}
"""The rules by the name that a form declares (`check:`)."""
