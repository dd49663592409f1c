"""What a unit records and reports as one act: daily supervision with the draft of the report that it calls for (规则 32(1))."""

import uuid

from django.db import transaction

from dispatch.models import Submission, SubmissionKind, SupervisionRecord
from workflow import clocks
from workflow.door import open_record


@transaction.atomic
def recorded(actor, *, act_id=None, **fields):
    """A record of daily supervision; where what was seen is to be reported, the draft of the report is begun with it, all or nothing.

    A correction keeps the report of what it corrects. Raises as ``open_record`` does.
    """
    act_id = act_id or uuid.uuid4()
    if SupervisionRecord(
        is_irregular=fields.get("is_irregular", False), reporting=fields.get("reporting", "")
    ).is_to_be_reported:
        first = fields.get("corrects")
        fields["report"] = (first.report if first else None) or _drafted(actor, uuid.uuid5(act_id, "report"), fields)
    return open_record(SupervisionRecord, SupervisionRecord.record, actor=actor, act_id=act_id, **fields)


def _drafted(actor, act_id, fields):
    own = {name: fields[name] for name in ("unit", "commission", "office", "deputy_in_charge")}
    return open_record(
        Submission, Submission.draft, actor=actor, act_id=act_id, kind=SubmissionKind.REPORT, title=f"关于{fields['title']}的报告"[:120],
        content=_words(fields), **own,
    )  # fmt: skip


def _words(fields):
    """With what the report begins."""
    begun = f"{clocks.date_words(fields['happened_on'])}，在{fields['host']}参加会议（{fields['occasion']}）。{fields['content']}"
    return f"{begun}\n发现决策程序不合规。" if fields.get("is_irregular") else begun
