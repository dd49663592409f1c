"""The only place that says at which level an act may be approved (审批权限): the least is a minimum, higher is always allowed (规则 52).

The least level of an act is what its step declares (``least``); a system check holds it against whoever may take the step.
"""

from typing import NamedTuple

from django.db import models

from organizations.models import Role
from workflow.authority import RANKS
from workflow.steps import declarations, machines, steps_of


class Level(models.TextChoices):
    """From low to high."""

    OFFICE_DIRECTOR = "office_director", "室主任"
    DEPUTY_IN_CHARGE = "deputy_in_charge", "分管领导"
    SECRETARY = "secretary", "纪委书记"
    STANDING_COMMITTEE = "standing_committee", "常委会（由书记登记，写明会议纪要）"


def least_of(model):
    """The least level at which records of this model are approved."""
    return Level(declarations(model.approve)[0].least)


def least_words(taken):
    """What a form says beside whoever is to approve by this step."""
    return f"最低审批权限：{declarations(taken)[0].least.label}。可以按更高层级报批，不得降低（规则 52）。"


def reaches(level, least):
    """Whether a level is no lower than another."""
    order = list(Level)
    return level in Level.values and order.index(Level(level)) >= order.index(least)


def levels_of(model):
    """The levels that may be chosen for records of this model."""
    return [level for level in Level if reaches(level, least_of(model))]


class Line(NamedTuple):
    """One act of the table: on what, its name and article, the least level and the posts above that may approve as well."""

    record: str
    label: str
    article: str
    least: str
    higher: str


def table():
    """Every act that declares its least level, in the order of the machines."""
    lines = []
    for model in machines():
        for taken in steps_of(model).values():
            declared = declarations(taken)[0]
            if declared.least:
                lines.append(_line(model, declared))
    return lines


def _line(model, declared):
    may = {role for authority in declared.by for role in getattr(authority, "roles", ())} | {Role.SECRETARY}
    higher = sorted((role for role in may if RANKS[role] > RANKS[declared.least]), key=RANKS.get)
    words = [role.label for role in higher]
    if "approval_level" in {column.name for column in model._meta.concrete_fields}:
        words.append("常委会")
    return Line(model._meta.verbose_name, declared.label, declared.article, declared.least.label, "、".join(words))
