"""Where a matter stands: the six-step bar and the closing check (办结核查), read across its dossier for a page."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from coordination.guards import reporting
from coordination.models import Assignment, Filing, MatterState, OfficialDocument
from workflow import clocks, subjects
from workflow.births import within
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
    """One line of the closing check. ``links`` lead to where a red line is mended: [(words, address)]."""

    label: str
    article: str
    obstacle: Obstacle | None
    links: tuple = ()

    @property
    def is_met(self):
        return self.obstacle is None


REPORTED = (MatterState.REPORTED, MatterState.CONCLUDED, MatterState.ARCHIVED)
HOLDS = (
    # hold, what the line says, article, pages on which a record may be begun that mends it
    ("inspection", "各项任务均已督促检查", "规定 9(4)、12", ("inspection_new",)),
    ("problem", "没有未处理的问题", "规定 12、13", ()),
    ("important_problem", "重要问题均已报告党委并解决", "规定 12", ()),
    ("decision", "没有待党委决定的问题", "规定 13", ()),
    ("approval", "列为重要事项已经党委批准", "规定 10", ()),
    ("filing", "重要事项已报上一级纪委备案", "规定 10", ()),
    ("formalities", "当面、电话通知的手续已补办", "规定 11", ("officialdocument_new",)),
    ("suspension", "没有中止", "系统规则", ()),
)


def closing_check(matter, actor):
    """Every line of the closing check: the guards of the report to the committee, and each hold that could bar it.

    A red line leads the actor to the records on which it is mended, and to the page on which he may begin one that is missing.
    """
    begun = {offer["url"]: offer["label"] for offer in within(matter, actor)[0]}
    return [
        _of_the_tasks(matter, actor),
        _of_the_report(matter, actor, begun),
        *_of_the_holds(matter, actor, begun),
    ]


def _of_the_tasks(matter, actor):
    need = reporting.every_assignment_has_an_accepted_report
    rows = Assignment.objects.visible_to(actor).filter(matter=matter).exclude(state__in=["accepted", "cancelled"])
    rows = rows.select_related("dossier", *Assignment.within).order_by("number")
    links = tuple(map(_link, rows))
    return CheckLine(
        "各项任务均有审核通过的书面报告", need.article, need.obstacle(matter, {}), links or _itself(matter)
    )


def _of_the_report(matter, actor, begun):
    need = reporting.the_committee_report_is_complete
    rows = OfficialDocument.objects.visible_to(actor).filter(pk__in=[row.pk for row in matter.committee_reports])
    links = tuple(map(_link, rows.select_related("dossier", *OfficialDocument.within)))
    links = links or _to_begin(matter, begun, "officialdocument_new") or _itself(matter)
    obstacle = None if matter.state in REPORTED else need.obstacle(matter, {})
    return CheckLine("向党委的报告已经起草并且完整", need.article, obstacle, links)


def _of_the_holds(matter, actor, begun):
    placed = defaultdict(list)
    for hold in Hold.objects.counting(clocks.today()).filter(dossier=matter.dossier_id).order_by("pk"):
        placed[hold.name].append(hold)
    held = [hold for holds in placed.values() for hold in holds]
    seen = subjects.visible({(hold.subject_type, hold.subject_id) for hold in held}, actor)
    for name, label, article, births in HOLDS:
        holds = placed[name]
        said = (f"{hold.subject_words}：{hold.label}" if hold.subject_id in seen else hold.label for hold in holds)
        sentence = "；".join(dict.fromkeys(said))  # of what the reader does not see only that it is there
        links = [_link(seen[hold.subject_id]) for hold in holds if hold.subject_id in seen]
        links += _filings(matter, actor) if holds and name == "filing" else []
        links += [link for birth in births for link in _to_begin(matter, begun, birth)] if holds else []
        obstacle = Obstacle(sentence, article, holds[0].mended_by) if holds else None
        yield CheckLine(label, article, obstacle, tuple(dict.fromkeys(links)))


def _filings(matter, actor):
    """The hold lies on the matter, and is lifted by its filing."""
    rows = Filing.objects.visible_to(actor).filter(matter=matter).select_related("dossier", *Filing.within)
    return map(_link, rows)


def _link(record):
    return record.words, record.get_absolute_url()


def _itself(matter):
    return (_link(matter),)


def _to_begin(matter, begun, name):
    """The page on which the actor may begin a record of the matter; nothing where that is not his."""
    url = reverse(name, args=[matter.public_id])
    return ((begun[url], url),) if url in begun else ()
