"""A whole matter with marked words: every text of every record carries a mark of its own, written in through the real door.

The scene of the walks over HTTP. It is built once for a test module, inside a transaction that is rolled back at its end; each
test (marked ``django_db``) runs inside a savepoint of it.
"""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings

from coordination.models import (
    PLAN_KINDS,
    Assignment,
    Category,
    Contact,
    DocumentKind,
    Extension,
    Filing,
    Instruction,
    Invitation,
    Matter,
    Means,
    Meeting,
    MeetingKind,
    NoteKind,
    OfficialDocument,
    Opinion,
    OralNotice,
    Origin,
    Outcome,
    Participation,
    ProgressNote,
    Reader,
    Recusal,
    Resolution,
    SupportRequest,
    Suspension,
    TaskChange,
    WrittenReport,
)
from dispatch.demonstration import cast, mandates, staff, units
from organizations.models import Person, Role
from supervision import periodic_reports
from supervision.models import (
    Accountability,
    Colour,
    Explanation,
    Inspection,
    LedgerView,
    Method,
    PeriodicReport,
    Sanction,
    UrgeOrder,
    Urging,
)
from supervision.periods import Period
from tests.remembered import remembered
from tests.scene_joint import work_side_by_side
from tests.scene_meetings import hold_meetings
from tests.scene_papers import write_papers
from tests.scene_problems import raise_problems
from tests.scene_registers import keep_registers
from tests.scene_watch import watch
from workflow import attachments, clocks, deputising
from workflow.door import advance, open_record, revise
from workflow.models import Classification, Clock, Notice


@contextmanager
def rolled_back():
    """A transaction, or a savepoint within one, of which nothing stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Play:
    """One city's matter with its records by name, and the marks of its texts."""

    city: cast.City
    letter: str
    marks: dict = field(default_factory=dict)
    records: dict = field(default_factory=dict)

    def mark(self, name):
        """A text that begins with a mark found nowhere else; the mark is remembered under ``name``."""
        self.marks[name] = f"{self.letter}{len(self.marks):03d}{self.letter}"
        return f"{self.marks[name]}字样"

    def act(self, who, record, step, **fields):
        return advance(type(record)._base_manager.get(pk=record.pk), step, actor=self.city.actor(who), **fields)

    def born(self, who, model, step, **fields):
        return open_record(model, step, actor=self.city.actor(who), **fields)

    def revise(self, who, record, **fields):
        return revise(type(record)._base_manager.get(pk=record.pk), actor=self.city.actor(who), **fields)

    def attach(self, who, record, name):
        """A text file whose name and content are marked; returns the attachment."""
        content = self.mark(f"{name}.content").encode()
        uploaded = SimpleUploadedFile(f"{self.mark(f'{name}.name')}.txt", content)
        with attachments.stored([uploaded]) as kept:
            self.revise(who, record, attach=kept)
        return kept[0]

    # The acts, in order

    def perform(self):
        self.determine()
        self.plan()
        self.carry_out()
        self.report()
        self.urge()
        self.aside()
        self.advise()
        self.hold_to_account()
        self.correspond()
        self.report_on_periods()
        raise_problems(self)
        self.dispatch()
        hold_meetings(self)
        write_papers(self)
        work_side_by_side(self)
        watch(self)
        keep_registers(self)
        self.records["mandate"] = mandates.opened(
            self.city, "agriculture", notice_number=self.mark("mandate.notice_number")
        )
        self.records |= {
            "notice": Notice.objects.filter(dossier=self.matter.dossier).order_by("sent_at").first(),
            "clock": Clock.objects.filter(dossier=self.matter.dossier, subject_id=self.matter.public_id).first(),
            "ledgerview": LedgerView.objects.create(
                name="超期的任务", parameters="light=red&order=due", owner=self.city.director, is_shared=True,
                commission=self.city.commission, saved_at=clocks.now(),
            ),
        }  # fmt: skip
        return self

    def dispatch(self):
        """A unit at the finance bureau with an officer who hands over, and a case by its code name."""
        city, mark = self.city, self.mark
        unit = units.founded(city, document=mark("dispatchedunit.document"))
        officer = staff.in_office(city, unit, "unit_officer", document=mark("appointment.document"))
        case = staff.registered(city, unit, mark("registeredcase.code_name"))
        staff.on_case(city, case, "unit_officer", "investigation")
        self.records |= {
            "dispatchedunit": unit, "hostrelation": unit.host_relations.get(), "appointment": officer,
            "unitfunction": staff.has_function(city, unit, "unit_officer", "petition"),
            "handover": staff.prepared(
                city, officer, "unit_deputy", "unit_officer", remarks=mark("handover.remarks"), approvals=mark("handover.approvals")
            ),
            "registeredcase": case, "caseduty": case.case_duties.get(),
            "caserecusal": staff.stands_back(city, case, "unit_other_officer", reason=mark("caserecusal.reason")),
        }  # fmt: skip

    @property
    def matter(self):
        return Matter.objects.get(pk=self.records["matter"].pk)

    def suggest(self, department, name):
        """A department's suggestion, still its own draft."""
        city = self.city
        house = city.organisations[department]
        return self.born(
            f"{department}_head", Matter, Matter.suggest, commission=city.commission, committee=city.committee,
            superior=city.commission.superior, drafting_organisation=house, proposing_department=house,
            origin=Origin.DEPARTMENT_SUGGESTION, category=Category.PUBLIC_INTEREST, title=self.mark(f"{name}.title"),
            grounds=self.mark(f"{name}.grounds"),
        )  # fmt: skip

    def register(self, name, **fields):
        """A matter that the commission itself takes up, in draft."""
        city = self.city
        given = {
            "origin": Origin.DEPUTY_IN_CHARGE, "category": Category.SOURCE_PREVENTION, "title": self.mark(f"{name}.title"),
            "grounds": self.mark(f"{name}.grounds"), "handling_office": city.first_office, "deputy_in_charge": city.deputy,
        }  # fmt: skip
        return self.born(
            "officer", Matter, Matter.register, commission=city.commission, committee=city.committee,
            superior=city.commission.superior, drafting_organisation=city.commission, **given | fields,
        )  # fmt: skip

    def determine(self):
        city, mark = self.city, self.mark
        matter = self.records["matter"] = self.suggest("education", "matter")
        self.act("education_head", matter, Matter.submit, note=mark("matter.submit_remark"))
        self.revise("standing_clerk", matter, handling_office=city.first_office, deputy_in_charge=city.deputy)
        self.act("director", matter, Matter.assign_officer, officer=city.officer)
        self.act("deputy", matter, Matter.return_for_completion, note=mark("matter.return_reason"))
        self.revise(
            "officer", matter, code_name=mark("matter.code_name"), origin_document=mark("matter.origin_document"),
            importance_reason=mark("matter.first_importance"),
        )  # fmt: skip
        self.act("education_head", matter, Matter.submit)
        self.act(
            "deputy", matter, Matter.refer_for_approval, is_important=True, note=mark("matter.refer_remark"),
            importance_reason=mark("matter.importance_reason"),
        )  # fmt: skip
        self.act(
            "principal", matter, Matter.approve, committee_decision=mark("matter.committee_decision"),
            note=mark("matter.approve_remark"),
        )  # fmt: skip
        self.file()

    def file(self):
        """The important matter is filed with the superior commission."""
        mark, filing = self.mark, self.matter.filings.get()
        self.act("officer", filing, Filing.draft, note=mark("filing.draft_remark"))
        report = self.document("filing_report", DocumentKind.FILING_REPORT)
        self.act("deputy", report, OfficialDocument.sign)
        self.act("deputy", report, OfficialDocument.issue)
        self.records["filing"] = self.act(
            "deputy",
            filing,
            Filing.send,
            sent_on=clocks.today(),
            proof=mark("filing.proof"),
            note=mark("filing.send_remark"),
        )

    def plan(self):
        city, mark = self.city, self.mark
        self.revise(
            "officer", self.matter, lead_department=city.agriculture,
            participating_departments=[city.finance, city.audit, city.bank],
        )  # fmt: skip
        self.records["attachment"] = self.attach("officer", self.matter, "matter_file")
        everyone = [city.agriculture, city.finance, city.audit, city.bank]
        meeting = self.records["meeting"] = self.call("meeting", MeetingKind.MEETING, everyone)
        self.attach("officer", meeting, "meeting_file")
        self.act("officer", self.matter, Matter.convene, note=mark("matter.convene_remark"))
        self.hold(meeting)
        tasks = (("task1", "agriculture", ["finance"]), ("task2", "finance", ["bank"]), ("task3", "audit", []))
        for resolution, (name, lead, others) in zip(self.resolutions, tasks, strict=True):
            self.records[name] = self.task(name, lead, others, resolution)
        dropped = self.task("dropped", "bank", [], None)
        self.act("deputy", dropped, Assignment.cancel, note=mark("dropped.cancel_reason"))
        self.records["dropped"], self.records["assignment"] = dropped, self.records["task1"]
        self.document("discarded")
        self.act("officer", self.records["discarded"], OfficialDocument.discard, note=mark("discarded.reason"))
        self.records["officialdocument"] = self.document("document", addressees=everyone)
        self.attach("officer", self.records["document"], "document_file")
        self.act("deputy", self.matter, Matter.issue, note=mark("matter.issue_remark"))

    def call(self, name, kind, invited):
        return self.born(
            "officer", Meeting, Meeting.call, dossier=self.matter.dossier, matter=self.matter, kind=kind,
            title=self.mark(f"{name}.title"), planned_on=clocks.today() + timedelta(days=1),
            place=self.mark(f"{name}.place"), agenda=self.mark(f"{name}.agenda"), invited=invited,
        )  # fmt: skip

    def hold(self, meeting):
        mark = self.mark
        self.act("officer", meeting, Meeting.hold, held_on=clocks.today(), chair=mark("meeting.chair"))
        for row in Invitation.objects.filter(meeting=meeting).order_by("pk"):
            self.records["invitation"] = self.act(
                "officer", row, Invitation.attend, attendees=mark(f"invitation{row.department_id}.attendees"),
                position=mark(f"invitation{row.department_id}.position"),
            )  # fmt: skip
        meeting = Meeting.objects.get(pk=meeting.pk)
        self.resolutions = [
            self.born(
                "officer", Resolution, Resolution.resolve, dossier=self.matter.dossier, meeting=meeting,
                content=mark(f"resolution{number}.content"), requirements=mark(f"resolution{number}.requirements"),
                lead_department=self.city.agriculture, due_on=clocks.today() + timedelta(days=40),
            )
            for number in (1, 2, 3)
        ]  # fmt: skip
        self.records["resolution"] = self.resolutions[0]
        self.act(
            "officer", meeting, Meeting.minute, minutes=mark("meeting.minutes"), note=mark("meeting.minute_remark")
        )

    def task(self, name, lead, others, resolution):
        city, mark = self.city, self.mark
        return self.born(
            "officer", Assignment, Assignment.draft, dossier=self.matter.dossier, matter=self.matter, resolution=resolution,
            content=mark(f"{name}.content"), requirements=mark(f"{name}.requirements"), duty_basis=mark(f"{name}.duty_basis"),
            lead_department=city.organisations[lead], participating_departments=[city.organisations[key] for key in others],
            responsible_leader=city.people[f"{lead}_head"], liaison=city.people[f"{lead}_liaison"],
            due_on=clocks.today() + timedelta(days=40),
        )  # fmt: skip

    def document(self, name, kind=DocumentKind.IMPLEMENTING_OPINION, **fields):
        texts = {part: self.mark(f"{name}.{part}") for part in ("title", "subject", "division")}
        if kind in PLAN_KINDS:
            texts |= {part: self.mark(f"{name}.{part}") for part in ("lead", "participants", "requirements")}
        self.records[name] = self.born(
            "officer", OfficialDocument, OfficialDocument.draft, dossier=self.matter.dossier, matter=self.matter, kind=kind,
            **texts, **fields,
        )  # fmt: skip
        return self.records[name]

    def carry_out(self):
        mark = self.mark
        for name, lead in (("task1", "agriculture"), ("task2", "finance"), ("task3", "audit")):
            remark = mark(f"{name}.receive_remark")
            self.act(f"{lead}_liaison", self.records[name], Assignment.receive, note=remark)
        self.defer()
        self.act("officer", self.matter, Matter.begin_inspection)
        first = self.inspection("inspection", ["task1", "task2", "task3"], Method.ON_SITE)
        self.records["inspection"] = self.act("officer", first, Inspection.begin)
        self.attach("officer", first, "inspection_file")
        self.act(
            "officer", first, Inspection.conclude, held_on=clocks.today(), place=mark("inspection.place"),
            seen=mark("inspection.seen"), result=mark("inspection.result"), note=mark("inspection.conclude_remark"),
        )  # fmt: skip
        self.records["second_inspection"] = self.inspection(
            "second_inspection", ["task2"], Method.READING, basis=mark("second_inspection.basis"),
            approved_by=mark("second_inspection.approved_by"),
        )  # fmt: skip
        self.order()
        self.act("officer", self.matter, Matter.call_for_reports)

    def defer(self):
        """A later date for task 3, none for task 1; a suspension that has ended, and another that waits for the committee."""
        mark = self.mark
        self.records["extension"] = self.more_time("extension", "audit", "task3")
        self.act("deputy", self.records["extension"], Extension.grant, note=mark("extension.grant_remark"))
        refused = self.records["second_extension"] = self.more_time("second_extension", "agriculture", "task1")
        self.act("deputy", refused, Extension.refuse, note=mark("second_extension.refuse_reason"))
        self.records["suspension"] = self.stand_still("suspension", "agriculture")
        self.act(
            "principal", self.records["suspension"], Suspension.grant, review_on=clocks.today() + timedelta(days=9),
            committee_decision=mark("suspension.committee_decision"), note=mark("suspension.grant_remark"),
        )  # fmt: skip
        self.act("principal", self.records["suspension"], Suspension.resume, note=mark("suspension.resume_remark"))
        self.records["second_suspension"] = self.stand_still("second_suspension", "finance")

    def more_time(self, name, lead, task):
        row = Assignment.objects.get(pk=self.records[task].pk)
        asked = self.born(
            f"{lead}_liaison", Extension, Extension.request, dossier=self.matter.dossier, assignment=row,
            due_on=clocks.today() + timedelta(days=60), reason=self.mark(f"{name}.reason"), progress=self.mark(f"{name}.progress"),
        )  # fmt: skip
        return self.act("officer", asked, Extension.give_opinion, opinion=self.mark(f"{name}.opinion"))

    def stand_still(self, name, department):
        return self.born(
            f"{department}_head", Suspension, Suspension.request_suspension, dossier=self.matter.dossier, matter=self.matter,
            department=self.city.organisations[department], reason=self.mark(f"{name}.reason"),
        )  # fmt: skip

    def inspection(self, name, tasks, method, **fields):
        rows = [Assignment.objects.get(pk=self.records[task].pk) for task in tasks]
        return self.born(
            "officer", Inspection, Inspection.plan, dossier=self.matter.dossier, matter=self.matter, method=method,
            planned_on=clocks.today(), assignments=rows, members=[self.city.officer, self.city.other_officer], **fields,
        )  # fmt: skip

    def report(self):
        """Task 1: returned, and the next draft under way; task 2: accepted; task 3: waiting for acceptance."""
        mark = self.mark
        for part, key in (("part1", "finance"), ("part2", "bank")):
            row = Participation.objects.get(assignment=self.records[f"task{part[-1]}"])
            self.act(f"{key}_liaison", row, Participation.receive)
            self.records[part] = self.act(
                f"{key}_head", row, Participation.contribute, contribution=mark(f"{part}.contribution"),
                note=mark(f"{part}.contribute_remark"),
            )  # fmt: skip
        self.records["participation"] = self.records["part1"]
        first = self.write("report1", "agriculture", "task1")
        self.act(
            "officer", first, WrittenReport.return_for_rework, open_points=mark("report1.open_points"),
            note=mark("report1.return_reason"),
        )  # fmt: skip
        self.write("report1_next", "agriculture", "task1", sign=False)
        self.attach("agriculture_liaison", self.records["report1_next"], "report_file")
        self.act(
            "officer",
            self.write("report2", "finance", "task2"),
            WrittenReport.accept,
            note=mark("report2.accept_remark"),
        )
        self.records["writtenreport"] = self.write("report3", "audit", "task3")

    def write(self, name, lead, task, sign=True):
        texts = {part: self.mark(f"{name}.{part}") for part in ("title", "content", "difficulties", "next_steps")}
        report = self.records[name] = self.born(
            f"{lead}_liaison", WrittenReport, WrittenReport.draft, dossier=self.matter.dossier,
            assignment=Assignment.objects.get(pk=self.records[task].pk), **texts,
        )  # fmt: skip
        if sign:
            report = self.act(
                f"{lead}_head", report, WrittenReport.sign, missing_contributions=self.mark(f"{name}.missing_contributions"),
                note=self.mark(f"{name}.sign_remark"),
            )  # fmt: skip
        return report

    def order(self):
        """Urge orders: on task 1 issued, on task 2 answered and found wanting, on the matter as a whole still a draft."""
        mark = self.mark
        self.records["urgeorder"] = self.act("deputy", self.order_on("order1", "task1"), UrgeOrder.approve)
        second = self.records["order2"] = self.act("deputy", self.order_on("order2", "task2"), UrgeOrder.approve)
        self.act("finance_liaison", second, UrgeOrder.receive)
        self.attach("finance_liaison", second, "order2_file")
        self.act("finance_head", second, UrgeOrder.answer, feedback=mark("order2.feedback"), note=mark("order2.remark"))
        self.act(
            "officer", second, UrgeOrder.find_wanting, finding=mark("order2.finding"),
            next_due_on=clocks.today() + timedelta(days=9),
        )  # fmt: skip
        self.order_on("order_draft", None, Colour.RED)

    def order_on(self, name, task, colour=Colour.BLUE):
        about = Assignment.objects.get(pk=self.records[task].pk) if task else None
        self.records[name] = self.born(
            "officer", UrgeOrder, UrgeOrder.draft, dossier=self.matter.dossier, matter=self.matter, assignment=about,
            addressee=(about or self.matter).lead_department, colour=colour, reason=self.mark(f"{name}.reason"),
            content=self.mark(f"{name}.content"), due_on=clocks.today() + timedelta(days=7),
        )  # fmt: skip
        return self.records[name]

    def urge(self):
        """The next report on task 1 is due: it is urged, and its department says why."""
        task = Assignment.objects.get(pk=self.records["task1"].pk)
        Clock.objects.filter(subject_id=task.public_id, name="report").update(due_on=clocks.today())
        about = {
            "dossier": task.dossier, "matter": self.matter, "assignment": task,
            "clock": Clock.objects.open().get(subject_id=task.public_id, name="report"),
        }  # fmt: skip
        self.records["urging"] = self.born(
            "officer", Urging, Urging.urge, text=self.mark("urging.text"), asks=True, **about
        )
        self.records["explanation"] = self.born(
            "agriculture_head", Explanation, Explanation.explain, cause=self.mark("explanation.cause"),
            promised_on=clocks.today() + timedelta(days=3), **about,
        )  # fmt: skip

    def aside(self):
        """What lies beside the road: an open consultation, a draft report to the committee, other matters of the city."""
        city = self.city
        consultation = self.call("consultation", MeetingKind.CONSULTATION, [city.agriculture, city.finance])
        answer = Invitation.objects.get(meeting=consultation, department=city.finance)
        self.act("finance_liaison", answer, Invitation.answer, position=self.mark("consultation.finance_position"))
        self.records |= {"consultation": consultation, "answer": answer}
        self.document("report", DocumentKind.COMMITTEE_REPORT)
        self.supplement()
        self.tell_orally()
        self.records["ordinary"] = ordinary = self.register("ordinary")
        self.act("director", ordinary, Matter.assign_officer, officer=city.officer)
        self.act("officer", ordinary, Matter.submit)
        self.records["recusal"] = self.born(
            "deputy", Recusal, Recusal.recuse, dossier=ordinary.dossier, matter=Matter.objects.get(pk=ordinary.pk),
            person=city.second_officer, reason=self.mark("recusal.reason"),
        )  # fmt: skip
        self.records["delegation"] = self.records["lent"] = deputising.offer(
            city.actor("officer"), deputy=city.other_officer, posts=list(city.officer.posts.all()),
            from_on=clocks.today(), until_on=clocks.today() + timedelta(days=7), reason="出差",
        )  # fmt: skip
        self.records["draft"] = self.register(
            "draft", origin=Origin.COMMITTEE_ASSIGNED, origin_document="示市委办〔2026〕15号"
        )
        self.records["secret"] = secret = self.register(
            "secret", classification=Classification.WORK_SECRET, code_name=self.mark("secret.code_name")
        )
        self.act("director", secret, Matter.assign_officer, officer=city.officer)
        self.act("officer", secret, Matter.submit, note=self.mark("secret.submit_remark"))
        self.records["reader"] = self.born(
            "deputy", Reader, Reader.admit, dossier=secret.dossier, matter=Matter.objects.get(pk=secret.pk),
            person=city.principal, reason=self.mark("reader.reason"),
        )  # fmt: skip
        self.records["suggestion"] = self.suggest("finance", "suggestion")
        self.records["refused"] = refused = self.suggest("finance", "refused")
        self.act("finance_head", refused, Matter.submit)
        self.act("secretary", refused, Matter.decline, note=self.mark("refused.reason"))

    def supplement(self):
        """A new version of the document under draft, which changes a task."""
        version = self.document("version", replaces=self.records["document"], changes=self.mark("version.changes"))
        task = Assignment.objects.get(pk=self.records["task1"].pk)
        texts = {part: self.mark(f"change.{part}") for part in ("content", "requirements", "duty_basis")}
        kept = ("lead_department", "responsible_leader", "liaison", "due_on")
        self.records["taskchange"] = self.born(
            "officer", TaskChange, TaskChange.prepare, dossier=self.matter.dossier, document=version, assignment=task,
            participating_departments=[self.city.finance], **{name: getattr(task, name) for name in kept}, **texts,
        )  # fmt: skip

    def tell_orally(self):
        """A case matter of which two departments are told before anything is written."""
        city, mark = self.city, self.mark
        case = self.records["case"] = self.register("case", category=Category.CASE)
        self.act("director", case, Matter.assign_officer, officer=city.officer)
        self.act("officer", case, Matter.submit)
        self.act("deputy", case, Matter.determine, basis=mark("case.basis"))
        case = self.revise("officer", case, lead_department=city.agriculture, participating_departments=[city.finance])
        self.born(
            "officer", Meeting, Meeting.call, dossier=case.dossier, matter=case, kind=MeetingKind.CALL,
            title=mark("case_call.title"), planned_on=clocks.today(), invited=[city.agriculture],
        )  # fmt: skip
        case = self.act("officer", case, Matter.convene)
        self.born(
            "officer", Assignment, Assignment.draft, dossier=case.dossier, matter=case, content=mark("case_task.content"),
            requirements=mark("case_task.requirements"), duty_basis=mark("case_task.duty_basis"), due_on=clocks.today(),
            lead_department=city.agriculture, responsible_leader=city.agriculture_head, liaison=city.agriculture_liaison,
        )  # fmt: skip
        case = self.act(
            "case_deputy",
            case,
            Matter.consent_to_oral_notice,
            oral_ground="urgent",
            oral_reason=mark("case.oral_reason"),
        )
        self.records["oralnotice"] = self.born(
            "officer", OralNotice, OralNotice.record_notice, dossier=case.dossier, matter=case, department=city.finance,
            told_by=mark("oralnotice.told_by"), told_whom=mark("oralnotice.told_whom"), told_at=clocks.now(),
            means="telephone", content=mark("oralnotice.content"),
        )  # fmt: skip

    def opinion(self, name):
        """An opinion of the first office, in draft."""
        city, texts = self.city, {part: self.mark(f"{name}.{part}") for part in ("title", "content", "grounds")}
        self.records[name] = self.born(
            "officer", Opinion, Opinion.draft, commission=city.commission, committee=city.committee, office=city.first_office,
            deputy_in_charge=city.deputy, **texts,
        )  # fmt: skip
        return self.records[name]

    def advise(self):
        """Three opinions: one answered, one that the committee sent back for more study, one still a draft."""
        mark = self.mark
        for name in ("opinion", "restudied"):
            opinion = self.opinion(name)
            self.attach("officer", opinion, f"{name}_file")
            self.act("officer", opinion, Opinion.submit, note=mark(f"{name}.submit_remark"))
            self.act("deputy", opinion, Opinion.endorse, note=mark(f"{name}.endorse_remark"))
            self.act("officer", opinion, Opinion.send)
        self.act(
            "principal", self.records["opinion"], Opinion.reply, outcome=Outcome.NOT_ADOPTED,
            reply_text=mark("opinion.reply_text"), reply_document=mark("opinion.reply_document"),
            note=mark("opinion.reply_remark"),
        )  # fmt: skip
        self.act(
            "principal", self.records["restudied"], Opinion.ask_for_more_study, note=mark("restudied.study_reason"),
            reply_document=mark("restudied.reply_document"),
        )  # fmt: skip
        self.revise("officer", self.records["restudied"], content=mark("restudied.new_content"))
        self.opinion("opinion_draft")

    def hold_to_account(self):
        """Two accountabilities of the lead department: one decided and put right, one proposed only."""
        mark, matter, city = self.mark, self.matter, self.city
        for name in ("accountability", "accountability_proposed"):
            texts = {part: mark(f"{name}.{part}") for part in ("responsible", "duty", "facts", "suggestion")}
            self.records[name] = self.born(
                "director", Accountability, Accountability.propose, matter=matter, commission=city.commission,
                committee=city.committee, office=city.first_office, deputy_in_charge=city.deputy,
                department=city.agriculture, **texts,
            )  # fmt: skip
            self.attach("director", self.records[name], f"{name}_file")
        row = self.act(
            "secretary", self.records["accountability"], Accountability.decide, measure=Sanction.CRITICISM,
            correct_by=clocks.today() + timedelta(days=9), decision_document=mark("accountability.decision_document"),
            note=mark("accountability.decide_remark"),
        )  # fmt: skip
        self.act("deputy", row, Accountability.close, outcome=mark("accountability.outcome"))

    def report_on_periods(self):
        """The report of this month, issued; that of the quarter is a draft."""
        mark, city = self.mark, self.city
        for name, kind in (("periodicreport", "month"), ("periodicreport_draft", "quarter")):
            period = Period.of(kind, clocks.today())
            counted = periodic_reports.count(city.actor("officer"), city.commission, period)
            report = self.born(
                "officer", PeriodicReport, PeriodicReport.draft, kind=kind, first_on=period.first_on,
                commission=city.commission, committee=city.committee, **counted._asdict(),
            )  # fmt: skip
            texts = {part: mark(f"{name}.{part}") for part in ("content", "remarks")}
            self.records[name] = self.revise("officer", report, **texts)
            self.attach("officer", report, f"{name}_file")
        submitted = self.act(
            "officer", self.records["periodicreport"], PeriodicReport.submit, note=mark("periodicreport.submit_remark")
        )
        self.records["periodicreport"] = self.act("deputy", submitted, PeriodicReport.issue)

    def correspond(self):
        """A contact, a request for support and its answer, instructions of both houses, notes of three houses on task 1."""
        city, mark, matter = self.city, self.mark, self.matter
        here = {"dossier": matter.dossier, "matter": matter}
        self.records["contact"] = self.born(
            "officer", Contact, Contact.record_contact, department=city.agriculture, held_on=clocks.today(),
            with_whom=mark("contact.with_whom"), means=Means.IN_PERSON, agreed=mark("contact.agreed"), **here,
        )  # fmt: skip
        for name, who in (("supportrequest", "agriculture_liaison"), ("second_support", "agriculture_head")):
            self.records[name] = self.born(
                who, SupportRequest, SupportRequest.request_support, department=city.agriculture,
                content=mark(f"{name}.content"), **here,
            )  # fmt: skip
        self.act(
            "officer", self.records["second_support"], SupportRequest.answer_support, answer=mark("second_support.answer"),
            note=mark("second_support.remark"),
        )  # fmt: skip
        for name, who in (("instruction", "principal"), ("second_instruction", "deputy")):
            self.records[name] = self.born(
                who, Instruction, Instruction.instruct_with_reply, text=mark(f"{name}.text"),
                document=mark(f"{name}.document"), reply_due_on=clocks.today() + timedelta(days=7), **here,
            )  # fmt: skip
        self.act(
            "officer", self.records["second_instruction"], Instruction.reply, reply_text=mark("second_instruction.reply_text"),
            note=mark("second_instruction.remark"),
        )  # fmt: skip
        self.notes()

    def notes(self):
        city, task = self.city, Assignment.objects.get(pk=self.records["task1"].pk)
        asked = None
        for number, (who, kind, department) in enumerate((
            ("officer", NoteKind.QUESTION, None), ("finance_liaison", NoteKind.ANSWER, city.finance),
            ("agriculture_head", NoteKind.PROGRESS, city.agriculture),
        ), 1):  # fmt: skip
            note = self.born(
                who, ProgressNote, ProgressNote.note, dossier=task.dossier, assignment=task, kind=kind,
                text=self.mark(f"note{number}.text"), department=department,
                question=asked if kind == NoteKind.ANSWER else None,
            )  # fmt: skip
            asked = asked or note
        self.records["progressnote"] = asked


@dataclass
class Scene:
    """Two cities that do not see each other, the administrators, and people who may do nothing."""

    ours: Play
    theirs: Play
    people: dict

    def client(self, key):
        """A browser of that person, signed in; ``None`` is nobody."""
        client = Client(raise_request_exception=False)
        if key is not None:
            client.force_login(self.people[key], "allauth.account.auth_backends.AuthenticationBackend")
        return client

    def actor(self, key):
        return cast.actor_of(self.people[key], today=clocks.today())


@remembered
def performed():
    """The scene, in the database of the open transaction."""
    province = cast.found_province()
    ours = Play(cast.found_units(cast.found_city("shifan", "示范市", province)), "ZQ").perform()
    theirs = Play(cast.found_units(cast.found_city("yangli", "样例市", province)), "YL").perform()
    people = dict(ours.city.people) | {f"yangli_{key}": person for key, person in theirs.city.people.items()}
    people |= cast.found_administration() | {"superior_officer": Person.objects.get(username="省承办人")}
    since, commission, office = clocks.today() - timedelta(days=900), ours.city.commission, ours.city.first_office
    people["nobody"] = cast.account("nobody", "示范无职", password=cast.PASSWORD)
    people["former"] = cast.account("former", "示范离任", password=cast.PASSWORD)
    ended = cast.appoint(people["former"], commission, Role.OFFICER, since, office)
    type(ended).objects.filter(pk=ended.pk).update(ended_on=clocks.today() - timedelta(days=1))
    people["newcomer"] = cast.account("newcomer", "示范新任", password=cast.PASSWORD, must_change=True)
    cast.appoint(people["newcomer"], commission, Role.OFFICER, since, office)
    people["closed"] = cast.account("closed", "示范停用", password=cast.PASSWORD)
    cast.appoint(people["closed"], commission, Role.OFFICER, since, office)
    Person.objects.filter(pk=people["closed"].pk).update(is_active=False)
    return Scene(ours, theirs, people)


@pytest.fixture(scope="session")
def scene_files(tmp_path_factory):
    """Where the files of the scene are kept as they were uploaded."""
    return tmp_path_factory.mktemp("scene")


@pytest.fixture(scope="module")
def staged(django_db_setup, django_db_blocker, scene_files, tmp_path_factory):
    """The scene for a whole module."""
    with django_db_blocker.unblock(), rolled_back():
        with override_settings(MEDIA_ROOT=scene_files):
            scene = performed()
        if (
            connection.vendor == "postgresql"
        ):  # with the figures of empty tables it would plan questions that take minutes
            tables = map(connection.ops.quote_name, connection.introspection.table_names())
            connection.cursor().execute(f"ANALYZE {', '.join(tables)}")
        files = shutil.copytree(scene_files, tmp_path_factory.mktemp("media"), dirs_exist_ok=True)
        with override_settings(MEDIA_ROOT=files):
            yield scene


@pytest.fixture
def scene(staged, db):
    """The scene as it was played; what a test changes is undone."""
    return staged
