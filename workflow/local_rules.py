"""The only place where a commission sets its own parameters (实施办法, 规定 20): a new version each time, a line in the journal.

Running dossiers keep the version under which they began; a version whose day has not come waits.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import pairwise

from django.db import transaction

from organizations.actors import actor_of
from organizations.models import Kind, Organisation, Role
from workflow import audit, clocks
from workflow.door import Barred, Moved, NotPermitted
from workflow.guards import Obstacle
from workflow.lent_steps import words_of
from workflow.models import Channel, Circle, Policy
from workflow.months import YEAR
from workflow.steps import On, declarations, machines, steps_of

LABEL, ARTICLE, RULE = "设定实施办法", "规定 20", "系统规则"
READERS = (Role.SECRETARY, Role.STANDING_CLERK, Role.OFFICE_DIRECTOR)
MOST_DAYS, FARTHEST = 250, 366  # working days of a period; days ahead that a version may take effect
MOST_RUNGS, RUNG_SPAN = 8, 120
SETTINGS = {
    # field: (label, the least, the most, unit)
    "warning_days": ("提前预警", 1, 60, "个工作日"),
    "deep_red_days": ("严重超期", 1, MOST_DAYS, "个工作日"),
    "reminders_a_day": ("每人每日外发提醒上限", 1, 50, "件"),
    "urge_days": ("人工催办最短间隔", 1, 60, "个工作日"),
    "suspension_days": ("中止最长期限", 1, MOST_DAYS, "个工作日"),
    "recheck_from_months": ("回头看：解决以后至少", 1, 60, "个月"),
    "recheck_until_months": ("回头看：解决以后至多", 1, 60, "个月"),
    "recheck_share": ("回头看：抽查比例", 1, 100, "%"),
    "rotation_months": ("派驻机构主要负责人轮岗：任职满", 12, 120, "个月"),
    "quorum_share": ("组务会：到会成员至少占全体成员的", 1, 100, "%"),
    "majority_share": ("组务会：赞成票应当超过全体成员的", 1, 99, "%"),
}


@dataclass(frozen=True)
class ClockKind:
    """A kind of clock whose working days a commission may set. ``returned`` is the default where it is started anew for less."""

    key: str
    record: str
    label: str
    article: str
    days: int
    returned: int | None = None

    @property
    def words(self):
        return f"{self.record}：{self.label}"


@cache
def clock_kinds():
    """Every declared kind of clock that is counted in working days, in the order in which the records declare them."""
    return [
        ClockKind(f"{model.__name__}.{name}", str(model._meta.verbose_name), period.label, period.article, period.days,
                  _of_its_own(model, name))
        for model in machines() for name, period in model.clocks.items() if period.days
    ]  # fmt: skip


def _of_its_own(model, name):
    """The default that some step starts this clock with, where it is not the declared one."""
    started = (each for taken in steps_of(model).values() for one in declarations(taken) for each in one.starts)
    return next((each.days for each in started if isinstance(each, On) and each.name == name and each.days), None)


@dataclass(frozen=True)
class RhythmKind:
    """Something that recurs every so many months, of which a commission sets how many: the text names no number."""

    key: str
    label: str
    article: str
    months: int

    @property
    def words(self):
        return f"{self.label}：每几个月一次"


@cache
def rhythm_kinds():
    """Every declared rhythm that the text leaves open, in the order in which the records declare them."""
    return [
        RhythmKind(f"{model.__name__}.{name}", rhythm.label, rhythm.article, rhythm.months)
        for model in machines() for name, rhythm in model.rhythms.items() if not rhythm.by_text
    ]  # fmt: skip


WITHHELD = "不得代理的步骤"
CARRIED_OVER = ("not_delegable", "channels")  # unless they are given


@transaction.atomic
def set_rules(actor, commission, *, based_on, **values):
    """A new version of the commission's rules. Returns it; raises ``NotPermitted``, ``Moved`` or ``Barred``.

    ``based_on`` is the number of the newest version when the form was opened; ``values`` are the version's own fields.
    """
    commission = Organisation.objects.select_for_update(no_key=True).get(pk=commission.pk)
    actor = _entering(actor, commission)
    newest = versions(commission).first()
    if newest.number != based_on:
        raise Moved(f"{newest}已于您填写期间设定，请核对最新的设定后再提交。")
    if found := against(newest, values):
        raise Barred(LABEL, found)
    policy = drafted(newest, values)
    policy.set_by, policy.set_at = actor.person, clocks.now()
    policy.save(force_insert=True)
    changes = {label: [before, after] for label, before, after in differences(newest, policy)}
    audit.journal(
        "set_rules", LABEL, actor=actor, organisation=commission, subject=commission, words=str(policy), article=ARTICLE,
        changes=changes,
    )  # fmt: skip
    return policy


def withhold(actor, commission, *, based_on, keys):
    """A new version that says which steps nobody takes on another's behalf, everything else as in the newest; it counts from
    today, or from the day of a newest version that still waits."""
    newest = versions(commission).first()
    own = {"id", "commission", "number", "set_by", "set_at"}
    values = {
        column.name: getattr(newest, column.name) for column in Policy._meta.concrete_fields if column.name not in own
    }
    values |= {"not_delegable": list(keys), "effective_on": max(newest.effective_on, clocks.today())}
    return set_rules(actor, commission, based_on=based_on, **values)


def _entering(actor, commission):
    """The actor in his post as secretary there, read again behind the lock."""
    chosen = actor.post.pk if actor.post else None
    now = actor_of(actor.person, today=clocks.today(), post=chosen, address=actor.address)
    held = [post for post in now.posts if (post.organisation_id, post.role) == (commission.pk, Role.SECRETARY)]
    if not held:
        raise NotPermitted(LABEL, ARTICLE, f"{commission.short_name}{Role.SECRETARY.label}")
    return now.acting_as(now.post if now.post in held else held[0])


def versions(commission):
    """The commission's versions, the newest first."""
    return Policy.objects.filter(commission=commission).select_related("set_by").order_by("-number")


def drafted(newest, values):
    """The unsaved version that would follow the newest one. Only periods other than the default are kept; what no form asks is
    carried over."""
    kept = {
        kind.key: values["periods"][kind.key]
        for kind in clock_kinds()
        if values["periods"].get(kind.key, kind.days) != kind.days
    }
    rhythms = values.get("rhythms", newest.rhythms)
    recurring = {
        kind.key: rhythms[kind.key] for kind in rhythm_kinds() if rhythms.get(kind.key, kind.months) != kind.months
    }
    return Policy(
        commission_id=newest.commission_id, number=newest.number + 1,
        **{name: getattr(newest, name) for name in CARRIED_OVER} | values | {"periods": kept, "rhythms": recurring},
    )  # fmt: skip


def house_of(actor, *roles):
    """The commission in which the actor holds one of these posts, the acting one first; ``None`` where he holds none."""
    held = [post for post in actor.posts if post.role in roles and post.organisation.kind == Kind.COMMISSION]
    return min(held, key=lambda post: post is not actor.post).organisation if held else None


# What bars a version


def against(newest, values):
    """Why these values cannot become a version after ``newest``."""
    found = _against_numbers(values) + _against_ladder(values["ladder"]) + _against_days(values)
    if not found and not differences(newest, drafted(newest, values)):
        found = [_wrong(f"与{newest}相比没有任何变动，不必另立新版本")]
    return found


def _wrong(sentence, article=RULE):
    return Obstacle(sentence, article, Role.SECRETARY.label)


def _against_numbers(values):
    found = [
        _wrong(f"“{kind.words}”的天数应当在1至{MOST_DAYS}个工作日之间", kind.article)
        for kind in clock_kinds()
        if not 1 <= values["periods"].get(kind.key, kind.days) <= MOST_DAYS
    ]
    found += [
        _wrong(f"“{kind.words}”应当在1至{YEAR}个月之间", kind.article)
        for kind in rhythm_kinds()
        if not 1 <= values.get("rhythms", {}).get(kind.key, kind.months) <= YEAR
    ]
    found += [
        _wrong(f"“{label}”应当在{least}至{most}{unit}之间")
        for name, (label, least, most, unit) in SETTINGS.items()
        if not least <= values[name] <= most
    ]
    if values["recheck_from_months"] > values["recheck_until_months"]:
        found.append(_wrong("回头看的月数应当由少到多"))
    return found


def _against_ladder(ladder):
    if not 1 <= len(ladder) <= MOST_RUNGS:
        return [_wrong(f"提醒阶梯应当有1至{MOST_RUNGS}级")]
    days = [day for day, _, _ in ladder]
    found = []
    if any(later <= earlier for earlier, later in pairwise(days)):
        found.append(_wrong("提醒阶梯的日期应当逐级推后，不能相同或者倒退"))
    if any(abs(day) > RUNG_SPAN for day in days):
        found.append(_wrong(f"提醒阶梯的每一级应当在到期前后{RUNG_SPAN}个工作日之内"))
    if any(not tells or not set(tells) <= set(Circle.values) for _, tells, _ in ladder):
        found.append(_wrong("提醒阶梯的每一级都应当选明告知何人"))
    return found


def _against_days(values):
    today, found = clocks.today(), []
    if values["opens_at"] >= values["closes_at"]:
        found.append(_wrong("提醒时间的起始应当早于截止"))
    if values["effective_on"] < today:
        found.append(_wrong(f"生效日期不能早于今天（{clocks.date_words(today)}）"))
    if values["effective_on"] > today + timedelta(days=FARTHEST):
        found.append(_wrong("生效日期不能晚于一年以后"))
    if values.get("filed_on") and values["filed_on"] > today:
        found.append(_wrong("备案日期不能晚于今天"))
    return found


# Words


def rung_words(rung):
    """A rung as pages say it."""
    when = "到期当日" if not rung.day else f"到期{'前' if rung.day < 0 else '后'}{abs(rung.day)}个工作日"
    told = "、".join(Circle(circle).label for circle in rung.tells)
    return f"{when}，告知{told}{'，并要求说明原因和新的完成日期' if rung.asks else ''}"


def period_rows(policy):
    """[(kind, words)] of the periods by this version."""
    return [(kind, _period_words(policy, kind)) for kind in clock_kinds()]


def _period_words(policy, kind):
    days = policy.periods.get(kind.key)
    if days is None and kind.returned:
        return f"{kind.days}个工作日；退回后{kind.returned}个工作日"
    return f"{kind.days if days is None else days}个工作日"


def setting_rows(policy):
    """[(label, words)] of everything but the periods and the papers."""
    rhythms = [
        (kind.words, f"{policy.rhythms.get(kind.key, kind.months)}个月（{kind.article}）") for kind in rhythm_kinds()
    ]
    numbers = [
        (label, f"{getattr(policy, name)}{unit}") for name, (label, _, _, unit) in SETTINGS.items()
    ]  # fmt: skip
    hours = f"工作日{policy.opens_at:%H:%M}至{policy.closes_at:%H:%M}"
    ladder = "\n".join(rung_words(rung) for rung in policy.rungs)
    ways = "、".join(channel.label for channel in Channel if channel in policy.channels)
    return [
        *numbers,
        *rhythms,
        ("允许的外发渠道", ways or "没有，提醒只在收件箱"),
        ("提醒时间", hours),
        ("提醒阶梯", ladder),
        (WITHHELD, words_of(policy.not_delegable)),
    ]


def paper_rows(policy):
    """[(label, words)] of what the version rests on."""
    filed_on = clocks.date_words(policy.filed_on) if policy.filed_on else ""
    return [("名称", policy.title), ("依据文件", policy.source), ("备案日期", filed_on)]


def differences(old, new):
    """[(label, before, after)] of what one version says otherwise than another, its number and its day aside."""
    return [
        (label, before, after)
        for (label, before), (_, after) in zip(_said(old), _said(new), strict=True)
        if before != after
    ]


def _said(policy):
    periods = [(kind.words, words) for kind, words in period_rows(policy)]
    return [*periods, *setting_rows(policy), *paper_rows(policy)]
