"""Conditions of the steps of an urge order (督办单)."""

from workflow import clocks
from workflow.guards import guard

CARRIED_OUT = ("implementing", "inspecting", "reporting")
IN_HAND = ("issued", "received", "reported")
RUNNING = ("drafted", "issued", "received", "answered")


@guard("从组织实施到书面报告阶段才发督办单", article="系统规则")
def the_matter_is_being_carried_out(order):
    return order.matter.state in CARRIED_OUT


@guard("只对本事项已经交办、尚未销号的任务发督办单", article="系统规则")
def the_task_is_in_hand(order):
    task = order.assignment
    return task is None or (task.state in IN_HAND and task.matter_id == order.matter_id)


@guard("应当先明确牵头部门", article="系统规则")
def a_department_is_addressed(order):
    return order.addressee_id is not None


@guard("该事项或者任务已有督办单在办，一事一单", article="系统规则")
def none_is_under_way(order):
    return not order.under_way_on(order.matter, order.assignment).exists()


@guard("应当写明督办的理由和办理要求", article="系统规则")
def says_why_and_what_is_to_be_done(order):
    return bool(order.reason.strip() and order.content.strip())


@guard("办结期限应当在今天以后", article="系统规则")
def its_date_lies_ahead(order, *, today):
    return today is None or (order.due_on is not None and order.due_on >= today)


@guard("应当写明办理情况", article="系统规则")
def says_what_was_done(order, *, feedback):
    return bool((feedback or "").strip())


@guard("部门尚未反馈而期限未到，还不能转入下一轮", article="系统规则")
def it_was_answered_or_is_late(order):
    return order.state == "answered" or order.due_on < clocks.today()


@guard("应当写明哪些要求没有落实，并为下一轮指定今天以后的期限", article="系统规则")
def the_next_round_is_prepared(order, *, finding, next_due_on, today):
    return bool((finding or "").strip()) and next_due_on is not None and next_due_on >= today
