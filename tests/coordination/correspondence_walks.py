"""The walks of opinions, contacts, requests for support, instructions and notes, stopping at every state."""

from datetime import timedelta

from coordination.models import (
    Contact,
    Instruction,
    Matter,
    Means,
    NoteKind,
    Opinion,
    Outcome,
    ProgressNote,
    SupportRequest,
)
from tests.coordination.cells import undone, values
from tests.coordination.doors import REASON
from workflow import clocks
from workflow.door import advance, open_record


def opinion_fields(city):
    """What an opinion of the first office says."""
    return {
        "commission": city.commission, "committee": city.committee, "office": city.first_office,
        "deputy_in_charge": city.deputy, "title": "关于规范惠农补贴发放的意见建议", "content": "建议统一发放渠道。",
        "grounds": "督促检查中发现多头发放。",
    }  # fmt: skip


def draft_opinion(city, who="officer", **fields):
    return open_record(Opinion, Opinion.draft, actor=city.actor(who), **opinion_fields(city) | fields)


def take(city, who, record, step, **fields):
    return advance(record, step, actor=city.actor(who), **fields)


def opinion_in(city, state, **fields):
    """An opinion walked to a state by the real road."""
    opinion = draft_opinion(city, **fields)
    for resting, who, step, given in (
        ("draft", "", None, {}),
        ("submitted", "officer", Opinion.submit, {}),
        ("endorsed", "deputy", Opinion.endorse, {}),
        ("sent", "officer", Opinion.send, {}),
        ("answered", "principal", Opinion.reply, {"outcome": Outcome.ADOPTED, "reply_text": "请组织落实。"}),
    ):
        opinion = take(city, who, opinion, step, **given) if step else opinion
        if resting == state:
            return opinion
    raise ValueError(state)


def walk_an_opinion(road, cells):
    """An opinion through every state, with its way back from the committee."""
    city = road.city
    cells.birth(Opinion, "draft", None, **opinion_fields(city))
    opinion = draft_opinion(city)
    cells.stop(opinion)
    with undone(road):
        take(city, "officer", opinion, Opinion.discard, note=REASON)
        cells.stop(opinion)
    take(city, "officer", opinion, Opinion.submit)
    cells.stop(opinion)
    take(city, "deputy", opinion, Opinion.endorse)
    cells.stop(opinion)
    take(city, "officer", opinion, Opinion.send)
    cells.stop(opinion)
    with undone(road):
        take(city, "principal", opinion, Opinion.ask_for_more_study, note=REASON)
        cells.stop(opinion)
    take(city, "principal", opinion, Opinion.reply, outcome=Outcome.PARTLY_ADOPTED)
    cells.stop(opinion)


def walk_correspondence(road, cells):
    """What is said about a matter, at every state of the matter."""
    road.register()
    stop_at_births(road, cells)
    road.name_officer()
    for state, leg in road.legs()[1:]:
        leg() if state != "submitted" else road.submit()
        if state == "determined":
            road.name_departments()
        stop_at_births(road, cells)
        if state == "implementing":
            walk_support(road, cells)
            walk_instructions(road, cells)
            walk_notes(road, cells)


def stop_at_births(road, cells):
    """What can be born in this state of the matter, and by whom."""
    matter, city = Matter.objects.get(pk=road.matter.pk), road.city
    contact = {
        "matter": matter, "department": city.agriculture, "held_on": clocks.today(), "with_whom": "分管副局长",
        "means": Means.TELEPHONE, "agreed": "月底前报送进度。",
    }  # fmt: skip
    support = {"matter": matter, "department": city.agriculture, "content": "请协调提供补贴发放数据。"}
    instruction = {"matter": matter, "text": "抓紧办理。", "document": "示市委批〔2026〕7号"}
    due = {"reply_due_on": clocks.today() + timedelta(days=7)}
    for model, name, fields in ((Contact, "record_contact", contact), (SupportRequest, "request_support", support)):
        possible = matter.state in cells.row(model, name).possible_while
        cells.birth(model, name, None if possible else (), **fields)
    who = cells.row(Instruction, "instruct").who
    allowed = {
        "archived": (), "draft": ("secretary", "deputy", "case_deputy"),
    }.get(matter.state, who)  # fmt: skip
    cells.birth(Instruction, "instruct", allowed, **instruction)
    cells.birth(Instruction, "instruct_with_reply", allowed, **instruction | due)
    if matter.state == "determined":
        contact = open_record(
            Contact, Contact.record_contact, actor=city.actor("officer"), dossier=matter.dossier, **contact
        )
        cells.stop(contact)


def walk_support(road, cells):
    city, matter = road.city, road.matter
    request = open_record(
        SupportRequest, SupportRequest.request_support, actor=city.actor("agriculture_liaison"), dossier=matter.dossier,
        matter=matter, department=city.agriculture, content="请协调提供补贴发放数据。",
    )  # fmt: skip
    cells.stop(request)
    for who, step in (
        ("officer", SupportRequest.answer_support),
        ("agriculture_head", SupportRequest.withdraw_request),
    ):
        with undone(road):
            road.act(who, request, step, note=REASON, **values(road, step, request))
            cells.stop(request)
    with undone(road):
        road.act("principal", road.matter, Matter.terminate, note=REASON)
        cells.stop(request)  # lapsed
    road.act("officer", request, SupportRequest.answer_support, answer="已协调。")


def walk_instructions(road, cells):
    city, matter = road.city, road.matter
    fields = {"actor": city.actor("principal"), "dossier": matter.dossier, "matter": matter, "text": "抓紧办理。"}
    cells.stop(open_record(Instruction, Instruction.instruct, **fields))
    due = clocks.today() + timedelta(days=7)
    waiting = open_record(Instruction, Instruction.instruct_with_reply, reply_due_on=due, **fields)
    cells.stop(waiting)
    with undone(road):
        road.act("principal", road.matter, Matter.terminate, note=REASON)
        cells.stop(waiting)  # lapsed
    road.act("officer", waiting, Instruction.reply, reply_text="已办理。")
    cells.stop(waiting)


def walk_notes(road, cells):
    """For the commission, for the lead and for the participating department; nobody else's is taken."""
    city, task = road.city, road.assignments()[0]
    fields = {"assignment": task, "kind": NoteKind.PROGRESS, "text": "已核对三个乡镇。"}
    cells.birth(ProgressNote, "note", None, department=None, **fields)
    cells.birth(
        ProgressNote, "note", ("agriculture_liaison", "agriculture_head"), department=city.agriculture, **fields
    )
    cells.birth(ProgressNote, "note", ("finance_liaison", "finance_head"), department=city.finance, **fields)
    cells.birth(ProgressNote, "note", (), department=city.health, **fields)
    note = open_record(
        ProgressNote, ProgressNote.note, actor=city.actor("officer"), dossier=road.matter.dossier, **fields
    )
    cells.stop(note)
