"""Explanations (逾期说明): why a clock is late and by when it is promised, as an urging or a rung of the ladder asked."""

from collections import Counter

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse

from coordination.models import Matter
from organizations.models import ADMINISTRATORS, Role
from supervision.models.of_clock import OFFICER, OfClock, the_clock_is_open
from supervision.models.reminder import Reminder
from supervision.models.urging import Urging
from supervision.owing import OWING
from workflow import clocks, subjects
from workflow.authority import person
from workflow.beside import Asked, Beside
from workflow.guards import guard
from workflow.models import Clock, known_states
from workflow.models.record import NEW
from workflow.steps import step

MOST = 100  # of one desk
LABEL = "说明原因"


class ExplanationState(models.TextChoices):
    GIVEN = "given", "已说明"


@guard("现在没有要求说明，或者已经说明", article="系统规则")
def an_explanation_is_asked(explanation):
    return explanation.clock_id in asked_since([explanation.clock_id])


@guard("应当写明逾期的原因", article="系统规则")
def says_why(explanation):
    return bool(explanation.cause.strip())


@guard("承诺的日期不能早于今天", article="系统规则")
def the_promise_lies_ahead(explanation, *, today):
    return today is None or (explanation.promised_on is not None and explanation.promised_on >= today)


def asked_since(keys):
    """{clock key: since when} of those clocks of which an explanation was asked and has not been given since."""
    latest = {}
    for rows, moment in (
        (Reminder.objects.filter(asks=True), "sent_at"), (Urging._base_manager.filter(asks=True), "moved_at"),
    ):  # fmt: skip
        for key, at in rows.filter(clock__in=keys).order_by().values_list("clock").annotate(Max(moment)):
            latest[key] = max(at, latest.get(key, at))
    given = Explanation._base_manager.filter(clock__in=keys).order_by().values_list("clock").annotate(Max("moved_at"))
    answered = dict(given)
    return {key: at for key, at in latest.items() if key not in answered or answered[key] < at}


class Explanation(OfClock):
    """One explanation of one clock. It promises a date and changes none."""

    State = ExplanationState
    searched = ("cause",)

    cause = models.TextField("逾期原因", max_length=2000)
    promised_on = models.DateField("新的承诺日期")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="说明人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "逾期说明"
        ordering = ["matter", "pk"]
        constraints = [known_states("explanation_state_is_known", ExplanationState)]
        indexes = [models.Index(fields=["clock", "-moved_at"], name="explanation_of_clock")]

    @property
    def plain_words(self):
        return f"逾期说明：“{self.clock.label}”承诺{self.promised_on:%Y-%m-%d}办结（{self.clock.subject_words[:40]}）"

    @property
    def line(self):
        """How it reads beside its clock."""
        day = f"{clocks.business_date(self.moved_at):%m-%d}"
        return f"{day} {self.author}说明：{self.cause}。承诺{self.promised_on:%Y-%m-%d}办结，到期日不变"

    @classmethod
    def beside_clocks(cls, running, root, actor):
        """The explanations of each clock, the latest first; where one is asked, that it is, and where the actor gives it."""
        keys = [clock.pk for clock, _ in running if clock.urgings or clock.rung]  # of the others nothing was asked
        said = {clock.pk: Beside([], []) for clock, _ in running}
        asked = asked_since(keys) if keys and isinstance(root, Matter) else {}
        given = (
            cls.objects.visible_to(actor).filter(clock__in=keys).select_related("author").order_by("-moved_at", "-pk")
        )
        for clock, subject in running:
            if clock.pk in asked:
                said[clock.pk].lines.append(f"{clocks.business_date(asked[clock.pk]):%m-%d}要求说明逾期原因，尚未说明")
                if OWING.post_of(cls.about(clock, subject, root), actor):
                    said[clock.pk].links.append(
                        (LABEL, reverse("explanation_new", args=[clock.subject_id, clock.name]))
                    )
        for row in given:
            said[row.clock_id].lines.append(row.line)
        return said

    @classmethod
    def asked_of(cls, actor):
        """What this actor owes an explanation of; where a record has several late clocks, each line names its own."""
        held = list(_owed_by(actor).select_related("policy", "owed_organisation").order_by("due_on", "pk")[:MOST])
        asked = asked_since([clock.pk for clock in held]) if held else {}
        held = [clock for clock in held if clock.pk in asked]
        found = subjects.visible({(clock.subject_type, clock.subject_id) for clock in held}, actor)
        late = Counter(clock.subject_id for clock in held)
        for clock in held:
            subject = found.get(clock.subject_id)
            if subject is not None and OWING.post_of(cls.about(clock, subject, subject.root), actor):
                address = reverse("explanation_new", args=[clock.subject_id, clock.name])
                label = LABEL if late[clock.subject_id] == 1 else f"{LABEL}（{clock.label}）"
                yield Asked(subject, clock, label, address, asked[clock.pk])

    # fmt: off
    @step(NEW, ExplanationState.GIVEN, label=LABEL, article="系统规则", by=[OWING], stamps="author",
          needs=[the_clock_is_open, an_explanation_is_asked, says_why, the_promise_lies_ahead],
          tells=[OFFICER, person("matter.deputy_in_charge")])
    def explain(self):
        """Say why it is late and by when it is promised."""

    # fmt: on


def _owed_by(actor):
    """Open clocks of matters that ask for an explanation and may be owed by the actor; who really owes them is asked of each."""
    persons = {post.person_id for post in actor.posts if post.role not in ADMINISTRATORS}
    meant = Q(owed_person__in=persons)
    for post in actor.posts:
        here = Q(owed_organisation=post.organisation_id)
        meant |= here if post.role == Role.DEPARTMENT_HEAD else here & Q(owed_role=post.role)
    handled = Matter._base_manager.filter(Q(handling_officer__in=persons) | Q(deputy_in_charge__in=persons))
    meant |= Q(owed_person__isnull=False, dossier__in=handled.values("dossier"))
    asking = Exists(Reminder.objects.filter(clock=OuterRef("pk"), asks=True)) | Exists(
        Urging._base_manager.filter(clock=OuterRef("pk"), asks=True)
    )
    return Clock.objects.open().filter(meant, asking, dossier__kind=Matter._meta.label_lower)
