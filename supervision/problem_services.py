"""What moves a problem together with something else, all of it or nothing: findings, its meeting, its documents."""

import uuid
from dataclasses import replace

from django.db import transaction

from coordination.models import Meeting, MeetingKind, OfficialDocument
from supervision.models import Inspection, Problem, Source
from supervision.problem_words import FIELDS
from workflow import statements
from workflow.door import Barred, advance, open_record, revise


def act_beside(act_id, what):
    """The id of an act that goes with another, always the same for the same form."""
    return uuid.uuid5(act_id, str(what))


@transaction.atomic
def report_findings(inspection, rows, *, actor, act_id):
    """One problem for each row, a dictionary of the problem's fields; each is an act of its own. Raises as ``open_record`` does.

    Every row's obstacles are told with the number of the row; then nothing is on record. A repeat finds what was reported before.
    """
    inspection, found, problems = statements.lock(Inspection, inspection.pk), [], []
    for place, fields in enumerate(rows, 1):
        try:
            problems.append(
                open_record(
                    Problem, Problem.report_problem, actor=actor, dossier=inspection.dossier, act_id=act_beside(act_id, place),
                    matter=inspection.matter, inspection=inspection, source=Source.FINDING, **fields,
                )
            )  # fmt: skip
        except Barred as refusal:
            found += [replace(each, sentence=f"第{place}项：{each.sentence}") for each in refusal.obstacles]
    if found:
        raise Barred("登记检查发现的问题", found)
    return problems


@transaction.atomic
def coordinate_at_a_new_meeting(problem, *, actor, act_id, expected_version=None, **fields):
    """Call the coordination meeting and coordinate the problem there. Raises as ``open_record`` and ``advance`` do."""
    meeting = open_record(
        Meeting, Meeting.call, actor=actor, dossier=problem.dossier, act_id=act_id, matter=problem.matter,
        kind=MeetingKind.COORDINATION, **fields,
    )  # fmt: skip
    beside = act_beside(act_id, "coordinate")
    return advance(
        problem, Problem.coordinate, actor=actor, act_id=beside, expected_version=expected_version, meeting=meeting
    )


@transaction.atomic
def draft_document(problem, *, actor, act_id, kind, **fields):
    """Draft the request or the report of a problem, which names it from then on. Raises as ``open_record`` and ``revise`` do."""
    document = open_record(
        OfficialDocument, OfficialDocument.draft, actor=actor, dossier=problem.dossier, act_id=act_id, matter=problem.matter,
        kind=kind, **fields,
    )  # fmt: skip
    revise(problem, actor=actor, act_id=act_beside(act_id, "problem"), **{FIELDS[kind]: document})
    return document
