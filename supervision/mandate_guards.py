"""Conditions of the steps of a mandate (巡视巡察授权)."""

from organizations.models import Kind
from workflow.guards import guard, lacking
from workflow.models import Attachment


def departments_of(mandate):
    """The departments that are named: chosen with the birth, or kept."""
    return mandate.chosen.get("departments", ()) if mandate.pk is None else list(mandate.departments.all())


def reversed_periods(from_on, until_on, covers_from, covers_until):
    """(field, sentence) of each period that ends before it begins."""
    if from_on and until_on and until_on < from_on:
        yield "until_on", "授权期限的截止日期早于起始日期"
    if covers_from and covers_until and covers_until < covers_from:
        yield "covers_until", "查阅时段的截止日期早于起始日期"


@guard("应当指明在用的巡视巡察机构", article="规定 18")
def the_body_inspects(mandate):
    return mandate.body_id is not None and mandate.body.kind == Kind.INSPECTION_BODY and mandate.body.is_active


@lacking("日期前后颠倒", article="系统规则")
def its_periods_are_in_order(mandate):
    periods = reversed_periods(mandate.from_on, mandate.until_on, mandate.covers_from, mandate.covers_until)
    yield from (sentence for _, sentence in periods)


@guard("应当列明被巡视巡察的部门，且都是本级的部门", article="规定 18")
def its_departments_are_at_this_level(mandate):
    return _are_at_the_level_of(mandate, departments_of(mandate))


@guard("应当先将巡视巡察机构的通知扫描件作为附件上传", article="规定 18")
def the_notice_is_on_file(mandate):
    return Attachment.objects.filter(subject_id=mandate.public_id, withdrawn_at__isnull=True).exists()


@guard("授权期限已过，不能开通", article="规定 18")
def it_is_not_over(mandate, *, today):
    return today is None or mandate.until_on >= today


@guard("授权已经到期，自行终止，不再变更；仍需查阅的，凭新的通知另行登记", article="规定 18")
def it_still_runs(mandate):
    return not mandate.is_over


@guard("新的截止日期不能早于今天，也不能早于起始日期", article="规定 18")
def its_new_end_lies_ahead(mandate, *, until_on, today):
    return until_on is not None and until_on >= max(mandate.from_on, today or mandate.from_on)


@guard("应当列明被巡视巡察的部门，且都是本级的部门", article="规定 18")
def the_new_departments_are_at_this_level(mandate, *, departments):
    return _are_at_the_level_of(mandate, list(departments or ()))


def _are_at_the_level_of(mandate, houses):
    level = mandate.commission.committee_id
    return bool(houses) and all(house.kind == Kind.DEPARTMENT and house.superior_id == level for house in houses)
