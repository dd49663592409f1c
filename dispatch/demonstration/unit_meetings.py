"""What the demonstration shows of a unit's meetings: one called, one held, one minuted, with what followed from its decisions."""

from datetime import timedelta

from dispatch.models import AgendaItem, DispatchedUnit, FollowUp, GroupMeeting, MeetingKind, Stance, Vote
from workflow import clocks
from workflow.door import advance, open_record

FIRST_SUBJECT = "四季度监督检查重点"
CLERK, HEAD, DEPUTY = "unit_officer", "unit_head", "unit_deputy"
AYES = ((HEAD, Stance.AYE), (DEPUTY, Stance.AYE))


def act(city, who, record, step, **fields):
    row = type(record).objects.select_related("dossier", *type(record).within).get(pk=record.pk)
    return advance(row, step, actor=city.actor(who), **fields)


def called(city, unit, title="研究四季度监督工作", kind=MeetingKind.GROUP, who=CLERK, **fields):
    given = {"planned_on": clocks.today(), "place": "三楼会议室", "title": title, "kind": kind}
    return open_record(
        GroupMeeting, GroupMeeting.call, actor=city.actor(who), unit=unit, commission=unit.commission, **given | fields
    )


def tabled(city, meeting, subject=FIRST_SUBJECT, is_important=True, who=CLERK, **fields):
    given = {"subject": subject, "is_important": is_important, "presenter": "示范辰"}
    return open_record(
        AgendaItem, AgendaItem.table, actor=city.actor(who), dossier=meeting.dossier, meeting=meeting, **given | fields
    )


def held(city, meeting, attended=(HEAD, DEPUTY), who=CLERK, **fields):
    people = [city.people[key] for key in attended]
    given = {"held_on": clocks.today(), "chair": people[0], "attended": people, "observers": "示范巳"}
    return act(city, who, meeting, GroupMeeting.hold, **given | fields)


def voted(city, item, stances=AYES, who=CLERK):
    """How the members voted in the room, entered by whoever keeps the record."""
    return [
        open_record(
            Vote, Vote.record_vote, actor=city.actor(who), dossier=item.dossier, item=item, voter=city.people[key], stance=stance
        )
        for key, stance in stances
    ]  # fmt: skip


def decided(city, item, decision="以惠民资金和招标投标为重点，十二月底前完成监督检查。", who=CLERK):
    return act(city, who, item, AgendaItem.decide, decision=decision)


def followed_up(city, item, content="拟定监督检查方案。", responsible=DEPUTY, days=20, who=HEAD):
    item = AgendaItem.objects.select_related("dossier", *AgendaItem.within).get(pk=item.pk)
    return open_record(
        FollowUp, FollowUp.assign, actor=city.actor(who), dossier=item.dossier, item=item, content=content,
        responsible=city.people[responsible], due_on=clocks.today() + timedelta(days=days),
    )  # fmt: skip


def minuted(city, meeting, minutes="会议研究了四季度监督工作，作出决定。"):
    act(city, CLERK, meeting, GroupMeeting.write_minutes, minutes=minutes)
    return act(city, HEAD, meeting, GroupMeeting.minute)


def met(city, calendar, days_ago):
    """The first unit's meetings."""
    calendar.begin(days_ago)
    unit = DispatchedUnit.objects.select_related("dossier", *DispatchedUnit.within).get(organisation=city.first_unit)
    with clocks.following(calendar.tick):
        _minuted(city, unit)
    calendar.wait(14)
    with clocks.following(calendar.tick):
        meeting = called(city, unit, "研究干部学习培训安排", MeetingKind.OFFICE)
        tabled(city, meeting, "年内业务培训计划", is_important=False)
        held(city, meeting)
        group = called(city, unit, "研究政治监督台账")
        item = tabled(city, group, "政治监督台账的建立和更新")
        held(city, group)
        voted(city, item, AYES[:1])
    calendar.begin(1)
    with clocks.following(calendar.tick):
        ahead = called(city, unit, "研究年度工作总结", planned_on=calendar.later(6))
        tabled(city, ahead, "年度工作总结和下一年打算")


def _minuted(city, unit):
    meeting = called(city, unit)
    first = tabled(city, meeting)
    second = tabled(city, meeting, "增设监督联系点", is_important=False)
    held(city, meeting)
    voted(city, first)
    voted(city, second, ((HEAD, Stance.ABSTENTION), (DEPUTY, Stance.NAY)))
    decided(city, first)
    act(city, CLERK, second, AgendaItem.reject, note="联系点的数量和条件尚不明确。")
    plan = followed_up(city, first, days=15)
    rest = followed_up(city, first, "汇总监督检查情况，提交组务会。", "unit_officer", days=60)
    act(city, HEAD, rest, FollowUp.reassign, responsible=city.unit_other_officer, note="原负责人参加专案，调整分工。")
    act(city, DEPUTY, plan, FollowUp.complete, outcome="监督检查方案已经拟定，报组长同意后印发。")
    minuted(city, meeting)
