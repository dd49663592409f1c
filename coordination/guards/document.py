"""Conditions of the steps of official documents."""

from coordination.models.terms import PLAN_KINDS, DocumentKind, MatterState
from workflow.authority import person
from workflow.guards import guard, lacking

OFFICER = person("matter.handling_officer")
RUNNING = (MatterState.IMPLEMENTING, MatterState.INSPECTING, MatterState.REPORTING)
FROM_DETERMINED = (MatterState.DETERMINED, MatterState.PLANNING, *RUNNING, MatterState.REPORTED)
STAGES = {
    DocumentKind.COMMITTEE_REPORT: RUNNING,
    DocumentKind.REQUEST: FROM_DETERMINED,
    DocumentKind.FILING_REPORT: (*FROM_DETERMINED, MatterState.CONCLUDED),  # the superior may return it that late
    DocumentKind.PROBLEM_REPORT: (
        *RUNNING,
        MatterState.REPORTED,
        MatterState.CONCLUDED,
    ),  # one may prove important that late
}


def kinds_at(matter):
    """The kinds of document that may be drafted on the matter now, plan documents again once something is to be supplemented."""
    kinds = [kind for kind, stages in STAGES.items() if matter.state in stages]
    if matter.state == MatterState.PLANNING or matter.state in RUNNING:
        kinds = [*PLAN_KINDS, *kinds]
    if DocumentKind.FILING_REPORT in kinds and not matter.filings.filter(state__in=["due", "draft"]).exists():
        kinds.remove(DocumentKind.FILING_REPORT)
    return kinds


@guard("另行命名的书面形式应当写明名称", article="规定 11")
def an_other_form_is_named(document):
    return document.kind != DocumentKind.OTHER_WRITTEN or bool(document.form_name.strip())


@guard("事项现阶段不能起草这类文件", article="规定 9、11")
def fits_the_matters_stage(document):
    return document.kind in kinds_at(document.matter)


@guard("印发以后再起草的文件，应当写明变更了什么", article="规定 11")
def a_new_version_says_what_changed(document):
    return document.replaces_id is None or bool(document.changes.strip())


@guard("随事项的步骤印发的文件不撤销，需要变更的应当印发新的文件替代", article="规定 11", quiet=True)
def went_out_alone(document):
    return document.is_signed_alone()


@guard("备案报告已经报送，不能再撤销；确需更正的，请上一级纪委退回后重新起草", article="规定 10")
def nothing_rests_on_it(document):
    sent = document.matter.filings.filter(state__in=["sent", "acknowledged"])
    return document.kind != DocumentKind.FILING_REPORT or not sent.exists()


@lacking(
    "文件不齐备，缺",
    article="规定 11",
    mended_by=[OFFICER],
    written_in=["subject", "lead", "participants", "division", "requirements"],
)
def a_document_signed_alone_is_complete(document):
    if document.is_signed_alone():
        yield from document.missing_elements()
