"""The small model of a dossier: what the reviewed table says of each entry, and nothing that the code says."""

import uuid

from django.db import connection

from tests.coordination.table import BY_ACTION, MACHINES
from workflow.models import AuditEntry, Clock, Hold

RESTING = [
    f"SELECT CAST(public_id AS text), state, '{label}' AS kind, id FROM {model._meta.db_table} WHERE dossier_id = %s"
    for label, model in MACHINES.items()
]
OPEN = [
    f"SELECT CAST(subject_id AS text), name, 'clock', id FROM {Clock._meta.db_table} WHERE dossier_id = %s AND status = 'open'",
    f"SELECT CAST(subject_id AS text), name, 'hold', id FROM {Hold._meta.db_table} WHERE dossier_id = %s AND lifted_at IS NULL",
]
COUNTED = f"SELECT NULL, CAST(count(*) AS text), 'entries', 0 FROM {AuditEntry._meta.db_table} WHERE dossier_id = %s"
STANDING = " UNION ALL ".join([*RESTING, *OPEN, COUNTED]) + " ORDER BY kind, id"
EDIT = ".revise"


def standing(dossier):
    """({public id: state}, {public id: model label}, open clocks, open holds, number of entries) as the database has them."""
    states, labels, entries, opened = {}, {}, 0, {"clock": set(), "hold": set()}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [dossier.pk] * (len(MACHINES) + 3))
        for subject, said, kind, _ in cursor.fetchall():
            if kind == "entries":
                entries = int(said)
            elif kind in opened:
                opened[kind].add((uuid.UUID(subject), said))
            else:
                states[uuid.UUID(subject)], labels[uuid.UUID(subject)] = said, kind
    return states, labels, opened["clock"], opened["hold"], entries


class Small:
    """States, open clocks and open holds of one dossier, and the number of its entries."""

    def __init__(self, dossier):
        self.dossier = dossier
        self.states, self.labels, self.clocks, self.holds, self.entries = {}, {}, set(), set(), 0
        self.touched = set()  # records of the last act

    @classmethod
    def standing_on(cls, dossier):
        """The model of a dossier as it stands."""
        small = cls(dossier)
        small.states, small.labels, small.clocks, small.holds, small.entries = standing(dossier)
        return small

    def replay(self):
        """Take over everything that ever happened on the dossier, and compare."""
        acts = AuditEntry.objects.filter(dossier=self.dossier).order_by("seq").values_list("act_id", flat=True)
        self.agree(set().union(*[self.follow(act_id) for act_id in dict.fromkeys(acts)]))

    def follow(self, act_id):
        """Take over one act, entry by entry; the names of what the table gives it on a condition only."""
        entries = list(AuditEntry.objects.filter(act_id=act_id, dossier=self.dossier).order_by("seq"))
        self.entries += len(entries)
        rows = [
            (entry.subject_id, BY_ACTION[entry.action, entry.source or "NEW"])
            for entry in entries
            if not entry.action.endswith(EDIT)
        ]
        self.touched = {subject for subject, _ in rows}
        for subject, row in rows:
            assert self.states.get(subject, "NEW") == row.source, f"{row.action} from {self.states.get(subject)}"
            self.states[subject] = row.target
            for ended in (*row.meets, *row.cancels):
                self._end(self.clocks, subject, ended)
            for lifted in row.lifts:
                self._end(self.holds, subject, lifted)
        for subject, row in rows:
            self.clocks |= {(subject, name) for name in row.starts if not name.endswith("?")}
            self.holds |= {(subject, name) for name in row.places if not name.endswith("?")}
        return {
            name.rstrip("?")
            for _, row in rows
            for name in (*row.starts, *row.meets, *row.cancels, *row.places, *row.lifts)
            if name.endswith("?")
        }

    @staticmethod
    def _end(table, subject, name):
        if name == "*":
            table.clear()
        else:
            table.discard((subject, name))

    def agree(self, conditional=()):
        """Compare with the database; what holds on a condition is taken from it."""
        states, self.labels, open_clocks, holds, entries = standing(self.dossier)
        for name in conditional:
            for ours, theirs in ((self.clocks, open_clocks), (self.holds, holds)):
                ours -= {place for place in ours if place[1] == name}
                ours |= {place for place in theirs if place[1] == name}
        compared = {
            "states": (self.states.items(), states.items()), "clocks": (self.clocks, open_clocks), "holds": (self.holds, holds),
            "entries": ({self.entries}, {entries}),
        }  # fmt: skip
        wrong = {
            kind: {"missing": ours - theirs, "too many": theirs - ours} for kind, (ours, theirs) in compared.items()
        }
        assert not any(any(found.values()) for found in wrong.values()), wrong
