"""Conditions of a dual report (双报告): both recipients, and the right ones (规则 19, 21)."""

from dispatch.parties import is_host_of, unit_in_being
from organizations.models import Kind, Role
from workflow.authority import at
from workflow.guards import guard, lacking

BODY_HEAD = at("body", Role.HEAD)


@lacking("双报告应当同时报告同级党组（党委）和派驻机构，不能只报一方，缺", article="规则 19、21")
def both_recipients_are_named(report):
    named = ((report.party_group_id, "同级党组（党委）"), (report.unit_id, "派驻机构"))
    yield from (label for key, label in named if key is None)


@guard("派驻机构应当现驻在报告单位的上级单位，且在设", article="规则 19、21")
def the_unit_looks_after_the_body(report):
    if report.unit_id is None:
        return True  # said by both_recipients_are_named
    above = report.body.superior
    return above is not None and unit_in_being(report.unit) is not None and is_host_of(above, report.unit)


@guard("党组（党委）应当与报告单位同级、属于同一上级单位，且在用", article="规则 19、21")
def the_group_stands_beside_the_body(report):
    group = report.party_group if report.party_group_id else None
    if group is None:
        return True  # said by both_recipients_are_named
    is_beside = group.superior_id is not None and group.superior_id == report.body.superior_id
    return is_beside and group.kind == Kind.PARTY_COMMITTEE and group.is_active


@lacking("内容不齐，缺", article="系统规则", mended_by=[BODY_HEAD], written_in=["title", "content"])
def the_paper_is_complete(report):
    yield from (label for value, label in ((report.title, "标题"), (report.content, "内容")) if not value.strip())


@guard("应当写明党组（党委）书面回执的编号或者日期", article="系统规则")
def names_the_receipt(report, *, group_receipt):
    return bool((group_receipt or "").strip())
