"""Problems (问题) and their road: measures, coordination, the committee's decision, resolution (规定 7, 12, 13)."""

from django.db.models import CheckConstraint, Index, Q

from organizations.models import Role
from supervision import problem_guards as needs
from supervision.members import MEMBERS
from supervision.models.problem_facts import ProblemFacts, ProblemState, Severity, Source
from workflow.authority import CARRIED, at, person
from workflow.clocks import Period
from workflow.clocks import now as clocks_now
from workflow.holds import Bar
from workflow.models import known_states
from workflow.models.record import NEW
from workflow.steps import SAME, Awaited, step, when

OFFICER = needs.OFFICER
DIRECTOR = needs.DIRECTOR
LEADERS = needs.LEADERS
DEPUTY = at("matter.commission", Role.DEPUTY_IN_CHARGE)
COMMITTEE = at("matter.committee", Role.PRINCIPAL, Role.COMMITTEE_CLERK)
RAISER = at("raised_for", Role.LIAISON, Role.DEPARTMENT_HEAD)
CONCERNED = at("departments_concerned", Role.LIAISON, Role.DEPARTMENT_HEAD)
TO_REPORT = Q(severity=Severity.IMPORTANT, reported_at=None)
REPORT_SIGNED = Q(report__state__in=needs.SIGNED)
REPORT_TO_DRAFT = Awaited(
    "起草重要问题报告", OFFICER, TO_REPORT & (Q(report=None) | Q(report__state__in=needs.GONE)), True
)
REPORT_TO_COMMITTEE = "coordination.Matter.report_to_committee"
EVERY_CLOCK = ["measures", "resolution", "committee_notice", "decision"]
EVERY_HOLD = ["problem", "important_problem", "decision"]
State = ProblemState
UNDER_WAY = [State.OPEN, State.UNDER_MEASURES, State.COORDINATING, State.REFERRED, State.DECIDED]
ITS_REPORT = (OFFICER, ("report", "attachments"))


class Problem(ProblemFacts):
    """A problem (问题) of a matter, until it is resolved or has proved to be none."""

    State = ProblemState
    awaits = {
        State.OPEN: [REPORT_TO_DRAFT],
        State.UNDER_MEASURES: [REPORT_TO_DRAFT],
        State.COORDINATING: [
            Awaited("召开协调会议、登记各方意见", OFFICER, Q(meeting__state="called")),
            Awaited("采取措施，或者起草请示报签发", OFFICER,
                    ~Q(meeting__state="called") & (Q(request=None) | Q(request__state__in=["draft", *needs.GONE]))),
            REPORT_TO_DRAFT,
        ],
        State.REFERRED: [REPORT_TO_DRAFT],
        State.DECIDED: [REPORT_TO_DRAFT],
    }  # fmt: skip
    leading = {State.UNDER_MEASURES: "resolution", State.REFERRED: "decision"}
    clocks = {
        "measures": Period("采取措施", "规定 12", OFFICER, 3),
        "resolution": Period("解决问题", "规定 12、13", OFFICER, until="due_on"),
        "committee_notice": Period("向党委报告重要问题", "规定 12", LEADERS, 3),
        "decision": Period("党委决定", "规定 13", COMMITTEE, 10),
    }
    holds = {
        "problem": Bar("问题未处理", "规定 12、13", (REPORT_TO_COMMITTEE,), "承办人采取措施"),
        "important_problem": Bar(
            "重要问题尚未解决", "规定 12", (REPORT_TO_COMMITTEE,), "分管领导或者书记向党委报告，承办人解决问题"
        ),
        "decision": Bar(
            "提请党委决定的问题尚未决定", "规定 13",
            (REPORT_TO_COMMITTEE, "coordination.Assignment.report@assignment", "coordination.OfficialDocument.revoke@request"),
            "同级党委作出决定",
        ),
    }  # fmt: skip
    editable = {
        **{state: [ITS_REPORT] for state in UNDER_WAY},
        State.COORDINATING: [(OFFICER, ("request", "report", "attachments"))],
    }

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        ordering = ["matter", "pk"]
        constraints = [
            known_states("problem_state_is_known", ProblemState),
            CheckConstraint(name="problem_severity_is_known", condition=Q(severity__in=list(Severity.values))),
            CheckConstraint(name="problem_source_is_known", condition=Q(source__in=list(Source.values))),
        ]
        indexes = [Index(fields=["-moved_at"], name="problem_moved")]

    # fmt: off
    @step(NEW, State.OPEN, label="提出问题", article="规定 12、13", by=[OFFICER, MEMBERS, RAISER], stamps="raised_by",
          needs=[needs.the_matter_is_being_carried_out, needs.says_what_is_wrong, needs.says_whose_it_is, needs.its_source_is_on_record,
                 needs.its_inspection_has_begun, needs.the_department_that_raises_it_belongs_to_the_matter],
          starts=["measures", when(ProblemFacts.is_important, "committee_notice")],
          places=["problem", when(ProblemFacts.is_important, "important_problem")], tells=[OFFICER, CONCERNED])
    def report_problem(self):
        """An inspection found it, a department meets it, a contact or a dispatched unit brought it up."""

    @step([State.OPEN, State.DECIDED], State.UNDER_MEASURES, label="采取措施", article="规定 12", by=[OFFICER, DIRECTOR], expected=True,
          needs=[needs.says_what_is_done_by_whom_and_when], meets=["measures"], lifts=["problem"], starts=["resolution"],
          tells=[CONCERNED])
    @step(State.COORDINATING, State.UNDER_MEASURES, label="采取措施", article="规定 12", by=[OFFICER, DIRECTOR],
          needs=[needs.says_what_is_done_by_whom_and_when], meets=["measures"], lifts=["problem"], starts=["resolution"],
          tells=[CONCERNED])
    def take_measures(self, *, measure, measures, carried_out_by, due_on):
        """Help to solve it, or have it corrected: what, by whom, by when."""
        self.measure, self.measures, self.carried_out_by, self.due_on = measure, measures, carried_out_by, due_on

    @step([State.OPEN, State.UNDER_MEASURES], State.COORDINATING, label="召开协调会", article="规定 13", by=[OFFICER, DIRECTOR],
          needs=[needs.a_coordination_meeting_is_called, needs.the_departments_concerned_are_invited], tells=[CONCERNED])
    def coordinate(self, *, meeting):
        """The departments concerned are brought together about it."""
        self.meeting = meeting

    @step(State.COORDINATING, State.REFERRED, label="提请党委决定", article="规定 13", by=[LEADERS], stamps="referred_by",
          expected=Q(request__state__in=needs.SIGNED),
          needs=[needs.its_coordination_meeting_was_held, needs.every_position_is_on_record, needs.nothing_was_agreed, needs.its_request_is_signed],
          starts=["decision"], places=["decision"], carries=[("request_to_issue", "coordination.OfficialDocument.issue")],
          tells=[OFFICER, CONCERNED])
    def refer(self):
        """The parties did not agree: the committee is asked to decide, and the request goes out."""

    @step(State.REFERRED, State.DECIDED, label="党委决定", article="规定 13", by=[COMMITTEE], expected=True, apart_from=["referred_by"],
          needs=[needs.names_the_decision_and_its_minutes], meets=["decision"], lifts=["decision"],
          tells=[OFFICER, LEADERS, CONCERNED])
    def decide(self, *, decision, decision_minutes):
        """The committee has decided; what it decided is carried out by measures."""
        self.decision, self.decision_minutes = decision, decision_minutes

    @step(UNDER_WAY, SAME, label="向党委报告重要问题", article="规定 12", by=[LEADERS], stamps="reported_by",
          expected=TO_REPORT & REPORT_SIGNED, needs=[needs.is_important, needs.is_not_reported_yet, needs.its_report_is_signed],
          meets=["committee_notice"], carries=[("report_to_issue", "coordination.OfficialDocument.issue")],
          tells=[OFFICER, COMMITTEE])
    def report_important(self):
        """The committee is told of an important problem, and the report goes out."""
        self.reported_at = clocks_now()

    @step(State.UNDER_MEASURES, State.RESOLVED, label="解决", article="规定 12、13", by=[OFFICER, DIRECTOR], expected=True,
          needs=[needs.says_the_outcome, needs.an_important_one_was_reported], meets=["resolution"],
          lifts=["problem", "important_problem"], cancels=["measures", "committee_notice"], tells=[CONCERNED])
    @step([State.COORDINATING, State.DECIDED], State.RESOLVED, label="解决", article="规定 12、13", by=[OFFICER, DIRECTOR],
          needs=[needs.says_the_outcome, needs.an_important_one_was_reported], meets=["resolution"],
          lifts=["problem", "important_problem"], cancels=["measures", "committee_notice"], tells=[CONCERNED])
    def resolve(self, *, outcome):
        """It is solved; the departments concerned are told."""
        self.outcome = outcome

    @step(State.OPEN, State.DISMISSED, label="不成立", article="系统规则", by=[DEPUTY], apart_from=["raised_by"], reason=True,
          cancels=["measures", "committee_notice"], lifts=["problem", "important_problem"],
          tells=[OFFICER, person("raised_by"), CONCERNED])
    def dismiss(self):
        """It proved to be no problem; whoever raised it is told why."""

    @step([State.OPEN, State.UNDER_MEASURES], State.MERGED, label="合并", article="系统规则", by=[OFFICER],
          needs=[needs.names_another_problem_under_way, needs.its_importance_is_kept],
          cancels=["measures", "resolution", "committee_notice"], lifts=["problem", "important_problem"],
          tells=[person("raised_by"), CONCERNED])
    def merge(self, *, merged_into):
        """It goes on within another problem of the matter."""
        self.merged_into = merged_into

    @step(State.RESOLVED, State.OPEN, label="重新启动（问题反弹）", article="规定 8", by=[OFFICER, DIRECTOR], reason=True,
          needs=[needs.the_matter_is_not_concluded], starts=["measures", when(ProblemFacts.is_important, "committee_notice")],
          places=["problem", when(ProblemFacts.is_important, "important_problem")], tells=[LEADERS, CONCERNED])
    def reopen(self):
        """It has come back: it begins anew, and an important one is to be reported again."""
        self.meeting = self.request = self.report = self.reported_at = self.due_on = None
        self.reopenings += 1

    @step(UNDER_WAY, SAME, label="列为重要问题", article="规定 12", by=[OFFICER, DIRECTOR, LEADERS], reason=True,
          needs=[needs.is_ordinary], starts=["committee_notice"], places=["important_problem"], tells=[LEADERS, OFFICER])
    def raise_severity(self):
        """It turned out to be important: the committee is to be told."""
        self.severity, self.report, self.reported_at = Severity.IMPORTANT, None, None

    @step(UNDER_WAY, SAME, label="降为一般问题", article="规定 12", by=[LEADERS], apart_from=["matter.handling_officer"], reason=True,
          needs=[needs.is_important], cancels=["committee_notice"], lifts=["important_problem"], tells=[OFFICER])
    def lower_severity(self):
        """It turned out to be an ordinary one."""
        self.severity = Severity.ORDINARY

    @step(UNDER_WAY, State.LAPSED, label="随事项终止", article="系统规则", by=[CARRIED], needs=[needs.an_important_one_was_reported],
          cancels=EVERY_CLOCK, lifts=EVERY_HOLD, tells=[CONCERNED], follows=[("coordination.Matter.terminate", "problems")])
    def lapse(self):
        """The matter has ended; an important one is not buried with it unreported."""

    # fmt: on
