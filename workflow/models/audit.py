"""The record that nobody can rewrite: audit entries, the journals, and the triggers that refuse any change."""

from django.conf import settings
from django.db import connections, models
from django.db.models import Q

from organizations.models import Organisation
from workflow.models.dossier import Dossier


class Journal(models.Model):
    """A chain of its own for what moves no dossier: sign-ins, downloads, refusals, administration (per organisation and day)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="journals")
    scope = models.CharField("范围", max_length=40)
    day = models.DateField("日期")
    chain_algorithm = models.CharField("链算法", max_length=10)
    chain_length = models.PositiveIntegerField("链长", default=0)
    chain_head = models.CharField("链首", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "日志簿"
        constraints = [
            models.UniqueConstraint(fields=["scope", "day"], name="one_journal_a_day"),
        ]

    def __str__(self):
        return f"{self.organisation or '系统'} {self.day:%Y-%m-%d}"


class AuditEntry(models.Model):
    """One act on one subject, in the words of the time. Entries hold digests and short words, never body text."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="entries", db_index=False)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, null=True, related_name="entries", db_index=False)
    seq = models.PositiveIntegerField("序号")
    act_id = models.UUIDField("办理标识")
    at = models.DateTimeField("时间")
    action = models.CharField("步骤", max_length=80)
    label = models.CharField("名称", max_length=40)
    article = models.CharField("依据", max_length=40)
    subject_type = models.CharField(max_length=50)
    subject_id = models.UUIDField(null=True)
    subject_words = models.CharField("对象", max_length=120)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    person_name = models.CharField("姓名", max_length=40)
    post_words = models.CharField("职务", max_length=120)
    on_behalf_of = models.CharField("代何人办理", max_length=120, blank=True)
    address = models.CharField("来自", max_length=45, blank=True)
    source = models.CharField("原状态", max_length=24, blank=True)
    target = models.CharField("新状态", max_length=24, blank=True)
    source_label = models.CharField("原状态名称", max_length=40, blank=True)
    target_label = models.CharField("新状态名称", max_length=40, blank=True)
    changes = models.JSONField("变更", default=dict)
    previous = models.CharField("前项", max_length=64)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="one_entry_a_place_in_a_dossier"),
            models.UniqueConstraint(fields=["journal", "seq"], name="one_entry_a_place_in_a_journal"),
            models.UniqueConstraint(fields=["act_id", "subject_id", "action"], name="one_entry_an_act_and_subject"),
            models.CheckConstraint(
                name="entry_belongs_to_one_chain",
                condition=Q(dossier__isnull=False, journal__isnull=True)
                | Q(dossier__isnull=True, journal__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at"]), models.Index(fields=["subject_id"]),
            models.Index(fields=["at"], name="entry_at"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.seq} {self.label} {self.subject_words}"

    def delete(self, *args, **kwargs):
        raise TypeError("办理记录不能删除。")


APPEND_ONLY = "workflow_auditentry"
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION workflow_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '办理记录只能追加，不能修改或删除'; END $$;
DROP TRIGGER IF EXISTS audit_rows_stand ON {APPEND_ONLY};
CREATE TRIGGER audit_rows_stand BEFORE UPDATE OR DELETE ON {APPEND_ONLY}
    FOR EACH ROW EXECUTE FUNCTION workflow_append_only();
DROP TRIGGER IF EXISTS audit_table_stands ON {APPEND_ONLY};
CREATE TRIGGER audit_table_stands BEFORE TRUNCATE ON {APPEND_ONLY}
    FOR EACH STATEMENT EXECUTE FUNCTION workflow_append_only();
ALTER TABLE {APPEND_ONLY} ENABLE ALWAYS TRIGGER audit_rows_stand;
ALTER TABLE {APPEND_ONLY} ENABLE ALWAYS TRIGGER audit_table_stands;
"""
SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_{verb.lower()}_refused BEFORE {verb} ON {APPEND_ONLY} "
    "BEGIN SELECT RAISE(ABORT, '办理记录只能追加，不能修改或删除'); END"
    for verb in ("UPDATE", "DELETE")
)


def install_triggers(using="default", **kwargs):
    """(Re)create the append-only triggers; SQLite drops them when Django remakes the table, so this runs after every migrate."""
    connection = connections[using]
    if APPEND_ONLY not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in (POSTGRESQL,) if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def missing_triggers(using="default"):
    """Names of append-only triggers that are absent or switched off on this database."""
    connection = connections[using]
    if APPEND_ONLY not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            wanted = {"audit_rows_stand", "audit_table_stands"}
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled = 'A'", [APPEND_ONLY]
            )
        else:
            wanted = {"audit_update_refused", "audit_delete_refused"}
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [APPEND_ONLY])
        return sorted(wanted - {name for (name,) in cursor.fetchall()})
