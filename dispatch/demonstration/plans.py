"""What the matters of the demonstration are about: fictitious, without any person or real place."""

from coordination.models import Category, Origin
from dispatch.demonstration.road import Plan, Task

CANTEEN = Plan(
    "中小学食堂与校服采购突出问题治理",
    Category.PUBLIC_INTEREST,
    "群众对学校食堂和校服采购反映较多，需要教育、财政、卫生健康等部门共同治理。",
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
BIDDING = Plan(
    "工程招投标领域突出问题治理",
    Category.SOURCE_PREVENTION,
    "政府投资项目招投标环节问题反映集中，涉及面广，需要财政、审计、农业农村等部门共同治理。",
    ("finance", "audit", "agriculture"),
    (Task("finance", ("audit",), "清理政府投资项目招标文件", "逐项目核对，公开结果", "政府采购监管职责"),),
    origin=Origin.DEPUTY_IN_CHARGE,
    origin_document="",
)
SHARING = Plan(
    "行贿行为信息共享与联合惩戒机制建设",
    Category.PREVENTION_SYSTEM,
    "需要财政、审计、人民银行等部门建立信息共享和联合惩戒机制。",
    ("bank", "finance", "audit"),
    (Task("bank", ("finance",), "制定信息共享办法", "明确范围、方式和责任", "征信管理职责"),),
    origin=Origin.DEPUTY_IN_CHARGE,
    origin_document="",
)
BUSINESS = Plan(
    "领导干部经商办企业情况核查",
    Category.CADRE_INTEGRITY,
    "建议对领导干部及其亲属经商办企业情况统一核查。",
    ("audit", "finance"),
    (Task("audit", ("finance",), "比对登记信息", "形成清单", "审计监督职责"),),
    origin=Origin.DEPARTMENT_SUGGESTION,
    origin_document="",
)
PAPERS = Plan(
    "追逃防逃证照管理",
    Category.PREVENTION_SYSTEM,
    "市委交办，规范出国（境）证照的登记、保管和检查，需要教育、卫生健康、财政等部门落实。",
    ("education", "health", "finance"),
    (
        Task("education", ("finance",), "清理本系统证照登记备案", "逐人核对，应交尽交", "干部人事管理职责"),
        Task("health", (), "清理医疗卫生单位证照登记备案", "逐人核对，应交尽交", "干部人事管理职责"),
    ),
)
PROPERTY = Plan(
    "涉案财物管理处置协作",
    Category.CASE,
    "案件办理中涉案财物的查询、保管和处置，需要财政、审计、人民银行等部门立即配合。",
    ("finance", "audit", "bank"),
    (
        Task("finance", ("bank",), "落实涉案款物专户保管", "即日办理，专人负责", "财政资金管理职责"),
        Task("audit", (), "核对涉案财物账目", "三日内反馈", "审计监督职责"),
    ),
    origin=Origin.DEPUTY_IN_CHARGE,
    origin_document="",
)
PROCUREMENT = Plan(
    "国有企业采购平台监管",
    Category.SOURCE_PREVENTION,
    "国有企业采购平台运行中的突出问题，关系全市国有资产安全，需要财政、审计等部门共同监管。",
    ("finance", "audit"),
    (
        Task("finance", ("audit",), "核查平台准入和交易规则", "形成问题清单并整改", "国有资产监管职责"),
        Task("audit", (), "审计平台近两年交易数据", "提出审计建议", "审计监督职责"),
    ),
    origin=Origin.DEPUTY_IN_CHARGE,
    origin_document="",
)
DATA = Plan(
    "重点领域监督数据归集",
    Category.SOURCE_PREVENTION,
    "归集重点领域监督数据，需要财政、审计等部门提供，范围和方式在确定以前不宜公开。",
    ("finance", "audit"),
    (Task("finance", ("audit",), "提供资金拨付数据", "专人专机，逐次登记", "财政资金管理职责"),),
    origin=Origin.DEPUTY_IN_CHARGE,
    origin_document="",
)


def plain(title, departments, *, category=Category.PUBLIC_INTEREST, origin=Origin.DEPUTY_IN_CHARGE, document=""):
    """A matter of one task, of which only the state is to be seen."""
    task = Task(departments[0], tuple(departments[1:]), f"{title}的自查自纠", "如实报告，限期整改", "行业监管职责")
    return Plan(title, category, f"{title}需要有关部门共同研究解决。", departments, (task,), origin, document)


ASSETS = plain("村集体“三资”管理问题整治", ("agriculture", "finance"))
LEDGERS = plain("村级财务公开常态化监督", ("agriculture", "finance"))
FEES = plain("涉企乱收费问题治理", ("finance", "audit"))
LEASING = plain("国有房产出租管理清理", ("finance", "audit"))
TRAINING = plain("校外培训机构资金监管", ("education", "bank"))
RELIEF = plain("临时救助资金发放核查", ("finance", "bank"))
CARE = plain("养老机构补贴使用检查", ("health", "finance"))
