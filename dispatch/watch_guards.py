"""Conditions of what a unit records of its daily work and asks or tells there (规则 13(1), 18, 23, 24, 26, 32, 35)."""

import re
from itertools import chain

from dispatch.case_guards import the_unit_is_in_being
from dispatch.paper_guards import (
    HEAD,
    REGISTRARS,
    it_has_happened,
    the_office_is_the_authoritys,
    the_paper_is_complete,
    the_unit_is_the_authoritys,
)
from dispatch.parties import is_host_of
from dispatch.supervision_methods import NEEDED, Area, KeyClass, Method, Point, Reporting
from organizations.models import Kind, Post, Role
from workflow import clocks
from workflow.guards import guard, lacking

__all__ = [
    "it_has_happened", "the_office_is_the_authoritys", "the_paper_is_complete", "the_unit_is_in_being", "the_unit_is_the_authoritys"
]  # fmt: skip
CODE = re.compile(r"[A-Za-z甲乙丙丁戊己庚辛壬癸]{1,4}-?\d{1,4}")
MADE = ("sent", "answered", "verified", "closed")  # states of an advice that was sent and not taken back


def _is_given(value):
    return bool(value.strip() if isinstance(value, str) else value)


@guard("应当是本派驻机构现在的驻在单位", article="规则 3、22", mended_by=[REGISTRARS])
def the_host_is_the_units_now(record):
    if record.host_id is None or record.unit_id is None:
        return False
    return is_host_of(record.host, getattr(record.unit, "organisation", record.unit))


@guard("更正的应当是本派驻机构登记、尚未更正的同类记录", article="系统规则")
def it_corrects_one_of_its_own(record):
    first = record.corrects
    return first is None or (first.unit_id == record.unit_id and not first.is_corrected)


# 指导、教育


@guard("派出机关登记的是对派驻机构的指导", article="规则 13(1)")
def it_is_guidance_of_the_unit(guidance):
    return guidance.kind == "of_unit" and _corrects_its_kind(guidance, "of_unit")


@guard("应当是对驻在单位内设纪检机构或者直属单位纪检机构的指导", article="规则 18")
def it_is_guidance_by_the_unit(guidance):
    return guidance.kind in ("internal", "subordinate") and _corrects_its_kind(guidance, "internal", "subordinate")


@guard("应当是形势任务教育、纪法教育、警示教育或者廉洁文化建设", article="规则 26")
def it_is_education(guidance):
    education = ("situation", "law", "warning", "culture")
    return guidance.kind in education and _corrects_its_kind(guidance, *education)


def _corrects_its_kind(guidance, *kinds):
    return guidance.corrects is None or guidance.corrects.kind in kinds


# 日常监督


@lacking(
    "这种监督方式应当写明的内容不齐，缺",
    article="规则 32",
    mended_by=[HEAD],
    written_in=["method", *chain(*NEEDED.values())],
)
def its_method_has_what_it_needs(record):
    if record.method not in Method.values:
        yield "监督方式"
    for name in NEEDED.get(record.method, ()):
        if not _is_given(getattr(record, name)):
            yield record._meta.get_field(name).verbose_name


@guard("应当选明监督检查了哪些情况", article="规则 23")
def it_looked_at_some_point(record):
    return bool(record.points) and set(record.points) <= set(Point.values)


@guard("涉及的重点监督对象应当是本派驻机构在册的", article="规则 24")
def it_names_key_persons_of_its_own(record):
    named = record.chosen.get("key_persons", ())
    return all(each.unit.organisation_id == record.unit_id and each.state == "listed" for each in named)


@lacking("列席“三重一大”会议的报告情况没有写明", article="规则 32(1)", mended_by=[HEAD])
def it_says_whether_it_is_reported(record):
    at_meeting = record.method == Method.MEETING
    if (record.is_major or record.is_irregular or record.reporting) and not at_meeting:
        yield "只有参加会议的，才选“三重一大”、决策程序和是否报告"
    if record.is_irregular and record.reporting == Reporting.NOT_NEEDED:
        yield "发现决策程序不合规的，应当报告"
    if at_meeting and record.is_major and not record.reporting:
        yield "应当选明需要报告或者不需要报告"
    if record.reporting == Reporting.NOT_NEEDED and not record.no_report_reason.strip():
        yield "不需要报告的，应当写明理由"


@guard("需要报告的，应当同时起草报告", article="规则 32(1)")
def what_is_reported_has_its_draft(record):
    if record.is_to_be_reported:
        return record.report_id is not None and record.report.unit_id == record.unit_id
    return record.report_id is None


@guard("本记录已经更正，请在更正后的记录上办理", article="系统规则")
def it_is_not_corrected(record):
    return not record.is_corrected


@guard("应当选明问题所在并写明突出问题或者薄弱环节", article="规则 44")
def says_what_the_problem_is(record, *, area, problem):
    return area in Area.values and _is_given(problem or "")


@guard(
    "还没有就这一突出问题发出纪检监察建议；不提出建议的，由派驻机构主要负责人写明理由批准", article="规则 44", mended_by=[HEAD]
)  # fmt: skip
def an_advice_was_sent_on_it(record):
    return record.advices.filter(state__in=MADE).exists()


# 重点监督对象


@guard("代号由字母或者天干加数字组成，例如“甲-01”，不写姓名和职务", article="规则 24")
def has_a_code_and_no_name(key_person):
    return CODE.fullmatch(key_person.code) is not None


@guard("代号在本派驻机构内不能重复，移出的代号也不再使用", article="系统规则")
def its_code_is_its_own(key_person):
    return not type(key_person)._base_manager.filter(unit=key_person.unit_id, code=key_person.code).exists()


@guard("应当选另一类别", article="规则 24")
def the_class_is_another(key_person, *, key_class):
    return key_class in KeyClass.values and key_class != key_person.key_class


# 向领导班子成员通报


@guard("通报对象应当是该驻在单位现任的领导班子成员", article="规则 35")
def the_leader_is_the_hosts(notice, *, today):
    held = Post.objects.in_force(today or clocks.today()).filter(role=Role.DEPARTMENT_HEAD, organisation=notice.host_id)
    return notice.leader_id is not None and held.filter(person=notice.leader_id).exists()


# 党风廉政意见


@guard("对象只写代号，多个代号以顿号隔开，例如“甲-01、甲-02”", article="系统规则")
def names_persons_by_code(opinion):
    return all(CODE.fullmatch(code.strip()) for code in opinion.codes.split("、"))


@guard("征求意见的应当是派出机关的室，或者本级在用的单位", article="规则 32(7)")
def the_asker_is_at_this_level(opinion):
    asker, commission = opinion.asker, opinion.commission
    if opinion.asking_office_id is not None:
        return asker == commission and opinion.asking_office.commission_id == commission.pk
    return asker.kind == Kind.DEPARTMENT and asker.is_active and asker.superior_id == commission.committee_id


@guard("应当写明意见", article="规则 32(7)")
def says_what_the_opinion_is(record, *, opinion):
    return _is_given(opinion or "")


@guard("应当写明回复文号", article="系统规则")
def the_reply_names_its_document(record, *, document):
    return _is_given(document or "")
