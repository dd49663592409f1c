"""Conditions of settling which body handles a case (案件管辖, 规则 16 第三项)."""

from dispatch.paper_guards import the_unit_is_the_authoritys
from dispatch.parties import is_local_commission
from workflow.guards import guard

__all__ = ["the_unit_is_the_authoritys"]
ARTICLE = "规则 16(3)"
OPEN = ("negotiating", "countered", "referred")


@guard("应当选择本机构登记的案件，或者写明案件代号，两者只取其一", article=ARTICLE)
def its_case_is_named_by_code(jurisdiction):
    case, code_name = jurisdiction.case, jurisdiction.code_name.strip()
    if case is None:
        return bool(code_name)
    return case.unit.organisation_id == jurisdiction.unit_id and code_name in ("", case.code_name)


@guard("本机构关于同一代号案件的管辖还没有商定或者指定", article=ARTICLE)
def nothing_is_open_about_it(jurisdiction):
    code_name = jurisdiction.case.code_name if jurisdiction.case else jurisdiction.code_name.strip()
    rows = type(jurisdiction)._base_manager.filter(unit=jurisdiction.unit_id, code_name=code_name, state__in=OPEN)
    return not rows.exists()


@guard("协商对方应当是派出机关以外在用的地方纪委", article=ARTICLE)
def the_other_side_is_a_local_commission(jurisdiction):
    return is_local_commission(jurisdiction.local_commission, jurisdiction.commission)


@guard("应当写明由谁管辖和协商意见", article=ARTICLE)
def says_what_is_proposed(jurisdiction):
    return bool(jurisdiction.held_by and jurisdiction.terms.strip())


@guard("应当写明由谁管辖和协商意见", article=ARTICLE)
def says_something_else(jurisdiction, *, held_by, terms):
    return bool(held_by and (terms or "").strip())


@guard("地方纪委还没有提出意见，应当由其同意，或者由派驻机构重新提出意见", article=ARTICLE)
def the_other_side_has_consented(jurisdiction):
    return jurisdiction.local_consented_by_id is not None


@guard("应当指定派出机关以外在用的地方纪委管辖", article=ARTICLE)
def a_local_commission_is_designated(jurisdiction, *, designated):
    return is_local_commission(designated, jurisdiction.commission)


@guard("应当写明指定管辖的文号", article=ARTICLE)
def names_the_designation(jurisdiction, *, document):
    return bool((document or "").strip())
