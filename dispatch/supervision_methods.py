"""The only place for the lists of daily supervision: the nine methods with what each needs (规则 32), the points looked at (规则 23),
whom it is about (规则 24) and in what a problem lies (规则 44)."""

from django.db import models


class Method(models.TextChoices):
    """规则 32(1) to (9)."""

    MEETING = "meeting", "参加会议"
    TALK = "talk", "谈心谈话"
    HEARING = "hearing", "听取汇报"
    READING = "reading", "查阅资料"
    EXCHANGE = "exchange", "沟通情况"
    ANALYSIS = "analysis", "分析研判"
    INTEGRITY = "integrity", "廉政把关"
    ON_SITE = "on_site", "实地调查"
    OTHER = "other", "其他方式"


NEEDED = {
    Method.MEETING: ("occasion",),
    Method.TALK: ("with_whom",),
    Method.HEARING: ("with_whom", "occasion"),
    Method.READING: ("basis", "material"),
    Method.EXCHANGE: ("with_whom",),
    Method.ANALYSIS: ("material", "suggestion"),
    Method.INTEGRITY: ("material",),
    Method.ON_SITE: ("place",),
    Method.OTHER: ("occasion",),
}


class Point(models.TextChoices):
    """What is looked at (规则 23), each point of its four items by itself."""

    LOYALTY = "loyalty", "（一）对党忠诚"
    PURPOSE = "purpose", "（一）践行党的性质宗旨"
    POLICIES = "policies", "（二）贯彻党的理论和路线方针政策"
    DECISIONS = "decisions", "（二）落实党中央决策部署"
    UPHOLDING = "upholding", "（二）践行“两个维护”"
    RESPONSIBILITY = "responsibility", "（三）落实全面从严治党主体责任"
    INTEGRITY = "integrity", "（三）加强党风廉政建设和反腐败工作"
    CENTRALISM = "centralism", "（四）贯彻执行民主集中制"
    LAWFULNESS = "lawfulness", "（四）依规依法履职用权"
    CLEANNESS = "cleanness", "（四）廉洁自律"


class KeyClass(models.TextChoices):
    """Whom supervision is about above all (规则 24)."""

    LEADERSHIP = "leadership", "（一）驻在单位领导班子及其成员"
    MANAGED_ABOVE = "managed_above", "（二）驻在单位上级党委管理的其他人员"
    MANAGED_HERE = "managed_here", "（三）驻在单位党组（党委）管理的领导班子及其成员"
    LISTED = "listed", "（四）其他列入重点监督对象的人员"


class Area(models.TextChoices):
    """In what a prominent problem or a weak link lies (规则 44)."""

    DECISIONS = "decisions", "贯彻党中央决策部署"
    RESPONSIBILITY = "responsibility", "落实全面从严治党主体责任"
    INTEGRITY = "integrity", "开展党风廉政建设"
    DECIDING = "deciding", "决策机制"
    OVERSIGHT = "oversight", "监督管理"
    SYSTEMS = "systems", "制度执行"


class Reporting(models.TextChoices):
    """Whether what was learnt at a meeting on 三重一大 goes up to the authority (规则 32(1))."""

    NEEDED = "needed", "需要向派出机关报告"
    NOT_NEEDED = "not_needed", "不需要报告"


def labels_of(choices, values):
    """The words of several choices, in the order of the list."""
    return "；".join(label for value, label in choices.choices if value in values)
