"""The one door: a record is born, moved and edited only through the three verbs of this module.

One order for all: lock the dossier, then the record · a known act answers with its first result · version · visible · authority,
recusal and two-person rule · guards and holds · body · save · clocks and holds · record with before and after. What is written leaves in
one message at the end; if the record of the act cannot be written, the act fails.
"""

import uuid

from django.db import connection, transaction

from workflow import access, audit, clocks, on_paper, statements
from workflow.acts import Act, finish, replaced, take
from workflow.authority import posts_for, who
from workflow.guards import Obstacle
from workflow.models import Attachment, AuditEntry, Dossier, Policy
from workflow.models.record import NEW, Record
from workflow.offers import obstacles
from workflow.steps import Declaration, declaration_of, declarations, fields_of

SPENT = "这张表单已经用于另一次办理，请重新打开页面后再提交。"


class NotPermitted(Exception):
    """The actor sees the record but may not take this step (403)."""

    def __init__(self, label, article, may):
        self.label, self.article, self.may = label, article, may
        super().__init__(
            f"您的职务不能办理“{label}”（{article}）。可办理的是：{may or '随其他步骤一并办理，不单独办理'}。"
        )


class Moved(Exception):
    """Someone was faster, or what was shown has changed (409)."""


class Barred(Exception):
    """The step is refused; ``obstacles`` say why, by which article, and who can mend it (422)."""

    def __init__(self, label, found):
        self.label, self.obstacles = label, list(found)
        super().__init__(
            f"不能{label}：" + "；".join(f"{obstacle.sentence}（{obstacle.article}）" for obstacle in self.obstacles)
        )


@transaction.atomic
def open_record(model, step, *, actor, dossier=None, act_id=None, note="", **fields):
    """Give birth to a record by a step whose source is NEW.

    A root record opens its own dossier (``commission`` is among ``fields``); a child belongs to ``dossier`` for life. Fields that
    the step's body takes are passed to it, the others are set. Returns the saved record. Raises ``NotPermitted`` or ``Barred``.
    """
    asked = {name: fields.pop(name) for name in fields_of(step) if name in fields}
    several = {column.name: fields.pop(column.name) for column in model._meta.many_to_many if column.name in fields}
    act_id = act_id or uuid.uuid4()
    if dossier is not None:
        dossier = Dossier.objects.select_for_update(of=("self",), no_key=True).get(pk=dossier.pk)
        fields = {name: _as_it_is_now(value) for name, value in fields.items()}
    else:
        _one_birth_at_a_time(act_id)
    first = AuditEntry.objects.filter(act_id=act_id, subject_type=model._meta.label_lower).order_by("seq").first()
    if first:
        if first.person_id != actor.person_id:
            raise Moved(SPENT)
        return model._base_manager.get(public_id=first.subject_id)
    record = model(**fields)
    record.chosen = several
    if dossier is not None:
        record.dossier = dossier
    declaration = declaration_of(step, NEW)
    posts = posts_for(declaration.by, record, actor)
    if not posts:
        if dossier is not None and not access.visible_dossiers(actor).filter(pk=dossier.pk).exists():
            raise model.DoesNotExist
        raise NotPermitted(declaration.label_for(record), declaration.article, "、".join(who(declaration.by, record)))
    act = Act(actor.acting_as(_chosen(posts, actor)), act_id, dossier, note=note)
    if dossier is None:
        act.dossier = record.dossier = _open_dossier(record, act)
    act.standing = statements.standing(act.dossier.pk, today=actor.today)
    _refuse_recused(act, declaration.label_for(record))
    found = obstacles(record, step, declaration, act.standing.barring(actor.today), asked, act.actor) + _unsaid(
        declaration, note
    )
    if found:
        raise Barred(declaration.label_for(record), found)
    take(act, record, step, declaration, asked)
    record.save(force_insert=True)
    for name, values in several.items():
        getattr(record, name).set(values)
    act.born.remove(record)
    finish(act, record)
    return record


@transaction.atomic
def advance(record, step, *, actor, expected_version=None, act_id=None, note="", shown=None, paper=None, **fields):
    """Take one step on a record.

    ``expected_version`` is the version that was shown (mandatory from HTTP), ``shown`` the digest of what a signing step showed,
    ``act_id`` makes a repeat harmless, ``note`` is the remark or reason, ``paper`` an unsaved ``PaperAct`` where somebody outside decided on paper, ``fields`` go to
    the step's body. Returns the record.
    Raises ``model.DoesNotExist`` (hidden), ``NotPermitted``, ``Moved`` or ``Barred``; then nothing has changed.
    """
    record, standing = statements.lock_with_standing(type(record), record.pk, act_id, today=actor.today)
    act = Act(actor, act_id or uuid.uuid4(), record.dossier, standing=standing, note=note.strip())
    if standing.repeated:
        return _done_before(record, act, step.__name__)
    declaration = _authorise(record, step, act, expected_version, paper)
    if declaration.signs and shown is not None and shown != getattr(record, declaration.signs):
        raise Moved("您看到的内容在您签批前已有变更，请重新核对后再办理。")
    found = obstacles(record, step, declaration, act.standing.barring(actor.today), fields, act.actor) + _unsaid(
        declaration, act.note
    )
    if paper:
        found += on_paper.obstacles(record, declaration, act.actor, paper)
    if found:
        raise Barred(declaration.label_for(record), found)
    if paper:
        _rest_on(act, record, paper)
    take(act, record, step, declaration, fields)
    finish(act, record)
    return record


def _rest_on(act, record, paper):
    """The act rests on paper: the scan is filed with the record, and the record of the act says who decided."""
    _filed(act, record, [paper.scan], ())
    paper.dossier_id, paper.act_id, paper.scan_id = record.dossier_id, act.id, paper.scan.pk
    paper.subject_type, paper.subject_id = record._meta.label_lower, record.public_id
    paper.recorded_by_id, paper.recorded_at = act.actor.person_id, act.at
    act.paper = paper


@transaction.atomic
def revise(record, *, actor, expected_version=None, act_id=None, attach=(), detach=(), **fields):
    """Edit fields that ``editable`` names for the record's state and this actor. Raises as ``advance`` does.

    ``attach`` are stored, unsaved attachments and ``detach`` saved ones; both need ``"attachments"`` among the editable fields.
    """
    record, standing = statements.lock_with_standing(type(record), record.pk, act_id, today=actor.today)
    act = Act(actor, act_id or uuid.uuid4(), record.dossier, standing=standing)
    if standing.repeated:
        return _done_before(record, act, "revise")
    allowed, posts = editable_fields(record, actor), editing_posts(record, actor)
    if {*fields, *(["attachments"] if attach or detach else [])} - allowed:
        _refuse_hidden(record, actor)
        _refuse_moved(record, expected_version)
        may = [authority for authority, _ in record.editable.get(record.state, ())]
        raise NotPermitted("编辑", "系统规则", "、".join(who(may, record)))
    _refuse_moved(record, expected_version)
    act.actor = actor.acting_as(_chosen(posts, actor))
    _refuse_recused(act, "编辑")
    before = audit.snapshot(record)
    said = _filed(act, record, attach, detach)
    for name, value in fields.items():
        if record._meta.get_field(name).many_to_many:
            said[name] = replaced(getattr(record, name), value)
        else:
            setattr(record, name, value)
    names = audit.changed(record, before)
    said = audit.changes(record, names, before) | {name: pair for name, pair in said.items() if pair[0] != pair[1]}
    if not said:
        return record
    act.moved[record] = names
    edited = Declaration("revise", "编辑", "系统规则", record.state, record.state)
    act.entries.append(
        audit.entry_of(record, edited, act=act, source=record.state, source_label=record.state_label, said=said)
    )
    finish(act, record)
    return record


def _done_before(record, act, name):
    """The first result of a repeated act; an id that another act or another person has used is no repeat of this one."""
    entries = AuditEntry.objects.filter(act_id=act.id, subject_id=record.public_id, action__endswith=f".{name}")
    if not entries.filter(person=act.actor.person_id).exists():
        raise Moved(SPENT)
    return record


def _filed(act, record, attach, detach):
    """Give attachments to the record, or take them off again; what the entry says of it."""
    for attachment in attach:
        attachment.dossier_id, attachment.act_id = record.dossier_id, act.id
        attachment.subject_type, attachment.subject_id = record._meta.label_lower, record.public_id
        attachment.uploaded_by_id, attachment.uploaded_at = act.actor.person_id, act.at
        attachment.save(force_insert=True)
    Attachment.objects.filter(pk__in=[gone.pk for gone in detach], subject_id=record.public_id).update(
        withdrawn_at=act.at
    )
    said = {f"附件 {attachment.name}": [None, attachment.digest] for attachment in attach}
    return said | {f"附件 {gone.name}": [gone.digest, None] for gone in detach}


def editing_posts(record, actor):
    """Posts under which the actor may edit anything of the record in its state."""
    return posts_for([authority for authority, _ in record.editable.get(record.state, ())], record, actor)


def editable_fields(record, actor):
    """Names of the fields that the actor may edit in the record's state; none of a work secret that he may not read."""
    if record.is_covered_from(actor):
        return set()
    return {
        name
        for authority, names in record.editable.get(record.state, ())
        if authority.post_of(record, actor)
        for name in names
    }


def _as_it_is_now(value):
    """A record that a newborn refers to, read again behind the lock: it may have moved while its page was open."""
    if not isinstance(value, Record) or value.pk is None:
        return value
    return type(value)._base_manager.select_related("dossier", *value.within).get(pk=value.pk)


def _one_birth_at_a_time(act_id):
    """A new file has no row to lock: of a double click the second waits here, and then finds the first. SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [act_id.int >> 65])


def _open_dossier(record, act):
    policy = Policy.objects.filter(commission=record.commission).in_force(act.actor.today).first()
    return Dossier.objects.create(
        public_id=record.public_id, kind=record._meta.label_lower, commission=record.commission, policy=policy,
        opened_at=act.at, moved_at=act.at, classification=getattr(record, "classification", "internal"),
        chain_algorithm=audit.ALGORITHM,
        chain_head=audit.genesis(record.public_id),
    )  # fmt: skip


def _chosen(posts, actor):
    return actor.post if actor.post in posts else posts[0]


def _unsaid(declaration, note):
    if declaration.reason and not note.strip():
        return [Obstacle("应当写明理由", declaration.article, "办理人")]
    return []


def _authorise(record, step, act, expected_version, paper=None):
    """The declaration under which the act goes on; sets the acting post. Hidden, moved and forbidden are told apart here."""
    declaration = declaration_of(step, record.state)
    reachable = [declaration] if declaration else declarations(step)
    posts_in = on_paper.posts_to_record if paper else _posts_to_take
    posts = [post for each in reachable for post in posts_in(record, each, act.actor)]
    if not posts:
        _refuse_hidden(record, act.actor)
        _refuse_moved(record, expected_version)
        raise NotPermitted(
            reachable[0].label_for(record), reachable[0].article, "、".join(who(reachable[0].by, record))
        )
    act.actor = act.actor.acting_as(_chosen(posts, act.actor))
    _refuse_recused(act, reachable[0].label_for(record))
    _refuse_moved(record, expected_version)
    if declaration is None:
        label = reachable[0].label_for(record)
        raise Barred(label, [Obstacle(f"现处于“{record.state_label}”，不能办理“{label}”", reachable[0].article)])
    return declaration


def _posts_to_take(record, declaration, actor):
    return posts_for(declaration.by, record, actor)


def _refuse_recused(act, label):
    """Whoever stands back from the dossier (回避) does nothing on it in any post, nor does anyone for him."""
    for person_id in sorted(act.standing.recused & act.actor.person_ids):
        who_stands_back = "您" if person_id == act.actor.person_id else f"所代理的{act.actor.on_behalf_of.name}"
        raise Barred(label, [Obstacle(f"{who_stands_back}已回避本件，不得办理", "系统规则", "其他有职务的人员")])


def _refuse_hidden(record, actor):
    if not type(record).objects.visible_to(actor).filter(pk=record.pk).exists():
        raise type(record).DoesNotExist


def _refuse_moved(record, expected_version):
    if expected_version is None or int(expected_version) == record.version:
        return
    last = AuditEntry.objects.filter(subject_id=record.public_id, dossier=record.dossier_id).order_by("-seq").first()
    moment = clocks.now() if last is None else last.at
    by = f"{last.person_name}{f'（代{last.on_behalf_of}）' if last.on_behalf_of else ''}" if last else "他人"
    done = last.label if last else "更新"
    raise Moved(f"已由{by}于{moment.astimezone(clocks.SHANGHAI):%Y-%m-%d %H:%M}办理“{done}”，请核对最新情况。")
