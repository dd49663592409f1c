"""Conditions of the register of asking after and interfering in cases (过问、干预登记; 规则 48)."""

from dispatch.clue_guards import the_unit_is_in_being
from workflow.guards import guard, lacking

__all__ = ["the_unit_is_in_being"]


@guard("发生日期应当填写，且不能晚于今天", article="规则 48")
def it_has_happened(entry, *, today):
    return entry.happened_on is not None and (today is None or entry.happened_on <= today)


@lacking("登记不齐，缺", article="规则 48")
def the_entry_is_complete(entry):
    named = ((entry.asked_by, "过问、干预人"), (entry.about, "涉及事项"), (entry.account, "经过"))
    yield from (label for value, label in named if not value.strip())


@guard("应当写明意见", article="规则 48")
def says_what_is_thought_of_it(entry, *, finding):
    return bool((finding or "").strip())
