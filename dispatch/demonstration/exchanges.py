"""What goes on beside the road of a matter: instructions, contacts, notes, opinions, a recusal, an access list, deputies."""

from datetime import timedelta

from coordination.models import (
    Contact,
    DocumentKind,
    Instruction,
    Matter,
    Means,
    NoteKind,
    OfficialDocument,
    Opinion,
    ProgressNote,
    Reader,
    Recusal,
    SupportRequest,
)
from workflow import clocks, deputising
from workflow.door import advance, open_record


def talked_about(road):
    """A task under way: its progress, a question with its answer, a contact, support that was given and support that is asked."""
    task, city = road.assignments()[0], road.city
    noted(
        road,
        "agriculture_liaison",
        task,
        NoteKind.PROGRESS,
        "已核对十一个乡镇，其余两个乡镇下周完成。",
        city.agriculture,
    )
    question = noted(
        road, "agriculture_head", task, NoteKind.QUESTION, "已整村搬迁的农户，台账记在哪个乡镇？", city.agriculture
    )
    noted(road, "officer", task, NoteKind.ANSWER, "记在搬迁后的乡镇，备注原址。", question=question)
    noted(road, "agriculture_liaison", task, NoteKind.QUESTION, "公示期满后公示表是否需要报送？", city.agriculture)
    road.born(
        Contact, Contact.record_contact, department=city.agriculture, held_on=clocks.today(), with_whom="分管负责同志",
        means=Means.TELEPHONE, agreed="每周五报送一次核对进度；重新测绘的乡镇单列。",
    )  # fmt: skip
    asked = supported(road, "agriculture_liaison", city.agriculture, "请协调银行提供近三年补贴发放明细。")
    road.act("officer", asked, SupportRequest.answer_support, answer="已与人民银行分行商定，三个工作日内提供。")
    supported(road, "finance_liaison", city.finance, "请协调审计部门提供乡镇账户清单。")


def noted(road, who, task, kind, text, department=None, question=None):
    """A note on a task, for the department or for the commission."""
    return open_record(
        ProgressNote, ProgressNote.note, actor=road.city.actor(who), dossier=task.dossier, assignment=task,
        kind=kind, text=text, department=department, question=question,
    )  # fmt: skip


def supported(road, who, department, content):
    """A department asks the commission for support."""
    return road.born(SupportRequest, SupportRequest.request_support, who, department=department, content=content)


def instructed(road, who, text, days=None):
    """An instruction of a leader; with ``days`` it wants a reply."""
    if days is None:
        return road.born(Instruction, Instruction.instruct, who, text=text)
    due_on = clocks.today() + timedelta(days=days)
    return road.born(Instruction, Instruction.instruct_with_reply, who, text=text, reply_due_on=due_on)


def answered_instruction(road):
    """One that was answered, and one that still waits."""
    first = instructed(road, "principal", "请说明覆盖范围，防止走过场。", 20)
    road.act("officer", first, Instruction.reply, reply_text="已覆盖全部乡镇，按月通报进度。")
    instructed(road, "secretary", "对重新测绘的乡镇要盯紧时限。", 25)


def stands_back(road):
    """An officer who had worked in one of the departments stands back from the matter at his own word."""
    person = road.city.other_officer
    return road.born(
        Recusal, Recusal.recuse, "other_officer", person=person, reason="原在教育系统任职，按规定申请回避。"
    )


def told_somebody(road):
    """Whoever is to decide on a work secret is put on its access list."""
    return road.born(Reader, Reader.admit, "deputy", person=road.city.principal, reason="审批本事项")


def new_version(road):
    """A new version of the document is being drafted, with what it changes of a task."""
    document, task = road.draft_new_version("调整一项任务的完成时限。"), road.assignments()[0]
    return road.change(document, task, due_on=task.due_on + timedelta(days=10))


def replaced(road):
    """The document gave way to a new version that adds time to a task."""
    new_version(road)
    return road.act("deputy", road.matter, Matter.supplement)


def withdrawn(road):
    """A request that a leader took back before it was answered: its number is void."""
    request = road.draft_of(
        DocumentKind.REQUEST, title=f"关于{road.plan.title}有关事项的请示", requirements="妥否，请批示。"
    )
    request = road.signed_and_issued(request)
    return road.act("secretary", request, OfficialDocument.revoke, note="所请示的事项已经会议议定，不再报送。")


def advised(city, wait, title, content, outcome=None):
    """An opinion that went to the committee, answered where there is an outcome."""
    opinion = open_record(
        Opinion, Opinion.draft, actor=city.actor("officer"), commission=city.commission, committee=city.committee,
        title=title, content=content, grounds="根据近期组织协调工作中反映的共性情况。", office=city.first_office,
        deputy_in_charge=city.deputy,
    )  # fmt: skip
    for who, step in (("officer", Opinion.submit), ("deputy", Opinion.endorse), ("officer", Opinion.send)):
        opinion = advance(opinion, step, actor=city.actor(who))
        wait(1)
    if outcome:
        opinion = advance(
            opinion, Opinion.reply, actor=city.actor("principal"), outcome=outcome, reply_text="请抓紧组织实施。"
        )
    return opinion


def deputised(city):
    """One deputy who has accepted and acts, and one who is asked."""
    accepted = lent(city, "case_deputy", "deputy", "参加集中学习", 20)
    deputising.accept(city.actor("deputy"), accepted)
    lent(city, "other_officer", "officer", "外出调研", 10)


def lent(city, giver, taker, reason, days):
    """Someone's posts offered to a deputy from today on."""
    today = clocks.today()
    return deputising.offer(
        city.actor(giver), deputy=city.people[taker], posts=list(deputising.lendable(city.people[giver])),
        from_on=today, until_on=today + timedelta(days=days), reason=reason,
    )  # fmt: skip
