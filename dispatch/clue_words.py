"""The only place for the words of the clue register (线索登记): its states, where a clue comes from, whom it concerns, what is done with it."""

from django.db import models


class ClueState(models.TextChoices):
    REGISTERED = "registered", "已登记"
    OPINION_GIVEN = "opinion_given", "已提出处置意见，待审批"
    APPROVED = "approved", "已批准，待备案"
    SENT = "sent", "已报备案"
    FILED = "filed", "已备案"
    GONE_UP = "gone_up", "已报送派出机关"
    WITH_AUTHORITY = "with_authority", "派出机关处置中"
    JOINING_ASKED = "joining_asked", "已申请参与"
    JOINED = "joined", "参与派出机关办理"
    CONCLUDED = "concluded", "派出机关已处置"
    STRUCK = "struck", "已注销"


class ClueSource(models.TextChoices):
    PETITION = "petition", "信访举报"
    SUPERVISION = "supervision", "日常监督"
    INSPECTION = "inspection", "巡视巡察移交"
    AUTHORITY = "authority", "派出机关交办"
    OTHER = "other", "其他移送"


class ClueSubject(models.TextChoices):
    """Of what class whoever it concerns is. The first two are managed above the host (规则 28), the others within it (规则 24, 29)."""

    HOST_LEADERSHIP = "host_leadership", "驻在单位领导班子及其成员"
    MANAGED_ABOVE = "managed_above", "驻在单位上级党委管理的其他人员"
    HOST_MANAGED = "host_managed", "驻在单位党组（党委）管理的干部"
    OTHERS = "others", "驻在单位其他党组织、党员和监察对象"


class Disposal(models.TextChoices):
    """规则 37."""

    TALK_OR_LETTER = "talk_or_letter", "谈话函询"
    VERIFICATION = "verification", "初步核实"
    KEPT_FOR_LATER = "kept_for_later", "暂存待查"
    CLOSED = "closed", "予以了结"
