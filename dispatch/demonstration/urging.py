"""What the demonstration urges: a receipt by hand with its explanation, an urge order of each colour, and shared views of the ledger."""

from datetime import timedelta

from supervision import saved_views
from supervision.models import Colour, Explanation, UrgeOrder, Urging
from workflow import clocks
from workflow.door import open_record
from workflow.models import Clock


def urge_a_receipt(road, task):
    """The officer urges the receipt of a task and asks why."""
    return open_record(
        Urging, Urging.urge, actor=road.city.actor("officer"), **_about(road, task), asks=True,
        text="请今日签收，并说明未签收的原因。",
    )  # fmt: skip


def explain_it(road, task):
    """The department says why it is late and by when it promises."""
    key = road.key_of(task.lead_department)
    return open_record(
        Explanation, Explanation.explain, actor=road.city.actor(f"{key}_liaison"), **_about(road, task),
        cause="联络员外出培训，文件在局办公室滞留", promised_on=clocks.today() + timedelta(days=3),
    )  # fmt: skip


def _about(road, task):
    clock = Clock.objects.open().get(subject_id=task.public_id, name="receipt")
    return {"dossier": road.matter.dossier, "matter": road.matter, "assignment": task, "clock": clock}


def order(road, task, colour, reason, content, days=14):
    """An urge order, drafted and approved by who approves its colour."""
    drafted = open_record(
        UrgeOrder, UrgeOrder.draft, actor=road.city.actor("officer"), dossier=road.matter.dossier, matter=road.matter,
        assignment=task, addressee=task.lead_department, colour=colour, reason=reason, content=content,
        due_on=clocks.today() + timedelta(days=days),
    )  # fmt: skip
    return road.act("secretary" if colour == Colour.RED else "deputy", drafted, UrgeOrder.approve)


def received(road, current):
    return road.act(f"{road.key_of(current.addressee)}_liaison", current, UrgeOrder.receive)


def answered(road, current, feedback):
    return road.act(
        f"{road.key_of(current.addressee)}_head", received(road, current), UrgeOrder.answer, feedback=feedback
    )


def next_round(road, current, finding, days=14):
    """The round was not met; the next one, approved."""
    done = road.act(
        "officer", current, UrgeOrder.find_wanting, finding=finding, next_due_on=clocks.today() + timedelta(days=days)
    )
    return road.act("deputy", done.next_rounds.get(), UrgeOrder.approve)


VIEWS = (
    ("严重超期的任务", "light=deep_red&order=due"),
    ("在办事项，按环节", "scope=running&group=state&table=matters"),
)


def share_views(city):
    """What the director lets everybody in the commission look at in the ledger."""
    for name, parameters in VIEWS:
        saved_views.keep(city.actor("director"), name, parameters, commission=city.commission)
