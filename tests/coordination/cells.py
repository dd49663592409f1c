"""Tries the cells of the table: every step from a record's present state by every post, and what each act left behind."""

import uuid
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from coordination.models import Matter, Meeting, MeetingKind, Outcome, Retention
from supervision.models import Problem
from supervision.problem_guards import UNDER_WAY
from tests.coordination.doors import DONE, HIDDEN
from tests.coordination.table import BY_ACTION, BY_CELL, MACHINES, terminal_states
from tests.fingerprint import fingerprint
from tests.length import LONG
from workflow import clocks
from workflow.door import open_record
from workflow.models import AuditEntry, Clock, Hold
from workflow.steps import steps_of

JOURNALED = ("workflow_journal", "workflow_auditentry", "django_session")
OUTSIDERS = ("other_city", "administrator", "left", "closed")  # for whom nothing exists


class Cells:
    """Tries every step from the present state of a record by every post, and keeps what was not as the table says."""

    def __init__(self, driver, road, scene, everyone, own_steps_only=False):
        self.driver, self.road, self.scene, self.everyone = driver, road, scene, everyone
        self.own_steps_only = own_steps_only
        self.every = getattr(driver, "every", 1 if LONG else 8)
        self._people()
        self.cells, self.tried, self.wrong, self.seen = 0, 0, [], set()

    def aside(self, record, scene, **fields):
        """On a side road: only those steps for which the table says something of this scene."""
        self.stop(record, scene, named_only=True, **fields)

    def stop(self, record, scene=None, named_only=False, **fields):
        """Every step of the record's machine by every post; ``fields`` by step name where they differ from the usual."""
        self._people()
        self.at = scene or self.scene
        record = type(record).objects.get(pk=record.pk)
        label = record._meta.label
        self.seen.add((label, record.state))
        for name, taken in steps_of(type(record)).items():
            row = BY_CELL.get((label, name, record.state))
            if row is None and (self.own_steps_only or (label, name, "NEW") in BY_CELL):
                continue
            if named_only and (row is None or self.at not in row.who_in):
                continue
            given = fields.get(name) or values(self.road, taken, record)
            self._cell(type(record), name, row, row.allowed(self.at) if row else (), given, record=record)

    def _people(self):
        """Whom the walk has met by now; over HTTP they have signed in before the first attempt."""
        self.people = self.everyone()
        if hasattr(self.driver, "sign_in"):
            self.driver.sign_in(self.people)

    @staticmethod
    def row(model, name):
        """The table's line of a birth."""
        return BY_CELL[model._meta.label, name, "NEW"]

    def birth(self, model, name, allowed, **fields):
        """A birth by every post; ``allowed`` are the keys that succeed, ``None`` for whom the table names."""
        self._people()
        self.at = self.scene
        row = BY_CELL[model._meta.label, name, "NEW"]
        dossier = None if model.is_root or not self.road.matter else self.road.matter.dossier
        self._cell(model, name, row, row.who if allowed is None else allowed, {"dossier": dossier, **fields})

    def _cell(self, model, name, row, allowed, given, record=None):
        before = self._mark()
        for key, actor in self._refused(allowed):
            self.tried += 1
            answer = self.driver(model, name, actor=actor, act_id=uuid.uuid4(), record=record, **given)
            if answer.word == DONE or (self._is_outside(key, record, given) and answer.word != HIDDEN):
                self.wrong.append(f"{self.where(record, model)} {name} by {key}: {answer.word} {answer.said}")
        if self._mark() != before:
            self.wrong.append(f"{self.where(record, model)} {name}: a refused attempt left something")
        for key in self._allowed(allowed):
            self.tried += 1
            with undone(self.road):
                self._succeeds(model, name, row, key, given, record)

    def _allowed(self, allowed):
        """Whom the table names: all of them, and where a walk goes over its own steps only, two, the next two at the next cell."""
        if LONG or not self.own_steps_only or len(allowed) <= 2:
            return allowed
        return [allowed[(self.cells + step * (len(allowed) // 2)) % len(allowed)] for step in range(2)]

    def _refused(self, allowed):
        """Whom the table does not name. Where a walk only repeats the cells of another, or the driver is dear, every eighth of them,
        beginning elsewhere at each cell; the long run tries everybody everywhere.
        """
        others = [(key, actor) for key, actor in self.people.items() if key not in allowed]
        self.cells += 1
        return others[self.cells % self.every :: self.every]

    def _mark(self):
        """The fingerprint of the database; without the journals where a refusal is a line in them."""
        if not hasattr(self.driver, "journals"):
            return fingerprint()
        kept = {table: said for table, said in fingerprint().items() if table not in JOURNALED}
        return kept | {"entries": AuditEntry.objects.filter(dossier__isnull=False).count()}

    @staticmethod
    def _is_outside(key, record, given):
        """Whether for this actor the dossier does not exist; a new one may be known by everybody."""
        return key.split(":")[0] in OUTSIDERS and (record is not None or given.get("dossier") is not None)

    def _succeeds(self, model, name, row, key, given, record):
        act_id, stood = uuid.uuid4(), Stood.on(record or self.road.matter)
        answer = self.driver(model, name, actor=self.people[key], act_id=act_id, record=record, **given)
        where = f"{self.where(record, model)} {name} by {key}"
        if answer.word != DONE:
            self.wrong.append(f"{where}: {answer.word} {answer.said}")
            return
        fresh = type(answer.record).objects.get(pk=answer.record.pk)
        if fresh.state != row.target:
            self.wrong.append(f"{where}: rests in {fresh.state}, not {row.target}")
        self.wrong += [f"{where}: {fault}" for fault in faults_of_the_act(act_id, row, stood, self.at)]
        self.wrong += [f"{where}: {fault}" for fault in open_clocks_at_an_end(fresh.dossier)]

    def where(self, record, model):
        return f"[{self.scene}] {model._meta.label} {record.state if record else 'NEW'}"


class Stood:
    """The clocks and holds open on the dossier of a record before an act."""

    def __init__(self, clocks, holds):
        self.clocks, self.holds = clocks, holds

    @classmethod
    def on(cls, record):
        if record is None:
            return cls(set(), set())
        return cls(
            set(Clock.objects.open().filter(dossier=record.dossier_id).values_list("subject_id", "name")),
            set(Hold.objects.open().filter(dossier=record.dossier_id).values_list("subject_id", "name")),
        )


def faults_of_the_act(act_id, row, stood, scene):
    """What one act left behind that the table does not say, or the other way round."""
    entries = list(AuditEntry.objects.filter(act_id=act_id).order_by("seq"))
    first = entries[0]
    if (first.action, first.source or "NEW", first.target) != (row.action, row.source, row.target):
        yield f"its entry says {first.action} {first.source} → {first.target}"
    carried = Counter(entry.action.partition(".")[2] for entry in entries[1:])
    if carried != Counter(row.left_behind(scene)):
        yield f"it carried {dict(carried)}, not {row.left_behind(scene)}"
    acts = [(entry.subject_id, BY_ACTION[entry.action, entry.source or "NEW"]) for entry in entries]
    started = set(Clock.objects.filter(started_act=act_id).values_list("subject_id", "name"))
    placed = set(Hold.objects.filter(placed_act=act_id).values_list("subject_id", "name"))
    closed = Clock.objects.filter(closed_act=act_id)
    met = set(closed.filter(status="met").values_list("subject_id", "name"))
    cancelled = set(closed.filter(status="cancelled").values_list("subject_id", "name"))
    lifted = set(Hold.objects.filter(lifted_act=act_id).values_list("subject_id", "name"))
    yield from _compared("starts", acts, started, None)
    yield from _compared("places", acts, placed, None)
    yield from _compared("meets", acts, met, stood.clocks)
    yield from _compared("cancels", acts, cancelled - started, stood.clocks - started)
    yield from _compared("lifts", acts, lifted, stood.holds)


def _compared(kind, acts, found, stood):
    """``stood`` is what was open before, for what ends something; ``None`` for what begins something."""
    must, may = set(), set()
    for subject, row in acts:
        for name in getattr(row, kind):
            if name == "*":
                must |= stood
            elif name.endswith("?"):
                may.add(name.rstrip("?"))
            elif stood is None or (subject, name) in stood:
                must.add((subject, name))
    missing, extra = must - found, {place for place in found - must if place[1] not in may}
    if missing or extra:
        yield f"{kind}: {sorted(name for _, name in missing)} missing, {sorted(name for _, name in extra)} too many"


def open_clocks_at_an_end(dossier):
    """In a state that no step leaves no clock is open: of the record, and of an archived matter's whole dossier."""
    running = {}
    for kind, subject, name in (
        Clock.objects.open().filter(dossier=dossier).values_list("subject_type", "subject_id", "name")
    ):
        running.setdefault(kind, {}).setdefault(subject, set()).add(name)
    if not running:
        return
    if Matter._base_manager.filter(dossier=dossier, state="archived").exists():
        yield f"{Matter._meta.label} is archived with open clocks in {sorted(running)}"
    for label, ends in terminal_states().items():
        ours = running.get(label.lower(), {})
        rows = MACHINES[label]._base_manager.filter(public_id__in=ours, state__in=ends) if ours else ()
        for row in rows:
            yield f"{label} ends in {row.state} with open clocks {sorted(ours[row.public_id])}"


@contextmanager
def undone(road):
    """What happens in the block has not happened after it."""
    matter, place = road.matter, transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(place)
        road.matter = Matter.objects.get(pk=matter.pk) if matter else None


def survivor(road):
    """Another matter of the commission, into which one may be merged; it stands beside the walk."""
    city, title = road.city, "群众身边突出问题综合治理"
    found = Matter.objects.filter(title=title).first()
    return found or open_record(
        Matter, Matter.register, actor=city.actor("other_officer"), commission=city.commission, committee=city.committee,
        superior=city.commission.superior, drafting_organisation=city.commission, handling_office=city.first_office,
        deputy_in_charge=city.deputy, title=title, category="public_interest", origin="deputy_in_charge", grounds="统筹治理。",
    )  # fmt: skip


def values(road, taken, record):
    """Valid fields for a step, so that only its post or its state can refuse it."""
    name, city, today = f"{type(record).__name__}.{taken.__name__}", road.city, clocks.today()
    goes_on = road.matter and taken.__name__ in ("direct_further_work", "reopen")
    rework = [row for row in road.assignments() if row.state == "accepted"] if goes_on else []
    decision = {"committee_decision": "示市委纪要〔2026〕3号"}
    given = {
        "Matter.determine": {"basis": "经研究确定。", "decision_minutes": "示纪常纪要〔2026〕8号"},
        "Matter.return_for_completion": decision,
        "Matter.refer_for_approval": {"is_important": True, "importance_reason": "涉及面广。"},
        "Matter.approve": decision,
        "Matter.decline_by_committee": decision,
        "Matter.conclude": {"instruction": "同意办结。"},
        "Matter.direct_further_work": {
            "instruction": "继续抓好落实。",
            "assignments": rework,
            "due_on": today + timedelta(30),
        },
        "Matter.reopen": {"assignments": rework, "due_on": today + timedelta(30), **decision},
        "Matter.archive": {"retention": Retention.PERMANENT},
        "Matter.terminate": {"superior_consent": "示省纪函〔2026〕2号", **decision},
        "Matter.assign_officer": {"officer": city.other_officer, "handover": "移交全部未办事项。"},
        "Matter.correct": {"title": "更正后的名称", "correction_asked_by": city.officer, **decision},
        "Matter.consent_to_oral_notice": {"oral_ground": "urgent", "oral_reason": "案情紧急。"},
        "Matter.raise_importance": {"importance_reason": "涉及面扩大。"},
        "Matter.approve_importance": decision,
        "Matter.refuse_importance": {"goes_on_as_ordinary": True, **decision},
        "Matter.merge": {"merged_into": survivor(road) if taken.__name__ == "merge" else None},
        "Filing.send": {"sent_on": today, "proof": "机要交换回执第7号"},
        "Filing.acknowledge": {"receipt": "示省纪备回〔2026〕1号"},
        "Assignment.record_receipt": {"proof": "纸质回执第3号", "paper_receipt": True},
        "Assignment.cancel": {"changed_document": "示纪发〔2026〕9号"},
        "Participation.record_receipt": {"proof": "纸质回执第4号", "paper_receipt": True},
        "Participation.contribute": {"contribution": "已完成协办工作。"},
        "WrittenReport.return_for_rework": {"open_points": "一、公示范围不全。"},
        "Meeting.hold": {"held_on": today, "chair": "示范丁"},
        "Meeting.minute": {"minutes": "会议议定三项任务。"},
        "Meeting.postpone": {"planned_on": today + timedelta(9)},
        "Invitation.attend": {"attendees": "分管负责同志"},
        "Invitation.answer": {"position": "同意。"},
        "Opinion.reply": {"outcome": Outcome.ADOPTED, "reply_document": "示市委批〔2026〕6号"},
        "Opinion.ask_for_more_study": {"reply_document": "示市委批〔2026〕6号"},
        "SupportRequest.answer_support": {"answer": "已协调有关单位提供数据。"},
        "Instruction.reply": {"reply_text": "已按批示办理。"},
        "Extension.give_opinion": {"opinion": "情况属实，建议同意。"},
        "Suspension.grant": {"review_on": today + timedelta(20), **decision},
        "Suspension.refuse": decision,
        "Suspension.resume": decision,
        "Suspension.renew": {"review_on": today + timedelta(40), **decision},
        "UrgeOrder.answer": {"feedback": "已安排专人，本周完成。"},
        "UrgeOrder.find_wanting": {"finding": "仍有两个乡镇没有落实。", "next_due_on": today + timedelta(9)},
        "Accountability.decide": {
            "measure": "criticism",
            "correct_by": today + timedelta(9),
            "decision_document": "示纪常〔2026〕7号",
        },
        "Accountability.close": {"outcome": "已经改正，核实属实。"},
        "PeriodicReport.refresh": {"counted": ([["正在办理的任务", "3"]], "重新统计的正文。", clocks.now())},
        "Mandate.change": {"until_on": today + timedelta(30), "departments": [city.agriculture, city.audit]},
        "Problem.take_measures": {
            "measure": "help", "measures": "协调统一数据口径。", "carried_out_by": "市财政局经建科", "due_on": today + timedelta(9),
        },
        "Problem.coordinate": {"meeting": about_problems(record)},
        "Problem.decide": {"decision": "由财政局牵头办理。", "decision_minutes": "示市委纪要〔2026〕4号"},
        "Problem.resolve": {"outcome": "数据口径已经统一。"},
        "Problem.merge": {"merged_into": another_problem(record)},
        "Appointment.take_office": {"document": "示纪任〔2026〕6号"},
        "Appointment.take_seat": {"seat_host": city.finance},
        "Appointment.end": {"end_document": "示纪免〔2026〕7号"},
        "RegisteredCase.pass_to_review": {"passed_on": today},
        "RegisteredCase.close": {"closed_on": today},
        "Recheck.appoint": {"checker": city.other_officer},
        "Recheck.conclude": {"held_on": today, "means": "on_site", "seen": "抽查三个乡镇，口径一致。"},
        "Recheck.find_recurrence": {"held_on": today, "means": "on_site", "seen": "两个乡镇又各报各的。"},
        "Submission.review": {"review_opinion": "情况属实，建议同意。"},
        "Submission.reply": {"reply_text": "同意。"},
        "AssignedItem.report": {"result": "已逐项核实，结果见附件。"},
        "AssignedItem.return_report": {"due_on": today + timedelta(9)},
        "UnitSupportRequest.give_answer": {"answer": "已协调有关单位提供数据。"},
        "HostMaterial.supply": {"answer": "已提供三年来的会议纪要。"},
        "Inspection.conclude": {"held_on": today, "place": "示范县", "seen": "进度符合要求。"},
    }  # fmt: skip
    return given.get(name, {})


def about_problems(record):
    """The latest coordination meeting of the problem's matter."""
    if not isinstance(record, Problem):
        return None
    return Meeting.objects.filter(matter=record.matter, kind=MeetingKind.COORDINATION).order_by("-pk").first()


def another_problem(record):
    """Another problem of the same matter that is under way."""
    if not isinstance(record, Problem):
        return None
    return record.matter.problems.filter(state__in=UNDER_WAY).exclude(pk=record.pk).order_by("pk").first()
