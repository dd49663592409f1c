"""The only place that says a period of a recurring duty in words."""

from workflow.months import months_after


def words_of(first_on, last_on):
    """``2026年``, ``2026年上半年``, ``2026年第三季度``, ``2026年7月``, of anything else its first and last day."""
    length = _months(first_on, last_on)
    place = (first_on.month - 1) // length if length and not (first_on.month - 1) % length else None
    said = {12: ("",), 6: ("上半年", "下半年"), 3: tuple(f"第{each}季度" for each in "一二三四")}
    said[1] = tuple(f"{month}月" for month in range(1, 13))
    if place is None or length not in said:
        return f"{first_on:%Y-%m-%d}至{last_on:%Y-%m-%d}"
    return f"{first_on.year}年{said[length][place]}"


def _months(first_on, last_on):
    """How many whole calendar months it is; 0 for a broken one."""
    number = (last_on.year - first_on.year) * 12 + last_on.month - first_on.month + 1
    whole = first_on.day == 1 and (months_after(first_on, number) - last_on).days == 1
    return number if whole else 0
