"""The only place that says which acts the board counts, by which words, and what each number means."""

from dataclasses import dataclass

from coordination.models import Assignment, Extension, Matter, Suspension
from supervision.models import Problem, UrgeOrder, Urging


@dataclass(frozen=True)
class Act:
    """One figure of a period: how often one of these steps was taken. An act that was taken twice counts twice."""

    key: str
    label: str
    steps: tuple
    says: str

    @property
    def model(self):
        return OWNERS[self.steps[0]]


def action_of(step):
    """The step as the history names it."""
    model = OWNERS[step]
    return f"{model._meta.app_label}.{model.__name__}.{step.__name__}"


OWNERS = {
    taken: model for model in (Matter, Assignment, Extension, Suspension, Urging, UrgeOrder, Problem)
    for taken in vars(model).values() if hasattr(taken, "_django_fsm")
}  # fmt: skip

GROUPS = {
    "事项": (
        Act("registered", "新立", (Matter.register, Matter.suggest), "登记的和部门提出建议的，按立卷日期"),
        Act("determined", "确定", (Matter.determine, Matter.approve), "纪委确定的和党委批准的"),
        Act("issued", "印发实施", (Matter.issue, Matter.notify_orally), "印发文件的和当面、电话通知的"),
        Act("sent_back", "退回补正", (Matter.return_for_completion,), "纪委或者党委退回的次数"),
        Act("concluded", "办结", (Matter.conclude,), "党委同意办结或者纪委办结的次数"),
        Act("matter_reopened", "重新启动", (Matter.reopen, Matter.direct_further_work), "办结后重新启动的和党委批示继续落实的"),
        Act("ended", "不予确定、终止", (Matter.decline, Matter.decline_by_committee, Matter.terminate), "不予确定、不予批准和终止的"),
    ),
    "任务": (
        Act("assigned", "交办", (Assignment.issue, Assignment.reassign), "印发时交办的和改派的"),
        Act("received", "签收", (Assignment.receive, Assignment.record_receipt), "部门签收的和代登的"),
        Act("returned", "退回重报", (Assignment.return_report,), "书面报告被退回的次数"),
        Act("accepted", "销号", (Assignment.accept,), "书面报告审核通过的次数"),
        Act("reworked", "继续落实", (Assignment.rework,), "销号以后又继续落实的次数"),
    ),
    "延期和中止": (
        Act("extension_asked", "申请延期", (Extension.request,), "部门提出的申请"),
        Act("extension_granted", "准予延期", (Extension.grant,), "准予的决定，申请可能在上一期"),
        Act("extension_refused", "不予延期", (Extension.refuse,), "不予的决定"),
        Act("suspended", "准予中止", (Suspension.grant,), "准予中止的决定，续期不另计"),
    ),
    "督促和问题": (
        Act("urged", "催办", (Urging.urge,), "人工催办的次数，不含自动提醒"),
        Act("urge_orders", "签发督办单", (UrgeOrder.approve,), "每一轮计一次"),
        Act("problem_raised", "提出问题", (Problem.report_problem,), "检查发现的、部门提出的和其他来源的"),
        Act("problem_resolved", "解决问题", (Problem.resolve,), "解决的次数"),
        Act("problem_reopened", "问题反弹", (Problem.reopen,), "解决以后重新启动的次数"),
    ),
}  # fmt: skip
ACTS = tuple(act for acts in GROUPS.values() for act in acts)
