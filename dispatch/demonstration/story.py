"""The demonstration: every state of a matter in 示范市 and one matter of 样例市, in true order up to today, nothing backdated."""

from datetime import timedelta

from django.db import connection

from coordination.models import Matter, Outcome, WrittenReport
from dispatch.demonstration import (
    accounting,
    exchanges,
    joint,
    mandates,
    papers,
    periodic,
    plans,
    problems,
    rechecks,
    recurring,
    registers,
    unit_meetings,
    units,
    urging,
    watching,
)
from dispatch.demonstration.cast import found_administration, found_city, found_province, found_units
from dispatch.demonstration.pace import Calendar, TimedRoad
from dispatch.demonstration.road import SUBSIDY
from organizations.models import Kind, Organisation, Person
from supervision.models import Colour, Problem, Severity
from supervision.reminders import remind
from workflow import clocks, notices
from workflow.models import Classification, Dossier, Notice


def is_empty():
    """Whether nothing is present: no table yet, or no person and no dossier."""
    if Person._meta.db_table not in connection.introspection.table_names():
        return True
    return not (Person.objects.exists() or Dossier.objects.exists())


def is_the_demonstration():
    """Whether every commission in the database is one of the demonstration's, and there is any: administrators alone are real."""
    names = Organisation.objects.filter(kind=Kind.COMMISSION).values_list("short_name", flat=True)
    return bool(names) and set(names) <= {"示范省纪委", "示范市纪委", "示范县纪委", "样例市纪委"}


def tell(seed):
    """Found everyone and walk the matters; returns {username: what they are} of the accounts to show."""
    calendar = Calendar(seed)
    province = found_province()
    city, other = found_city("shifan", "示范市", province), found_city("yangli", "样例市", province)
    registers.found_bodies(found_units(city))
    found_administration()
    for walk, days_ago in WALKS:
        walk(city, calendar, days_ago)
    planning(other, calendar, 10)
    periodic.reported(city, calendar, 2)
    urging.share_views(city)
    inboxes_read(calendar, 7)
    return accounts()


def archived(city, calendar, days_ago):
    """One matter carried through to the archive."""
    calendar.begin(days_ago)
    TimedRoad(city, calendar, plans.TRANSFER).to("archived")


def sent_back(city, calendar, days_ago):
    """One reported to the committee, whose principal directed further work."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.PAPERS)
    road.to("reported")
    calendar.wait(2)
    first = road.assignments()[:1]
    due_on = calendar.later(30)
    road.aside(
        road.act, "principal", road.matter, Matter.direct_further_work, assignments=first, due_on=due_on,
        instruction="证照清理还有遗漏单位，请继续落实，下月再报。",
    )  # fmt: skip
    calendar.wait(1)
    road.aside(exchanges.new_version, road)
    calendar.wait(2)
    with clocks.following(calendar.tick):
        divided = problems.difficulty(road, first[0], "证照收缴以后由谁保管，两部门意见不一致，清理无法收尾。")
        keys = [road.key_of(department) for department in Problem.objects.get(pk=divided.pk).departments_concerned]
        divided = problems.coordinated(road, divided, {key: "建议由对方集中保管。" for key in keys})
    calendar.wait(1)
    divided = road.aside(problems.referred, road, divided, "建议明确由牵头部门集中保管。妥否，请批示。")
    calendar.wait(4)
    road.aside(problems.decided, road, divided, "由牵头部门集中保管，参与部门按月核对。")
    held_to_account(road, calendar)


def held_to_account(road, calendar):
    """One accountability put right, one not pursued, one to be corrected, one to be decided."""
    first, second = road.departments[:2]
    late = ("未按规定11的要求按时签收任务。", "任务交办以后，经两次催办才签收。")
    unreported = ("未按规定17的要求书面报告落实情况。", "书面报告逾期，且没有说明原因。")
    rows = [
        road.aside(accounting.proposed, road, department, *words)
        for department, words in ((first, late), (second, late), (first, unreported), (second, unreported))
    ]
    calendar.wait(1)
    road.aside(accounting.dropped, road, rows[1])
    for row, document, days in ((rows[0], "示纪常〔2026〕7号", 20), (rows[2], "示纪常〔2026〕8号", 60)):
        road.aside(accounting.decided, road, row, document, days)
    calendar.wait(2)
    road.aside(accounting.closed, road, rows[0])


def looked_at_again(city, calendar, days_ago):
    """One whose problems were resolved half a year ago: drawn and looked at again, and from now on inspected by rule."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.LEDGERS)
    road.to("implementing")
    road.aside(road.receive)
    task = road.assignments()[0]
    told = ("部分村没有按月公示收支。", "合同台账登记不全。", "零星工程没有履行村级议事程序。")
    raised = [road.aside(problems.difficulty, road, task, words) for words in told]
    calendar.wait(2)
    raised = [road.aside(problems.corrected, road, problem) for problem in raised]
    calendar.wait(5)
    for problem in raised:
        road.aside(problems.resolved, road, problem, "已经整改到位，经核对属实。")
    road.walk(("inspecting", "reporting", "reported"))
    calendar.wait(2)
    road.aside(
        road.act, "principal", road.matter, Matter.direct_further_work, assignments=road.assignments(),
        due_on=clocks.today() + timedelta(days=45), instruction="同意报告。请转入常态化监督，年底前再报一次巩固情况。",
    )  # fmt: skip
    calendar.begin(12)
    rows = road.aside(rechecks.drawn, road)
    calendar.wait(3)
    road.aside(rechecks.unchanged, road, rows[0])
    road.aside(rechecks.came_back, road, rows[2])
    calendar.begin(1)
    road.aside(rechecks.inspected_by_rule, road, calendar.later(15))


def reporting(city, calendar, days_ago):
    """One in which a written report came back with open points and the next draft is being written."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.MEDICINE)
    road.to("reporting")
    calendar.wait(2)
    report = road.aside(road.write_report, road.assignments()[0])
    calendar.wait(1)
    road.aside(
        road.act, "officer", report, WrittenReport.return_for_rework, note="数据口径前后不一致，请核对后重报。",
        open_points="一、排查范围与采购台账差额的原因；二、已整改问题的比例。",
    )  # fmt: skip
    reason = "群众反映强烈，上级限期整改，情况紧急，直接发红色督办单。"
    red = road.aside(
        urging.order, road, road.assignments()[1], Colour.RED, reason, "一周内完成全部整改，主要负责人签报结果。"
    )
    road.aside(urging.received, road, red)
    calendar.wait(1)
    grave = road.aside(
        problems.found, road, road.assignments()[1], "部分采购没有履行集体决策程序，涉及面较大。", Severity.IMPORTANT
    )
    calendar.wait(1)
    road.aside(problems.reported, road, road.aside(problems.corrected, road, grave))
    solved = road.aside(problems.found, road, road.assignments()[0], "高值耗材出入库登记不完整。")
    solved = road.aside(problems.corrected, road, solved)
    calendar.wait(3)
    road.aside(problems.resolved, road, solved, "已补齐登记，并实行每月盘点。")
    asked = road.aside(problems.difficulty, road, road.assignments()[0], "采购平台数据归口不明，无法比对。")
    asked = road.aside(problems.coordinated, road, asked, {
        "health": "数据属经费支出，应由财政部门归口。", "finance": "数据属行业管理，应由卫生健康部门归口。"})  # fmt: skip
    calendar.wait(1)
    road.aside(problems.referred, road, asked, "建议由卫生健康部门归口、财政部门配合。妥否，请批示。")


def filed(city, calendar, days_ago):
    """An important one, approved by the committee, whose filing was sent up and is not acknowledged yet; its document was replaced."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.PROCUREMENT)
    road.to("submitted")
    calendar.wait(1)
    road.aside(road.refer)
    calendar.wait(2)
    road.aside(road.approve)
    calendar.wait(3)
    filing = road.aside(road.draft_filing)
    calendar.wait(1)
    road.aside(road.send_filing, filing)
    road.walk(("planning", "implementing"))
    road.aside(exchanges.withdrawn, road)
    calendar.wait(1)
    road.aside(exchanges.replaced, road)
    road.walk(("inspecting",))


def implementing(city, calendar, days_ago):
    """One with a receipt overdue, urged and explained, and a task that goes into the second round of its urge order."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, SUBSIDY)
    road.to("implementing")
    calendar.wait(1)
    road.aside(road.receive, skip=(3,))
    calendar.wait(5)
    road.aside(lambda: remind(clocks.now()))
    road.aside(
        road.ask_for_more_time,
        road.assignments()[0],
        20,
        "两个乡镇正在重新测绘，面积需要逐户复核。",
        "已核对十一个乡镇，建档率百分之八十。",
    )
    late, slow = road.assignments()[2], road.assignments()[0]
    road.aside(urging.urge_a_receipt, road, late)
    first = road.aside(
        urging.order, road, slow, Colour.BLUE, "两周内只核对了两个乡镇，进展缓慢。", "本月底前完成全部乡镇核对。", 7
    )
    calendar.wait(1)
    road.aside(urging.explain_it, road, late)
    first = road.aside(urging.answered, road, first, "已增派三个工作组，完成五个乡镇。")
    calendar.wait(2)
    road.aside(urging.next_round, road, first, "仍有四个乡镇没有核对，公示也没有跟上。", 21)
    helped = road.aside(problems.difficulty, road, slow, "两个乡镇没有最新的测绘数据，面积无法核对。")
    road.aside(problems.told_by_a_unit, road, late, "驻市财政局纪检监察组", "专项审计抽样没有覆盖村级账户。")
    none = road.aside(problems.difficulty, road, slow, "公示栏不足。")
    road.aside(problems.helped, road, helped)
    road.aside(problems.dismissed, road, none, "公示栏由乡镇统一设置，已经到位，不构成困难。")
    road.aside(exchanges.talked_about, road)
    road.aside(exchanges.answered_instruction, road)


def standing_still(city, calendar, days_ago):
    """One that stands still until a date of review."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.LEASING)
    road.to("implementing")
    calendar.wait(1)
    road.aside(road.receive)
    calendar.wait(2)
    road.aside(road.suspend, "上级正在制定国有房产出租的统一标准，出台以前不宜逐件清理。", 45)


def told_orally(city, calendar, days_ago):
    """A case matter of which the departments were told orally; its formalities are overdue."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.PROPERTY)
    road.to("planning")
    road.aside(lambda: (road.hold_meeting(road.meeting), road.draft_assignments()))
    calendar.wait(1)
    road.aside(road.consent)
    road.aside(road.notify_orally)
    road.aside(road.receive)
    calendar.wait(4)
    road.aside(
        urging.order, road, road.assignments()[0], Colour.BLUE, "查封手续办理进展缓慢。", "十日内办结全部查封手续。", 20
    )


def planning(city, calendar, days_ago):
    """One whose plan is being worked out, with a meeting called, from which an officer stands back."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.CANTEEN)
    road.to("planning")
    road.aside(exchanges.stands_back, road)


def awaiting_the_committee(city, calendar, days_ago):
    """An important one that waits for the committee's approval."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.BIDDING)
    road.to("submitted")
    calendar.wait(1)
    road.aside(road.refer)


def declined(city, calendar, days_ago):
    """A department's suggestion that was not taken up, with the reason."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.BUSINESS)
    road.aside(road.suggest, "audit")
    road.aside(road.act, "audit_head", road.matter, Matter.submit)
    calendar.wait(3)
    road.aside(road.act, "secretary", road.matter, Matter.decline, note="已纳入年度统一核查安排，不再另行组织。")


def terminated(city, calendar, days_ago):
    """One that ended because its occasion fell away."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.CARE)
    road.to("determined")
    calendar.wait(2)
    road.aside(road.act, "deputy", road.matter, Matter.terminate, note="有关工作已由上级统一部署，不再单独组织协调。")


def suggested(city, calendar, days_ago):
    """A department's suggestion that is still its own draft."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.ASSETS)
    road.aside(road.suggest, "agriculture")


def kept_secret(city, calendar, days_ago):
    """A work secret, known by its code name to all but its access list."""
    calendar.begin(days_ago)
    road = TimedRoad(city, calendar, plans.DATA, classification=Classification.WORK_SECRET, code_name="甲一号")
    road.to("submitted")
    road.aside(exchanges.told_somebody, road)


def adopted(city, calendar, days_ago):
    """An opinion that the committee has taken up."""
    calendar.begin(days_ago)
    title, content = (
        "关于建立惠农补贴发放核对机制的意见建议",
        "建议由财政、农业农村部门按月核对补贴发放名册，结果公示。",
    )
    with clocks.following(calendar.tick):
        exchanges.advised(city, calendar.wait, title, content, Outcome.ADOPTED)


def advised(city, calendar, days_ago):
    """An opinion that waits for the committee's answer."""
    calendar.begin(days_ago)
    title, content = "关于规范学校食堂承包管理的意见建议", "建议制定统一的承包合同文本，招标和履约结果定期公示。"
    with clocks.following(calendar.tick):
        exchanges.advised(city, calendar.wait, title, content)


def deputised(city, calendar, days_ago):
    """A deputy who acts, and one who is asked."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        exchanges.deputised(city)


def inboxes_read(calendar, days_ago):
    """Everyone has read what had come by then; what came later is new."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        notices.read(Notice.objects.filter(sent_at__lt=clocks.now()))


def resting_in(state, plan):
    """A matter that has simply come as far as ``state``."""

    def walk(city, calendar, days_ago):
        calendar.begin(days_ago)
        TimedRoad(city, calendar, plan).to(state)

    return walk


WALKS = (
    (looked_at_again, 180), (archived, 110), (sent_back, 90), (reporting, 75), (resting_in("concluded", plans.RELIEF), 60), (filed, 50), (resting_in("reported", plans.FEES), 44), (terminated, 40), (adopted, 35), (implementing, 30), (standing_still, 28), (declined, 25), (told_orally, 22), (planning, 12),
    (advised, 16), (kept_secret, 10), (awaiting_the_committee, 9), (resting_in("determined", plans.TRAINING), 7), (resting_in("submitted", plans.SHARING), 4),
    (recurring.set_for_the_commission, 100), (units.told, 60), (recurring.set_for_the_units, 58), (watching.told, 56), (unit_meetings.met, 40),
    (papers.told, 24), (joint.told, 18), (registers.told, 8), (mandates.inspected, 6), (deputised, 3), (suggested, 2),
)  # fmt: skip


def accounts():
    """The accounts that a visitor should try, in the order of the road."""
    return {
        "officer": "纪委承办人", "director": "承办室主任", "deputy": "纪委分管领导", "secretary": "纪委书记",
        "principal": "党委主要负责人", "agriculture_liaison": "农业农村局联络员", "agriculture_head": "农业农村局负责人",
        "finance_head": "财政局负责人", "省承办人": "上一级纪委承办人", "inspector": "市委巡察组巡察人员",
        "unit_head": "驻市财政局纪检监察组组长", "unit_officer": "驻市财政局纪检监察组工作人员", "standing_clerk": "纪委常委会秘书",
        "county_secretary": "示范县纪委书记",
        "unit_other_officer": "驻市财政局纪检监察组线索承办人", "lower_head": "城建集团建工公司纪委书记", "group_principal": "城建集团建工公司党委书记",
        "third_unit_head": "驻市城建集团监察专员", "work_reviewer": "机关纪检监察工委审核人员",
         "system_admin": "系统管理员", "security_admin": "安全保密管理员", "auditor": "安全审计员",
    }  # fmt: skip
