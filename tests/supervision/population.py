"""A population of matters, tasks, clocks and histories drawn by a seed: rows in any state, which no road leads to, written at once."""

import random
import uuid
from datetime import datetime, time, timedelta

from coordination.models import Assignment, Matter
from supervision.models import Problem
from tests.test_ceilings import twin
from workflow import access, clocks
from workflow.models import AuditEntry, Clock, Dossier, Policy
from workflow.models.dossier import DossierRecusal

BACK = 150  # days over which a history reaches
CLOCKS = ("determination", "planning", "work", "report", "review", "archiving")
ACTS = {
    "coordination.matter": "register suggest submit determine approve return_for_completion issue notify_orally conclude reopen "
    "direct_further_work decline terminate merge archive assign_officer revise",
    "coordination.assignment": "draft issue reassign receive record_receipt report return_report accept rework cancel extend",
    "coordination.extension": "request give_opinion grant refuse lapse",
    "coordination.suspension": "request_suspension grant renew resume",
    "supervision.urging": "urge",
    "supervision.urgeorder": "draft approve receive answer accept",
    "supervision.problem": "report_problem take_measures resolve reopen dismiss merge",
}
NAMES = {
    "coordination.matter": "coordination.Matter", "coordination.assignment": "coordination.Assignment",
    "coordination.extension": "coordination.Extension", "coordination.suspension": "coordination.Suspension",
    "supervision.urging": "supervision.Urging", "supervision.urgeorder": "supervision.UrgeOrder",
    "supervision.problem": "supervision.Problem",
}  # fmt: skip


class Population:
    """What one seed makes of the scene: ``matters`` of both cities with everything that hangs on them."""

    def __init__(self, scene, seed, matters=14):
        self.scene, self.chance = scene, random.Random(seed)
        self.today, self.entries, self.running, self.places = clocks.today(), [], [], {}
        self.policies = self._policies()
        self.matters = [
            self._matter(self.chance.choice((scene.ours, scene.ours, scene.ours, scene.theirs))) for _ in range(matters)
        ]
        access.rebuild_access(self.matters)
        self._recuse()
        Clock.objects.bulk_create(self.running)
        for matter in self.matters:
            self._children(matter)
        AuditEntry.objects.bulk_create(self.entries)

    def _policies(self):
        """Two versions of the rules, by which lights differ."""
        first = Policy.objects.filter(commission=self.scene.ours.city.commission).first()
        kept = {
            column.attname: getattr(first, column.attname)
            for column in Policy._meta.concrete_fields
            if not column.primary_key
        }
        other = Policy.objects.create(**kept | {"number": 98, "warning_days": 6, "deep_red_days": 5})
        return [first, other]

    def _moment(self, most=BACK):
        day = self.today - timedelta(days=self.chance.randint(0, most))
        return datetime.combine(day, time(self.chance.randint(0, 23), self.chance.randint(0, 59)), clocks.SHANGHAI)

    def _matter(self, play):
        chance, city, model = self.chance, play.city, play.records["ordinary"]
        houses = [city.agriculture, city.finance, city.audit, city.bank, city.health]
        secret = chance.random() < 0.25
        classification = "work_secret" if secret else "internal"
        dossier = Dossier.objects.create(**_values(twin(model.dossier, classification=classification, parties=[])))
        matter = twin(
            Matter.objects.get(pk=model.pk), dossier_id=dossier.pk, public_id=dossier.public_id, number=uuid.uuid4().hex[:20],
            state=chance.choice(Matter.State.values), classification=classification, code_name="代号" if secret else "",
            lead_department_id=chance.choice([None, *[house.pk for house in houses]]), is_convened=chance.random() < 0.7,
            is_issued=chance.random() < 0.5, proposing_department_id=chance.choice([None, city.education.pk]),
            referred_by_id=chance.choice([None, city.deputy.pk]),
            handling_officer_id=chance.choice([None, city.officer.pk, city.second_officer.pk]),
        )  # fmt: skip
        matter.save(force_insert=True)
        matter.participating_departments.set(chance.sample(houses, chance.randint(0, 2)))
        self._history(matter, Matter.State.values)
        self._clocks(matter)
        matter.tasks = [self._task(play, matter, houses, number) for number in range(1, chance.randint(1, 5))]
        return matter

    def _task(self, play, matter, houses, number):
        model = Assignment.objects.get(pk=play.records["task1"].pk)
        task = twin(
            model, dossier_id=matter.dossier_id, matter_id=matter.pk, number=number, resolution_id=None,
            state=self.chance.choice(Assignment.State.values), lead_department_id=self.chance.choice(houses).pk,
        )  # fmt: skip
        task.save(force_insert=True)
        self._history(task, Assignment.State.values)
        self._clocks(task)
        return task

    def _clocks(self, record):
        for name in self.chance.sample(CLOCKS, self.chance.randint(0, 4)):
            due_on = self.today + timedelta(days=self.chance.randint(-40, 40))
            status = self.chance.choice(("open", "met", "met", "cancelled"))
            paused = self.today + timedelta(days=self.chance.randint(-3, 3)) if self.chance.random() < 0.3 else None
            self.running.append(
                twin(
                    self.scene.ours.records["clock"], dossier_id=record.dossier_id, subject_type=record._meta.label_lower,
                    subject_id=record.public_id, name=name, label=f"时限{name}", due_on=due_on, due_at=clocks.end_of(due_on),
                    policy_id=self.chance.choice(self.policies).pk, grave=self.chance.random() < 0.2, status=status,
                    closed_at=None if status == "open" else self._moment(), next_rung_at=None, paused_until=paused,
                    was_overdue=self.chance.random() < 0.3, owed_person_id=None,
                )
            )  # fmt: skip

    def _history(self, record, states):
        """A birth, then acts of any name; some move the record, some leave it where it is."""
        kind, at = record._meta.label_lower, self._moment()
        state = ""
        for _ in range(self.chance.randint(1, 7)):
            action = self.chance.choice(ACTS[kind].split())
            target = self.chance.choice(states) if self.chance.random() < 0.7 or not state else state
            self._entry(record, action, at, state, target)
            state, at = target, at + timedelta(hours=self.chance.randint(1, 400))

    def _entry(self, record, action, at, source, target):
        kind = record._meta.label_lower
        place = self.places[record.dossier_id] = self.places.get(record.dossier_id, 0) + 1
        self.entries.append(
            AuditEntry(
                dossier_id=record.dossier_id, seq=place, act_id=uuid.uuid4(), at=at, action=f"{NAMES[kind]}.{action}", label="办理",
                article="系统规则", subject_type=kind, subject_id=record.public_id, subject_words="对象", person_name="示范",
                post_words="示范", source=source, target=target, previous="0", digest="0",
            )
        )  # fmt: skip

    def _children(self, matter):
        """One of each kind of what is asked, urged and found, on the matter or on one of its tasks."""
        records, task = self.scene.ours.records, self.chance.choice([None, *matter.tasks])
        held = next((clock for clock in self.running if clock.dossier_id == matter.dossier_id), None)
        here = {"dossier_id": matter.dossier_id}
        on_it = here | {"matter_id": matter.pk, "assignment_id": task.pk if task else None}
        made = [twin(records["suspension"], **here, matter_id=matter.pk)]
        made += [twin(records["extension"], **here, assignment_id=task.pk)] if task else []
        made += [twin(records["urging"], **on_it, clock_id=held.pk)] if held else []
        made += [
            twin(type(records["order2"]).objects.get(pk=records["order2"].pk), **on_it, state="accepted", addressee_id=self.scene.ours.city.finance.pk),
            twin(Problem.objects.get(pk=records["problem"].pk), **on_it, state="resolved", inspection_id=None),
        ]  # fmt: skip
        for row in made:
            row.save(force_insert=True)
            self._history(row, type(row).State.values)

    def _recuse(self):
        """From one matter the officer stands back."""
        city = self.scene.ours.city
        DossierRecusal.objects.create(dossier_id=self.chance.choice(self.matters).dossier_id, person_id=city.officer.pk)


def _values(row):
    return {
        column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields if not column.primary_key
    }
