"""Conditions of the review of closed cases (案件质量评查; 规则 20)."""

from dispatch.work_committees import work_committees_of
from workflow.guards import guard


@guard("只评查已经办结的案件", article="规则 20")
def the_case_is_closed(review):
    return review.case.state == "closed"


@guard("评查机关应当是派出机关所派出的、在用的机关纪检监察工委", article="规则 20")
def the_house_is_set_up_by_the_authority(review):
    return (
        review.house_id is not None and work_committees_of(review.case.commission).filter(pk=review.house_id).exists()
    )


@guard("本工委已经评查过这一案件", article="规则 20")
def it_is_not_reviewed_yet(review):
    return not type(review)._base_manager.filter(case=review.case_id, house=review.house_id).exists()


@guard("应当写明评查等次和评查意见", article="规则 20")
def its_words_are_there(review):
    return bool(review.grade and review.findings.strip())
