"""Posts (职务) with their periods, and the principals that grants are given to."""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from organizations.models.organisation import Kind, Office, Organisation


class Role(models.TextChoices):
    """What a post is (procedure §1)."""

    PRINCIPAL = "principal", "党委主要负责人"
    COMMITTEE_CLERK = "committee_clerk", "党委办公室工作人员"
    OFFICER = "officer", "承办人"
    OFFICE_DIRECTOR = "office_director", "承办室主任"
    DEPUTY_IN_CHARGE = "deputy_in_charge", "分管领导"
    CASE_DEPUTY = "case_deputy", "分管办案工作的领导"
    SECRETARY = "secretary", "纪委书记"
    STANDING_CLERK = "standing_clerk", "常委会秘书"
    LIAISON = "liaison", "联络员"
    DEPARTMENT_HEAD = "department_head", "部门负责人"
    UNIT_HEAD = "unit_head", "派驻机构主要负责人"
    UNIT_DEPUTY = "unit_deputy", "派驻机构副职"
    UNIT_OFFICER = "unit_officer", "派驻机构工作人员"
    HEAD = "head", "下级纪检机构负责人"
    INSPECTOR = "inspector", "巡视巡察人员"
    REVIEWER = "reviewer", "工委审核人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全保密管理员"
    AUDITOR = "auditor", "安全审计员"


ROLES_OF = {
    Kind.PARTY_COMMITTEE: (Role.PRINCIPAL, Role.COMMITTEE_CLERK),
    Kind.COMMISSION: (
        Role.OFFICER,
        Role.OFFICE_DIRECTOR,
        Role.DEPUTY_IN_CHARGE,
        Role.CASE_DEPUTY,
        Role.SECRETARY,
        Role.STANDING_CLERK,
    ),
    Kind.DEPARTMENT: (Role.LIAISON, Role.DEPARTMENT_HEAD),
    Kind.DISPATCHED_UNIT: (Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_OFFICER),
    Kind.LOWER_BODY: (Role.HEAD, Role.OFFICER),
    Kind.INSPECTION_BODY: (Role.INSPECTOR,),
    Kind.WORK_COMMITTEE: (Role.REVIEWER,),
    Kind.SYSTEM: (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR),
}
ADMINISTRATORS = ROLES_OF[Kind.SYSTEM]
ROLES_IN_AN_OFFICE = (Role.OFFICER, Role.OFFICE_DIRECTOR)


class PostQuerySet(models.QuerySet):
    def not_over(self, day):
        """Posts that count on ``day`` or may count later: neither run out nor ended before it."""
        return self.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=day), Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        )

    def in_force(self, today):
        """Posts that count on ``today`` (a date): begun, not ended, of an active person and organisation."""
        return self.not_over(today).filter(
            from_on__lte=today,
            person__is_active=True,
            organisation__is_active=True,
        )


class Post(models.Model):
    """A post (职务) that a person holds in an organisation for a period, both days included.

    ``ended_on`` is the first day on which it no longer counts, when it was ended at once instead of running out.
    """

    public_id = models.UUIDField("公开标识", default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name="人员"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts", verbose_name="机构")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="室"
    )
    role = models.CharField("职务", max_length=20, choices=Role.choices)
    from_on = models.DateField("任职日期")
    until_on = models.DateField("离任日期", null=True, blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True, editable=False)

    objects = PostQuerySet.as_manager()
    is_lent = False  # ``actor_of`` says so of a post that its holder lent to the actor

    class Meta:
        verbose_name = verbose_name_plural = "职务"
        ordering = ["organisation", "role", "from_on"]
        constraints = [
            models.CheckConstraint(name="post_role_is_known", condition=Q(role__in=[role.value for role in Role])),
            models.CheckConstraint(
                name="post_ends_after_it_begins", condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"]), models.Index(fields=["person", "from_on"])]

    def __str__(self):
        return f"{self.organisation.short_name}{self.get_role_display()} {self.person.name}"

    @property
    def words(self):
        """The post as it is said on the record, such as 示范市纪委 · 分管领导."""
        place = f"{self.organisation.short_name}{self.office.name}" if self.office_id else self.organisation.short_name
        return f"{place} · {self.get_role_display()}"

    @property
    def acting_words(self):
        """The post as it is offered to whoever may act in it: a lent one says on whose behalf."""
        return f"{self.words}（代{self.person.name}）" if self.is_lent else self.words

    def clean(self):
        """Refuse a role that the organisation does not have, an office of another body, and 三员 beside any other post."""
        if self.role not in ROLES_OF[self.organisation.kind]:
            raise ValidationError(
                {"role": f"“{self.organisation.get_kind_display()}”没有“{self.get_role_display()}”这一职务。"}
            )
        sits_in_an_office = self.organisation.kind == Kind.COMMISSION and self.role in ROLES_IN_AN_OFFICE
        if sits_in_an_office != bool(self.office_id):
            raise ValidationError({"office": "承办人、承办室主任应当指明所在的室，其他职务不填。"})
        if self.office_id and self.office.commission_id != self.organisation_id:
            raise ValidationError({"office": "该室不属于所选纪委。"})
        others = Post.objects.filter(person=self.person).exclude(pk=self.pk).not_over(self.from_on)
        if self.until_on:
            others = others.filter(from_on__lte=self.until_on)
        held = set(others.values_list("role", flat=True))
        if held and (self.role in ADMINISTRATORS or held & set(ADMINISTRATORS)):
            raise ValidationError("系统管理员、安全保密管理员、安全审计员应当分设，也不得兼任业务职务。")


class Principal(models.Model):
    """A post as such (organisation × role), stored as an ``auth.Group`` without members so that guardian can grant to it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="principals")
    role = models.CharField(max_length=20, choices=Role.choices)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="principal")

    class Meta:
        verbose_name = verbose_name_plural = "授权主体"
        constraints = [models.UniqueConstraint(fields=["organisation", "role"], name="one_principal_per_post")]

    def __str__(self):
        return f"{self.organisation.short_name} · {self.get_role_display()}"
