"""The road of one matter: each officer's act in turn, through the real door."""

from dataclasses import dataclass
from datetime import timedelta

from coordination.models import (
    Assignment,
    Category,
    DocumentKind,
    Extension,
    Filing,
    Invitation,
    Matter,
    Means,
    Meeting,
    MeetingKind,
    OfficialDocument,
    OralGround,
    OralNotice,
    Origin,
    Participation,
    Resolution,
    Retention,
    Suspension,
    TaskChange,
    WrittenReport,
)
from supervision.models import Inspection, Method
from workflow import clocks
from workflow.door import advance, open_record, revise


@dataclass(frozen=True)
class Task:
    """A department's task as the meeting resolves it."""

    lead: str
    others: tuple
    content: str
    requirements: str
    duty_basis: str


@dataclass(frozen=True)
class Plan:
    """What a matter is about: its header, its departments (the lead first) and their tasks."""

    title: str
    category: str
    grounds: str
    departments: tuple
    tasks: tuple
    origin: str = Origin.COMMITTEE_ASSIGNED
    origin_document: str = "示市委办〔2026〕15号"


SUBSIDY = Plan(
    "惠农补贴“一卡通”管理使用专项整治",
    Category.PUBLIC_INTEREST,
    "根据市委关于惠农补贴资金管理使用情况的部署，需要农业农村、财政、审计、银行等部门共同整治。",
    ("agriculture", "finance", "audit", "bank"),
    (
        Task(
            "agriculture", ("finance",), "清理核对补贴对象和面积，建立“一户一档”", "全覆盖核对，逐户公示，差错限期更正",
            "补贴申报审核职责",
        ),
        Task(
            "finance", ("bank",), "核查补贴资金拨付渠道，取消现金发放", "所有补贴统一经“一卡通”发放，逐笔可查", "资金拨付监管职责"
        ),
        Task("audit", (), "对近三年补贴资金开展专项审计调查", "形成问题清单并提出整改建议", "审计监督职责"),
    ),
)  # fmt: skip


class Road:
    """Walks one matter of a city; ``wait`` moves on between acts (a rehearsal sets the clock there)."""

    def __init__(self, city, wait=lambda days=0: None, plan=SUBSIDY, **fields):
        self.city, self.wait, self.plan = city, wait, plan
        header = ("title", "category", "grounds", "origin", "origin_document")
        self.fields = {name: getattr(plan, name) for name in header} | fields
        self.matter = None

    @property
    def departments(self):
        """The organisations of the plan, the lead first."""
        return [self.city.organisations[key] for key in self.plan.departments]

    def act(self, who, record, step, **fields):
        """One act of the named person, on the record as it is now."""
        record = advance(record, step, actor=self.city.actor(who), **fields)
        self.matter = Matter.objects.get(pk=self.matter.pk)
        return record

    def born(self, model, step, who="officer", **fields):
        """A record that belongs to the matter."""
        return open_record(
            model, step, actor=self.city.actor(who), dossier=self.matter.dossier, matter=self.matter, **fields
        )

    def register(self):
        city = self.city
        self.matter = open_record(
            Matter, Matter.register, actor=city.actor("officer"), commission=city.commission, committee=city.committee,
            superior=city.commission.superior, drafting_organisation=city.commission, handling_office=city.first_office,
            deputy_in_charge=city.deputy, **self.fields,
        )  # fmt: skip
        return self.matter

    def suggest(self, department="agriculture"):
        city = self.city
        fields = {name: value for name, value in self.fields.items() if name != "origin_document"}
        self.matter = open_record(
            Matter, Matter.suggest, actor=city.actor(f"{department}_head"), commission=city.commission,
            committee=city.committee, superior=city.commission.superior, drafting_organisation=city.organisations[department],
            proposing_department=city.organisations[department], **fields | {"origin": Origin.DEPARTMENT_SUGGESTION},
        )  # fmt: skip
        return self.matter

    def name_officer(self):
        return self.act("director", self.matter, Matter.assign_officer, officer=self.city.officer)

    def submit(self):
        return self.act("officer", self.matter, Matter.submit)

    def determine(self):
        by_standing_committee = self.matter.origin == Origin.STANDING_COMMITTEE
        return self.act(
            "deputy", self.matter, Matter.determine, basis="经研究，同意组织协调。",
            decision_minutes="市纪委常委会会议纪要〔2026〕7号" if by_standing_committee else "",
        )  # fmt: skip

    def refer(self):
        return self.act(
            "deputy",
            self.matter,
            Matter.refer_for_approval,
            is_important=True,
            importance_reason="涉及面广、群众关切。",
        )

    def approve(self):
        return self.act("principal", self.matter, Matter.approve)

    def name_departments(self):
        self.matter = revise(
            self.matter, actor=self.city.actor("officer"), lead_department=self.departments[0],
            participating_departments=self.departments[1:],
        )  # fmt: skip

    def call_meeting(self):
        city = self.city
        return open_record(
            Meeting, Meeting.call, actor=city.actor("officer"), dossier=self.matter.dossier, matter=self.matter,
            kind=MeetingKind.MEETING, title=f"{self.plan.title}实施方案研究", planned_on=clocks.today() + timedelta(days=1),
            place="市纪委第一会议室", agenda="研究职责分工和时限", invited=self.departments,
        )  # fmt: skip

    def convene(self):
        return self.act("officer", self.matter, Matter.convene)

    def hold_meeting(self, meeting):
        city = self.city
        meeting = self.act("officer", meeting, Meeting.hold, held_on=clocks.today(), chair="示范丁")
        for invitation in Invitation.objects.filter(meeting=meeting).select_related("department").order_by("pk"):
            self.act(
                "officer", invitation, Invitation.attend, attendees=f"{invitation.department}分管负责同志",
                position="同意方案，按职责落实。",
            )  # fmt: skip
        for task in self.plan.tasks:
            open_record(
                Resolution, Resolution.resolve, actor=city.actor("officer"), dossier=self.matter.dossier, meeting=meeting,
                content=task.content, requirements=task.requirements,
                lead_department=city.organisations[task.lead],
                participating_departments=[city.organisations[key] for key in task.others],
                due_on=clocks.today() + timedelta(days=40),
            )  # fmt: skip
        return self.act("officer", meeting, Meeting.minute, minutes="会议研究了实施方案，明确了任务分工和完成时限。")

    def draft_assignments(self):
        city = self.city
        resolutions = Resolution.objects.filter(meeting__matter=self.matter).order_by("pk")
        for resolution, task in zip(resolutions, self.plan.tasks, strict=True):
            open_record(
                Assignment, Assignment.draft, actor=city.actor("officer"), dossier=self.matter.dossier, matter=self.matter,
                resolution=resolution, content=resolution.content, requirements=resolution.requirements,
                duty_basis=task.duty_basis, lead_department=resolution.lead_department, due_on=resolution.due_on,
                participating_departments=list(resolution.participating_departments.all()),
                responsible_leader=city.people[f"{task.lead}_head"], liaison=city.people[f"{task.lead}_liaison"],
            )  # fmt: skip

    def draft_document(self):
        city = self.city
        return open_record(
            OfficialDocument, OfficialDocument.draft, actor=city.actor("officer"), dossier=self.matter.dossier,
            matter=self.matter, kind=DocumentKind.IMPLEMENTING_OPINION, title=f"关于{self.plan.title}的实施意见",
            subject=f"开展{self.plan.title}。", lead=str(self.departments[0]),
            participants="、".join(str(department) for department in self.departments[1:]),
            division="\n".join(task.content for task in self.plan.tasks), requirements="各部门按时完成，书面报告落实情况。",
            addressees=self.departments,
        )  # fmt: skip

    def issue(self):
        return self.act("deputy", self.matter, Matter.issue)

    def assignments(self):
        return list(Assignment.objects.filter(matter=self.matter).exclude(state="cancelled").order_by("number"))

    def receive(self, skip=()):
        for assignment in self.assignments():
            key = self.key_of(assignment.lead_department)
            if assignment.number not in skip and assignment.state == "issued":
                self.act(f"{key}_liaison", assignment, Assignment.receive)
        for participation in Participation.objects.filter(assignment__matter=self.matter, state="issued"):
            self.act(f"{self.key_of(participation.department)}_liaison", participation, Participation.receive)

    def begin_inspection(self):
        return self.act("officer", self.matter, Matter.begin_inspection)

    def inspect(self):
        city = self.city
        inspection = open_record(
            Inspection, Inspection.plan, actor=city.actor("officer"), dossier=self.matter.dossier, matter=self.matter,
            method=Method.ON_SITE, planned_on=clocks.today(), assignments=self.assignments(),
            members=[city.officer, city.other_officer],
        )  # fmt: skip
        inspection = self.act("officer", inspection, Inspection.begin)
        return self.act(
            "officer", inspection, Inspection.conclude, held_on=clocks.today(), place="示范县、示范区",
            seen="各部门均已建立台账，进度符合要求。", result="继续推进，按时报告。",
        )  # fmt: skip

    def call_for_reports(self):
        return self.act("officer", self.matter, Matter.call_for_reports)

    def contribute(self):
        for participation in Participation.objects.filter(assignment__matter=self.matter, state="received"):
            key = self.key_of(participation.department)
            self.act(f"{key}_head", participation, Participation.contribute, contribution="已按分工完成协办工作。")

    def write_report(self, assignment):
        key = self.key_of(assignment.lead_department)
        report = open_record(
            WrittenReport, WrittenReport.draft, actor=self.city.actor(f"{key}_liaison"), dossier=self.matter.dossier,
            assignment=assignment, title=f"关于“{assignment.content[:20]}”落实情况的报告",
            content="已按要求完成任务，问题逐项整改，建立了长效机制。", next_steps="继续巩固成果。",
        )  # fmt: skip
        return self.act(f"{key}_head", report, WrittenReport.sign)

    def report_all(self, accept=True):
        for assignment in self.assignments():
            report = self.write_report(assignment)
            if accept:
                self.act("officer", report, WrittenReport.accept)

    def draft_of(self, kind, who="officer", **words):
        """A document of a kind that a leader signs alone, or a new version of the one in force."""
        given = {"title": f"关于{self.plan.title}的文件", "subject": f"{self.plan.title}。", "division": "情况如上。"}
        return open_record(
            OfficialDocument, OfficialDocument.draft, actor=self.city.actor(who), dossier=self.matter.dossier,
            matter=self.matter, kind=kind, **given | words,
        )  # fmt: skip

    def signed_and_issued(self, document, who="deputy"):
        self.act(who, document, OfficialDocument.sign)
        return self.act(who, document, OfficialDocument.issue)

    def draft_filing(self):
        """The filing that the important matter owes is begun, and its report issued."""
        filing = self.act("officer", self.matter.filings.get(state="due"), Filing.draft)
        title = f"关于{self.plan.title}的备案报告"
        self.signed_and_issued(self.draft_of(DocumentKind.FILING_REPORT, title=title))
        return filing

    def send_filing(self, filing):
        return self.act("deputy", filing, Filing.send, sent_on=clocks.today(), proof="机要交换回执第7号")

    # More time, and a standstill

    def ask_for_more_time(self, assignment, days, reason, progress):
        """The lead department asks for a later date, and the handling officer gives his opinion."""
        key = self.key_of(assignment.lead_department)
        asked = open_record(
            Extension, Extension.request, actor=self.city.actor(f"{key}_liaison"), dossier=self.matter.dossier,
            assignment=assignment, due_on=assignment.due_on + timedelta(days=days), reason=reason, progress=progress,
        )  # fmt: skip
        return self.act("officer", asked, Extension.give_opinion, opinion="情况属实，建议同意。")

    def suspend(self, reason, days, who="deputy"):
        """The work stands still until so many days from now."""
        asked = self.born(Suspension, Suspension.request_suspension, reason=reason)
        return self.act(who, asked, Suspension.grant, review_on=clocks.today() + timedelta(days=days))

    # Orally: a case matter

    def consent(self):
        return self.act(
            "case_deputy", self.matter, Matter.consent_to_oral_notice, oral_ground=OralGround.URGENT,
            oral_reason="案情紧急，书面印发来不及。",
        )  # fmt: skip

    def tell(self, department):
        """One department is told in person, right now."""
        return open_record(
            OralNotice, OralNotice.record_notice, actor=self.city.actor("officer"), dossier=self.matter.dossier,
            matter=self.matter, department=department, told_by=self.city.officer.name, told_whom=f"{department}主要负责同志",
            told_at=clocks.now(), means=Means.IN_PERSON, content="任务分工和保密要求。",
        )  # fmt: skip

    def notify_orally(self):
        for department in self.departments:
            self.tell(department)
        return self.act("officer", self.matter, Matter.notify_orally)

    def complete_formalities(self):
        self.draft_document()
        return self.act("deputy", self.matter, Matter.complete_formalities)

    # A new version

    def draft_new_version(self, changes="增加一项任务，调整两项任务。"):
        document = self.matter.documents.get(state="issued", kind=DocumentKind.IMPLEMENTING_OPINION)
        names = ("title", "subject", "lead", "participants", "division", "requirements")
        words = {name: getattr(document, name) for name in names}
        return self.draft_of(document.kind, replaces=document, changes=changes, addressees=self.departments, **words)

    def change(self, document, task, **fields):
        """How a task will read with the new version."""
        words = {name: getattr(task, name) for name in TaskChange.FIELDS}
        participants = fields.pop("participating_departments", list(task.participating_departments.all()))
        return open_record(
            TaskChange, TaskChange.prepare, actor=self.city.actor("officer"), dossier=self.matter.dossier,
            document=document, assignment=task, participating_departments=participants, **words | fields,
        )  # fmt: skip

    def draft_committee_report(self):
        return open_record(
            OfficialDocument, OfficialDocument.draft, actor=self.city.actor("officer"), dossier=self.matter.dossier,
            matter=self.matter, kind=DocumentKind.COMMITTEE_REPORT, title=f"关于{self.plan.title}完成情况的报告",
            subject=f"{self.plan.title}。", division="各项任务均已完成，书面报告经审核通过。",
        )  # fmt: skip

    def report_to_committee(self):
        return self.act("deputy", self.matter, Matter.report_to_committee)

    def conclude(self):
        return self.act("principal", self.matter, Matter.conclude, instruction="同意办结。")

    def archive(self):
        return self.act("officer", self.matter, Matter.archive, retention=Retention.THIRTY_YEARS)

    def key_of(self, organisation):
        return next(key for key, known in self.city.organisations.items() if known == organisation)

    def to(self, state):
        """Walk until the matter rests in ``state``; returns it."""
        for resting, leg in self.legs():
            leg()
            if resting == state:
                return self.matter
        raise ValueError(f"the road does not lead to {state}")

    def walk(self, states):
        """The legs to these states, for a road that has left the usual one before."""
        for resting, leg in self.legs():
            if resting in states:
                leg()

    def legs(self):
        """(state reached, the acts that lead there)."""
        return (
            ("draft", self.register),
            ("submitted", lambda: (self.name_officer(), self.submit())),
            ("determined", lambda: (self.wait(1), self.determine())),
            ("planning", lambda: (self.wait(1), self.name_departments(), self._plan())),
            ("implementing", lambda: (self.wait(1), self._prepare(), self.wait(1), self.issue())),
            ("inspecting", lambda: (self.wait(1), self.receive(), self.wait(7), self.begin_inspection(), self.inspect())),
            ("reporting", lambda: (self.wait(5), self.call_for_reports(), self.contribute())),
            ("reported", lambda: (self.wait(4), self.report_all(), self.draft_committee_report(), self.wait(2),
                                  self.report_to_committee())),
            ("concluded", lambda: (self.wait(3), self.conclude())),
            ("archived", lambda: (self.wait(4), self.archive())),
        )  # fmt: skip

    def _plan(self):
        self.meeting = self.call_meeting()
        self.convene()

    def _prepare(self):
        self.hold_meeting(self.meeting)
        self.draft_assignments()
        self.draft_document()
