"""Conditions of the steps of a unit's meetings, of what is on their agenda, of votes and of what follows from decisions."""

from dispatch import membership
from dispatch.membership import Count
from workflow import clocks
from workflow.authority import at
from workflow.guards import guard, lacking

CALLED, HELD, TABLED, CAST, IN_BEING = "called", "held", "tabled", "cast", "in_being"
GROUP = "group"
UNIT = at("unit.organisation", *membership.STAFF)
UNIT_OF_ITEM = at("meeting.unit.organisation", *membership.STAFF)


# The meeting


@guard("派驻机构已经撤销，或者不属于这一派出机关", article="规则 8")
def the_unit_is_in_being(meeting):
    unit = meeting.unit
    return unit.state == IN_BEING and meeting.commission_id == unit.commission_id


@guard("会议日期不能早于今天", article="系统规则")
def is_called_for_a_day_to_come(meeting, *, today):
    return today is None or (meeting.planned_on is not None and meeting.planned_on >= today)


@guard("新的会议日期不能早于今天", article="系统规则")
def is_put_off_to_a_day_to_come(meeting, *, planned_on, today):
    return planned_on is not None and (today is None or planned_on >= today)


@guard("还没有列入任何议题", article="规则 8", mended_by=[UNIT])
def something_is_on_the_agenda(meeting):
    return meeting.items.filter(state=TABLED).exists()


@guard("召开日期不能晚于今天", article="系统规则")
def was_held_by_today(meeting, *, held_on, today):
    return held_on is not None and (today is None or held_on <= today)


@lacking("组务会由派驻机构正职、副职组成，下列人员不是组务会成员，只能列席", article="规则 8")
def only_members_attend_a_group_meeting(meeting, *, attended, held_on):
    if meeting.kind == GROUP and held_on:
        members = set(membership.members_of(meeting.unit.organisation, held_on))
        yield from (person.name for person in attended or () if person not in members)


@lacking("到会的应当是本机构的人员，下列人员不是", article="规则 8")
def only_staff_attend(meeting, *, attended, held_on):
    if meeting.kind != GROUP and held_on:
        staff = set(membership.staff_of(meeting.unit.organisation, held_on))
        yield from (person.name for person in attended or () if person not in staff)


@guard("主持人应当在到会人员之中", article="系统规则")
def whoever_presides_attends(meeting, *, chair, attended):
    return chair is not None and chair in (attended or ())


@lacking("到会人数不足，不能召开组务会，请改期", article="系统规则", mended_by=[UNIT])
def enough_members_attend(meeting, *, attended, held_on):
    if meeting.kind == GROUP and held_on:
        present = Count(
            len(attended or ()),
            len(membership.members_of(meeting.unit.organisation, held_on)),
            meeting.dossier.policy.quorum_share,
        )
        if not present.reaches:
            yield f"全体成员{present.total}人，到会{present.number}人，至少应当到会{present.least}人（本单位设定）"


@guard("应当写明会议情况", article="规则 8")
def says_what_was_said(meeting, *, minutes):
    return bool((minutes or "").strip())


@guard("会议纪要还没有起草", article="规则 8", mended_by=[UNIT])
def its_minutes_are_written(meeting):
    return bool(meeting.minutes.strip())


@lacking("还有议题没有结论", article="规则 8", mended_by=[UNIT])
def every_item_is_settled(meeting):
    yield from meeting.items.filter(state=TABLED).order_by("pk").values_list("subject", flat=True)


@guard("本机构还有其他在任人员，纪要应当由起草人以外的正职、副职审定", article="系统规则", quiet=True)
def nobody_else_could_confirm(meeting):
    staff = membership.staff_of(meeting.unit.organisation, clocks.today())
    return meeting.taker_id is not None and not staff.exclude(pk=meeting.taker_id).exists()


@guard("应当写明无人可以另行审定的原因", article="系统规则")
def says_why_nobody_else(meeting, *, alone_because):
    return bool((alone_because or "").strip())


# What is on the agenda


@guard("会议已经结束或者取消，不能再列入议题", article="规则 8")
def the_meeting_is_ahead_or_under_way(item):
    return item.meeting.state in (CALLED, HELD)


@guard("重要事项应当由组务会集体研究决定，请列入组务会的议题", article="规则 4(2)、8")
def an_important_matter_is_for_the_group_meeting(item):
    return not item.is_important or item.meeting.kind == GROUP


@guard("会议还没有登记召开", article="规则 8", mended_by=[UNIT_OF_ITEM])
def its_meeting_was_held(item):
    return item.meeting.state == HELD


@guard("应当写明决定的内容", article="规则 8")
def says_what_was_decided(item, *, decision):
    return bool((decision or "").strip())


@lacking(
    "赞成票没有达到规定的比例，不能作出决定",
    article="系统规则",
    mended_by=[at("meeting.unit.organisation", *membership.MEMBERS)],
)
def the_vote_is_carried(item):
    if item.meeting.kind == GROUP and not item.ayes.exceeds:
        yield (
            f"全体成员{item.ayes.total}人，赞成{item.ayes.number}票，应当超过全体成员的{item.ayes.share}%（本单位设定）；"
            "表决由组务会成员进行"
        )


@guard("赞成票已经达到规定的比例，应当按决定办理", article="系统规则")
def the_vote_is_not_carried(item):
    return item.meeting.kind != GROUP or not item.ayes.exceeds


@lacking("到会的成员还没有全部表决", article="规则 8", mended_by=[at("meeting.unit.organisation", *membership.STAFF)])
def every_member_who_attends_has_voted(item):
    if item.meeting.kind == GROUP:
        yield from (member.name for member, vote in item.roll() if vote is None)


# Votes


@guard("只有组务会的议题进行表决", article="规则 8")
def a_group_meeting_votes(vote):
    return vote.item.meeting.kind == GROUP


@guard(
    "会议还没有登记召开，或者已经形成纪要",
    article="规则 8",
    mended_by=[at("item.meeting.unit.organisation", *membership.STAFF)],
)
def the_meeting_sits(vote):
    return vote.item.meeting.state == HELD


@guard("这一议题已有结论", article="规则 8")
def the_item_is_open(vote):
    return vote.item.state == TABLED


@guard("只有到会的组务会成员才能表决", article="规则 8")
def a_member_who_attends_votes(vote, *, actor):
    return actor is None or _sits(vote, actor.person_id)


@guard("表决由成员本人进行，不得代理", article="系统规则")
def a_member_votes_himself(vote, *, actor):
    return actor is None or actor.on_behalf_of is None


@guard("您对这一议题已经表决", article="系统规则")
def he_has_not_voted_yet(vote, *, actor):
    return actor is None or not _has_voted(vote, actor.person_id)


@guard("只能登记到会的组务会成员的表决", article="规则 8")
def whoever_voted_is_a_member_who_attends(vote):
    return _sits(vote, vote.voter_id)


@guard("该成员对这一议题已经表决", article="系统规则")
def the_member_has_not_voted_yet(vote):
    return not _has_voted(vote, vote.voter_id)


@guard("成员自己的表决由本人撤销，登记的表决由登记人撤销", article="系统规则")
def it_is_his_own_or_was_entered(vote, *, actor):
    return actor is None or actor.person_id == (vote.entered_by_id or vote.voter_id)


def _sits(vote, person_id):
    meeting = vote.item.meeting
    return meeting.members.filter(pk=person_id).exists() and meeting.attended.filter(pk=person_id).exists()


def _has_voted(vote, person_id):
    return vote.item.votes.filter(voter=person_id, state=CAST).exists()


# What follows from a decision


@guard("只有会议作出的决定才能分解落实", article="规则 8")
def it_follows_from_a_decision(follow_up):
    return follow_up.item.is_a_decision


@guard("应当写明落实的内容", article="规则 8")
def says_what_is_to_be_done(follow_up):
    return bool(follow_up.content.strip())


@guard("负责人应当是本机构的人员", article="规则 8")
def someone_of_the_unit_does_it(follow_up, *, today):
    unit = follow_up.item.meeting.unit.organisation
    if follow_up.responsible_id is None:
        return False
    return today is None or membership.staff_of(unit, today).filter(pk=follow_up.responsible_id).exists()


@guard("应当改派本机构的另一名人员", article="系统规则")
def someone_else_of_the_unit_does_it(follow_up, *, responsible, today):
    unit = follow_up.item.meeting.unit.organisation
    if responsible is None or responsible.pk == follow_up.responsible_id:
        return False
    return today is None or membership.staff_of(unit, today).filter(pk=responsible.pk).exists()


@guard("完成时限不能早于今天", article="系统规则")
def is_due_on_a_day_to_come(follow_up, *, today):
    return today is None or (follow_up.due_on is not None and follow_up.due_on >= today)


@guard("新的完成时限不能早于今天", article="系统规则")
def is_moved_to_a_day_to_come(follow_up, *, due_on, today):
    return due_on is not None and (today is None or due_on >= today)


@guard("应当写明落实的情况", article="规则 8")
def says_how_it_was_done(follow_up, *, outcome):
    return bool((outcome or "").strip())
