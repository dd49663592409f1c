"""The words of the 2005 Provisions as choices: states, categories, origins."""

from django.db import models


class MatterState(models.TextChoices):
    DRAFT = "draft", "草拟"
    SUBMITTED = "submitted", "待确定"
    AWAITING_APPROVAL = "awaiting_approval", "待党委批准"
    DETERMINED = "determined", "已确定"
    PLANNING = "planning", "研究制定方案"
    IMPLEMENTING = "implementing", "组织实施"
    INSPECTING = "inspecting", "督促检查"
    REPORTING = "reporting", "书面报告"
    REPORTED = "reported", "已报党委"
    CONCLUDED = "concluded", "已办结"
    ARCHIVED = "archived", "已归档"
    DECLINED = "declined", "不予确定"
    TERMINATED = "terminated", "已终止"


class Category(models.TextChoices):
    """规定 4."""

    PREVENTION_SYSTEM = "prevention_system", "惩治和预防腐败体系建设"
    CADRE_INTEGRITY = "cadre_integrity", "领导干部廉洁从政"
    PUBLIC_INTEREST = "public_interest", "纠正损害群众利益的不正之风"
    CASE = "case", "查办违纪违法案件"
    SOURCE_PREVENTION = "source_prevention", "源头预防和治理"


class Origin(models.TextChoices):
    """规定 10."""

    COMMITTEE_ASSIGNED = "committee_assigned", "同级党委交办"
    SUPERIOR_ASSIGNED = "superior_assigned", "上级纪委交办"
    STANDING_COMMITTEE = "standing_committee", "纪委常委会确定"
    DEPUTY_IN_CHARGE = "deputy_in_charge", "纪委分管领导确定"
    DEPARTMENT_SUGGESTION = "department_suggestion", "有关部门建议"


class DocumentKind(models.TextChoices):
    """规定 11, the report of 规定 9(6), the request of 规定 13, the filing of 规定 10 and the report of 规定 12."""

    IMPLEMENTING_OPINION = "implementing_opinion", "实施意见"
    WORK_ARRANGEMENT = "work_arrangement", "工作安排意见"
    MEETING_MINUTES = "meeting_minutes", "会议纪要"
    OTHER_WRITTEN = "other_written", "其他书面形式"
    COMMITTEE_REPORT = "committee_report", "向党委的报告"
    REQUEST = "request", "请示"
    FILING_REPORT = "filing_report", "备案报告"
    PROBLEM_REPORT = "problem_report", "重要问题报告"


class ReportPart(models.TextChoices):
    """What the report to the committee tells of, in its order (规定 9(6), 12, 13)."""

    DONE = "done", "任务完成情况"
    INSPECTED = "inspected", "督促检查情况"
    PROBLEMS = "problems", "发现问题及处理情况"
    NEXT = "next", "下一步工作"


PLAN_KINDS = (
    DocumentKind.IMPLEMENTING_OPINION, DocumentKind.WORK_ARRANGEMENT, DocumentKind.MEETING_MINUTES,
    DocumentKind.OTHER_WRITTEN,
)  # fmt: skip


class OralGround(models.TextChoices):
    """规定 11: when a case matter may be notified otherwise than in writing."""

    URGENT = "urgent", "紧急"
    CONFIDENTIAL = "confidential", "保密"
    OTHER = "other", "其他特殊情况"


class Means(models.TextChoices):
    """How one house spoke with another."""

    IN_PERSON = "in_person", "当面"
    TELEPHONE = "telephone", "电话"
    IN_WRITING = "in_writing", "书面"
    OTHER = "other", "其他方式"


class Retention(models.TextChoices):
    PERMANENT = "permanent", "永久"
    THIRTY_YEARS = "thirty_years", "30年"
    TEN_YEARS = "ten_years", "10年"


class MeetingKind(models.TextChoices):
    MEETING = "meeting", "会议"
    COORDINATION = "coordination", "协调会议"
    CONSULTATION = "consultation", "书面征求意见"
    CALL = "call", "紧急、保密情况下的通报"


class MeetingState(models.TextChoices):
    CALLED = "called", "已通知"
    HELD = "held", "已召开"
    MINUTED = "minuted", "已形成纪要"
    CANCELLED = "cancelled", "已取消"
