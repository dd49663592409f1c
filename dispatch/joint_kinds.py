"""The only place that lists the kinds of joint work, the form each belongs to, and who has to take part in each form (规则 14, 16, 17)."""

from django.db import models


class JointForm(models.TextChoices):
    OFFICE_UNIT = "office_unit", "室组联合"
    UNIT_LOCAL = "unit_local", "组地协作"
    UNIT_UNIT = "unit_unit", "组组协作"


class JointKind(models.TextChoices):
    """规则 14 names six kinds, 16 five, 17 six."""

    SPECIAL_INSPECTION = "special_inspection", "专项检查"
    POLITICAL_ECOLOGY = "political_ecology", "研判政治生态、针对性监督"
    RISK_STUDY = "risk_study", "廉洁风险专题调研"
    INSPECTION_SUPPORT = "inspection_support", "配合巡视巡察、监督整改"
    ADVICE_FOLLOW_UP = "advice_follow_up", "推动落实纪检监察建议"
    OTHER_SUPERVISION = "other_supervision", "其他联合监督"
    LOCAL_SUPERVISION = "local_supervision", "协同专项检查、专项监督"
    LOCAL_MEASURES = "local_measures", "协作采取措施"
    LOCAL_JURISDICTION = "local_jurisdiction", "商定案件管辖"
    LOCAL_INVESTIGATION = "local_investigation", "与地方联合审查调查"
    OTHER_LOCAL = "other_local", "其他组地协作"
    SAME_PROBLEMS = "same_problems", "共性、关联问题同步监督"
    UNITS_INVESTIGATION = "units_investigation", "重大、复杂案件联合审查调查"
    UNITS_REVIEW = "units_review", "协作审理、复议复查、复审"
    CROSS_CHECK = "cross_check", "交叉检查、联合检查"
    STUDY_TRAINING = "study_training", "联合调研、培训"
    OTHER_UNITS = "other_units", "其他组组协作"

    @classmethod
    def grouped(cls):
        """The choices as a form shows them, under the name of their form."""
        return [
            (f"{form.label}（{ARTICLES[form]}）", [(kind.value, kind.label) for kind in kinds])
            for form, kinds in KINDS_OF.items()
        ]


_ALL = list(JointKind)
KINDS_OF = {
    JointForm.OFFICE_UNIT: _ALL[:6], JointForm.UNIT_LOCAL: _ALL[6:11], JointForm.UNIT_UNIT: _ALL[11:],
}  # fmt: skip
FORM_OF = {kind.value: form for form, kinds in KINDS_OF.items() for kind in kinds}
ARTICLES = {JointForm.OFFICE_UNIT: "规则 14", JointForm.UNIT_LOCAL: "规则 16", JointForm.UNIT_UNIT: "规则 17"}
LEAST = {
    # form: (offices, units, local commissions) that take part at least
    JointForm.OFFICE_UNIT: (1, 1, 0), JointForm.UNIT_LOCAL: (0, 1, 1), JointForm.UNIT_UNIT: (0, 2, 0),
}  # fmt: skip
WORDS = ("派出机关的室", "派驻机构", "地方纪委")


def lacking_in(form, numbers):
    """What is missing to so many (offices, units, local commissions), in words."""
    for words, least, number in zip(WORDS, LEAST[form], numbers, strict=True):
        if number < least:
            yield f"{words}至少{least}个（{ARTICLES[form]}）"
