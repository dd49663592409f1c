"""Conditions of the steps of an extension (延期)."""

from workflow.guards import guard, lacking


@guard("只有正在办理、办理时限尚在计算的任务才能申请延期", article="系统规则")
def the_task_has_a_running_date(extension):
    return extension.assignment.state == "received" and extension.running_due_on is not None


@guard("本任务已有一份尚未答复的延期申请", article="系统规则")
def no_other_extension_is_asked(extension):
    return not extension.assignment.extensions.filter(state__in=["requested", "considered"]).exists()


@lacking("延期申请不完整，缺", article="系统规则")
def says_why_and_how_far_the_work_is(extension):
    named = {"延期理由": extension.reason.strip(), "工作进展": extension.progress.strip(), "新的时限": extension.due_on}
    yield from (label for label, value in named.items() if not value)


@guard("新的时限应当晚于原时限，且不早于今天", article="系统规则")
def the_new_date_is_later(extension, *, today):
    running = extension.running_due_on
    return extension.due_on is None or (extension.due_on >= today and (running is None or extension.due_on > running))


@guard("已经超期的任务申请延期，应当写明逾期的原因", article="系统规则")
def a_late_request_states_its_cause(extension, *, today):
    running = extension.running_due_on
    return running is None or running >= today or bool(extension.cause.strip())


@guard("应当写明对延期申请的意见", article="系统规则")
def says_what_he_thinks(extension, *, opinion):
    return bool((opinion or "").strip())
