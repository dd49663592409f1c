"""The main navigation (主导航): which entries there are, under which heading, and who has any use for each."""

from dataclasses import dataclass

from django.urls import reverse

from organizations.models import ADMINISTRATORS, Kind, Role

COMMISSION, COMMITTEE, DEPARTMENT = Kind.COMMISSION, Kind.PARTY_COMMITTEE, Kind.DEPARTMENT
UNIT, LOWER, INSPECTORS, WORK_COMMITTEE = (
    Kind.DISPATCHED_UNIT,
    Kind.LOWER_BODY,
    Kind.INSPECTION_BODY,
    Kind.WORK_COMMITTEE,
)
OF_MATTERS = (COMMISSION, COMMITTEE, DEPARTMENT, INSPECTORS)
OF_UNITS = (COMMISSION, UNIT)
ACCOUNTABLE = (
    Role.OFFICE_DIRECTOR, Role.DEPUTY_IN_CHARGE, Role.SECRETARY, Role.STANDING_CLERK, Role.PRINCIPAL, Role.COMMITTEE_CLERK,
    Role.DEPARTMENT_HEAD, Role.INSPECTOR,
)  # fmt: skip
MANDATED = (
    Role.SECRETARY, Role.DEPUTY_IN_CHARGE, Role.CASE_DEPUTY, Role.STANDING_CLERK, Role.OFFICE_DIRECTOR, Role.INSPECTOR,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One entry: the name of its page, its words and icon; ``houses`` and ``roles`` that have a use for it, empty for all;
    ``also`` are the beginnings of further addresses that lie below it."""

    page: str
    label: str
    icon: str
    houses: tuple = ()
    roles: tuple = ()
    also: tuple = ()

    def serves(self, posts):
        """Whether one who holds these posts has any use for it."""
        houses, roles = {post.organisation.kind for post in posts}, {post.role for post in posts}
        return not houses.isdisjoint(self.houses or houses) and not roles.isdisjoint(self.roles or roles)

    def is_here(self, path):
        """Whether the page of that path is this entry's, or lies below it."""
        url = reverse(self.page)
        return path == url or (url != "/" and path.startswith((url, *self.also)))


ADMINISTRATION = (
    Entry("people", "人员", "people", roles=ADMINISTRATORS),
    Entry("organisations", "机构", "organisation", roles=ADMINISTRATORS),
    Entry("journal", "日志", "audit", roles=(Role.AUDITOR,)),
    Entry("system", "系统状态", "settings", roles=(Role.SYSTEM_ADMIN,), also=("/outbox/",)),
)
OWN = (Entry("desk", "工作台", "desk"), Entry("inbox", "收件箱", "inbox"))
MATTERS = (
    Entry("matter_list", "事项", "matters", (*OF_MATTERS, UNIT), also=("/assignments/",)),
    Entry("ledger", "台账", "filing", OF_MATTERS),
    Entry("board", "看板", "board", OF_MATTERS),
    Entry("document_register", "公文", "report", OF_MATTERS),
    Entry("opinion_list", "意见建议", "opinion", (COMMISSION, COMMITTEE)),
)
SUPERVISION = (
    Entry("inspection_plan", "检查计划", "inspection", (COMMISSION, INSPECTORS)),
    Entry("problem_list", "问题", "problem", (COMMISSION, DEPARTMENT, COMMITTEE, INSPECTORS)),
    Entry("recheckdraw_list", "回头看", "recheck", (COMMISSION,)),
    Entry("urgeorder_list", "督办单", "urge", (COMMISSION, DEPARTMENT, INSPECTORS)),
    Entry("accountability_list", "责任追究", "audit", OF_MATTERS, ACCOUNTABLE),
    Entry("mandate_list", "巡视巡察", "key", OF_MATTERS, MANDATED),
)
OF_A_HOST = ("/leader-notices/", "/integrity-opinions/")
REGISTERS = ("/interferences/", "/unit-feedback/", "/dual-reports/", "/case-reviews/", "/recusals/")
UNITS = (
    Entry("unit_map", "派驻机构", "organisation", OF_UNITS, also=("/cases/", "/appointments/", "/functions/")),
    Entry("submission_list", "派驻往来", "dispatch", OF_UNITS, also=("/host-materials/",)),
    Entry("hostmaterial_list", "驻在单位材料", "attachment", (DEPARTMENT,)),
    Entry("jointaction_list", "联合工作", "joint", OF_UNITS, also=("/joint-", "/jurisdictions/", "/approval-levels/")),
    Entry(
        "supervisionrecord_list",
        "日常监督",
        "watch",
        OF_UNITS,
        also=("/key-persons/", "/guidance/", "/advices/", *OF_A_HOST),
    ),
    Entry("advice_list", "派驻监督", "watch", (DEPARTMENT,), also=OF_A_HOST),
    Entry("groupmeeting_list", "组内会议", "meeting", OF_UNITS, also=("/agenda-items/",)),
    Entry("recurringduty_list", "定期职责", "calendar", (COMMISSION, UNIT, WORK_COMMITTEE)),
    Entry("clue_list", "线索和登记", "clue", OF_UNITS, also=REGISTERS),
    Entry("dualreport_list", "双报告", "report", (LOWER, COMMITTEE)),
    Entry("casereview_list", "案件评查", "search", (WORK_COMMITTEE,)),
    Entry("unitfeedback_list", "对派驻机构的意见", "opinion", (DEPARTMENT,)),
)
BUSINESS = (("", OWN), ("组织协调", MATTERS), ("督促检查", SUPERVISION), ("派驻工作", UNITS))
OF_A_UNIT = (BUSINESS[0], BUSINESS[3], *BUSINESS[1:3])  # whose own work comes first


def business_posts(actor):
    """The actor's posts other than those of the three administrators."""
    return [post for post in actor.posts if post.role not in ADMINISTRATORS]


def groups_of(actor):
    """(heading, entries) of what the actor has any use for, in reading order."""
    business = business_posts(actor)
    chapters = OF_A_UNIT if any(post.organisation.kind == UNIT for post in business) else BUSINESS
    offered = [("", ADMINISTRATION, actor.posts), *((heading, entries, business) for heading, entries in chapters)]
    for heading, entries, posts in offered:
        if serving := [entry for entry in entries if posts and entry.serves(posts)]:
            yield heading, serving
