"""The only place where organisations and the offices of a commission are set up, closed and opened again (机构).

Closing one that still has posts would take rights away, and opening it again would give them back: both are the security
administrator's. So posts are ended first.
"""

from django.db import transaction

from organizations.models import Kind, Office, Organisation, Post, Role
from workflow import clocks
from workflow.administration import RULE, bar, enter, record, save_new
from workflow.guards import Obstacle
from workflow.models import Policy

FOUNDED = tuple(kind for kind in Kind if kind != Kind.SYSTEM)


@transaction.atomic
def create_organisation(actor, *, kind, name, short_name, code_word="", superior=None, committee=None):
    """A new organisation; a commission begins with the default periods (本单位设定) as its first policy. Returns it."""
    enter("create_organisation", actor)
    organisation = Organisation(
        kind=kind, name=name, short_name=short_name, code_word=code_word, superior=superior, committee=committee
    )
    bar("create_organisation", _against_founding(organisation))
    save_new("create_organisation", organisation)
    if organisation.kind == Kind.COMMISSION:
        Policy.objects.create(commission=organisation, number=1, title="默认时限设定", effective_on=clocks.today())
    said = {"类别": [None, organisation.get_kind_display()], "上级": [None, str(superior or "")]}
    record("create_organisation", actor, organisation, organisation.name, said)
    return organisation


@transaction.atomic
def deactivate_organisation(actor, organisation):
    """Close an organisation without posts. It stays named on everything it took part in."""
    _switch("deactivate_organisation", actor, organisation, against=against_closing)


@transaction.atomic
def reactivate_organisation(actor, organisation):
    _switch("reactivate_organisation", actor, organisation)


@transaction.atomic
def open_office(actor, commission, name):
    """A new office of a commission. Returns it."""
    enter("open_office", actor)
    office = Office(commission=commission, name=name)
    bar("open_office", _against_office(commission, name))
    save_new("open_office", office)
    record("open_office", actor, office, f"{commission.short_name}{office.name}")
    return office


@transaction.atomic
def close_office(actor, office):
    _switch("close_office", actor, office, against=against_closing)


@transaction.atomic
def reopen_office(actor, office):
    _switch("reopen_office", actor, office)


def against_closing(row):
    """What bars closing an organisation or an office."""
    if getattr(row, "kind", "") == Kind.SYSTEM:
        return [Obstacle("系统管理机构不能停用", RULE)]
    posts = Post.objects.not_over(clocks.today())
    left = posts.filter(office=row) if isinstance(row, Office) else posts.filter(organisation=row)
    if not (number := left.count()):
        return []
    return [Obstacle(f"还有 {number} 个未终止的职务，应当先终止", RULE, Role.SECURITY_ADMIN.label)]


def _switch(act, actor, row, against=lambda row: []):
    """Close what is open or open what is closed."""
    enter(act, actor)
    row = type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
    closing = act in ("deactivate_organisation", "close_office")
    words = ["在用", "停用"] if closing else ["停用", "在用"]
    already = [Obstacle(f"现已{words[1]}", RULE)] if row.is_active != closing else []
    bar(act, already or against(row))
    row.is_active = not closing
    row.save(update_fields=["is_active"])
    record(
        act, actor, row, getattr(row, "short_name", None) or f"{row.commission.short_name}{row.name}", {"状态": words}
    )


def _against_founding(organisation):
    if organisation.kind == Kind.SYSTEM:
        return [Obstacle("系统管理机构只有一个", RULE)]
    found = _against_namesakes(organisation)
    superior, committee = organisation.superior, organisation.committee
    is_commission = organisation.kind == Kind.COMMISSION
    if committee and (not is_commission or committee.kind != Kind.PARTY_COMMITTEE):
        found.append(Obstacle("只有纪委（监委）填同级党委，并且应当是党委（党组）", RULE, "办理人"))
    if superior and is_commission and superior.kind != Kind.COMMISSION:
        found.append(Obstacle("纪委（监委）的上级应当是纪委（监委）", RULE, "办理人"))
    if superior and superior.kind == Kind.SYSTEM:
        found.append(Obstacle("系统管理机构不能作为上级", RULE, "办理人"))
    if is_commission and not organisation.code_word:
        found.append(Obstacle("纪委（监委）应当有机关代字，文号由此编排", RULE, "办理人"))
    if any(above and not above.is_active for above in (superior, committee)):
        found.append(Obstacle("上级或者同级党委已停用", RULE, Role.SYSTEM_ADMIN.label))
    return found


def _against_namesakes(organisation):
    found = []
    if Organisation.objects.filter(name=organisation.name).exists():
        found.append(Obstacle("已有同一全称的机构", RULE, "办理人"))
    if organisation.code_word and Organisation.objects.filter(code_word=organisation.code_word).exists():
        found.append(Obstacle("机关代字已由其他机构使用，文号会重复", RULE, "办理人"))
    return found


def _against_office(commission, name):
    if commission.kind != Kind.COMMISSION:
        return [Obstacle("只有纪委（监委）设室", RULE)]
    if commission.offices.filter(name=name).exists():
        return [Obstacle("已有同名的室", RULE, "办理人")]
    return [] if commission.is_active else [Obstacle("机构已停用", RULE, Role.SYSTEM_ADMIN.label)]
