"""What is done side by side in the scene: a joint action under way and one proposed, a case negotiated with a county, one organised."""

from dispatch.demonstration import joint
from dispatch.models import DirectHandling, JointAction, JointTask


def work_side_by_side(play):
    joint.county_founded(play.city)
    _act_jointly(play)
    play.records["jurisdiction"] = joint.negotiated(
        play.city, code_name=play.mark("jurisdiction.code_name"), terms=play.mark("jurisdiction.terms")
    )
    given = {"mode": "organised", "grounds": play.mark("directhandling.grounds")}
    handling = joint.handling_proposed(play.city, play.records["registeredcase"], **given)
    play.records["directhandling"] = play.act(
        "deputy", handling, DirectHandling.approve, note=play.mark("directhandling.remark")
    )


def _act_jointly(play):
    city = play.city
    for name in ("jointaction", "joint_proposed"):
        texts = {part: play.mark(f"{name}.{part}") for part in ("title", "content")}
        play.records[name] = joint.proposed(city, **texts)
    action = play.act("deputy", play.records["jointaction"], JointAction.approve, note=play.mark("jointaction.remark"))
    for name, house in (("joint_office_task", city.second_office), ("jointtask", city.first_unit)):
        play.records[name] = joint.assigned(city, action, house, play.mark(f"{name}.content"))
    action = play.records["jointaction"] = play.act("second_director", action, JointAction.begin)
    play.attach("second_director", action, "jointaction_file")
    play.records["jointparty"] = joint.party_of(action, city.first_unit)
    play.records["jointtask"] = play.act(
        "unit_officer", play.records["jointtask"], JointTask.report_progress, entry=play.mark("jointtask.progress")
    )
