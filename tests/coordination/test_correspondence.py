"""Opinions, contacts, requests for support, instructions and notes: each rule with its refusal, and what the pages show."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

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
from organizations.actors import actor_of
from tests.cast import Road
from tests.coordination.correspondence_walks import draft_opinion, opinion_fields, opinion_in, take
from workflow import access, clocks
from workflow.desk import desk_of
from workflow.door import Barred, NotPermitted, open_record, revise
from workflow.models import Clock, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def browser(city, key):
    client = Client()
    client.force_login(city.people[key])
    return client


def seen(city, key, path):
    return browser(city, key).get(path).content.decode()


def running(record):
    return set(Clock.objects.open().filter(subject_id=record.public_id).values_list("name", flat=True))


def told(record, step):
    """Who was told of a step, by username."""
    notices = Notice.objects.filter(subject_id=record.public_id, action=step.__name__)
    return set(notices.values_list("recipient__username", flat=True))


def to_do(city, key):
    """{what waits for the person: labels of the acts}."""
    return {item.what: [label for label, _ in item.acts] for item in desk_of(city.actor(key)).to_do}


# Opinions ------------------------------------------------------------------------------------------------------------


def test_an_opinion_is_sent_only_after_a_leader_other_than_its_drafter_endorsed_it(city):
    opinion = opinion_in(city, "submitted")
    with pytest.raises(Barred, match="现处于“待审定”"):
        take(city, "officer", opinion, Opinion.send)
    drafted_by_secretary = take(city, "secretary", draft_opinion(city, "secretary"), Opinion.submit)
    with pytest.raises(Barred, match="您是本件的起草人"):
        take(city, "secretary", drafted_by_secretary, Opinion.endorse)
    with pytest.raises(NotPermitted):
        take(city, "other_deputy", opinion, Opinion.endorse)
    assert take(city, "deputy", drafted_by_secretary, Opinion.endorse).endorsed_by == city.deputy


def test_an_opinion_without_grounds_is_not_submitted_and_one_without_a_committee_not_drafted(city, province):
    with pytest.raises(Barred, match="不完整，缺：依据"):
        take(city, "officer", draft_opinion(city, grounds=" "), Opinion.submit)
    officer = actor_of(province.posts.get().person, today=clocks.today())
    fields = opinion_fields(city) | {
        "commission": province,
        "committee": None,
        "office": None,
        "deputy_in_charge": None,
    }
    with pytest.raises(Barred, match="没有同级党委"):
        open_record(Opinion, Opinion.draft, actor=officer, **fields)


def test_it_takes_its_number_when_it_is_sent_and_keeps_it(city):
    opinion = opinion_in(city, "endorsed")
    assert opinion.number == ""
    opinion = take(city, "officer", opinion, Opinion.send)
    number = opinion.number
    assert number == f"示纪意〔{clocks.today().year}〕1号"
    opinion = take(city, "principal", opinion, Opinion.ask_for_more_study, note="请补充数据。")
    assert (opinion.state, opinion.outcome) == ("draft", Outcome.STUDY_AGAIN)
    assert running(opinion) == set()
    take(city, "officer", opinion, Opinion.submit)
    take(city, "deputy", opinion, Opinion.endorse)
    again = take(city, "officer", opinion, Opinion.send)
    assert (again.number, again.outcome) == (number, "")
    assert running(again) == {"answer"}
    assert opinion_in(city, "sent").number == f"示纪意〔{clocks.today().year}〕2号"


def test_the_committee_answers_in_one_of_three_words_and_a_clerk_names_the_document(city):
    opinion = opinion_in(city, "sent")
    assert told(opinion, Opinion.send) == {"principal", "clerk", "deputy"}
    for outcome in (Outcome.STUDY_AGAIN, "", "nonsense"):
        with pytest.raises(Barred, match="采纳、部分采纳或者不采纳"):
            take(city, "principal", opinion, Opinion.reply, outcome=outcome)
    for step, fields in (
        (Opinion.reply, {"outcome": Outcome.ADOPTED}),
        (Opinion.ask_for_more_study, {"note": "补充数据。"}),
    ):
        with pytest.raises(Barred, match="党委办公室代登"):
            take(city, "clerk", opinion, step, **fields)
    answered = take(
        city, "clerk", opinion, Opinion.reply, outcome=Outcome.NOT_ADOPTED, reply_document="示市委批〔2026〕6号"
    )
    assert answered.state == "answered"
    assert running(answered) == set()
    assert told(answered, Opinion.reply) == {"officer", "director", "deputy"}


def test_the_database_keeps_the_promise_that_an_answer_says_something(city):
    opinion = opinion_in(city, "answered")
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).update(outcome="")


def test_a_return_and_a_discarding_need_their_reason(city):
    opinion = opinion_in(city, "submitted")
    with pytest.raises(Barred, match="应当写明理由"):
        take(city, "deputy", opinion, Opinion.return_for_revision)
    opinion = take(city, "deputy", opinion, Opinion.return_for_revision, note="请补充依据。")
    with pytest.raises(Barred, match="应当写明理由"):
        take(city, "officer", opinion, Opinion.discard)
    assert take(city, "officer", opinion, Opinion.discard, note="不再提出。").state == "discarded"


def test_only_its_drafter_edits_it_and_only_in_draft(city):
    opinion = draft_opinion(city)
    for key in ("director", "secretary", "other_officer"):
        with pytest.raises(NotPermitted):
            revise(opinion, actor=city.actor(key), content="改写。")
    revise(opinion, actor=city.actor("officer"), title="新的标题", content="改写。")
    opinion = take(city, "officer", opinion, Opinion.submit)
    with pytest.raises(NotPermitted):
        revise(opinion, actor=city.actor("officer"), content="再改。")


def test_the_committee_sees_it_once_sent_and_no_text_of_it_while_it_is_mended(city):
    opinion = opinion_in(city, "endorsed", content="机密级别不高的原文")
    page = opinion.get_absolute_url()
    assert browser(city, "principal").get(page).status_code == 404
    assert opinion.title not in seen(city, "principal", "/opinions/")
    opinion = take(city, "officer", opinion, Opinion.send)
    assert "机密级别不高的原文" in seen(city, "principal", page)
    assert opinion.title in seen(city, "clerk", "/opinions/")
    take(city, "principal", opinion, Opinion.ask_for_more_study, note="请补充数据。")
    revise(opinion, actor=city.actor("officer"), content="修改中的原文")
    body = seen(city, "principal", page)
    assert "修改中的原文" not in body
    assert "请补充数据。" in body
    with pytest.raises(NotPermitted):
        revise(opinion, actor=city.actor("officer"), title="党委能看到的标题不再改")
    take(city, "officer", opinion, Opinion.discard, note="不再提出。")
    assert told(opinion, Opinion.discard) >= {"principal", "clerk"}
    assert access.rebuild_access([Opinion.objects.get(pk=opinion.pk)]) == 0


def test_departments_and_the_other_city_see_neither_it_nor_its_entry(city, other_city):
    opinion = opinion_in(city, "sent")
    for cast, key in ((city, "agriculture_head"), (other_city, "secretary"), (other_city, "principal")):
        assert browser(cast, key).get(opinion.get_absolute_url()).status_code == 404
        assert opinion.get_absolute_url() not in seen(cast, key, f"/search/?q={opinion.title}")
    entry = '<a href="/opinions/"'
    assert {key for key in ("officer", "principal", "agriculture_head", "liaison") if key in city.people and entry in seen(city, key, "/")} == {
        "officer", "principal"}  # fmt: skip


def test_the_list_filters_and_the_search_box_finds(city):
    sent, answered = opinion_in(city, "sent", title="甲意见"), opinion_in(city, "answered", title="乙意见")
    for address, found in (
        ("/opinions/?state=sent", [True, False]), ("/opinions/?q=乙", [False, True]), ("/opinions/?outcome=adopted", [False, True]),
        (f"/opinions/?q={answered.number}", [False, True]), ("/search/?q=甲意", [True, False]), ("/opinions/?state=nonsense", [True, True]),
    ):  # fmt: skip
        body = seen(city, "officer", address)
        assert [row.get_absolute_url() in body for row in (sent, answered)] == found, address


def test_an_opinion_waits_on_the_desk_of_whoever_is_next(city):
    opinion = opinion_in(city, "submitted")
    assert to_do(city, "deputy") == {opinion.words: ["审定"]}
    take(city, "deputy", opinion, Opinion.endorse)
    assert to_do(city, "officer") == {opinion.words: ["报送党委"]}
    opinion = take(city, "officer", opinion, Opinion.send)
    assert to_do(city, "principal") == {opinion.words: ["答复"]}
    body = seen(city, "principal", "/")
    assert opinion.words in body
    page = seen(city, "officer", opinion.get_absolute_url())
    assert '<nav class="crumbs"><a href="/opinions/">意见建议</a>' in page
    step = seen(city, "principal", f"{opinion.get_absolute_url()}reply/")
    assert '<a href="/opinions/">意见建议</a>' in step
    assert opinion.content in step
    assert 'href="/opinions/">返回上页' in seen(city, "officer", "/opinions/new/")


# What an adopted opinion founds -----------------------------------------------------------------------------------------


def register(city, opinion, who="officer"):
    return open_record(
        Matter, Matter.register, actor=city.actor(who), commission=city.commission, committee=city.committee,
        superior=city.commission.superior, drafting_organisation=city.commission, handling_office=city.first_office,
        founded_by_opinion=opinion, title="事项", category="public_interest", origin="committee_assigned", grounds="依据",
    )  # fmt: skip


def test_a_matter_is_founded_on_an_adopted_opinion_and_both_pages_show_it(city):
    opinion = opinion_in(city, "answered")
    client = browser(city, "officer")
    address = f"/matters/new/?opinion={opinion.public_id}"
    assert address in client.get(opinion.get_absolute_url()).content.decode()
    form = client.get(address).context["form"]
    assert form["title"].value() == opinion.title
    assert form["grounds"].value() == opinion.grounds
    assert opinion.number in form["origin_document"].value()
    assert "采纳" in form["origin_document"].value()
    given = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    answer = client.post(address, given | {"category": "public_interest", "origin": "committee_assigned"})
    assert answer.status_code == 302
    matter = Matter.objects.get(founded_by_opinion=opinion)
    assert answer.headers["Location"] == matter.get_absolute_url()
    assert opinion.get_absolute_url() in client.get(matter.get_absolute_url()).content.decode()
    assert matter.get_absolute_url() in client.get(opinion.get_absolute_url()).content.decode()
    assert matter.get_absolute_url() not in seen(
        city, "principal", opinion.get_absolute_url()
    )  # a draft of the commission


def test_nothing_is_founded_on_an_opinion_that_was_not_adopted_or_is_not_ours(city, other_city):
    sent = opinion_in(city, "sent")
    refused = take(city, "principal", opinion_in(city, "sent"), Opinion.reply, outcome=Outcome.NOT_ADOPTED)
    theirs = opinion_in(other_city, "answered")
    for opinion in (sent, refused, theirs):
        with pytest.raises(Barred, match="采纳或者部分采纳"):
            register(city, opinion)
    partly = take(city, "principal", sent, Opinion.reply, outcome=Outcome.PARTLY_ADOPTED)
    assert register(city, partly).founded_by_opinion == partly
    client = browser(city, "officer")
    for named in (theirs.public_id, "nonsense", "0" * 40):
        assert client.get(f"/matters/new/?opinion={named}").status_code == 404
    assert "据此登记事项" in seen(city, "second_director", partly.get_absolute_url())
    assert "据此登记事项" not in client.get(refused.get_absolute_url()).content.decode()
    assert "据此登记事项" not in seen(city, "principal", partly.get_absolute_url())


# Contacts and requests for support ----------------------------------------------------------------------------------------


def contact(road, **fields):
    given = {
        "department": road.city.agriculture, "held_on": clocks.today(), "with_whom": "分管副局长",
        "means": Means.TELEPHONE, "agreed": "月底前报送进度。",
    }  # fmt: skip
    matter = road.matter
    return open_record(
        Contact,
        Contact.record_contact,
        actor=road.city.actor("officer"),
        dossier=matter.dossier,
        matter=matter,
        **given | fields,
    )


def ask(road, who="agriculture_liaison", department="agriculture"):
    return open_record(
        SupportRequest, SupportRequest.request_support, actor=road.city.actor(who), dossier=road.matter.dossier,
        matter=road.matter, department=road.city.organisations[department], content="请协调提供数据。",
    )  # fmt: skip


def test_a_contact_is_with_a_department_of_the_matter_and_not_in_the_future(road):
    road.to("implementing")
    with pytest.raises(Barred, match="牵头部门或者参与部门"):
        contact(road, department=road.city.health)
    with pytest.raises(Barred, match="不能晚于今天"):
        contact(road, held_on=clocks.today() + timedelta(days=1))
    recorded = contact(road)
    assert told(recorded, Contact.record_contact) == {"agriculture_head", "agriculture_liaison"}
    page = recorded.get_absolute_url()
    assert {key: browser(road.city, key).get(page).status_code for key in ("second_officer", "agriculture_head", "finance_head", "principal")} == {
        "second_officer": 200, "agriculture_head": 200, "finance_head": 404, "principal": 404}  # fmt: skip
    assert page in seen(road.city, "agriculture_head", road.matter.get_absolute_url())
    assert page not in seen(road.city, "finance_head", road.matter.get_absolute_url())


def test_a_department_asks_for_support_and_gets_its_answer(road):
    road.to("implementing")
    city = road.city
    for who, department in (("health_head", "health"), ("agriculture_head", "finance")):
        with pytest.raises((NotPermitted, SupportRequest.DoesNotExist, Barred)):
            ask(road, who, department)
    request = ask(road)
    assert running(request) == {"answer"}
    assert Clock.objects.get(subject_id=request.public_id).owed_person == city.officer
    assert to_do(city, "officer")[request.words] == ["答复支持"]
    assert request.words in seen(city, "agriculture_head", road.matter.get_absolute_url())
    assert browser(city, "finance_head").get(request.get_absolute_url()).status_code == 404
    assert browser(city, "principal").get(request.get_absolute_url()).status_code == 404
    with pytest.raises(Barred, match="应当写明如何支持"):
        road.act("officer", request, SupportRequest.answer_support, answer=" ")
    road.act("officer", request, SupportRequest.answer_support, answer="已协调有关单位。")
    assert running(request) == set()
    assert told(request, SupportRequest.answer_support) == {"agriculture_head", "agriculture_liaison"}
    assert "已协调有关单位。" in seen(city, "agriculture_liaison", request.get_absolute_url())


def test_support_is_asked_for_on_the_matters_page(road):
    road.to("implementing")
    page, form = road.matter.get_absolute_url(), f"{road.matter.get_absolute_url()}support/new/"
    assert form in seen(road.city, "finance_head", page)
    assert form not in seen(road.city, "officer", page)
    assert form not in seen(road.city, "principal", page)
    client = browser(road.city, "finance_head")
    given = client.get(form).context["form"].initial | {
        "act_id": "0c2b0a86-3a4b-4d24-9a60-2d9a1d0e2a11",
        "content": "请协调。",
    }
    assert client.post(form, given).status_code == 302
    assert SupportRequest.objects.get().department == road.city.finance


def test_a_request_that_is_answered_or_withdrawn_does_not_bar_the_archive_and_an_open_one_does(road):
    road.to("implementing")
    first, second = ask(road), ask(road)
    with pytest.raises(Barred, match="应当写明理由"):
        road.act("agriculture_head", first, SupportRequest.withdraw_request)
    road.act("agriculture_head", first, SupportRequest.withdraw_request, note="已自行解决。")
    assert told(first, SupportRequest.withdraw_request) == {"officer"}
    rest = road.legs()[[state for state, _ in road.legs()].index("inspecting") :]
    for _, leg in rest[:-1]:
        leg()
    with pytest.raises(Barred, match="答复请求支持"):
        road.archive()
    road.act("officer", second, SupportRequest.answer_support, answer="已协调。")
    assert road.archive().state == "archived"


# Instructions -----------------------------------------------------------------------------------------------------------


def instruct(road, who, reply_in=None, **fields):
    due = {} if reply_in is None else {"reply_due_on": clocks.today() + timedelta(days=reply_in)}
    step = Instruction.instruct if reply_in is None else Instruction.instruct_with_reply
    given = {"text": "抓紧办理。"} | due | fields
    return open_record(
        Instruction, step, actor=road.city.actor(who), dossier=road.matter.dossier, matter=road.matter, **given
    )


def test_an_instruction_does_not_move_the_matter_and_departments_do_not_see_it(road):
    before = road.to("implementing")
    given = instruct(road, "case_deputy")
    matter = Matter.objects.get(pk=before.pk)
    assert (matter.state, matter.version, matter.instruction) == (before.state, before.version, before.instruction)
    assert told(given, Instruction.instruct) == {"officer", "director", "deputy"}
    page = given.get_absolute_url()
    assert {key: browser(road.city, key).get(page).status_code for key in ("officer", "principal", "agriculture_head")} == {
        "officer": 200, "principal": 200, "agriculture_head": 404}  # fmt: skip


def test_a_reply_is_owed_by_its_date_and_whoever_asked_is_told(road):
    road.to("implementing")
    with pytest.raises(Barred, match="不早于今天"):
        instruct(road, "principal", reply_in=-1)
    with pytest.raises(Barred, match="不早于今天"):
        instruct(road, "principal", reply_in=1, reply_due_on=None)
    waiting = instruct(road, "principal", reply_in=5)
    clock = Clock.objects.get(subject_id=waiting.public_id)
    assert (clock.name, clock.due_on, clock.owed_person) == ("reply", waiting.reply_due_on, road.city.officer)
    assert to_do(road.city, "officer")[waiting.words] == ["答复批示"]
    assert waiting.words in [item.what for item in desk_of(road.city.actor("principal")).waiting]
    with pytest.raises(Barred, match="应当写明批示的办理情况"):
        road.act("officer", waiting, Instruction.reply, reply_text="")
    road.act("director", waiting, Instruction.reply, reply_text="已办理。")
    assert running(waiting) == set()
    assert told(waiting, Instruction.reply) == {"principal"}


def test_a_clerk_names_the_signed_instruction_and_others_do_not_instruct(road):
    road.to("implementing")
    with pytest.raises(Barred, match="签批件文号"):
        instruct(road, "clerk")
    assert instruct(road, "clerk", document="示市委批〔2026〕7号").state == "given"
    for key in ("officer", "director", "other_deputy", "standing_clerk", "agriculture_head"):
        with pytest.raises(NotPermitted):
            instruct(road, key)
    with pytest.raises(Barred, match="应当写明批示内容"):
        instruct(road, "principal", text=" ")


def test_nobody_instructs_on_a_file_that_is_not_before_his_house(city):
    road = Road(city, origin="deputy_in_charge")
    road.to("submitted")
    with pytest.raises(Instruction.DoesNotExist):
        instruct(road, "principal")
    assert instruct(road, "deputy").state == "given"
    address = f"{road.matter.get_absolute_url()}instructions/new/"
    assert browser(city, "principal").get(address).status_code == 404
    road.refer()
    assert instruct(road, "principal").state == "given"
    assert browser(city, "principal").get(address).status_code == 200
    suggested = Road(city)
    suggested.suggest()
    for key in ("secretary", "principal"):
        with pytest.raises(Instruction.DoesNotExist):
            instruct(suggested, key)


@pytest.mark.parametrize("reply_in", ["", 5])
def test_one_form_gives_an_instruction_with_or_without_a_reply(road, reply_in):
    road.to("implementing")
    client, page = browser(road.city, "principal"), road.matter.get_absolute_url()
    assert client.get(page).content.decode().count(f"{page}instructions/new/") == 1
    due = clocks.today() + timedelta(days=reply_in) if reply_in else ""
    given = {"act_id": "0c2b0a86-3a4b-4d24-9a60-2d9a1d0e2a12", "version": 0, "text": "抓紧办理。", "reply_due_on": due}
    assert client.post(f"{page}instructions/new/", given).status_code == 302
    assert Instruction.objects.get().state == ("awaiting_reply" if reply_in else "given")


def test_a_termination_ends_what_waits_and_a_later_instruction_can_still_be_answered(road):
    road.to("implementing")
    waiting, request = instruct(road, "principal", reply_in=5), ask(road)
    road.act("principal", road.matter, Matter.terminate, note="情况变化。")
    assert [type(row).objects.get(pk=row.pk).state for row in (waiting, request)] == ["lapsed", "lapsed"]
    assert set(Clock.objects.open().filter(dossier=road.matter.dossier).values_list("name", flat=True)) == {"archiving"}
    assert to_do(road.city, "officer") == {road.matter.words: ["归档"]}
    with pytest.raises(Barred, match="请求支持"):
        ask(road)
    later = instruct(road, "secretary", reply_in=3)
    with pytest.raises(Barred, match="答复批示"):
        road.archive()
    road.act("officer", later, Instruction.reply, reply_text="材料已整理。")
    assert road.archive().state == "archived"
    with pytest.raises(Barred, match="已归档的事项不再批示"):
        instruct(road, "secretary")


def test_an_instruction_on_a_draft_that_is_dropped_is_answered_before_the_archive(city):
    road = Road(city)
    road.to("draft")
    road.name_officer()
    waiting = instruct(road, "deputy", reply_in=3)
    road.act("officer", road.matter, Matter.discard, note="重复登记。")
    with pytest.raises(Barred, match="答复批示"):
        road.archive()
    road.act("officer", waiting, Instruction.reply, reply_text="与另一事项合并办理。")
    assert road.archive().state == "archived"


# Notes ------------------------------------------------------------------------------------------------------------------


def note(road, who, department=None, kind=NoteKind.PROGRESS, task=0, **fields):
    task = road.assignments()[task]
    given = {"text": "已核对三个乡镇。"} | fields
    house = road.city.organisations[department] if department else None
    return open_record(
        ProgressNote, ProgressNote.note, actor=road.city.actor(who), dossier=road.matter.dossier, assignment=task,
        department=house, kind=kind, **given,
    )  # fmt: skip


def test_the_other_side_is_told_of_a_note(road):
    road.to("implementing")
    question = note(road, "officer", kind=NoteKind.QUESTION)
    departments = {f"{house}_{post}" for house in ("agriculture", "finance") for post in ("head", "liaison")}
    assert told(question, ProgressNote.note) == departments
    answer = note(road, "finance_liaison", "finance", kind=NoteKind.ANSWER, question=question)
    assert told(answer, ProgressNote.note) == {"officer"}
    asked = note(road, "agriculture_head", "agriculture", kind=NoteKind.QUESTION)
    assert told(asked, ProgressNote.note) == {"officer"}
    assert told(note(road, "director", kind=NoteKind.ANSWER, question=asked), ProgressNote.note) == departments | {
        "officer"
    }


def test_a_note_is_never_edited_and_is_written_for_ones_own_house(road):
    road.to("implementing")
    written = note(road, "agriculture_liaison", "agriculture")
    for key in ("agriculture_liaison", "officer", "secretary"):
        with pytest.raises(NotPermitted):
            revise(written, actor=road.city.actor(key), text="改写。")
    for who, department in (
        ("audit_head", "audit"),
        ("agriculture_head", None),
        ("agriculture_head", "finance"),
        ("officer", "agriculture"),
        ("principal", None),
    ):
        with pytest.raises((NotPermitted, Barred)):
            note(road, who, department)
    with pytest.raises(Barred, match="应当写明内容"):
        note(road, "officer", text=" ")


def test_only_an_answer_names_a_question_of_the_same_task(road):
    road.to("implementing")
    question, progress = note(road, "officer", kind=NoteKind.QUESTION), note(road, "officer")
    for kind, named, task in (
        (NoteKind.PROGRESS, question, 0),
        (NoteKind.ANSWER, progress, 0),
        (NoteKind.ANSWER, question, 1),
    ):
        with pytest.raises(Barred, match="只有答复才对应提问"):
            note(road, "officer", kind=kind, task=task, question=named)
    assert note(road, "agriculture_head", "agriculture", kind=NoteKind.ANSWER).question is None
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressNote.objects.filter(pk=progress.pk).update(question=question)


def test_notes_begin_with_the_task_and_end_with_the_matter(road):
    road.to("planning")
    road._prepare()
    with pytest.raises(Barred, match="任务交办以后"):
        note(road, "officer")
    road.issue()
    note(road, "agriculture_head", "agriculture")
    road.act("principal", road.matter, Matter.terminate, note="情况变化。")
    with pytest.raises((Barred, IndexError)):
        note(road, "officer")


def test_the_tasks_page_shows_the_notes_in_order_and_takes_new_ones(road):
    road.to("implementing")
    question = note(road, "officer", kind=NoteKind.QUESTION, text="还差几个乡镇？")
    note(road, "agriculture_liaison", "agriculture", text="已核对三个乡镇。")
    task = road.assignments()[0]
    page, form = task.get_absolute_url(), f"{task.get_absolute_url()}notes/new/"
    body = seen(road.city, "finance_head", page)
    assert body.index("还差几个乡镇？") < body.index("已核对三个乡镇。", body.index("进展和问答"))
    assert "尚未答复" in body
    assert form in body
    client = browser(road.city, "agriculture_liaison")
    initial = client.get(f"{form}?question={question.pk}").context["form"].initial
    given = initial | {"act_id": "0c2b0a86-3a4b-4d24-9a60-2d9a1d0e2a13", "text": "还差两个。"}
    answer = client.post(form, given)
    assert (answer.status_code, answer.headers.get("Location")) == (302, page)
    assert question.replies.get().department == road.city.agriculture
    assert "尚未答复" not in seen(road.city, "officer", page)
    assert form not in seen(road.city, "principal", page)
    assert "还差两个。" not in seen(road.city, "audit_head", road.matter.get_absolute_url())
    assert browser(road.city, "audit_head").get(page).status_code == 404
    assert browser(road.city, "finance_head").get(question.get_absolute_url()).headers["Location"] == page


def test_an_answer_is_offered_to_the_other_house_only(road):
    road.to("implementing")
    task = road.assignments()[0]
    for who, department, others in (
        ("agriculture_liaison", "agriculture", ("officer", "finance_liaison")),
        ("officer", None, ("agriculture_head", "finance_liaison")),
    ):
        question = note(road, who, department, kind=NoteKind.QUESTION)
        offered = f"notes/new/?question={question.pk}"
        assert offered not in seen(road.city, who, task.get_absolute_url())
        assert all(offered in seen(road.city, other, task.get_absolute_url()) for other in others)


def test_a_contact_of_a_work_secret_stays_with_the_listed(city):
    road = Road(city, classification="work_secret", code_name="甲一号")
    road.to("determined")
    road.name_departments()
    recorded = contact(road, agreed="不宜外传的话")
    for key in ("other_officer", "agriculture_head"):
        assert browser(city, key).get(recorded.get_absolute_url()).status_code == 404
    assert recorded.words == "联系沟通（甲一号）" or "甲一号" in recorded.words
    assert "农业" not in recorded.words
