"""Conditions of the birth of a matter and of its first step: proposed, determined, approved, found important later."""

from organizations.models import Kind, Role
from workflow.authority import at, person
from workflow.guards import guard, lacking

OFFICER = person("handling_officer")
LEADERS = at("commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
ENDED = ("concluded", "archived", "declined", "terminated")
CLERKS = (Role.COMMITTEE_CLERK,)


# Birth


@guard("部门建议应当由建议部门负责人提出", article="规定 10")
def is_no_department_suggestion(matter):
    return not matter.is_suggestion


@guard("由部门提出的应当是部门建议", article="规定 10")
def is_a_department_suggestion(matter):
    return matter.is_suggestion


@guard(
    "应当指明上一级纪委；没有上一级纪委的，写明原因", article="规定 10", mended_by=[person("drafter", of="commission")]
)
def names_its_superior(matter):
    return bool(matter.superior_id or matter.no_superior_reason)


@guard("派驻机构通过派出机关受理的提请支持协调提出建议，应当指明该项提请", article="规定 10、规则 13")
def a_unit_names_its_accepted_request(matter):
    house = matter.proposing_department
    return house is None or house.kind != Kind.DISPATCHED_UNIT or bool(matter.origin_document.strip())


@guard("部门建议不能由部门定为工作秘密；需要的，由纪委更正密级", article="系统规则")
def is_no_work_secret(matter):
    return matter.classification != "work_secret"


@guard("据以登记的意见建议应当是本纪委报送、党委采纳或者部分采纳的", article="规定 5")
def its_opinion_was_adopted(matter):
    opinion = matter.founded_by_opinion
    return opinion is None or (opinion.is_adopted and opinion.commission_id == matter.commission_id)


@guard(
    "工作秘密事项应当有代号",
    article="系统规则",
    mended_by=[person("drafter", of="drafting_organisation"), OFFICER],
    written_in=["code_name"],
)
def a_work_secret_has_its_code_name(matter):
    return matter.classification != "work_secret" or bool(matter.code_name.strip())


@guard("更正为工作秘密的，应当有代号", article="系统规则")
def what_becomes_a_work_secret_has_its_code_name(matter, *, classification, code_name):
    return classification != "work_secret" or bool((code_name or "").strip() or matter.code_name.strip())


@guard("更正为交办的，应当写明来源文件（文号或批示）", article="规定 10")
def what_becomes_assigned_has_its_document(matter, *, origin, origin_document):
    has_its_document = (origin_document or "").strip() or matter.origin_document.strip()
    return origin not in ("committee_assigned", "superior_assigned") or bool(has_its_document)


# ①


@lacking(
    "事项要素不齐，缺",
    article="规定 10",
    mended_by=[person("drafter", of="drafting_organisation"), OFFICER],
    written_in=["category", "origin", "grounds"],
)
def category_origin_and_grounds_are_stated(matter):
    yield from (label for value, label in (
        (matter.category, "类别"), (matter.origin, "来源"), (matter.grounds.strip(), "依据")) if not value)  # fmt: skip


@guard(
    "交办事项应当附来源文件（文号或批示）",
    article="规定 10",
    mended_by=[person("drafter", of="drafting_organisation"), OFFICER],
    written_in=["origin_document"],
)
def an_assigned_origin_has_its_document(matter):
    return not matter.is_assigned or bool(matter.origin_document.strip())


@guard("尚未指定承办人", article="系统规则", mended_by=[DIRECTOR, LEADERS])
def a_handling_officer_is_named(matter):
    return matter.handling_officer_id is not None


@guard("重要事项应当先报同级党委或者党委主要负责人批准", article="规定 10", mended_by=[LEADERS])
def is_not_important_or_was_assigned_by_the_committee(matter):
    by_committee = matter.origin == "committee_assigned" and matter.origin_document.strip()
    return not matter.is_important or bool(by_committee)


@guard("纪委常委会确定的事项应当写明会议纪要", article="规定 10")
def a_standing_committee_decision_names_its_minutes(matter, *, decision_minutes):
    return matter.origin != "standing_committee" or bool((decision_minutes or "").strip())


@guard("应当写明依据", article="规定 10", mended_by=[OFFICER], written_in=["grounds"])
def grounds_are_stated(matter):
    return bool(matter.grounds.strip())


@guard("应当说明是重要事项（写明理由），还是报请党委决定的部门建议", article="规定 10")
def says_why_the_committee_decides(matter, *, is_important, importance_reason):
    if is_important:
        return bool((importance_reason or "").strip())
    return matter.is_suggestion and not matter.is_important


@guard("报请党委决定的部门建议，批准时应当写明党委会议纪要", article="规定 10")
def a_referred_suggestion_names_the_committees_minutes(matter, *, committee_decision):
    return matter.is_important or not matter.is_suggestion or bool((committee_decision or "").strip())


@guard("党委办公室代登党委的决定，应当写明会议纪要或者批示文号", article="规定 10")
def a_clerk_names_the_decision(matter, *, committee_decision, post):
    return post is None or post.role not in CLERKS or bool((committee_decision or "").strip())


@guard("交办事项不得不予确定", article="规定 10")
def is_not_an_assigned_matter(matter):
    return not matter.is_assigned


# Importance raised later, merging


@guard("本事项已列为重要事项", article="规定 10", quiet=True)
def is_not_yet_important(matter):
    return not matter.is_important


@guard("应当写明列为重要事项的理由", article="规定 10")
def says_why_it_is_important(matter, *, importance_reason):
    return bool((importance_reason or "").strip())


@guard("没有待补报批准的重要事项", article="规定 10", quiet=True)
def importance_awaits_approval(matter):
    return matter.awaits_importance


@guard("部门建议尚未提请，纪委还没有收到", article="系统规则", quiet=True)
def is_known_to_the_commission(matter):
    return matter.is_before_the_commission


@guard("交办的或者党委批准的事项不能并入其他事项", article="系统规则", quiet=True)
def is_neither_assigned_nor_approved(matter):
    return not (matter.is_assigned or matter.is_committee_approved)


@guard("应当指明本纪委另一件正在办理的事项", article="系统规则")
def names_the_surviving_matter(matter, *, merged_into):
    return (
        merged_into is not None
        and merged_into.pk != matter.pk
        and merged_into.commission_id == matter.commission_id
        and merged_into.state not in ENDED
    )
