"""Contacts (联系沟通) between the commission and one department of a matter, and the department's requests for support (请求支持)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.models.terms import MatterState, Means
from organizations.models import Organisation, Role
from workflow.authority import CARRIED, at, person
from workflow.clocks import Period
from workflow.guards import guard
from workflow.models import Record, known_states
from workflow.models.record import NEW
from workflow.steps import step

PEOPLE = settings.AUTH_USER_MODEL
OFFICER = person("matter.handling_officer")
DIRECTOR = at("matter.commission", Role.OFFICE_DIRECTOR)
DEPARTMENT = at("department", Role.LIAISON, Role.DEPARTMENT_HEAD)
# Before the matter is convened its file is closed to departments: told earlier, they would find no page.
DEPARTMENT_ONCE_CONVENED = at(
    "department", Role.LIAISON, Role.DEPARTMENT_HEAD, when=lambda contact: contact.matter.is_convened
)
WITH_DEPARTMENTS = (
    MatterState.PLANNING, MatterState.IMPLEMENTING, MatterState.INSPECTING, MatterState.REPORTING, MatterState.REPORTED,
)  # fmt: skip
IN_HAND = (MatterState.DETERMINED, *WITH_DEPARTMENTS, MatterState.CONCLUDED)


class ContactState(models.TextChoices):
    RECORDED = "recorded", "已记录"


class SupportState(models.TextChoices):
    ASKED = "asked", "待答复"
    ANSWERED = "answered", "已答复"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "随事项终止"


@guard("应当是本事项的牵头部门或者参与部门", article="规定 7")
def the_department_belongs_to_the_matter(record):
    return record.department_id in {department.pk for department in record.matter.departments}


@guard("事项确定以后、归档以前才能登记联系沟通", article="规定 7")
def the_matter_is_in_hand(contact):
    return contact.matter.state in IN_HAND


@guard("联系日期不能晚于今天", article="规定 7")
def it_has_taken_place(contact, *, today):
    return contact.held_on <= today


@guard("事项召集研究以后、办结以前才能请求支持", article="规定 15")
def the_matter_is_with_its_departments(request):
    return request.matter.state in WITH_DEPARTMENTS


@guard("应当写明请求支持的内容", article="规定 15")
def says_what_is_asked(request):
    return bool(request.content.strip())


@guard("应当写明如何支持，或者不能支持的原因", article="规定 15")
def says_what_is_done(request, *, answer):
    return bool((answer or "").strip())


class Contact(Record):
    """One contact (联系沟通) of the commission with a department: when, with whom, by what means, what was agreed (规定 7)."""

    State = ContactState
    owner = "matter.commission"
    searched = ("with_whom", "agreed", "department")
    within = ("matter",)
    offered_while = {"matter": tuple(IN_HAND)}
    page_fields = ("department", "held_on", "with_whom", "means", "agreed", "recorded_by")

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="contacts", verbose_name="事项"
    )
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="部门")
    held_on = models.DateField("联系日期")
    with_whom = models.CharField("联系对象", max_length=120)
    means = models.CharField("联系方式", max_length=12, choices=Means.choices)
    agreed = models.TextField("沟通情况和商定事项", max_length=4000)
    recorded_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="记录人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "联系沟通"
        ordering = ["matter", "pk"]
        constraints = [known_states("contact_state_is_known", ContactState)]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """The commission and the department that was spoken with; not the others of the matter."""
        ours = actor.organisation_ids()
        return Q(matter__commission__in=ours) | Q(department__in=ours)

    @property
    def plain_words(self):
        return f"联系沟通：{self.department}（{self.held_on:%Y-%m-%d}）"

    @property
    def commission(self):
        return self.matter.commission

    # fmt: off
    @step(NEW, ContactState.RECORDED, label="登记联系沟通", article="规定 7", by=[OFFICER, DIRECTOR], stamps="recorded_by",
          needs=[the_department_belongs_to_the_matter, the_matter_is_in_hand, it_has_taken_place],
          tells=[DEPARTMENT_ONCE_CONVENED])
    def record_contact(self):
        """Write down a contact with one of the matter's departments."""

    # fmt: on


class SupportRequest(Record):
    """A department asks the commission for support (请求支持) in what it has to do (规定 15)."""

    State = SupportState
    owner = "matter.commission"
    searched = ("content", "answer", "department")
    within = ("matter",)
    offered_while = {"matter": tuple(WITH_DEPARTMENTS)}
    page_fields = ("department", "content", "asked_by", "answer", "answered_by")
    clocks = {"answer": Period("答复请求支持", "规定 15", OFFICER, 5)}

    matter = models.ForeignKey(
        "coordination.Matter", on_delete=models.PROTECT, related_name="support_requests", verbose_name="事项"
    )
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="请求部门")
    content = models.TextField("请求支持的内容", max_length=4000)
    asked_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="提出人"
    )
    answer = models.TextField("答复", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        PEOPLE, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="答复人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "请求支持"
        ordering = ["matter", "pk"]
        constraints = [known_states("support_request_state_is_known", SupportState)]

    def __str__(self):
        return self.words

    @classmethod
    def seen_by(cls, actor):
        """The commission and the department that asks; not the others of the matter."""
        ours = actor.organisation_ids()
        return Q(matter__commission__in=ours) | Q(department__in=ours)

    @classmethod
    def begun_within(cls, matter, actor):
        """Asked for the department of the matter in which the actor holds a post, the acting one first."""
        return cls(matter=matter, department=house_of(actor, matter.departments))

    @classmethod
    def concerns(cls, actor):
        """What the actor's own department asked for."""
        return Q(department__in=actor.organisation_ids(*DEPARTMENT.roles))

    @property
    def plain_words(self):
        return f"请求支持：{self.content[:30]}"

    @property
    def commission(self):
        return self.matter.commission

    # fmt: off
    @step(NEW, SupportState.ASKED, label="请求支持", article="规定 15", by=[DEPARTMENT], stamps="asked_by", starts=["answer"],
          needs=[the_department_belongs_to_the_matter, the_matter_is_with_its_departments, says_what_is_asked])
    def request_support(self):
        """Ask the commission for support."""

    @step(SupportState.ASKED, SupportState.ANSWERED, label="答复支持", article="规定 15", by=[OFFICER, DIRECTOR], expected=True,
          stamps="answered_by", needs=[says_what_is_done], meets=["answer"], tells=[DEPARTMENT])
    def answer_support(self, *, answer):
        """Say what the commission does for the department, or why it cannot."""
        self.answer = answer

    @step(SupportState.ASKED, SupportState.WITHDRAWN, label="撤回请求", article="系统规则", by=[DEPARTMENT], reason=True,
          cancels=["answer"], tells=[OFFICER])
    def withdraw_request(self):
        """The department no longer needs it."""

    @step(SupportState.ASKED, SupportState.LAPSED, label="随事项终止", article="系统规则", by=[CARRIED], cancels=["answer"],
          tells=[DEPARTMENT])
    def lapse(self):
        """The matter has ended."""

    # fmt: on


def house_of(actor, departments):
    """Of these departments the one for which the actor writes: that of his acting post, else the first in which he holds one."""
    posts = sorted(actor.posts, key=lambda post: post is not actor.post)
    wanted = {department.pk: department for department in departments}
    held = (post.organisation_id for post in posts if post.role in DEPARTMENT.roles)
    return next((wanted[pk] for pk in held if pk in wanted), None)
