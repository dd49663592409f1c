"""Conditions of joint actions, of who takes part in them and of their tasks (规则 14, 16, 17)."""

from dispatch.joint_kinds import FORM_OF, lacking_in
from dispatch.paper_guards import (
    the_last_urging_lies_back,
    the_new_date_lies_ahead,
    the_office_is_the_authoritys,
    what_the_unit_owes_is_due,
)
from dispatch.parties import is_local_commission, units_under
from organizations.models import Role
from workflow import clocks
from workflow.authority import at
from workflow.guards import guard, lacking

__all__ = [
    "the_last_urging_lies_back", "the_new_date_lies_ahead", "the_office_is_the_authoritys", "what_the_unit_owes_is_due",
]  # fmt: skip
ARTICLE = "规则 14、16、17"
DIRECTOR = at("commission", Role.OFFICE_DIRECTOR)
OPEN_TASKS = ("assigned", "returned", "reported")
AGREED = ("approved", "under_way")


def named(offices, units, local_commissions):
    """[(organisation, office)] of those who were chosen; of an office the organisation is its commission."""
    own = [(office.commission, office) for office in offices or ()]
    return own + [(house, None) for house in (*(units or ()), *(local_commissions or ()))]


def with_entry(progress, entry):
    """What was said of the progress, the latest first, each with its day."""
    return f"{clocks.today():%Y-%m-%d} {entry.strip()}\n{progress}".strip()


# The action


@lacking("内容不齐，缺", article="系统规则")
def it_says_what_is_to_be_done(action):
    yield from (label for value, label in ((action.title, "名称"), (action.content, "目标和内容")) if not value.strip())


@lacking("日期不对", article="系统规则")
def its_dates_are_in_order(action, *, today):
    if action.starts_on is None or action.due_on is None:
        yield "没有填写日期"
        return
    if action.due_on < action.starts_on:
        yield "完成期限早于开始日期"
    if today is not None and action.due_on < today:
        yield "完成期限不能早于今天"


@lacking("不能参加", article=ARTICLE)
def the_parties_may_take_part(action, *, offices, units, local_commissions):
    for office in offices or ():
        if office.commission_id != action.commission_id or not office.is_active:
            yield f"{office}不是派出机关在用的室"
    ours = set(units_under(action.commission).values_list("pk", flat=True)) if units else ()
    yield from (f"{unit}不是派出机关现在派出的派驻机构" for unit in units or () if unit.pk not in ours)
    for house in local_commissions or ():
        if not is_local_commission(house, action.commission):
            yield f"{house}不是地方纪委"


@lacking("参加单位不够", article=ARTICLE)
def the_parties_fit_the_form(action, *, offices, units, local_commissions):
    if action.kind in FORM_OF:
        numbers = [len(set(chosen or ())) for chosen in (offices, units, local_commissions)]
        yield from lacking_in(FORM_OF[action.kind], numbers)
    else:
        yield "没有选择工作种类"


@guard("没有选择要增加的单位", article=ARTICLE)
def somebody_is_added(action, *, offices, units, local_commissions):
    return bool(offices or units or local_commissions)


@lacking("已经参加", article=ARTICLE)
def they_do_not_take_part_yet(action, *, offices, units, local_commissions):
    there = {(row.organisation_id, row.office_id) for row in action.parties_by_name()}
    for house, office in named(offices, units, local_commissions):
        if (house.pk, office.pk if office else None) in there:
            yield str(office or house)


@lacking("还没有分配任务", article=ARTICLE, mended_by=[DIRECTOR])
def every_party_has_a_task(action):
    busy = set(action.tasks.exclude(state="cancelled").values_list("party", flat=True))
    yield from (row.plain_words for row in action.parties_by_name() if row.pk not in busy)


@lacking("还有任务没有完成", article=ARTICLE)
def no_task_is_open(action):
    rows = action.tasks.filter(state__in=OPEN_TASKS).select_related("party__organisation", "party__office")
    yield from (f"{row.party.plain_words}（{row.state_label}）" for row in rows.order_by("pk"))


@guard("应当写明结果", article=ARTICLE)
def says_what_came_of_it(action, *, result):
    return bool((result or "").strip())


# Who takes part


@guard("联合工作不在进行", article=ARTICLE)
def its_action_is_agreed(record):
    return record.action.state in AGREED


@lacking("退出以后参加单位不够，应当先增加或者中止", article=ARTICLE)
def enough_take_part_without_it(party):
    left = [row for row in party.action.parties_by_name() if row.pk != party.pk]
    numbers = [sum(row.place == place for row in left) for place in range(3)]
    yield from lacking_in(party.action.form, numbers)


@lacking("还有任务没有完成", article=ARTICLE)
def it_has_no_open_task(party):
    rows = party.tasks.filter(state__in=OPEN_TASKS).order_by("pk")
    yield from (row.content[:20] for row in rows)


# Its tasks


@guard("应当写明任务内容", article=ARTICLE)
def says_what_the_party_does(task):
    return bool(task.content.strip())


@guard("应当由参加这项联合工作的单位承担", article=ARTICLE)
def its_party_takes_part(task):
    return task.party_id is not None and task.party.action_id == task.action_id and task.party.state == "taking_part"


@lacking("完成期限不对", article="系统规则")
def its_date_fits_the_action(task, *, today):
    if task.due_on is None:
        yield "没有填写"
    elif task.due_on > task.action.due_on:
        yield f"不能晚于联合工作的完成期限（{task.action.due_on:%Y-%m-%d}）"
    elif today is not None and task.due_on < today:
        yield "不能早于今天"


@lacking("新的完成期限不对", article="系统规则")
def its_new_date_fits_the_action(task, *, due_on, today):
    if due_on is None:
        yield "没有填写"
    elif due_on > task.action.due_on:
        yield f"不能晚于联合工作的完成期限（{task.action.due_on:%Y-%m-%d}），先调整联合工作的期限"
    elif today is not None and due_on < today:
        yield "不能早于今天"


@guard("应当写明进展", article=ARTICLE)
def says_how_it_gets_on(task, *, entry):
    return bool((entry or "").strip())


@guard("应当写明任务结果", article=ARTICLE)
def says_what_was_done(task, *, result):
    return bool((result or "").strip())


@guard("这项任务由本室办理，不用催办", article="系统规则", quiet=True)
def another_office_does_it(task, *, actor):
    return actor is None or task.party.office_id not in actor.office_ids(Role.OFFICE_DIRECTOR)
