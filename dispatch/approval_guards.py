"""Conditions of proposals and approvals: no lower than the least level, higher when it is sent on, a collective decision by name (规则 52)."""

from dispatch.approval import Level, least_of, reaches
from workflow.guards import guard, lacking

ARTICLE = "规则 52"


@lacking("报批层级低于最低审批权限，可以报更高层级，不得降低", article=ARTICLE)
def it_is_sent_no_lower_than_the_least_level(record):
    least = least_of(type(record))
    if not reaches(record.approval_level, least):
        yield f"最低由{least.label}审批"


@guard("应当选择比现在更高的审批层级", article=ARTICLE)
def the_new_level_is_higher(record, *, approval_level):
    return approval_level != record.approval_level and reaches(approval_level or "", Level(record.approval_level))


@guard("报常委会研究决定的，应当写明会议纪要的文号", article=ARTICLE)
def a_collective_decision_names_its_minutes(record, *, minutes):
    return record.approval_level != Level.STANDING_COMMITTEE or bool((minutes or "").strip())
