"""The record of acts refuses to be changed, and shows it when somebody who got past the refusal has changed it."""

import json
import random
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from workflow import audit, checkpoints, clocks
from workflow.jobs import checkpoint_audit
from workflow.models import AuditEntry, Dossier, Journal, OutboxMessage
from workflow.models.audit import install_triggers, missing_triggers

pytestmark = pytest.mark.django_db

ROUNDS = 12  # positions for each way of tampering
DROPS = {
    "sqlite": ["DROP TRIGGER audit_update_refused", "DROP TRIGGER audit_delete_refused"],
    "postgresql": [
        f"DROP TRIGGER {name} ON workflow_auditentry" for name in ("audit_rows_stand", "audit_table_stands")
    ],
}


@pytest.fixture(autouse=True)
def checkpoint_file(settings, tmp_path):
    settings.AUDIT_CHECKPOINT_FILE = tmp_path / "checkpoints.jsonl"
    return settings.AUDIT_CHECKPOINT_FILE


@pytest.fixture
def history(road, other_city):
    """A dossier with a long history and a journal, both sound."""
    road.to("implementing")
    for _ in range(8):
        audit.journal("sign_in", "登录", actor=road.city.actor("officer"))
    return [Dossier.objects.get(pk=road.matter.dossier_id), Journal.objects.get()]


@pytest.fixture
def unguarded(history):
    """What a superuser of the database can bring about: the triggers are gone."""
    connection.check_constraints()
    execute(*DROPS[connection.vendor])
    return history


def execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def verify():
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


def fault():
    """What verification says; a missing trigger is left out, since every tampering begins with it."""
    with pytest.raises(CommandError) as refused:
        verify()
    return "\n".join(line for line in str(refused.value).splitlines() if "触发器" not in line)


def reseal(holder):
    """Give every entry the place and the digest that follow from the one before, and the chain its new head."""
    head, length = audit.genesis(chain_id(holder), holder.chain_algorithm), 0
    for entry in list(holder.entries.order_by("seq")):
        length += 1
        entry.seq, entry.previous = length, head
        head = audit.seal(entry, holder.chain_algorithm)
        AuditEntry.objects.filter(pk=entry.pk).update(seq=length, previous=entry.previous, digest=head)
    type(holder).objects.filter(pk=holder.pk).update(chain_head=head, chain_length=length)


# Ways of tampering: each changes the history of ``holder`` at ``seq`` and returns the place that must be named.


def edit(holder, seq, pick):
    """Change one thing that an entry says."""
    change = pick.choice(
        [
            {"label": "同意"}, {"person_name": "无名氏"}, {"post_words": "局外人"}, {"changes": {"title": ["甲", "乙"]}},
            {"at": F("at") + clocks.timedelta(seconds=1)}, {"target": "archived"}, {"article": "规定 99"},
            {"subject_words": "另一件"}, {"act_id": uuid.uuid4()}, {"address": "10.0.0.1"}, {"on_behalf_of": "某某"},
            {"action": "coordination.Matter.approve"}, {"subject_id": uuid.uuid4()}, {"source_label": "其他"},
        ]
    )  # fmt: skip
    holder.entries.filter(seq=seq).update(**change)
    return seq


def edit_and_reseal_it(holder, seq, pick):
    """Change an entry and compute its own digest anew."""
    entry = holder.entries.get(seq=seq)
    entry.person_name = "无名氏"
    digest = audit.seal(entry, holder.chain_algorithm)
    holder.entries.filter(seq=seq).update(person_name="无名氏", digest=digest)
    return None if seq == holder.chain_length else seq + 1


def delete(holder, seq, pick):
    holder.entries.filter(seq=seq)._raw_delete("default")
    return None if seq == holder.chain_length else seq


def delete_and_close_up(holder, seq, pick):
    """Remove an entry and renumber those after it."""
    holder.entries.filter(seq=seq)._raw_delete("default")
    for entry in holder.entries.filter(seq__gt=seq).order_by("seq"):
        holder.entries.filter(pk=entry.pk).update(seq=entry.seq - 1)
    return None if seq == holder.chain_length else seq


def swap(holder, seq, pick):
    """Exchange the places of two entries."""
    other = pick.choice([place for place in range(1, holder.chain_length + 1) if place != seq])
    one, two = holder.entries.get(seq=seq), holder.entries.get(seq=other)
    for pk, place in ((one.pk, 0), (two.pk, seq), (one.pk, other)):
        AuditEntry.objects.filter(pk=pk).update(seq=place)
    return min(seq, other)


def insert(holder, seq, pick):
    """Put a forged entry between two."""
    for entry in holder.entries.filter(seq__gt=seq).order_by("-seq"):
        AuditEntry.objects.filter(pk=entry.pk).update(seq=entry.seq + 1)
    forged = holder.entries.get(seq=seq)
    forged.pk, forged.seq, forged.previous, forged.act_id = None, seq + 1, forged.digest, uuid.uuid4()
    forged.digest = audit.seal(forged, holder.chain_algorithm)
    forged._state.adding = True
    forged.save(force_insert=True)
    return None if seq == holder.chain_length else seq + 2


def cut(holder, seq, pick):
    """Remove everything from an entry on, and leave the head as it is."""
    holder.entries.filter(seq__gte=seq)._raw_delete("default")


def repoint(holder, seq, pick):
    """Change the head only."""
    type(holder).objects.filter(pk=holder.pk).update(chain_head=holder.entries.get(seq=seq).previous)


SHOWN_BY_THE_CHAIN = [edit, edit_and_reseal_it, delete, delete_and_close_up, swap, insert, cut, repoint]


def cut_and_repoint(holder, seq, pick):
    """Remove the tail and make the head fit."""
    holder.entries.filter(seq__gte=seq)._raw_delete("default")
    last = holder.entries.order_by("-seq").first()
    head = last.digest if last else audit.genesis(chain_id(holder), holder.chain_algorithm)
    type(holder).objects.filter(pk=holder.pk).update(chain_head=head, chain_length=seq - 1)


def rewrite(holder, seq, pick):
    """Change an entry and compute the whole chain anew."""
    holder.entries.filter(seq=seq).update(person_name="无名氏")
    reseal(holder)


def remove_and_rewrite(holder, seq, pick):
    """Remove an entry and compute the whole chain anew."""
    holder.entries.filter(seq=seq)._raw_delete("default")
    reseal(holder)


SHOWN_BY_THE_CHECKPOINT = [cut_and_repoint, rewrite, remove_and_rewrite]


def chain_id(holder):
    return holder.public_id if isinstance(holder, Dossier) else f"{holder.scope}:{holder.day}"


def positions(holder, pick):
    """The first, the last, and places in between."""
    return {1, holder.chain_length, *(pick.randint(1, holder.chain_length) for _ in range(ROUNDS))}


@pytest.mark.parametrize("tamper", SHOWN_BY_THE_CHAIN, ids=lambda tamper: tamper.__name__)
def test_a_change_is_found_at_its_place(unguarded, tamper):
    pick = random.Random(tamper.__name__)
    for holder in unguarded:
        for seq in positions(holder, pick):
            with transaction.atomic():
                place = tamper(holder, seq, pick)
                said = fault()
                transaction.set_rollback(True)
            assert str(chain_id(holder)) in said
            if place:
                assert f"第{place}项" in said, (tamper.__name__, seq, said)


@pytest.mark.parametrize("tamper", SHOWN_BY_THE_CHECKPOINT, ids=lambda tamper: tamper.__name__)
def test_a_history_made_sound_again_is_found_by_the_checkpoint(unguarded, tamper, checkpoint_file):
    assert checkpoint_audit() == 2
    written = checkpoint_file.read_text()
    pick = random.Random(tamper.__name__)
    for holder in unguarded:
        for seq in positions(holder, pick):
            with transaction.atomic():
                tamper(holder, seq, pick)
                assert "检查点" in fault()
                checkpoint_audit()  # the rewritten head is written down too, and hides nothing
                assert "检查点" in fault()
                checkpoint_file.unlink()
                assert chain_says_nothing()  # control: without the file this tampering passes
                transaction.set_rollback(True)
            checkpoint_file.write_text(written)


def chain_says_nothing():
    return all(audit.first_fault(holder, chain_id) is None for _, chain_id, holder in checkpoints.chains())


def test_a_whole_chain_that_is_gone_is_found_by_the_checkpoint(unguarded):
    checkpoint_audit()
    journal = unguarded[1]
    journal.entries.all()._raw_delete("default")
    Journal.objects.filter(pk=journal.pk)._raw_delete("default")
    assert "整链已不存在" in fault()


def test_histories_exchanged_between_two_dossiers_are_found(unguarded, road):
    one, two = unguarded[0], type(road)(road.city).register().dossier
    two.refresh_from_db()
    moved = list(two.entries.values_list("pk", flat=True))
    two.entries.update(seq=F("seq") + 1000)
    one.entries.update(dossier=two)
    AuditEntry.objects.filter(pk__in=moved).update(dossier=one, seq=F("seq") - 1000)
    for holder, source in ((one, two), (two, one)):
        head = {"chain_length": source.chain_length, "chain_head": source.chain_head}
        Dossier.objects.filter(pk=holder.pk).update(**head)
    said = fault()
    assert f"{one.public_id}：第1项" in said
    assert f"{two.public_id}：第1项" in said


def test_the_next_act_carries_on_a_chain_that_was_rewritten_and_it_is_still_found(unguarded, road):
    checkpoint_audit()
    rewrite(unguarded[0], 3, random.Random(1))
    road.receive()
    checkpoint_audit()
    assert "与库外检查点不符" in fault()


# What is in order


def test_a_sound_history_raises_no_alarm(road, checkpoint_file):
    for _, leg in road.legs():
        leg()
        audit.journal("download", "下载", actor=road.city.actor("officer"))
        assert "未发现问题" in verify()
        assert checkpoint_audit() == 2
        assert "未发现问题" in verify()
    dossier = Dossier.objects.get()
    expected = f"核验2条链、{dossier.chain_length + len(road.legs())}项办理记录、{2 * len(road.legs())}个库外检查点"
    assert expected in verify()


def test_what_a_refused_act_left_undone_breaks_no_chain(road):
    road.to("submitted")
    with transaction.atomic():
        road.determine()
        transaction.set_rollback(True)
    road.matter.refresh_from_db()
    road.determine()
    assert "未发现问题" in verify()


def test_a_checkpoint_is_written_once_for_each_head(history, checkpoint_file):
    assert checkpoint_audit() == 2
    before = checkpoint_file.read_bytes()
    assert checkpoint_audit() == 0
    assert checkpoint_file.read_bytes() == before
    audit.journal("sign_in", "登录")
    assert checkpoint_audit() == 1
    assert checkpoint_file.read_bytes().startswith(before)
    dossier = history[0]
    said = [json.loads(line) for line in checkpoint_file.read_text().split("\n") if line]
    assert said[0] | {"at": ""} == {
        "chain": f"dossier:{dossier.public_id}", "length": dossier.chain_length, "head": dossier.chain_head,
        "algorithm": audit.ALGORITHM, "at": "",
    }  # fmt: skip
    assert checkpoint_file.stat().st_mode & 0o777 == 0o600


def test_a_broken_line_of_the_checkpoint_file_is_named_and_swallows_no_other(history, checkpoint_file):
    checkpoint_audit()
    with checkpoint_file.open("a") as file:
        file.write('{"chain": "dossier:')
    audit.journal("sign_in", "登录")
    assert checkpoint_audit() == 1
    assert fault().splitlines()[1:] == ["库外检查点文件第3行无法读取"]
    assert checkpoint_audit() == 0


# What the database refuses


def change(entry):
    AuditEntry.objects.filter(pk=entry.pk).update(label="同意")


def remove(entry):
    AuditEntry.objects.filter(pk=entry.pk)._raw_delete("default")


def write_over(entry):
    entry.label = "同意"
    entry.save()


@pytest.mark.parametrize("attempt", [change, remove, write_over], ids=lambda attempt: attempt.__name__)
def test_the_database_refuses_to_change_what_was_done(history, attempt):
    entry = AuditEntry.objects.order_by("?").first()
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
        attempt(entry)
    assert "未发现问题" in verify()


@pytest.mark.postgres
@pytest.mark.parametrize("words", ["", " CASCADE"])
def test_the_database_refuses_to_empty_the_table(history, words):
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
        execute(f"TRUNCATE workflow_auditentry{words}")


@pytest.mark.postgres
def test_a_session_that_plays_replica_is_refused_too(history):
    """Ordinary triggers rest in a session with this setting; these stand always."""
    execute("SET LOCAL session_replication_role = replica")
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
        change(AuditEntry.objects.first())


def test_a_missing_trigger_is_named_and_put_back(unguarded):
    assert len(missing_triggers()) == 2
    with pytest.raises(CommandError, match="缺少只追加触发器"):
        verify()
    install_triggers()
    assert missing_triggers() == []
    assert "未发现问题" in verify()


def test_if_the_entry_cannot_be_written_the_act_fails(road):
    road.to("submitted")
    before = Dossier.objects.get().version, OutboxMessage.objects.count()
    refusal = {
        "sqlite": [
            "CREATE TRIGGER full BEFORE INSERT ON workflow_auditentry BEGIN SELECT RAISE(ABORT, '没有空间'); END"
        ],
        "postgresql": [
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '没有空间'; END $$",
            "CREATE TRIGGER full_disk BEFORE INSERT ON workflow_auditentry FOR EACH ROW EXECUTE FUNCTION full_disk()",
        ],
    }
    connection.check_constraints()
    execute(*refusal[connection.vendor])
    with pytest.raises(DatabaseError, match="没有空间"), transaction.atomic():
        road.determine()
    road.matter.refresh_from_db()
    assert road.matter.state == "submitted"
    assert (Dossier.objects.get().version, OutboxMessage.objects.count()) == before
