"""The papers of the scene: those of the first unit with the office that looks after it, and with its host, the finance bureau."""

import uuid
from datetime import timedelta

from coordination.models import Matter
from dispatch.demonstration import papers
from dispatch.models import AssignedItem, HostMaterial, Submission, UnitNotice, UnitSupportRequest
from dispatch.services import found_matter
from workflow import clocks


def write_papers(play):
    """A request under reply, one sent back and one never sent; an item reported; a matter founded; a notice; what the host gives."""
    _ask(play)
    _assign(play)
    _support(play)
    play.records["unitnotice"] = play.born(
        "second_director", UnitNotice, UnitNotice.notify, **papers.notice_of(play.city, **_texts(play, "unitnotice"))
    )
    _hosts(play)


def _texts(play, name):
    return {part: play.mark(f"{name}.{part}") for part in ("title", "content")}


def _ask(play):
    for name in ("submission", "returned", "submission_draft"):
        fields = papers.submission_of(play.city, **_texts(play, name))
        play.records[name] = play.born("unit_officer", Submission, Submission.draft, **fields)
    first, back = play.records["submission"], play.records["returned"]
    case, item = play.records["registeredcase"], play.records["groupmeeting_item"]
    play.revise("unit_head", first, case=case, decision=item)
    play.attach("unit_officer", first, "submission_file")
    play.act("unit_head", first, Submission.submit, note=play.mark("submission.submit_remark"))
    play.records["submission"] = play.act(
        "second_director", first, Submission.review, review_opinion=play.mark("submission.review_opinion")
    )
    play.act("unit_head", back, Submission.submit)
    play.act("second_director", back, Submission.return_for_revision, note=play.mark("returned.reason"))


def _assign(play):
    item = play.born(
        "second_director",
        AssignedItem,
        AssignedItem.assign,
        **papers.item_of(play.city, **_texts(play, "assigneditem")),
    )
    play.act("unit_officer", item, AssignedItem.receive, note=play.mark("assigneditem.receive_remark"))
    play.attach("unit_head", item, "assigneditem_file")
    play.records["assigneditem"] = play.act(
        "unit_head", item, AssignedItem.report, result=play.mark("assigneditem.result")
    )


def _support(play):
    fields = papers.support_of(play.city, **_texts(play, "unitsupportrequest"))
    request = play.born("unit_head", UnitSupportRequest, UnitSupportRequest.ask, **fields)
    request = play.act(
        "second_director", request, UnitSupportRequest.accept, note=play.mark("unitsupportrequest.remark")
    )
    words = {part: play.mark(f"unit_matter.{part}") for part in ("title", "grounds")}
    matter = found_matter(
        request, actor=play.city.actor("unit_head"), act_id=uuid.uuid4(), category="source_prevention", **words
    )
    play.records["unit_matter"] = play.act("unit_head", matter, Matter.submit)
    play.records["unitsupportrequest"] = UnitSupportRequest.objects.get(pk=request.pk)


def _hosts(play):
    city = play.city
    for name in ("hostmaterial", "supplied"):
        fields = papers.request_of(city, **_texts(play, name), due_on=clocks.today() + timedelta(days=9))
        play.records[name] = play.born("unit_officer", HostMaterial, HostMaterial.request_material, **fields)
    supplied = play.records["supplied"]
    play.attach("finance_liaison", supplied, "supplied_file")
    play.act(
        "finance_liaison",
        supplied,
        HostMaterial.supply,
        answer=play.mark("supplied.answer"),
        note=play.mark("supplied.remark"),
    )
    fields = papers.report_of(city, **_texts(play, "host_report"))
    play.records["host_report"] = play.born("finance_head", HostMaterial, HostMaterial.inform, **fields)
