"""Conditions of the steps of a suspension (中止)."""

from organizations.models import Role
from workflow import calendars
from workflow.guards import guard, lacking

IN_HAND = ("determined", "planning", "implementing", "inspecting", "reporting")


@guard("事项确定以后、报告党委以前才能中止", article="系统规则")
def the_matter_is_in_hand(suspension):
    return suspension.matter.state in IN_HAND


@guard("本事项已有一次尚未答复或者尚未结束的中止", article="系统规则")
def no_other_suspension_is_under_way(suspension):
    return not suspension.matter.suspensions.filter(state__in=["requested", "suspended"]).exists()


@guard("应当写明中止的事由", article="系统规则")
def says_why(suspension):
    return bool(suspension.reason.strip())


@guard("应当是本事项的牵头部门或者参与部门", article="系统规则")
def the_department_belongs_to_the_matter(suspension):
    ours = {department.pk for department in suspension.matter.departments}
    return suspension.department_id is None or suspension.department_id in ours


@guard("应当以所在单位的职务申请", article="系统规则")
def is_asked_in_a_post_of_its_house(suspension, *, post):
    return post is None or post.organisation_id == (suspension.department_id or suspension.matter.commission_id)


@lacking("复核日期不符合要求", article="系统规则")
def the_review_date_is_within_the_policy(suspension, *, review_on, today):
    most, calendar = suspension.dossier.policy.suspension_days, calendars.load()
    if review_on is None or review_on <= today:
        yield "应当晚于今天"
    elif calendar.between(today, review_on) > most:
        yield f"本单位设定最长{most}个工作日，最晚为{calendar.add(today, most).due_on:%Y-%m-%d}"


@guard("续期的复核日期应当晚于原来的复核日期", article="系统规则")
def the_review_date_is_put_off(suspension, *, review_on):
    return review_on is None or suspension.review_on is None or review_on > suspension.review_on


@guard("党委办公室代登党委的决定，应当写明会议纪要或者批示文号", article="系统规则")
def a_clerk_names_the_decision(suspension, *, committee_decision, post):
    return post is None or post.role != Role.COMMITTEE_CLERK or bool((committee_decision or "").strip())
