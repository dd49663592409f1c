"""Where a matter stands: the six-step bar and the closing check (办结核查), read across its dossier for a page."""

from dataclasses import dataclass

from coordination.guards import matter as needs
from coordination.models import MatterState
from workflow import clocks
from workflow.guards import Obstacle
from workflow.models import Hold

STEPS = (
    # label, states in which the step is under way
    ("确定事项", {MatterState.DRAFT, MatterState.SUBMITTED, MatterState.AWAITING_APPROVAL, MatterState.DECLINED}),
    ("研究制定方案", {MatterState.DETERMINED, MatterState.PLANNING}),
    ("组织实施", {MatterState.IMPLEMENTING}),
    ("督促检查", {MatterState.INSPECTING}),
    ("书面报告", {MatterState.REPORTING}),
    ("报告党委", {MatterState.REPORTED, MatterState.CONCLUDED, MatterState.ARCHIVED}),
)


def six_steps(matter):
    """The six steps of 规定 9 with where the matter stands; a terminated matter stands nowhere further."""
    now = next((place for place, (_, states) in enumerate(STEPS) if matter.state in states), None)
    ended = matter.state in (MatterState.CONCLUDED, MatterState.ARCHIVED)
    return [
        {
            "number": place + 1,
            "label": label,
            "phase": "next" if now is None or place > now else "done" if place < now or ended else "now",
            "since": matter.moved_at if place == now and not ended else None,
        }
        for place, (label, _) in enumerate(STEPS)
    ]


@dataclass(frozen=True)
class CheckLine:
    """One line of the closing check."""

    label: str
    article: str
    obstacle: Obstacle | None

    @property
    def is_met(self):
        return self.obstacle is None


HOLDS = (
    ("inspection", "各项任务均已督促检查", "规定 9(4)、12"),
    ("problem", "没有未处理的问题", "规定 12、13"),
    ("important_problem", "重要问题均已报告党委", "规定 12"),
    ("decision", "没有待党委决定的问题", "规定 13"),
    ("approval", "列为重要事项已经党委批准", "规定 10"),
    ("filing", "重要事项已报上一级纪委备案", "规定 10"),
    ("formalities", "当面、电话通知的手续已补办", "规定 11"),
    ("suspension", "没有中止", "系统规则"),
)


def closing_check(matter):
    """Every line of the closing check: the guards of the report to the committee, and each hold that could bar it."""
    lines = [
        CheckLine(label, need.article, need.obstacle(matter, {}))
        for label, need in (
            ("各项任务均有审核通过的书面报告", needs.every_assignment_has_an_accepted_report),
            ("向党委的报告已经起草并且完整", needs.the_committee_report_is_complete),
        )
    ]
    open_holds = {}
    for hold in Hold.objects.counting(clocks.today()).filter(dossier=matter.dossier_id).order_by("pk"):
        open_holds.setdefault(hold.name, []).append(hold)
    for name, label, article in HOLDS:
        placed = open_holds.get(name, [])
        sentence = "；".join(f"{hold.subject_words}：{hold.label}" for hold in placed)
        lines.append(CheckLine(label, article, Obstacle(sentence, article, placed[0].mended_by) if placed else None))
    return lines
