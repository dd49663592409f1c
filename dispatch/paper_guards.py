"""Conditions of the papers between a dispatched unit, its authority and its hosts (规则 11, 13)."""

from dataclasses import replace

from coordination.guards.determining import ENDED
from dispatch.case_guards import investigates
from dispatch.parties import authority_of, is_host_of
from organizations.models import Role
from workflow import calendars, clocks
from workflow.access import is_recused
from workflow.authority import at, person
from workflow.guards import guard, lacking
from workflow.models import AuditEntry

HEAD = at("unit", Role.UNIT_HEAD)
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
REGISTRARS = at("commission", Role.STANDING_CLERK, Role.SECRETARY)  # who keep which unit is at which host


def before_it_was_sent(authority):
    """The same authority as long as nobody outside the unit has seen the paper's header."""
    return replace(authority, when=lambda paper: not paper.is_before_the_authority)


# Every paper


@lacking("内容不齐，缺", article="系统规则", mended_by=[HEAD], written_in=["title", "content"])
def the_paper_is_complete(paper):
    yield from (label for value, label in ((paper.title, "标题"), (paper.content, "内容")) if not value.strip())


@guard("所选的室不是派出机关在用的室", article="规则 13")
def the_office_is_the_authoritys(paper):
    return paper.office_id is not None and paper.office.commission_id == paper.commission_id and paper.office.is_active


@guard("该派驻机构不由本机关派出，或者已经撤销", article="规则 12", mended_by=[REGISTRARS])
def the_unit_is_the_authoritys(paper):
    return paper.unit_id is not None and authority_of(paper.unit) == paper.commission


@guard("办理期限不能早于今天", article="系统规则")
def its_date_lies_ahead(paper, *, today):
    return today is None or (paper.due_on is not None and paper.due_on >= today)


@guard("新的办理期限不能早于今天", article="系统规则")
def the_new_date_lies_ahead(paper, *, due_on, today):
    return today is None or (due_on is not None and due_on >= today)


# 请示、报告


@guard("这是报告，签收即办结，不作审核和批复", article="规则 13(2)", quiet=True)
def it_is_a_request(submission):
    return submission.is_request()


@guard("请示应当先由监督检查室审核把关，再由分管领导批复，不作签收处理", article="规则 13(2)", quiet=True)
def it_is_a_report(submission):
    return submission.is_report()


@guard(
    "依据的应当是本派驻机构会议已经作出的决定；重要事项由组务会集体研究决定", article="规则 4(2)、8", mended_by=[HEAD]
)
def it_rests_on_a_decision_of_the_unit(submission):
    item = submission.decision
    if item is None:
        return True
    decided = item.is_a_decision and (not item.is_important or item.meeting.is_a_group_meeting)
    return decided and item.meeting.unit.organisation_id == submission.unit_id


@guard("涉及的应当是本派驻机构登记的案件", article="规则 9", mended_by=[HEAD])
def its_case_is_the_units(submission):
    return submission.case is None or submission.case.unit.organisation_id == submission.unit_id


@guard("您承担或者承担过所涉案件的审查调查，应当由其他人员审核把关", article="规则 9", mended_by=[DIRECTOR])
def the_reviewer_does_not_investigate_the_case(submission, *, actor):
    return actor is None or submission.case is None or not investigates(submission.case, actor.person_ids)


@guard("您已回避所涉案件，应当由其他人员办理", article="规则 48", mended_by=[DIRECTOR])
def nobody_who_stands_back_from_the_case(submission, *, actor):
    if actor is None or submission.case is None:
        return True
    return not any(is_recused(person_id, submission.case.dossier_id) for person_id in actor.person_ids)


@guard("应当写明审核意见", article="规则 13(2)")
def says_what_was_reviewed(submission, *, review_opinion):
    return bool((review_opinion or "").strip())


@guard("应当写明批复意见", article="规则 13(2)")
def says_what_is_replied(submission, *, reply_text):
    return bool((reply_text or "").strip())


# 交办


@guard("应当写明办理结果", article="规则 13(3)")
def says_what_came_of_it(item, *, result):
    return bool((result or "").strip())


@guard("到期当日起才能人工催办，此前由系统按提醒阶梯提醒", article="系统规则")
def what_the_unit_owes_is_due(item, *, today):
    clock = item.clock_to_urge
    return clock is not None and clock.due_on <= (today or clocks.today())


@lacking("两次人工催办应当有间隔", article="系统规则")
def the_last_urging_lies_back(item, *, today):
    rows = AuditEntry.objects.filter(dossier=item.dossier_id, subject_id=item.public_id, action__endswith=".urge")
    last, clock = rows.order_by("-seq").first(), item.clock_to_urge
    if last is None or clock is None or today is None:
        return
    last_on, days = clocks.business_date(last.at), clock.policy.urge_days
    again_on = calendars.load().add(last_on, days).due_on if days else last_on
    if today < again_on:
        made = f"{clocks.date_words(last_on)}已由{last.person_name}催办，本单位设定间隔{days}个工作日"
        yield f"{made}，{clocks.date_words(again_on)}起可以再次催办"


# 提请支持协调


@guard("这项提请已经提出组织协调建议", article="规定 10", quiet=True)
def no_matter_was_founded_yet(request):
    return request.matter_id is None


@guard("应当是本派驻机构据此向派出机关提出的组织协调建议", article="规定 10")
def the_matter_is_the_units_own_suggestion(request, *, matter):
    return (
        matter is not None
        and matter.proposing_department_id == request.unit_id
        and matter.commission_id == request.commission_id
    )


@guard("应当写明答复", article="规则 13(4)")
def says_what_is_answered(request, *, answer):
    return bool((answer or "").strip())


@guard(
    "据此提出的组织协调事项尚未办结，办结后再答复",
    article="规定 10",
    mended_by=[person("matter.handling_officer", of="commission")],
)
def its_matter_has_ended(request):
    return request.matter_id is None or request.matter.state in ENDED


# 驻在单位


@guard(
    "只能向本派驻机构现在的驻在单位商请，驻在单位也只向驻在本单位的派驻机构通报",
    article="规则 11",
    mended_by=[REGISTRARS],
)
def the_host_is_the_units_today(paper):
    return paper.host_id is not None and paper.unit_id is not None and is_host_of(paper.host, paper.unit)


@guard("情况发生日期应当填写，且不能晚于今天", article="系统规则")
def it_has_happened(paper, *, today):
    return paper.happened_on is not None and (today is None or paper.happened_on <= today)


@guard("应当写明提供了哪些材料，或者不能提供的原因", article="规则 11")
def says_what_is_supplied(paper, *, answer):
    return bool((answer or "").strip())
