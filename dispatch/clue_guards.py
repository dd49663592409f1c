"""Conditions of the clue register (线索登记): who keeps it, whose the disposal is, and what an opinion says (规则 28, 37)."""

from dispatch.appointment_guards import serves
from dispatch.clue_words import Disposal
from organizations.models import Role
from workflow.authority import at
from workflow.guards import guard

HEAD = at("unit.organisation", Role.UNIT_HEAD)
LEADER = at("unit.commission", Role.DEPUTY_IN_CHARGE, Role.SECRETARY)
KEEPING = "petition"  # the function (规则 9) whose holders are the designated keepers of clues


@guard("派驻机构已经撤销", article="规则 3")
def the_unit_is_in_being(record):
    return record.unit.state == "in_being" and record.unit.commission_id == record.commission_id


@guard("线索由指定的专人登记，即承担“信访举报”职责的人员", article="规则 37", mended_by=[HEAD])
def its_keeper_registers_it(clue, *, actor):
    kept = clue.unit.unitfunctions.filter(function=KEEPING, state="held")
    return actor is None or kept.filter(person__in=actor.person_ids).exists()


@guard("应当写明代号；代号在本派驻机构内不能重复", article="规则 37")
def has_a_code_name_of_its_own(clue):
    same = type(clue)._base_manager.filter(unit=clue.unit_id, code_name=clue.code_name.strip())
    return bool(clue.code_name.strip()) and not same.exists()


@guard("收到日期应当填写，且不能晚于今天", article="规则 37")
def it_was_received_by_today(clue, *, today):
    return clue.received_on is not None and (today is None or clue.received_on <= today)


@guard("承办人应当是本派驻机构的现任人员", article="规则 37")
def its_handler_serves_the_unit(clue):
    return clue.handler_id is not None and serves(clue.handler_id, [clue.unit.organisation_id])


@guard("承办人应当是本派驻机构的现任人员", article="规则 37")
def the_new_handler_serves_the_unit(clue, *, handler):
    return handler is not None and serves(handler.pk, [clue.unit.organisation_id])


@guard(
    "反映的是驻在单位领导班子及其成员或者上级党委管理的人员，派驻机构不自行处置，应当报送派出机关",
    article="规则 28",
    mended_by=[HEAD],
)
def its_disposal_is_the_units_own(clue):
    return clue.is_the_units_own


@guard("反映对象不由上级党委管理，由派驻机构提出处置意见，不报送派出机关处置", article="规则 37", quiet=True)
def it_concerns_leadership(clue):
    return not clue.is_the_units_own


@guard("应当选定一种处置方式：谈话函询、初步核实、暂存待查、予以了结", article="规则 37")
def names_a_way_of_disposal(clue, *, disposal):
    return disposal in Disposal.values


@guard("应当写明处置意见的理由", article="规则 37")
def says_why(clue, *, opinion):
    return bool((opinion or "").strip())


@guard("参与申请已经批准", article="规则 28", quiet=True)
def joining_is_undecided(clue):
    return clue.joining_approved_by_id is None


@guard("参与派出机关的初步核实、审查调查，应当先经派出机关批准", article="规则 28", mended_by=[LEADER])
def joining_was_approved(clue):
    return clue.joining_approved_by_id is not None


@guard("应当写明处置结果，只写代号", article="系统规则")
def says_what_came_of_it(clue, *, outcome):
    return bool((outcome or "").strip())
