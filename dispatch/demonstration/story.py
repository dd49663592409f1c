"""The demonstration: four matters of 示范市 and one of 样例市, in true order up to today, nothing backdated by an update."""

import random
from datetime import datetime, time, timedelta

from django.db import connection

from coordination.models import Category, Matter, Origin, WrittenReport
from dispatch.demonstration.cast import found_administration, found_city, found_province
from dispatch.demonstration.road import SUBSIDY, Plan, Road, Task
from organizations.models import Kind, Organisation, Person
from supervision.reminders import remind
from workflow import calendars, clocks
from workflow.models import Dossier

CANTEEN = Plan(
    "中小学食堂与校服采购突出问题治理",
    Category.PUBLIC_INTEREST,
    "群众对学校食堂和校服采购反映较多，需要教育、财政、审计、卫生健康等部门共同治理。",
    ("education", "finance", "health"),
    (
        Task("education", ("finance",), "清查食堂承包和校服采购合同", "逐校建立台账并公示", "学校管理职责"),
        Task("health", (), "开展食堂食品安全检查", "问题当场反馈，限期整改", "食品卫生监督职责"),
    ),
    origin=Origin.DEPUTY_IN_CHARGE,
    origin_document="",
)
MEDICINE = Plan(
    "医药购销领域不正之风治理",
    Category.PUBLIC_INTEREST,
    "市纪委常委会研究确定，需要卫生健康、财政、审计等部门分工治理。",
    ("health", "finance", "audit"),
    (
        Task("health", ("finance",), "排查高值耗材采购和使用情况", "全覆盖排查，形成问题清单", "行业监管职责"),
        Task("audit", (), "审计公立医院药品采购资金", "提出审计建议", "审计监督职责"),
    ),
    origin=Origin.STANDING_COMMITTEE,
    origin_document="市纪委常委会会议纪要〔2026〕7号",
)
TRANSFER = Plan(
    "审计移送问题线索办理会商",
    Category.SOURCE_PREVENTION,
    "规范审计移送事项的办理和反馈，需要审计、财政、农业农村等部门会商。",
    ("audit", "finance", "agriculture"),
    (
        Task("audit", ("finance",), "建立移送事项清单和反馈制度", "按季度对账销号", "审计结果运用职责"),
        Task("agriculture", (), "梳理涉农资金移送事项整改情况", "逐项报告整改结果", "涉农资金管理职责"),
    ),
    origin=Origin.DEPUTY_IN_CHARGE,
    origin_document="",
)


class Calendar:
    """The rehearsal's clock: moves forward only, by working days, within office hours."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.moment = None

    def begin(self, days_ago):
        """Go to the morning ``days_ago`` calendar days before the real today, or the next working day."""
        day = clocks.today() - timedelta(days=days_ago)
        self.moment = datetime.combine(day, time(9, 0), clocks.SHANGHAI)
        self._to_working_day()

    def _to_working_day(self):
        calendar = calendars.load()
        while not calendar.counts(self.moment.date()):
            self.moment = datetime.combine(self.moment.date() + timedelta(days=1), time(9, 0), clocks.SHANGHAI)

    def tick(self):
        """A minute or so passes each time that somebody looks at the clock."""
        self.moment += timedelta(seconds=self.random.randint(20, 70))
        return self.moment

    def wait(self, days=0):
        """So many working days pass."""
        calendar = calendars.load()
        day = calendar.add(self.moment.date(), days).due_on if days else self.moment.date()
        self.moment = max(self.moment, datetime.combine(day, time(9, self.random.randint(0, 50)), clocks.SHANGHAI))


def is_empty():
    """Whether nothing is present: no table yet, or no person and no dossier."""
    if Person._meta.db_table not in connection.introspection.table_names():
        return True
    return not (Person.objects.exists() or Dossier.objects.exists())


def is_the_demonstration():
    """Whether every commission in the database is one of the demonstration's."""
    names = Organisation.objects.filter(kind=Kind.COMMISSION).values_list("short_name", flat=True)
    return set(names) <= {"示范省纪委", "示范市纪委", "样例市纪委"}


def tell(seed):
    """Found everyone and walk the matters; returns {username: what they are} of the accounts to show."""
    calendar = Calendar(seed)
    province = found_province()
    city, other = found_city("shifan", "示范市", province), found_city("yangli", "样例市", province)
    found_administration()
    for walk, days_ago in ((archived, 110), (reporting, 75), (implementing, 30), (planning, 12)):
        walk(city, calendar, days_ago)
    planning(other, calendar, 10)
    return accounts()


class TimedRoad(Road):
    """A road on which every act has its own moment of the rehearsal."""

    def __init__(self, city, calendar, plan):
        super().__init__(city, wait=calendar.wait, plan=plan)
        self.calendar = calendar

    def legs(self):
        """Each act within its own moment."""
        return tuple((state, self._timed(leg)) for state, leg in super().legs())

    def _timed(self, leg):
        def walk():
            with clocks.following(self.calendar.tick):
                leg()
            self.calendar.wait(0)

        return walk

    def determine(self):
        extra = (
            {"decision_minutes": "市纪委常委会会议纪要〔2026〕7号"}
            if self.matter.origin == Origin.STANDING_COMMITTEE
            else {}
        )
        return self.act("deputy", self.matter, Matter.determine, basis="经研究，同意组织协调。", **extra)


def archived(city, calendar, days_ago):
    """One matter carried through to the archive."""
    calendar.begin(days_ago)
    TimedRoad(city, calendar, TRANSFER).to("archived")


def reporting(city, calendar, days_ago):
    """One in which a written report came back with open points and the next draft is being written."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, MEDICINE)
    road.to("reporting")
    with clocks.following(calendar.tick):
        calendar.wait(2)
        first = road.assignments()[0]
        report = road.write_report(first)
        calendar.wait(1)
        road.act(
            "officer", report, WrittenReport.return_for_rework, note="数据口径前后不一致，请核对后重报。",
            open_points="一、排查范围与采购台账差额的原因；二、已整改问题的比例。",
        )  # fmt: skip


def implementing(city, calendar, days_ago):
    """One with a receipt overdue and urged."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, SUBSIDY)
    road.to("implementing")
    with clocks.following(calendar.tick):
        calendar.wait(1)
        road.receive(skip=(3,))
        calendar.wait(5)
        remind(clocks.now())


def planning(city, calendar, days_ago):
    """One whose plan is being worked out, with a meeting called."""
    calendar.begin(days_ago)
    TimedRoad(city, calendar, CANTEEN).to("planning")


def accounts():
    """The accounts that a visitor should try, in the order of the road."""
    return {
        "officer": "纪委承办人", "director": "承办室主任", "deputy": "纪委分管领导", "secretary": "纪委书记",
        "principal": "党委主要负责人", "agriculture_liaison": "农业农村局联络员", "agriculture_head": "农业农村局负责人",
        "finance_head": "财政局负责人", "system_admin": "系统管理员", "security_admin": "安全保密管理员", "auditor": "安全审计员",
    }  # fmt: skip
