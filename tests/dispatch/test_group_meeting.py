"""A unit's meetings: who makes up the group meeting, how it decides, what follows, and who learns of it (规则 4(2), 8)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dispatch.demonstration import unit_meetings
from dispatch.demonstration.cast import account, appoint
from dispatch.demonstration.unit_meetings import (
    CLERK,
    DEPUTY,
    HEAD,
    act,
    called,
    decided,
    followed_up,
    held,
    tabled,
    voted,
)
from dispatch.membership import Count
from dispatch.models import AgendaItem, FollowUp, GroupMeeting, MeetingKind, Stance, Vote
from organizations.models import Post, Role
from supervision.jobs import sweep
from tests.cast import with_units
from tests.supervision.hours import remind_round_the_clock, working_morning
from tests.test_ceilings import twin
from tests.workflow.test_deputising import acting, lend
from workflow import clocks
from workflow.door import Barred, NotPermitted, open_record, revise
from workflow.models import Clock, Notice, Policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(city):
    return with_units(city, "first_unit")[0]


@pytest.fixture
def sitting(city, unit):
    """A group meeting of head and deputy with one important matter on its agenda, held."""
    meeting = called(city, unit)
    tabled(city, meeting)
    return held(city, meeting)


def item_of(meeting):
    return AgendaItem.objects.select_related("dossier", *AgendaItem.within).get(meeting=meeting)


def cast(city, who, item, stance=Stance.AYE):
    return open_record(Vote, Vote.cast, actor=city.actor(who), dossier=item.dossier, item=item, stance=stance)


def browser(city, who):
    client = Client()
    client.force_login(city.people[who])
    return client


def barred(refusal):
    """(sentence, article) of every obstacle."""
    return [(each.sentence.partition("：")[0], each.article) for each in refusal.value.obstacles]


@pytest.mark.parametrize("kind", [MeetingKind.OFFICE, MeetingKind.TOPIC])
def test_an_important_matter_is_decided_by_the_group_meeting_only(city, unit, kind):
    meeting = called(city, unit, kind=kind)
    with pytest.raises(Barred) as refusal:
        tabled(city, meeting, is_important=True)
    assert barred(refusal) == [("重要事项应当由组务会集体研究决定，请列入组务会的议题", "规则 4(2)、8")]
    item = tabled(city, meeting, is_important=False)
    held(city, meeting, (HEAD, CLERK))
    assert decided(city, item).is_a_decision  # no votes are asked of such a meeting
    with pytest.raises(Barred):
        cast(city, HEAD, tabled(city, meeting, "另一议题", is_important=False))


def test_who_is_no_member_neither_attends_nor_presides(city, unit):
    meeting = called(city, unit)
    with pytest.raises(Barred) as refusal:
        held(city, meeting)
    assert barred(refusal) == [("还没有列入任何议题", "规则 8")]
    tabled(city, meeting)
    for attended in ((HEAD, DEPUTY, CLERK), (HEAD, DEPUTY, "second_unit_head"), (HEAD, DEPUTY, "finance_head")):
        with pytest.raises(Barred) as refusal:
            held(city, meeting, attended)
        assert barred(refusal) == [("组务会由派驻机构正职、副职组成，下列人员不是组务会成员，只能列席", "规则 8")]
    with pytest.raises(Barred):
        held(city, meeting, chair=city.unit_officer)
    assert held(city, meeting).members.count() == 2


def test_the_quorum_and_the_majority_are_the_commissions_to_set(city, unit):
    """Three members: one alone is no meeting unless the rules say so, and two of three are no majority of three quarters."""
    third = city.people["third_member"] = account("third_member", "示范副组长", password="x")
    appoint(third, city.first_unit, Role.UNIT_DEPUTY, clocks.today() - timedelta(days=9))
    meeting = called(city, unit)
    item = tabled(city, meeting)
    with pytest.raises(Barred) as refusal:
        held(city, meeting, (HEAD,))
    assert barred(refusal) == [("到会人数不足，不能召开组务会，请改期", "系统规则")]
    assert "至少应当到会2人（本单位设定）" in str(refusal.value)
    with transaction.atomic():
        Policy.objects.update(quorum_share=33)
        assert held(city, meeting, (HEAD,)).state == "held"
        transaction.set_rollback(True)
    Policy.objects.update(majority_share=75)
    held(city, meeting, (HEAD, DEPUTY))
    voted(city, item)
    with pytest.raises(Barred) as refusal:
        decided(city, item)
    assert "全体成员3人，赞成2票，应当超过全体成员的75%（本单位设定）" in str(refusal.value)
    Policy.objects.update(majority_share=50)
    with pytest.raises(Barred):
        act(city, CLERK, item, AgendaItem.reject, note="未通过。")
    assert decided(city, item).state == "decided"


def test_half_is_a_quorum_and_no_majority():
    assert (Count(1, 2, 50).reaches, Count(1, 2, 50).exceeds, Count(2, 3, 50).exceeds) == (True, False, True)
    assert [Count(0, total, 50).least for total in (1, 2, 3, 4)] == [1, 1, 2, 2]


def test_only_a_member_who_attends_votes_himself_and_once(city, unit, sitting):
    item = item_of(sitting)
    for who in (CLERK, "finance_head", "deputy", "second_unit_head"):
        with pytest.raises((NotPermitted, AgendaItem.DoesNotExist, Vote.DoesNotExist)):
            cast(city, who, item)
    lend(city, HEAD, CLERK)
    lent = acting(city, CLERK, HEAD)
    with pytest.raises(Barred) as refusal:
        open_record(Vote, Vote.cast, actor=lent, dossier=item.dossier, item=item, stance=Stance.AYE)
    assert "表决由成员本人进行，不得代理" in str(refusal.value)
    with pytest.raises(Barred) as refusal:
        voted(city, item, ((CLERK, Stance.AYE),))
    assert barred(refusal) == [("只能登记到会的组务会成员的表决", "规则 8")]
    own = cast(city, HEAD, item)
    for again in (lambda: cast(city, HEAD, item), lambda: voted(city, item, ((HEAD, Stance.NAY),))):
        with pytest.raises(Barred):
            again()
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.bulk_create([twin(own, stance="nay")])
    with pytest.raises(Barred):
        act(city, DEPUTY, own, Vote.withdraw, note="不是本人。")
    act(city, HEAD, own, Vote.withdraw, note="改变意见。")
    assert cast(city, HEAD, item, Stance.NAY).stance == "nay"


def test_an_absent_member_does_not_vote(city, unit):
    meeting = called(city, unit)
    tabled(city, meeting)
    held(city, meeting, (DEPUTY,))
    with pytest.raises(Barred) as refusal:
        cast(city, HEAD, item_of(meeting))
    assert barred(refusal) == [("只有到会的组务会成员才能表决", "规则 8")]


def test_the_minutes_are_confirmed_by_another_member_and_then_the_authority_reads_them(city, unit, sitting):
    """Until then nobody outside the unit knows of the meeting; host, liaison and sister units never do."""
    readers = ("second_officer", "second_director", "deputy", "secretary")
    never = (
        "officer",
        "director",
        "other_deputy",
        "standing_clerk",
        "finance_head",
        "finance_liaison",
        "second_unit_head",
        "inspector",
    )
    address = sitting.get_absolute_url()
    assert {browser(city, who).get(address).status_code for who in (*readers, *never)} == {404}
    item = item_of(sitting)
    with pytest.raises(Barred) as refusal:
        act(city, HEAD, sitting, GroupMeeting.minute)
    assert barred(refusal) == [("会议纪要还没有起草", "规则 8"), ("还有议题没有结论", "规则 8")]
    voted(city, item)
    decided(city, item)
    act(city, HEAD, sitting, GroupMeeting.write_minutes, minutes="会议决定了监督重点。")
    with pytest.raises(Barred):
        act(city, HEAD, sitting, GroupMeeting.minute)
    with pytest.raises(NotPermitted):
        act(city, CLERK, sitting, GroupMeeting.minute)
    act(city, DEPUTY, sitting, GroupMeeting.minute)
    assert {browser(city, who).get(address).status_code for who in readers} == {200}
    assert {browser(city, who).get(item.get_absolute_url()).status_code for who in readers} == {200}
    assert {browser(city, who).get(address).status_code for who in never} == {404}
    assert not Notice.objects.filter(
        dossier=sitting.dossier, recipient__in=[city.people[who] for who in never]
    ).exists()


def test_what_follows_from_a_decision_has_a_date_and_is_reminded_of(city, unit, sitting):
    item = item_of(sitting)
    with pytest.raises(Barred) as refusal:
        followed_up(city, item)
    assert barred(refusal) == [("只有会议作出的决定才能分解落实", "规则 8")]
    voted(city, item)
    decided(city, item)
    row = followed_up(city, item, days=7)
    clock = Clock.objects.get(subject_id=row.public_id)
    assert (clock.due_on, clock.owed_person, clock.article) == (row.due_on, city.unit_deputy, "规则 8")
    later = clocks.today() + timedelta(days=12)
    act(city, HEAD, row, FollowUp.change_date, due_on=later, note="方案需要征求意见。")
    clock.refresh_from_db()
    assert (clock.due_on, clock.changes.count()) == (later, 1)
    remind_round_the_clock()
    with clocks.as_of(working_morning(30)):
        sweep()
        told = set(
            Notice.objects.filter(subject_id=row.public_id, action="remind").values_list(
                "recipient__username", flat=True
            )
        )
        assert told == {DEPUTY}
        with pytest.raises(NotPermitted):
            act(city, HEAD, row, FollowUp.complete, outcome="已经完成。")
        act(city, DEPUTY, row, FollowUp.complete, outcome="方案已经拟定。")
    assert not Clock.objects.open().filter(subject_id=row.public_id).exists()


def test_the_head_gives_what_follows_to_another_with_its_day_and_clock(city, unit, sitting):
    item = item_of(sitting)
    voted(city, item)
    decided(city, item)
    row = followed_up(city, item, days=7)
    with pytest.raises(Barred) as refusal:
        act(city, HEAD, row, FollowUp.reassign, responsible=city.unit_deputy, note="调整分工。")
    assert barred(refusal) == [("应当改派本机构的另一名人员", "系统规则")]
    with pytest.raises(Barred):
        act(city, HEAD, row, FollowUp.reassign, responsible=city.officer, note="调整分工。")
    page = browser(city, HEAD).get(f"{row.get_absolute_url()}reassign/").context["form"]
    assert set(page.fields["responsible"].queryset) == {city.unit_head, city.unit_officer, city.unit_other_officer}
    act(city, HEAD, row, FollowUp.reassign, responsible=city.unit_officer, note="原负责人外出学习。")
    clock = Clock.objects.open().get(subject_id=row.public_id)
    assert (clock.due_on, clock.owed_person) == (row.due_on, city.unit_officer)
    with pytest.raises(NotPermitted):
        act(city, DEPUTY, row, FollowUp.complete, outcome="已经完成。")
    told = Notice.objects.filter(subject_id=row.public_id, action__endswith="reassign")
    assert {notice.recipient for notice in told} == {city.unit_officer, city.unit_deputy}


def test_a_unit_of_one_person_confirms_its_minutes_with_a_reason_that_they_show(city, unit, sitting):
    act(city, CLERK, item_of(sitting), AgendaItem.defer, note="另行研究。")
    act(city, HEAD, sitting, GroupMeeting.write_minutes, minutes="会议研究了监督工作。")
    alone = {"alone_because": "其他同志均已调离。"}
    with pytest.raises(Barred, match="还有其他在任人员"):
        act(city, HEAD, sitting, GroupMeeting.minute_alone, **alone)
    page = sitting.get_absolute_url()
    assert "仅一人在任" not in browser(city, HEAD).get(page).content.decode()
    Post.objects.filter(organisation=city.first_unit).exclude(person=city.unit_head).update(ended_on=clocks.today())
    with pytest.raises(Barred, match="不得再办理"):
        act(city, HEAD, sitting, GroupMeeting.minute)
    with pytest.raises(Barred, match="应当写明无人可以另行审定的原因"):
        act(city, HEAD, sitting, GroupMeeting.minute_alone, alone_because=" ")
    act(city, HEAD, sitting, GroupMeeting.minute_alone, **alone)
    shown = browser(city, "second_director").get(page).content.decode()
    assert f"由起草人本人审定：{alone['alone_because']}" in shown


def test_an_item_cannot_be_made_important_behind_the_guard(city, unit):
    meeting = called(city, unit, kind=MeetingKind.OFFICE)
    item = tabled(city, meeting, is_important=False)
    with pytest.raises(NotPermitted):
        revise(item, actor=city.actor(CLERK), is_important=True)


def test_the_votes_of_the_room_are_entered_with_one_form_and_bad_input_keeps_what_was_typed(city, unit, sitting):
    item = item_of(sitting)
    page = f"{item.get_absolute_url()}votes/new/"
    client = browser(city, CLERK)
    form = client.get(page).context["form"]
    names = {person.pk: f"member_{person.pk}" for person in (city.unit_head, city.unit_deputy)}
    assert set(names.values()) <= set(form.fields)
    given = {"act_id": form["act_id"].value(), "version": 0}
    wrong = client.post(page, given | {names[city.unit_head.pk]: "maybe", names[city.unit_deputy.pk]: "nay"})
    assert wrong.status_code == 422
    assert '<option value="nay" selected>' in wrong.content.decode()
    assert client.post(page, given).status_code == 422
    filled = given | dict.fromkeys(names.values(), "aye")
    assert client.post(page, filled).status_code == 302
    assert client.post(page, filled).status_code == 422  # both have voted; a second click adds nothing
    assert Vote.objects.filter(item=item, entered_by=city.unit_officer).count() == 2
    assert "表决" in browser(city, HEAD).get(item.get_absolute_url()).content.decode()


def test_the_draft_of_the_minutes_says_what_is_on_record(city, unit, sitting):
    item = item_of(sitting)
    voted(city, item)
    decided(city, item)
    page = browser(city, CLERK).get(f"{sitting.get_absolute_url()}write_minutes/").context["form"]
    said = page["minutes"].value()
    assert f"{city.unit_head.name}主持召开组务会" in said
    assert f"1. {item.subject}：{decided.__defaults__[0]}" in said
    unit_meetings.minuted(city, sitting)
    assert browser(city, DEPUTY).get(sitting.get_absolute_url()).status_code == 200
