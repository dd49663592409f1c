"""The reviewed table of addresses: who gets which answer, written by hand from procedure §10. It is not derived from the code.

A line reads: address | object | who sees it | GET | POST. Who does not see the object gets 404. ``officer director:200 *:403`` means
that of those who see it these two get 200 and all others 403. A POST is sent empty: 422 therefore says that the person may take
the act, and 302 that it needs no more words. Anyone without a session is led to sign in, and whoever has an initial password
to change it, before anything else. Other methods get 405, save where the page itself is hidden.

In the city's ordinary matter 示范丑 (second_officer) stands back; ``standing_by`` is the house without him. 示范壬 asked 示范癸
to deputise for him, which is not answered yet.

The main matter of the scene was suggested by 教育局, is led by 农业农村局 with 财政局, 审计局 and 人民银行, and rests in 书面报告.
"""

GROUPS = {
    "house": "officer other_officer director second_director second_officer deputy other_deputy case_deputy secretary standing_clerk",
    "committee": "principal clerk",
    "agriculture": "agriculture_head agriculture_liaison",
    "finance": "finance_head finance_liaison",
    "audit": "audit_head audit_liaison",
    "bank": "bank_head bank_liaison",
    "health": "health_head health_liaison",
    "departments": "agriculture finance audit bank",
    "heads": "agriculture_head finance_head audit_head bank_head health_head education_head",
    "proposer": "education_head",
    "education": "education_head education_liaison",
    "administrators": "system_admin security_admin auditor",
    "desks": "officer director secretary",  # the secretary may always act for the director
    "leaders": "deputy secretary",
    "accounting": "director second_director deputy other_deputy secretary standing_clerk",
    "proposers": "director deputy secretary",
    "deciders": "secretary committee",
    "drawers": "director second_director deputy other_deputy secretary",
    "directors": "director second_director",
    "rule_readers": "secretary standing_clerk director second_director",
    "registrars": "officer other_officer second_officer director second_director secretary standing_clerk superior_officer",
    "reporters": "officer other_officer second_officer director second_director secretary superior_officer",
    "issuers": "deputy other_deputy secretary",
    "standing_by": "officer other_officer director second_director deputy other_deputy case_deputy secretary standing_clerk",
    "unit": "unit_head unit_officer",
    "units": "unit second_unit_head",
    "registrars_of_units": "standing_clerk secretary",
    "contact": "second_director secretary",  # of the office in contact with the unit
    "leaders_of_cases": "unit second_director deputy other_deputy case_deputy secretary",
    "readers_of_handovers": "unit director second_director deputy other_deputy secretary",
    "of_registers": "lower_head group_principal work_reviewer",
    "readers_of_clues": "unit second_director deputy secretary",
    "readers_of_reviews": "unit_head second_director deputy other_deputy case_deputy secretary work_reviewer",
    "city": "house committee departments health education inspector units of_registers",
    "mandate_readers": "accounting case_deputy inspector",
    "unit_office": "second_director second_officer deputy secretary",
    "guides": "officer other_officer second_officer directors superior_officer",
    "any_department": "departments health education",
    "powerless": "nobody former",
    "everyone": "city administrators superior_officer powerless",
}

PAGES = """
/                            | - | everyone | *:200 | *:405
healthz/                     | - | everyone | *:200 | *:405
inbox/                       | - | everyone | *:200 | *:405
search/                      | - | everyone | *:200 | *:405
articles/                    | - | everyone | *:200 | *:405
matters/                     | - | everyone | *:200 | *:405
opinions/                    | - | everyone | *:200 | *:405
urge-orders/                 | - | everyone | *:200 | *:405
accountabilities/            | - | everyone | *:200 | *:405
inspections/                 | - | everyone | *:200 | *:405
rechecks/                    | - | everyone | *:200 | *:405
rechecks/draws/new/          | - | everyone | drawers:200 *:403 | drawers:422 *:403
opinions/new/                | - | everyone | registrars:200 *:403 | registrars:422 *:403
matters/new/                 | - | everyone | registrars:200 *:403 | registrars:422 *:403
matters/suggest/             | - | everyone | heads:200 *:403 | heads:422 *:403
account/password/            | - | everyone | *:200 | *:422
account/post/                | - | everyone | *:405 | *:404
account/alive/               | - | everyone | *:204 | *:405
account/login/               | - | everyone | *:302 | *:302
account/logout/              | - | everyone | *:200 | *:302
account/reminders/           | - | everyone | *:200 | *:422
account/feed/                | - | everyone | *:405 | *:200
account/feed/revoke/         | - | everyone | *:405 | *:302
feeds/<uuid:token>.ics       | matter | everyone | *:404 | *:405

calendar/                    | - | everyone | *:200 | *:405
calendar/enter/              | - | system_admin | *:200 | *:422
rules/                       | - | rule_readers | *:200 | *:405
rules/new/                   | - | secretary    | *:200 | *:422
rules/lending/               | - | secretary    | *:200 | *:422

inbox/<uuid:notice_id>/                      | notice     | recipient                              | *:405 | *:302
clocks/<uuid:subject_id>/<slug:name>/        | clock      | house committee departments inspector | *:200 | *:405
clocks/<uuid:subject_id>/<slug:name>/rules/  | clock      | house                                  | *:200 | *:405
clocks/<uuid:subject_id>/<slug:name>/urge/    | clock      | house committee departments inspector | desks deputy:200 *:403 | desks deputy:422 *:403
clocks/<uuid:subject_id>/<slug:name>/explain/ | clock      | house committee departments inspector | deputy:200 *:403 | deputy:422 *:403
attachments/<uuid:public_id>/                | attachment | house committee                        | *:200 | *:405

matters/<uuid:public_id>/                              | matter | house committee departments proposer inspector | *:200 | *:405
matters/<uuid:public_id>/check/                        | matter | house committee departments proposer inspector | house committee:200 *:403 | *:405
matters/<uuid:public_id>/meetings/new/                 | matter | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
matters/<uuid:public_id>/assignments/new/              | matter | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
matters/<uuid:public_id>/assignments/from-resolutions/ | matter | house committee departments proposer inspector | *:405 | desks:302 *:403
matters/<uuid:public_id>/assignments/table/            | matter | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
matters/<uuid:public_id>/assignments/each/             | matter | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
matters/<uuid:public_id>/assignments/sheet/            | matter | house committee departments proposer inspector | *:403 | *:403
matters/<uuid:public_id>/assignments/sheet/blank/      | matter | house committee departments proposer inspector | *:403 | *:405
matters/<uuid:public_id>/assignments/sheet/confirm/    | matter | house committee departments proposer inspector | *:405 | *:403
matters/<uuid:public_id>/assignments/from-template/    | matter | house committee departments proposer inspector | *:405 | desks:302 *:403
matters/<uuid:public_id>/copy/                         | matter | house committee departments proposer inspector | registrars:200 *:403 | registrars:422 *:403
matters/<uuid:public_id>/documents/new/                | matter | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
matters/<uuid:public_id>/readers/new/                  | matter | house committee departments proposer inspector | leaders:200 *:403 | leaders:422 *:403
matters/<uuid:public_id>/notices/new/                  | matter | house committee departments proposer inspector | officer case_deputy:200 *:403 | officer case_deputy:422 *:403
matters/<uuid:public_id>/recusals/new/                 | matter | house committee departments proposer inspector | inspector:403 *:200 | inspector:403 *:422
matters/<uuid:public_id>/reminders/all/                | matter | house committee departments proposer inspector | house:200 *:403 | *:405
matters/<uuid:public_id>/inspections/new/              | matter | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
matters/<uuid:public_id>/contacts/new/                 | matter | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
matters/<uuid:public_id>/support/new/                  | matter | house committee departments proposer inspector | departments:200 *:403 | departments:422 *:403
matters/<uuid:public_id>/instructions/new/             | matter | house committee departments proposer inspector | committee leaders case_deputy:200 *:403 | committee leaders case_deputy:422 *:403
matters/<uuid:public_id>/suspensions/new/              | matter | house committee departments proposer inspector | officer agriculture_head finance_head audit_head bank_head:200 *:403 | officer agriculture_head finance_head audit_head bank_head:422 *:403
matters/<uuid:public_id>/edit/                         | matter | house committee departments proposer inspector | *:403 | *:403
matters/<uuid:public_id>/attach/                       | matter | house committee departments proposer inspector | officer:200 *:403 | officer:422 *:403
matters/<uuid:public_id>/report_to_committee/          | matter | house committee departments proposer inspector | leaders:200 *:403 | leaders:422 *:403
matters/<uuid:public_id>/assign_officer/               | matter | house committee departments proposer inspector | director leaders:200 *:403 | director leaders:422 *:403
matters/<uuid:public_id>/approve/                      | matter | house committee departments proposer inspector | committee:200 *:403 | committee:422 *:403
matters/<uuid:public_id>/convene/                      | matter | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
matters/<uuid:public_id>/register/                     | matter | house committee departments proposer inspector | *:404 | *:404
matters/<uuid:public_id>/delete/                       | matter | house committee departments proposer inspector | *:404 | *:404

assignments/<uuid:public_id>/                | assignment | house committee agriculture finance inspector | *:200 | *:405
assignments/<uuid:public_id>/reports/new/    | assignment | house committee agriculture finance inspector | agriculture:200 *:403 | agriculture:422 *:403
assignments/<uuid:public_id>/notes/new/      | assignment | house committee agriculture finance inspector | desks agriculture finance:200 *:403 | desks agriculture finance:422 *:403
assignments/<uuid:public_id>/extensions/new/ | assignment | house committee agriculture finance inspector | agriculture:200 *:403 | agriculture:422 *:403
assignments/<uuid:public_id>/extend/         | assignment | house committee agriculture finance inspector | *:403 | *:403
assignments/<uuid:public_id>/edit/           | assignment | house committee agriculture finance inspector | *:403 | *:403
assignments/<uuid:public_id>/attach/         | assignment | house committee agriculture finance inspector | *:403 | *:403
assignments/<uuid:public_id>/receive/        | assignment | house committee agriculture finance inspector | agriculture:200 *:403 | agriculture:422 *:403
assignments/<uuid:public_id>/record_receipt/ | assignment | house committee agriculture finance inspector | officer:200 *:403 | officer:422 *:403
assignments/<uuid:public_id>/cancel/         | assignment | house committee agriculture finance inspector | leaders:200 *:403 | leaders:422 *:403
assignments/<uuid:public_id>/issue/          | assignment | house committee agriculture finance inspector | *:403 | *:403
assignments/<uuid:public_id>/accept/         | assignment | house committee agriculture finance inspector | *:403 | *:403

participations/<uuid:public_id>/                     | participation | house committee agriculture finance inspector | *:200 | *:405
participations/<uuid:public_id>/edit/                | participation | house committee agriculture finance inspector | *:403 | *:403
participations/<uuid:public_id>/attach/              | participation | house committee agriculture finance inspector | *:403 | *:403
participations/<uuid:public_id>/contribute/          | participation | house committee agriculture finance inspector | finance_head:200 *:403 | finance_head:422 *:403
participations/<uuid:public_id>/return_contribution/ | participation | house committee agriculture finance inspector | agriculture_head:200 *:403 | agriculture_head:422 *:403
participations/<uuid:public_id>/lapse/               | participation | house committee agriculture finance inspector | *:403 | *:403

reports/<uuid:public_id>/                   | writtenreport | house committee audit | *:200 | *:405
reports/<uuid:public_id>/edit/              | writtenreport | house committee audit | *:403 | *:403
reports/<uuid:public_id>/attach/            | writtenreport | house committee audit | *:403 | *:403
reports/<uuid:public_id>/sign/              | writtenreport | house committee audit | audit_head:200 *:403 | audit_head:422 *:403
reports/<uuid:public_id>/accept/            | writtenreport | house committee audit | desks:200 *:403 | desks:422 *:403
reports/<uuid:public_id>/return_for_rework/ | writtenreport | house committee audit | desks:200 *:403 | desks:422 *:403
reports/<uuid:public_id>/lapse/             | writtenreport | house committee audit | *:403 | *:403

documents/                             | -                | everyone          | *:200 | *:405
documents/<uuid:public_id>/versions/    | officialdocument | house departments inspector | *:302 | *:405
documents/<uuid:public_id>/print/       | officialdocument | house departments inspector | *:200 | *:405
documents/<uuid:public_id>/changes/new/ | officialdocument | house departments inspector | desks:200 *:403 | desks:422 *:403
documents/<uuid:public_id>/supersede/   | officialdocument | house departments inspector | *:403 | *:403
documents/<uuid:public_id>/         | officialdocument | house departments inspector | *:200 | *:405
documents/<uuid:public_id>/edit/    | officialdocument | house departments inspector | *:403 | *:403
documents/<uuid:public_id>/attach/  | officialdocument | house departments inspector | *:403 | *:403
documents/<uuid:public_id>/sign/    | officialdocument | house departments inspector | *:403 | *:403
documents/<uuid:public_id>/issue/   | officialdocument | house departments inspector | *:403 | *:403
documents/<uuid:public_id>/discard/ | officialdocument | house departments inspector | officer:200 *:403 | officer:422 *:403

meetings/<uuid:public_id>/                 | meeting | house departments inspector | *:200 | *:405
meetings/<uuid:public_id>/resolutions/new/ | meeting | house departments inspector | desks:200 *:403 | desks:422 *:403
meetings/<uuid:public_id>/edit/            | meeting | house departments inspector | *:403 | *:403
meetings/<uuid:public_id>/attach/          | meeting | house departments inspector | *:403 | *:403
meetings/<uuid:public_id>/minute/          | meeting | house departments inspector | desks:200 *:403 | desks:422 *:403

invitations/<uuid:public_id>/        | invitation | house departments inspector | *:302 | *:405
invitations/<uuid:public_id>/edit/   | invitation | house departments inspector | *:403 | *:403
invitations/<uuid:public_id>/attach/ | invitation | house departments inspector | *:403 | *:403
invitations/<uuid:public_id>/attend/ | invitation | house departments inspector | desks:200 *:403 | desks:422 *:403
invitations/<uuid:public_id>/invite/ | invitation | house departments inspector | *:404 | *:404

resolutions/<uuid:public_id>/        | resolution | house departments inspector | *:302 | *:405
resolutions/<uuid:public_id>/edit/   | resolution | house departments inspector | *:403 | *:403
resolutions/<uuid:public_id>/attach/ | resolution | house departments inspector | *:403 | *:403
resolutions/<uuid:public_id>/assign/ | resolution | house departments inspector | *:403 | *:403

filings/<uuid:public_id>/             | filing | house superior_officer | *:200 | *:405
filings/<uuid:public_id>/edit/        | filing | house superior_officer | *:403 | *:403
filings/<uuid:public_id>/attach/      | filing | house superior_officer | *:403 | *:403
filings/<uuid:public_id>/acknowledge/ | filing | house superior_officer | superior_officer:200 *:403 | superior_officer:422 *:403
filings/<uuid:public_id>/place/       | filing | house superior_officer | *:404 | *:404
filings/<uuid:public_id>/lapse/       | filing | house superior_officer | *:403 | *:403

notices/<uuid:public_id>/               | oralnotice | house finance | *:200 | *:405
notices/<uuid:public_id>/edit/          | oralnotice | house finance | *:403 | *:403
notices/<uuid:public_id>/attach/        | oralnotice | house finance | *:403 | *:403
notices/<uuid:public_id>/record_notice/ | oralnotice | house finance | *:404 | *:404

changes/<uuid:public_id>/          | taskchange | house | *:200 | *:405
changes/<uuid:public_id>/edit/     | taskchange | house | *:403 | *:403
changes/<uuid:public_id>/attach/   | taskchange | house | *:403 | *:403
changes/<uuid:public_id>/withdraw/ | taskchange | house | desks:200 *:403 | desks:422 *:403
changes/<uuid:public_id>/apply/    | taskchange | house | *:403 | *:403

readers/<uuid:public_id>/        | reader | officer leaders | *:200 | *:405
readers/<uuid:public_id>/edit/   | reader | officer leaders | *:403 | *:403
readers/<uuid:public_id>/attach/ | reader | officer leaders | *:403 | *:403
readers/<uuid:public_id>/remove/ | reader | officer leaders | leaders:200 *:403 | leaders:422 *:403

opinions/<uuid:public_id>/                     | opinion | house committee | *:200 | *:405
opinions/<uuid:public_id>/edit/                | opinion | house committee | *:403 | *:403
opinions/<uuid:public_id>/attach/              | opinion | house committee | *:403 | *:403
opinions/<uuid:public_id>/submit/              | opinion | house committee | desks:200 *:403 | desks:422 *:403
opinions/<uuid:public_id>/endorse/             | opinion | house committee | leaders:200 *:403 | leaders:422 *:403
opinions/<uuid:public_id>/reply/               | opinion | house committee | committee:200 *:403 | committee:422 *:403
opinions/<uuid:public_id>/ask_for_more_study/  | opinion | house committee | committee:200 *:403 | committee:422 *:403
opinions/<uuid:public_id>/draft/               | opinion | house committee | *:404 | *:404

contacts/<uuid:public_id>/                | contact | house agriculture inspector | *:200 | *:405
contacts/<uuid:public_id>/edit/           | contact | house agriculture inspector | *:403 | *:403
contacts/<uuid:public_id>/attach/         | contact | house agriculture inspector | *:403 | *:403
contacts/<uuid:public_id>/record_contact/ | contact | house agriculture inspector | *:404 | *:404

support/<uuid:public_id>/                  | supportrequest | house agriculture inspector | *:200 | *:405
support/<uuid:public_id>/edit/             | supportrequest | house agriculture inspector | *:403 | *:403
support/<uuid:public_id>/attach/           | supportrequest | house agriculture inspector | *:403 | *:403
support/<uuid:public_id>/answer_support/   | supportrequest | house agriculture inspector | desks:200 *:403 | desks:422 *:403
support/<uuid:public_id>/withdraw_request/ | supportrequest | house agriculture inspector | agriculture:200 *:403 | agriculture:422 *:403
support/<uuid:public_id>/lapse/            | supportrequest | house agriculture inspector | *:403 | *:403

instructions/<uuid:public_id>/                     | instruction | house committee | *:200 | *:405
instructions/<uuid:public_id>/edit/                | instruction | house committee | *:403 | *:403
instructions/<uuid:public_id>/attach/              | instruction | house committee | *:403 | *:403
instructions/<uuid:public_id>/reply/               | instruction | house committee | desks:200 *:403 | desks:422 *:403
instructions/<uuid:public_id>/lapse/               | instruction | house committee | *:403 | *:403
instructions/<uuid:public_id>/instruct_with_reply/ | instruction | house committee | *:404 | *:404

notes/<uuid:public_id>/        | progressnote | house committee agriculture finance inspector | *:302 | *:405
notes/<uuid:public_id>/edit/   | progressnote | house committee agriculture finance inspector | *:403 | *:403
notes/<uuid:public_id>/attach/ | progressnote | house committee agriculture finance inspector | *:403 | *:403
notes/<uuid:public_id>/note/   | progressnote | house committee agriculture finance inspector | *:404 | *:404

extensions/<uuid:public_id>/              | extension | house committee audit | *:200 | *:405
extensions/<uuid:public_id>/edit/         | extension | house committee audit | *:403 | *:403
extensions/<uuid:public_id>/attach/       | extension | house committee audit | *:403 | *:403
extensions/<uuid:public_id>/give_opinion/ | extension | house committee audit | desks:200 *:403 | desks:422 *:403
extensions/<uuid:public_id>/grant/        | extension | house committee audit | leaders:200 *:403 | leaders:422 *:403
extensions/<uuid:public_id>/lapse/        | extension | house committee audit | *:403 | *:403
extensions/<uuid:public_id>/request/      | extension | house committee audit | *:404 | *:404

suspensions/<uuid:public_id>/                    | suspension | house committee departments inspector | *:200 | *:405
suspensions/<uuid:public_id>/edit/               | suspension | house committee departments inspector | *:403 | *:403
suspensions/<uuid:public_id>/attach/             | suspension | house committee departments inspector | *:403 | *:403
suspensions/<uuid:public_id>/renew/              | suspension | house committee departments inspector | committee:200 *:403 | committee:422 *:403
suspensions/<uuid:public_id>/resume/             | suspension | house committee departments inspector | committee:200 *:403 | committee:422 *:403
suspensions/<uuid:public_id>/lapse/              | suspension | house committee departments inspector | *:403 | *:403
suspensions/<uuid:public_id>/request_suspension/ | suspension | house committee departments inspector | *:404 | *:404

recusals/<uuid:public_id>/        | recusal | standing_by | *:200 | *:405
recusals/<uuid:public_id>/edit/   | recusal | standing_by | *:403 | *:403
recusals/<uuid:public_id>/attach/ | recusal | standing_by | *:403 | *:403
recusals/<uuid:public_id>/lift/   | recusal | standing_by | leaders:200 *:403 | leaders:422 *:403

inspections/<uuid:public_id>/          | inspection | house departments inspector | *:200 | *:405
inspections/<uuid:public_id>/edit/     | inspection | house departments inspector | *:403 | *:403
inspections/<uuid:public_id>/attach/   | inspection | house departments inspector | *:403 | *:403
inspections/<uuid:public_id>/conclude/ | inspection | house departments inspector | desks:200 *:403 | desks:422 *:403

urgings/<uuid:public_id>/             | urging      | house agriculture inspector | *:302 | *:405
urgings/<uuid:public_id>/edit/        | urging      | house agriculture inspector | *:403 | *:403
urgings/<uuid:public_id>/attach/      | urging      | house agriculture inspector | *:403 | *:403
urgings/<uuid:public_id>/urge/        | urging      | house agriculture inspector | *:404 | *:404
explanations/<uuid:public_id>/        | explanation | house agriculture inspector | *:302 | *:405
explanations/<uuid:public_id>/edit/   | explanation | house agriculture inspector | *:403 | *:403
explanations/<uuid:public_id>/attach/ | explanation | house agriculture inspector | *:403 | *:403
explanations/<uuid:public_id>/explain/ | explanation | house agriculture inspector | *:404 | *:404

urge-orders/about/<uuid:public_id>/new/    | matter    | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
urge-orders/<uuid:public_id>/              | urgeorder | house agriculture inspector | *:200 | *:405
urge-orders/<uuid:public_id>/print/        | urgeorder | house agriculture inspector | *:200 | *:405
urge-orders/<uuid:public_id>/edit/         | urgeorder | house agriculture inspector | *:403 | *:403
urge-orders/<uuid:public_id>/attach/       | urgeorder | house agriculture inspector | *:403 | *:403
urge-orders/<uuid:public_id>/approve/      | urgeorder | house agriculture inspector | leaders:200 *:403 | leaders:422 *:403
urge-orders/<uuid:public_id>/receive/      | urgeorder | house agriculture inspector | agriculture:200 *:403 | agriculture:422 *:403
urge-orders/<uuid:public_id>/answer/       | urgeorder | house agriculture inspector | agriculture:200 *:403 | agriculture:422 *:403
urge-orders/<uuid:public_id>/find_wanting/ | urgeorder | house agriculture inspector | desks:200 *:403 | desks:422 *:403
urge-orders/<uuid:public_id>/withdraw/     | urgeorder | house agriculture inspector | leaders:200 *:403 | leaders:422 *:403
urge-orders/<uuid:public_id>/lapse/        | urgeorder | house agriculture inspector | *:403 | *:403
urge-orders/<uuid:public_id>/draft/        | urgeorder | house agriculture inspector | *:404 | *:404

matters/<uuid:public_id>/accountabilities/new/ | matter | house committee departments proposer inspector | proposers:200 *:403 | proposers:422 *:403
accountabilities/<uuid:public_id>/         | accountability_proposed | accounting committee | *:200 | *:405
accountabilities/<uuid:public_id>/edit/    | accountability_proposed | accounting committee | director:200 *:403 | director:422 *:403
accountabilities/<uuid:public_id>/attach/  | accountability_proposed | accounting committee | director:200 *:403 | director:422 *:403
accountabilities/<uuid:public_id>/decide/  | accountability_proposed | accounting committee | deciders:200 *:403 | deciders:422 *:403
accountabilities/<uuid:public_id>/drop/    | accountability_proposed | accounting committee | director deciders:200 *:403 | director deciders:422 *:403
accountabilities/<uuid:public_id>/close/   | accountability | accounting committee agriculture_head inspector | proposers:200 *:403 | proposers:422 *:403
accountabilities/<uuid:public_id>/propose/ | accountability | accounting committee agriculture_head inspector | *:404 | *:404

matters/<uuid:public_id>/inspection-rules/new/  | matter         | house committee departments proposer inspector | desks:200 *:403 | desks:422 *:403
inspection-rules/<uuid:public_id>/          | inspectionrule | house | *:200 | *:405
inspection-rules/<uuid:public_id>/edit/     | inspectionrule | house | *:403 | *:403
inspection-rules/<uuid:public_id>/attach/   | inspectionrule | house | *:403 | *:403
inspection-rules/<uuid:public_id>/end/      | inspectionrule | house | desks:200 *:403 | desks:422 *:403
inspection-rules/<uuid:public_id>/move_on/  | inspectionrule | house | *:403 | *:403
inspection-rules/<uuid:public_id>/lapse/    | inspectionrule | house | *:403 | *:403
inspection-rules/<uuid:public_id>/set_rule/ | inspectionrule | house | *:404 | *:404

rechecks/draws/<uuid:public_id>/            | recheckdraw | house | *:200 | *:405
rechecks/draws/<uuid:public_id>/population/ | recheckdraw | house | *:200 | *:405
rechecks/draws/<uuid:public_id>/edit/       | recheckdraw | house | *:403 | *:403
rechecks/draws/<uuid:public_id>/attach/     | recheckdraw | house | *:403 | *:403
rechecks/draws/<uuid:public_id>/draw/       | recheckdraw | house | *:404 | *:404
rechecks/<uuid:public_id>/                  | recheck     | house | *:200 | *:405
rechecks/<uuid:public_id>/edit/             | recheck     | house | *:403 | *:403
rechecks/<uuid:public_id>/attach/           | recheck     | house | other_officer:200 *:403 | other_officer:422 *:403
rechecks/<uuid:public_id>/appoint/          | recheck     | house | drawers:200 *:403 | drawers:422 *:403
rechecks/<uuid:public_id>/conclude/         | recheck     | house | other_officer directors secretary:200 *:403 | other_officer directors secretary:422 *:403
rechecks/<uuid:public_id>/find_recurrence/  | recheck     | house | other_officer directors secretary:200 *:403 | other_officer directors secretary:422 *:403
rechecks/<uuid:public_id>/follow_up/        | recheck     | house | other_officer directors secretary:200 *:403 | other_officer directors secretary:422 *:403
rechecks/<uuid:public_id>/cancel/           | recheck     | house | deputy other_deputy secretary:200 *:403 | deputy other_deputy secretary:422 *:403
rechecks/<uuid:public_id>/begin/            | recheck     | house | *:404 | *:404

mandates/                                                        | -       | everyone        | *:200 | *:405
mandates/new/                                                    | -       | everyone        | secretary:200 *:403 | secretary:422 *:403
mandates/<uuid:public_id>/                                       | mandate | mandate_readers | *:200 | *:405
mandates/<uuid:public_id>/departments/<slug:name>/               | mandate | inspector       | *:200 | *:405
mandates/<uuid:public_id>/departments/<slug:name>/package/       | mandate | inspector       | *:200 | *:200
mandates/<uuid:public_id>/edit/                                  | mandate | mandate_readers | *:403 | *:403
mandates/<uuid:public_id>/attach/                                | mandate | mandate_readers | *:403 | *:403
mandates/<uuid:public_id>/change/                                | mandate | mandate_readers | secretary:200 *:403 | secretary:422 *:403
mandates/<uuid:public_id>/end/                                   | mandate | mandate_readers | secretary:200 *:403 | secretary:422 *:403
mandates/<uuid:public_id>/open_mandate/                          | mandate | mandate_readers | secretary:200 *:403 | secretary:422 *:403
mandates/<uuid:public_id>/discard/                               | mandate | mandate_readers | secretary:200 *:403 | secretary:422 *:403
mandates/<uuid:public_id>/draft/                                 | mandate | mandate_readers | *:404 | *:404

inspections/<uuid:public_id>/findings/new/ | inspection | house departments inspector | officer other_officer:200 *:403 | officer other_officer:422 *:403

problems/                                 | -       | everyone                               | *:200 | *:405
problems/about/<uuid:public_id>/new/      | matter  | house committee departments proposer inspector | officer departments:200 *:403 | officer departments:422 *:403
problems/<uuid:public_id>/                | problem | house committee agriculture finance inspector | *:200 | *:405
problems/<uuid:public_id>/meeting/new/    | problem | house committee agriculture finance inspector | desks:200 *:403 | desks:422 *:403
problems/<uuid:public_id>/request/new/    | problem | house committee agriculture finance inspector | desks:200 *:403 | desks:422 *:403
problems/<uuid:public_id>/report/new/     | problem | house committee agriculture finance inspector | desks:200 *:403 | desks:422 *:403
problems/<uuid:public_id>/edit/           | problem | house committee agriculture finance inspector | officer:200 *:403 | officer:422 *:403
problems/<uuid:public_id>/attach/         | problem | house committee agriculture finance inspector | officer:200 *:403 | officer:422 *:403
problems/<uuid:public_id>/take_measures/  | problem | house committee agriculture finance inspector | desks:200 *:403 | desks:422 *:403
problems/<uuid:public_id>/coordinate/     | problem | house committee agriculture finance inspector | desks:200 *:403 | desks:422 *:403
problems/<uuid:public_id>/refer/          | problem | house committee agriculture finance inspector | leaders:200 *:403 | leaders:422 *:403
problems/<uuid:public_id>/decide/         | problem | house committee agriculture finance inspector | committee:200 *:403 | committee:422 *:403
problems/<uuid:public_id>/report_important/ | problem | house committee agriculture finance inspector | leaders:200 *:403 | leaders:422 *:403
problems/<uuid:public_id>/resolve/        | problem | house committee agriculture finance inspector | desks:200 *:403 | desks:422 *:403
problems/<uuid:public_id>/dismiss/        | problem | house committee agriculture finance inspector | leaders:200 *:403 | leaders:422 *:403
problems/<uuid:public_id>/merge/          | problem | house committee agriculture finance inspector | officer:200 *:403 | officer:422 *:403
problems/<uuid:public_id>/reopen/         | problem | house committee agriculture finance inspector | desks:200 *:403 | desks:422 *:403
problems/<uuid:public_id>/raise_severity/ | problem | house committee agriculture finance inspector | desks deputy:200 *:403 | desks deputy:422 *:403
problems/<uuid:public_id>/lower_severity/ | problem | house committee agriculture finance inspector | leaders:200 *:403 | leaders:422 *:403
problems/<uuid:public_id>/lapse/          | problem | house committee agriculture finance inspector | *:403 | *:403
problems/<uuid:public_id>/report_problem/ | problem | house committee agriculture finance inspector | *:404 | *:404

board/                                | -          | everyone | *:200 | *:405
periodic-reports/                     | -          | everyone | *:200 | *:405
periodic-reports/new/                 | -          | everyone | reporters:200 *:403 | reporters:422 *:403
periodic-reports/<uuid:public_id>/        | periodicreport       | house committee | *:200 | *:405
periodic-reports/<uuid:public_id>/print/  | periodicreport       | house committee | *:200 | *:405
periodic-reports/<uuid:public_id>/edit/   | periodicreport_draft | house | officer:200 *:403 | officer:422 *:403
periodic-reports/<uuid:public_id>/attach/ | periodicreport_draft | house | officer:200 *:403 | officer:422 *:403
periodic-reports/<uuid:public_id>/refresh/ | periodicreport_draft | house | officer:200 *:403 | officer:422 *:403
periodic-reports/<uuid:public_id>/submit/ | periodicreport_draft | house | officer:200 *:403 | officer:422 *:403
periodic-reports/<uuid:public_id>/discard/ | periodicreport_draft | house | officer directors secretary:200 *:403 | officer directors secretary:422 *:403
periodic-reports/<uuid:public_id>/issue/  | periodicreport_draft | house | issuers:200 *:403 | issuers:422 *:403
periodic-reports/<uuid:public_id>/return_for_revision/ | periodicreport_draft | house | issuers:200 *:403 | issuers:422 *:403
periodic-reports/<uuid:public_id>/draft/  | periodicreport       | house committee | *:404 | *:404
ledger/                               | -          | everyone | *:200 | *:405
ledger/export/                        | -          | everyone | *:200 | *:422
ledger/urge/                          | -          | everyone | *:405 | *:422
ledger/views/                         | -          | everyone | *:200 | *:405
ledger/views/new/                     | -          | everyone | *:200 | *:422
ledger/views/<uuid:public_id>/edit/   | ledgerview | house    | directors:200 *:403 | directors:422 *:403
ledger/views/<uuid:public_id>/remove/ | ledgerview | house    | *:405 | directors:302 *:403

unit-papers/                              | -                  | everyone         | *:200 | *:405
unit-papers/submissions/new/              | -                  | everyone         | unit:200 *:403 | unit:422 *:403
unit-papers/submissions/<uuid:public_id>/ | submission         | unit unit_office | *:200 | *:405
unit-papers/submissions/<uuid:public_id>/edit/                | submission | unit unit_office | *:403 | *:403
unit-papers/submissions/<uuid:public_id>/attach/              | submission | unit unit_office | *:403 | *:403
unit-papers/submissions/<uuid:public_id>/submit/              | submission | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
unit-papers/submissions/<uuid:public_id>/withdraw/            | submission | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
unit-papers/submissions/<uuid:public_id>/review/              | submission | unit unit_office | second_director secretary:200 *:403 | second_director secretary:422 *:403
unit-papers/submissions/<uuid:public_id>/return_for_revision/ | submission | unit unit_office | second_director leaders:200 *:403 | second_director leaders:422 *:403
unit-papers/submissions/<uuid:public_id>/reply/               | submission | unit unit_office | leaders:200 *:403 | leaders:422 *:403
unit-papers/submissions/<uuid:public_id>/receive/             | submission | unit unit_office | second_director secretary:200 *:403 | second_director secretary:422 *:403
unit-papers/submissions/<uuid:public_id>/discard/             | submission | unit unit_office | unit:200 *:403 | unit:422 *:403
unit-papers/submissions/<uuid:public_id>/draft/               | submission | unit unit_office | *:404 | *:404
unit-papers/assigned-items/                                       | -            | everyone         | *:200 | *:405
unit-papers/assigned-items/new/                                   | -            | everyone         | drawers:200 *:403 | drawers:422 *:403
unit-papers/assigned-items/<uuid:public_id>/                      | assigneditem | unit unit_office | *:200 | *:405
unit-papers/assigned-items/<uuid:public_id>/edit/                 | assigneditem | unit unit_office | *:403 | *:403
unit-papers/assigned-items/<uuid:public_id>/attach/               | assigneditem | unit unit_office | *:403 | *:403
unit-papers/assigned-items/<uuid:public_id>/receive/              | assigneditem | unit unit_office | unit:200 *:403 | unit:422 *:403
unit-papers/assigned-items/<uuid:public_id>/report/               | assigneditem | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
unit-papers/assigned-items/<uuid:public_id>/accept/               | assigneditem | unit unit_office | second_director leaders:200 *:403 | second_director leaders:422 *:403
unit-papers/assigned-items/<uuid:public_id>/return_report/        | assigneditem | unit unit_office | second_director leaders:200 *:403 | second_director leaders:422 *:403
unit-papers/assigned-items/<uuid:public_id>/urge/                 | assigneditem | unit unit_office | second_director leaders:200 *:403 | second_director leaders:422 *:403
unit-papers/assigned-items/<uuid:public_id>/cancel/               | assigneditem | unit unit_office | second_director leaders:200 *:403 | second_director leaders:422 *:403
unit-papers/assigned-items/<uuid:public_id>/assign/               | assigneditem | unit unit_office | *:404 | *:404
unit-papers/support/                                 | -                  | everyone         | *:200 | *:405
unit-papers/support/new/                             | -                  | everyone         | unit_head:200 *:403 | unit_head:422 *:403
unit-papers/support/<uuid:public_id>/                | unitsupportrequest | unit unit_office | *:200 | *:405
unit-papers/support/<uuid:public_id>/found/          | unitsupportrequest | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
unit-papers/support/<uuid:public_id>/edit/           | unitsupportrequest | unit unit_office | *:403 | *:403
unit-papers/support/<uuid:public_id>/attach/         | unitsupportrequest | unit unit_office | second_director secretary:200 *:403 | second_director secretary:422 *:403
unit-papers/support/<uuid:public_id>/accept/         | unitsupportrequest | unit unit_office | second_director secretary:200 *:403 | second_director secretary:422 *:403
unit-papers/support/<uuid:public_id>/decline/        | unitsupportrequest | unit unit_office | second_director secretary:200 *:403 | second_director secretary:422 *:403
unit-papers/support/<uuid:public_id>/give_answer/    | unitsupportrequest | unit unit_office | second_director secretary:200 *:403 | second_director secretary:422 *:403
unit-papers/support/<uuid:public_id>/withdraw/       | unitsupportrequest | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
unit-papers/support/<uuid:public_id>/ask/            | unitsupportrequest | unit unit_office | *:404 | *:404
unit-papers/notices/                                 | -          | everyone         | *:200 | *:405
unit-papers/notices/new/                             | -          | everyone         | drawers:200 *:403 | drawers:422 *:403
unit-papers/notices/<uuid:public_id>/                | unitnotice | unit unit_office | *:200 | *:405
unit-papers/notices/<uuid:public_id>/edit/           | unitnotice | unit unit_office | *:403 | *:403
unit-papers/notices/<uuid:public_id>/attach/         | unitnotice | unit unit_office | *:403 | *:403
unit-papers/notices/<uuid:public_id>/acknowledge/    | unitnotice | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
unit-papers/notices/<uuid:public_id>/notify/         | unitnotice | unit unit_office | *:404 | *:404
host-materials/                                      | -            | everyone     | *:200 | *:405
host-materials/new/                                  | -            | everyone     | unit:200 *:403 | unit:422 *:403
host-materials/inform/                               | -            | everyone     | finance:200 *:403 | finance:422 *:403
host-materials/<uuid:public_id>/                     | hostmaterial | unit finance | *:200 | *:405
host-materials/<uuid:public_id>/edit/                | hostmaterial | unit finance | *:403 | *:403
host-materials/<uuid:public_id>/attach/              | hostmaterial | unit finance | finance:200 *:403 | finance:422 *:403
host-materials/<uuid:public_id>/supply/              | hostmaterial | unit finance | finance:200 *:403 | finance:422 *:403
host-materials/<uuid:public_id>/withdraw/            | hostmaterial | unit finance | unit_head:200 *:403 | unit_head:422 *:403
host-materials/<uuid:public_id>/request_material/    | hostmaterial | unit finance | *:404 | *:404
supervision-records/                             | -                 | everyone         | *:200 | *:405
supervision-records/new/                         | -                 | everyone         | unit:200 *:403 | unit:422 *:403
supervision-records/<uuid:public_id>/            | supervisionrecord | unit unit_office | *:200 | *:405
supervision-records/<uuid:public_id>/correct/    | supervisionrecord | unit unit_office | unit:200 *:403 | unit:422 *:403
supervision-records/<uuid:public_id>/edit/       | supervisionrecord | unit unit_office | *:403 | *:403
supervision-records/<uuid:public_id>/attach/     | supervisionrecord | unit unit_office | *:403 | *:403
supervision-records/<uuid:public_id>/mark_problem/ | supervisionrecord | unit unit_office | unit:200 *:403 | unit:422 *:403
supervision-records/<uuid:public_id>/settle/     | supervisionrecord | unit unit_office | unit:200 *:403 | unit:422 *:403
supervision-records/<uuid:public_id>/excuse/     | supervisionrecord | unit unit_office | unit_head leaders:200 *:403 | unit_head leaders:422 *:403
supervision-records/<uuid:public_id>/record/     | supervisionrecord | unit unit_office | *:404 | *:404
key-persons/                                     | -              | everyone         | *:200 | *:405
units/<uuid:public_id>/key-persons/new/          | dispatchedunit | house unit       | unit_head:200 *:403 | unit_head:422 *:403
key-persons/<uuid:public_id>/                    | keyperson      | unit unit_office | *:200 | *:405
key-persons/<uuid:public_id>/edit/               | keyperson      | unit unit_office | *:403 | *:403
key-persons/<uuid:public_id>/attach/             | keyperson      | unit unit_office | *:403 | *:403
key-persons/<uuid:public_id>/reclassify/         | keyperson      | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
key-persons/<uuid:public_id>/remove/             | keyperson      | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
guidance/                                        | -        | everyone         | *:200 | *:405
guidance/of-unit/                                | -        | everyone         | guides:200 *:403 | guides:422 *:403
guidance/guide/                                  | -        | everyone         | unit:200 *:403 | unit:422 *:403
guidance/educate/                                | -        | everyone         | unit:200 *:403 | unit:422 *:403
guidance/<uuid:public_id>/                       | guidance | unit unit_office | *:200 | *:405
guidance/<uuid:public_id>/correct/               | guidance | unit unit_office | unit:200 *:403 | unit:422 *:403
guidance/<uuid:public_id>/edit/                  | guidance | unit unit_office | *:403 | *:403
guidance/<uuid:public_id>/attach/                | guidance | unit unit_office | *:403 | *:403
guidance/<uuid:public_id>/guide/                 | guidance | unit unit_office | *:404 | *:404
leader-notices/                                  | -            | everyone         | *:200 | *:405
leader-notices/new/                              | -            | everyone         | unit_head:200 *:403 | unit_head:422 *:403
leader-notices/<uuid:public_id>/                 | leadernotice | unit finance_head | *:200 | *:405
leader-notices/<uuid:public_id>/edit/            | leadernotice | unit finance_head | *:403 | *:403
leader-notices/<uuid:public_id>/attach/          | leadernotice | unit finance_head | *:403 | *:403
leader-notices/<uuid:public_id>/receive/         | leadernotice | unit finance_head | finance_head:200 *:403 | finance_head:422 *:403
leader-notices/<uuid:public_id>/withdraw/        | leadernotice | unit finance_head | unit_head:200 *:403 | unit_head:422 *:403
integrity-opinions/                              | -                | everyone     | *:200 | *:405
integrity-opinions/new/                          | -                | everyone     | any_department:200 *:403 | any_department:422 *:403
integrity-opinions/new/office/                   | -                | everyone     | directors:200 *:403 | directors:422 *:403
integrity-opinions/<uuid:public_id>/             | integrityopinion | unit finance | *:200 | *:405
integrity-opinions/<uuid:public_id>/edit/        | integrityopinion | unit finance | *:403 | *:403
integrity-opinions/<uuid:public_id>/attach/      | integrityopinion | unit finance | *:403 | *:403
integrity-opinions/<uuid:public_id>/draft_opinion/ | integrityopinion | unit finance | unit:200 *:403 | unit:422 *:403
integrity-opinions/<uuid:public_id>/approve/     | integrityopinion | unit finance | unit_head:200 *:403 | unit_head:422 *:403
integrity-opinions/<uuid:public_id>/return_draft/ | integrityopinion | unit finance | unit_head:200 *:403 | unit_head:422 *:403
integrity-opinions/<uuid:public_id>/reply/       | integrityopinion | unit finance | unit:200 *:403 | unit:422 *:403
integrity-opinions/<uuid:public_id>/decline/     | integrityopinion | unit finance | unit_head:200 *:403 | unit_head:422 *:403
integrity-opinions/<uuid:public_id>/withdraw/    | integrityopinion | unit finance | finance:200 *:403 | finance:422 *:403
integrity-opinions/<uuid:public_id>/ask/         | integrityopinion | unit finance | *:404 | *:404
advices/                                         | -            | everyone         | *:200 | *:405
advices/new/                                     | -            | everyone         | unit:200 *:403 | unit:422 *:403
advices/<uuid:public_id>/                        | advice       | unit finance unit_office | *:200 | *:405
advices/<uuid:public_id>/edit/                   | advice_draft | unit             | *:200 | *:422
advices/<uuid:public_id>/attach/                 | advice       | unit finance unit_office | finance:200 *:403 | finance:422 *:403
advices/<uuid:public_id>/send/                   | advice       | unit finance unit_office | unit_head:200 *:403 | unit_head:422 *:403
advices/<uuid:public_id>/discard/                | advice       | unit finance unit_office | unit:200 *:403 | unit:422 *:403
advices/<uuid:public_id>/feed_back/              | advice       | unit finance unit_office | finance:200 *:403 | finance:422 *:403
advices/<uuid:public_id>/return_feedback/        | advice       | unit finance unit_office | unit_head:200 *:403 | unit_head:422 *:403
advices/<uuid:public_id>/verify_result/          | advice       | unit finance unit_office | unit:200 *:403 | unit:422 *:403
advices/<uuid:public_id>/close/                  | advice       | unit finance unit_office | unit_head leaders:200 *:403 | unit_head leaders:422 *:403
advices/<uuid:public_id>/urge/                   | advice       | unit finance unit_office | unit:200 *:403 | unit:422 *:403
advices/<uuid:public_id>/withdraw/               | advice       | unit finance unit_office | unit_head:200 *:403 | unit_head:422 *:403
advices/<uuid:public_id>/draft/                  | advice       | unit finance unit_office | *:404 | *:404
advices/draws/                                   | -              | everyone         | *:200 | *:405
units/<uuid:public_id>/advice-draws/new/         | dispatchedunit | house unit       | unit_head:200 *:403 | unit_head:422 *:403
advices/draws/<uuid:public_id>/                  | advicedraw     | unit unit_office | *:200 | *:405
advices/draws/<uuid:public_id>/population/       | advicedraw     | unit unit_office | *:200 | *:405
advices/draws/<uuid:public_id>/edit/             | advicedraw     | unit unit_office | *:403 | *:403
advices/draws/<uuid:public_id>/attach/           | advicedraw     | unit unit_office | *:403 | *:403
advices/draws/<uuid:public_id>/draw/             | advicedraw     | unit unit_office | *:404 | *:404
advices/rechecks/<uuid:public_id>/               | advicerecheck  | unit unit_office | *:200 | *:405
advices/rechecks/<uuid:public_id>/edit/          | advicerecheck  | unit unit_office | *:403 | *:403
advices/rechecks/<uuid:public_id>/attach/        | advicerecheck  | unit unit_office | unit:200 *:403 | unit:422 *:403
advices/rechecks/<uuid:public_id>/conclude/      | advicerecheck  | unit unit_office | unit:200 *:403 | unit:422 *:403
advices/rechecks/<uuid:public_id>/find_recurrence/ | advicerecheck | unit unit_office | unit:200 *:403 | unit:422 *:403
advices/rechecks/<uuid:public_id>/follow_up/     | advicerecheck  | unit unit_office | unit:200 *:403 | unit:422 *:403
advices/rechecks/<uuid:public_id>/cancel/        | advicerecheck  | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
units/<uuid:public_id>/meetings/new/             | dispatchedunit | house unit | unit:200 *:403 | unit:422 *:403
unit-meetings/                                   | -            | everyone         | *:200 | *:405
unit-meetings/<uuid:public_id>/                  | groupmeeting | unit unit_office | *:200 | *:405
unit-meetings/<uuid:public_id>/items/new/        | groupmeeting | unit unit_office | unit:200 *:403 | unit:422 *:403
unit-meetings/<uuid:public_id>/edit/             | groupmeeting | unit unit_office | *:403 | *:403
unit-meetings/<uuid:public_id>/attach/           | groupmeeting | unit unit_office | *:403 | *:403
unit-meetings/<uuid:public_id>/hold/             | groupmeeting | unit unit_office | unit:200 *:403 | unit:422 *:403
unit-meetings/<uuid:public_id>/minute/           | groupmeeting | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
unit-meetings/<uuid:public_id>/cancel/           | sitting      | unit             | unit:200 *:403 | unit:422 *:403
unit-meetings/<uuid:public_id>/write_minutes/    | sitting      | unit             | unit:200 *:403 | unit:422 *:403
unit-meetings/<uuid:public_id>/minute_alone/     | sitting      | unit             | unit_head:200 *:403 | unit_head:422 *:403
unit-meetings/<uuid:public_id>/call/             | groupmeeting | unit unit_office | *:404 | *:404
agenda-items/<uuid:public_id>/                   | agendaitem   | unit             | *:200 | *:405
agenda-items/<uuid:public_id>/votes/new/         | agendaitem   | unit             | *:200 | *:422
agenda-items/<uuid:public_id>/follow-ups/new/    | agendaitem   | unit             | *:200 | *:422
agenda-items/<uuid:public_id>/edit/              | agendaitem   | unit             | *:200 | *:422
agenda-items/<uuid:public_id>/attach/            | agendaitem   | unit             | *:200 | *:422
agenda-items/<uuid:public_id>/decide/            | agendaitem   | unit             | *:200 | *:422
agenda-items/<uuid:public_id>/lapse/             | agendaitem   | unit             | *:403 | *:403
agenda-items/<uuid:public_id>/table/             | agendaitem   | unit             | *:404 | *:404
votes/<uuid:public_id>/                          | vote         | unit             | *:302 | *:405
votes/<uuid:public_id>/edit/                     | vote         | unit             | *:403 | *:403
votes/<uuid:public_id>/attach/                   | vote         | unit             | *:403 | *:403
votes/<uuid:public_id>/withdraw/                 | vote         | unit             | *:200 | *:422
votes/<uuid:public_id>/cast/                     | vote         | unit             | *:404 | *:404
follow-ups/<uuid:public_id>/                     | followup     | unit unit_office | *:200 | *:405
follow-ups/<uuid:public_id>/edit/                | followup     | unit unit_office | *:403 | *:403
follow-ups/<uuid:public_id>/attach/              | followup     | unit unit_office | unit_officer:200 *:403 | unit_officer:422 *:403
follow-ups/<uuid:public_id>/complete/            | followup     | unit unit_office | unit_officer:200 *:403 | unit_officer:422 *:403
follow-ups/<uuid:public_id>/change_date/         | followup     | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
follow-ups/<uuid:public_id>/reassign/            | followup     | unit unit_office | unit_head:200 *:403 | unit_head:422 *:403
follow-ups/<uuid:public_id>/assign/              | followup     | unit unit_office | *:404 | *:404

joint-actions/                                  | -              | everyone                                               | *:200                                  | *:405
joint-actions/new/                              | -              | everyone                                               | drawers:200 *:403                      | drawers:422 *:403
joint-actions/month/                            | -              | everyone                                               | *:200                                  | *:405
joint-actions/<uuid:public_id>/                 | jointaction    | unit unit_office                                       | *:200                                  | *:405
joint-actions/<uuid:public_id>/tasks/new/       | jointaction    | unit unit_office                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
joint-actions/<uuid:public_id>/edit/            | jointaction    | unit unit_office                                       | *:403                                  | *:403
joint-actions/<uuid:public_id>/attach/          | jointaction    | unit unit_office                                       | contact:200 *:403                      | contact:422 *:403
joint-actions/<uuid:public_id>/approve/         | jointaction    | unit unit_office                                       | leaders:200 *:403                      | leaders:422 *:403
joint-actions/<uuid:public_id>/refer_higher/    | jointaction    | unit unit_office                                       | leaders:200 *:403                      | leaders:422 *:403
joint-actions/<uuid:public_id>/decline/         | jointaction    | unit unit_office                                       | leaders:200 *:403                      | leaders:422 *:403
joint-actions/<uuid:public_id>/withdraw/        | jointaction    | unit unit_office                                       | contact:200 *:403                      | contact:422 *:403
joint-actions/<uuid:public_id>/add_parties/     | jointaction    | unit unit_office                                       | leaders:200 *:403                      | leaders:422 *:403
joint-actions/<uuid:public_id>/begin/           | jointaction    | unit unit_office                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
joint-actions/<uuid:public_id>/change_date/     | jointaction    | unit unit_office                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
joint-actions/<uuid:public_id>/conclude/        | jointaction    | unit unit_office                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
joint-actions/<uuid:public_id>/call_off/        | jointaction    | unit unit_office                                       | leaders:200 *:403                      | leaders:422 *:403
joint-actions/<uuid:public_id>/propose/         | jointaction    | unit unit_office                                       | *:404                                  | *:404
joint-parties/<uuid:public_id>/                 | jointparty     | unit unit_office                                       | *:302                                  | *:405
joint-parties/<uuid:public_id>/edit/            | jointparty     | unit unit_office                                       | *:403                                  | *:403
joint-parties/<uuid:public_id>/attach/          | jointparty     | unit unit_office                                       | *:403                                  | *:403
joint-parties/<uuid:public_id>/leave/           | jointparty     | unit unit_office                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
joint-parties/<uuid:public_id>/join/            | jointparty     | unit unit_office                                       | *:404                                  | *:404
joint-tasks/<uuid:public_id>/                   | jointtask      | unit unit_office                                       | *:200                                  | *:405
joint-tasks/<uuid:public_id>/edit/              | jointtask      | unit unit_office                                       | *:403                                  | *:403
joint-tasks/<uuid:public_id>/attach/            | jointtask      | unit unit_office                                       | unit:200 *:403                         | unit:422 *:403
joint-tasks/<uuid:public_id>/report_progress/   | jointtask      | unit unit_office                                       | unit:200 *:403                         | unit:422 *:403
joint-tasks/<uuid:public_id>/report/            | jointtask      | unit unit_office                                       | unit_head:200 *:403                    | unit_head:422 *:403
joint-tasks/<uuid:public_id>/accept/            | jointtask      | unit unit_office                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
joint-tasks/<uuid:public_id>/return_report/     | jointtask      | unit unit_office                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
joint-tasks/<uuid:public_id>/urge/              | jointtask      | unit unit_office                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
joint-tasks/<uuid:public_id>/cancel/            | jointtask      | unit unit_office                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
joint-tasks/<uuid:public_id>/lapse/             | jointtask      | unit unit_office                                       | *:403                                  | *:403
joint-tasks/<uuid:public_id>/assign/            | jointtask      | unit unit_office                                       | *:404                                  | *:404
jurisdictions/                                  | -              | everyone                                               | *:200                                  | *:405
jurisdictions/new/                              | -              | everyone                                               | unit_head:200 *:403                    | unit_head:422 *:403
jurisdictions/<uuid:public_id>/                 | jurisdiction   | unit_head second_director deputy case_deputy secretary | *:200                                  | *:405
jurisdictions/<uuid:public_id>/edit/            | jurisdiction   | unit_head second_director deputy case_deputy secretary | *:403                                  | *:403
jurisdictions/<uuid:public_id>/attach/          | jurisdiction   | unit_head second_director deputy case_deputy secretary | *:403                                  | *:403
jurisdictions/<uuid:public_id>/agree/           | jurisdiction   | unit_head second_director deputy case_deputy secretary | *:403                                  | *:403
jurisdictions/<uuid:public_id>/counter/         | jurisdiction   | unit_head second_director deputy case_deputy secretary | *:403                                  | *:403
jurisdictions/<uuid:public_id>/accept/          | jurisdiction   | unit_head second_director deputy case_deputy secretary | unit_head:200 *:403                    | unit_head:422 *:403
jurisdictions/<uuid:public_id>/propose_again/   | jurisdiction   | unit_head second_director deputy case_deputy secretary | unit_head:200 *:403                    | unit_head:422 *:403
jurisdictions/<uuid:public_id>/refer/           | jurisdiction   | unit_head second_director deputy case_deputy secretary | unit_head:200 *:403                    | unit_head:422 *:403
jurisdictions/<uuid:public_id>/withdraw/        | jurisdiction   | unit_head second_director deputy case_deputy secretary | unit_head:200 *:403                    | unit_head:422 *:403
jurisdictions/<uuid:public_id>/designate/       | jurisdiction   | unit_head second_director deputy case_deputy secretary | deputy case_deputy secretary:200 *:403 | deputy case_deputy secretary:422 *:403
jurisdictions/<uuid:public_id>/send_back/       | jurisdiction   | unit_head second_director deputy case_deputy secretary | deputy case_deputy secretary:200 *:403 | deputy case_deputy secretary:422 *:403
jurisdictions/<uuid:public_id>/negotiate/       | jurisdiction   | unit_head second_director deputy case_deputy secretary | *:404                                  | *:404
cases/<uuid:public_id>/direct-handlings/new/    | registeredcase | leaders_of_cases                                       | contact:200 *:403                      | contact:422 *:403
direct-handlings/<uuid:public_id>/              | directhandling | leaders_of_cases                                       | *:200                                  | *:405
direct-handlings/<uuid:public_id>/edit/         | directhandling | leaders_of_cases                                       | *:403                                  | *:403
direct-handlings/<uuid:public_id>/attach/       | directhandling | leaders_of_cases                                       | *:403                                  | *:403
direct-handlings/<uuid:public_id>/approve/      | directhandling | leaders_of_cases                                       | leaders:200 *:403                      | leaders:422 *:403
direct-handlings/<uuid:public_id>/refer_higher/ | directhandling | leaders_of_cases                                       | leaders:200 *:403                      | leaders:422 *:403
direct-handlings/<uuid:public_id>/decline/      | directhandling | leaders_of_cases                                       | leaders:200 *:403                      | leaders:422 *:403
direct-handlings/<uuid:public_id>/withdraw/     | directhandling | leaders_of_cases                                       | contact:200 *:403                      | contact:422 *:403
direct-handlings/<uuid:public_id>/begin/        | directhandling | leaders_of_cases                                       | contact:200 *:403                      | contact:422 *:403
direct-handlings/<uuid:public_id>/hand_back/    | directhandling | leaders_of_cases                                       | second_director leaders:200 *:403      | second_director leaders:422 *:403
direct-handlings/<uuid:public_id>/conclude/     | directhandling | leaders_of_cases                                       | *:403                                  | *:403
direct-handlings/<uuid:public_id>/lapse/        | directhandling | leaders_of_cases                                       | *:403                                  | *:403
direct-handlings/<uuid:public_id>/propose/      | directhandling | leaders_of_cases                                       | *:404                                  | *:404
approval-levels/                                | -              | everyone                                               | *:200                                  | *:405

duties/                              | -             | everyone   | *:200 | *:405
duties/<uuid:public_id>/             | recurringduty | house unit | *:200 | *:405
duties/<uuid:public_id>/edit/        | recurringduty | house unit | *:403 | *:403
duties/<uuid:public_id>/attach/      | recurringduty | house unit | unit:200 *:403 | unit:422 *:403
duties/<uuid:public_id>/complete/    | recurringduty | house unit | unit_head:200 *:403 | unit_head:422 *:403
duties/<uuid:public_id>/waive/       | recurringduty | house unit | drawers:200 *:403 | drawers:422 *:403
duties/<uuid:public_id>/return_for_correction/ | studied | house unit | drawers:200 *:403 | drawers:422 *:403
duties/<uuid:public_id>/open_period/ | recurringduty | house unit | *:404 | *:404
duty-rules/                          | -             | everyone   | *:200 | *:405
duty-rules/new/                      | -             | everyone   | drawers:200 *:403 | drawers:422 *:403
duty-rules/<uuid:public_id>/         | dutyrule      | house unit | *:200 | *:405
duty-rules/<uuid:public_id>/edit/    | dutyrule      | house unit | *:403 | *:403
duty-rules/<uuid:public_id>/attach/  | dutyrule      | house unit | *:403 | *:403
duty-rules/<uuid:public_id>/end/     | dutyrule      | house unit | drawers:200 *:403 | drawers:422 *:403
duty-rules/<uuid:public_id>/move_on/ | dutyrule      | house unit | *:403 | *:403
duty-rules/<uuid:public_id>/set_rule/ | dutyrule     | house unit | *:404 | *:404
units/<uuid:public_id>/ledger/        | dispatchedunit | house unit | *:200 | *:405
units/<uuid:public_id>/ledger/export/ | dispatchedunit | house unit | *:200 | *:422
clues/                                         | -              | everyone         | *:200 | *:405
units/<uuid:public_id>/clues/new/              | dispatchedunit | house unit       | unit:200 *:403 | unit:422 *:403
clues/<uuid:public_id>/                        | clue           | readers_of_clues | *:200 | *:405
clues/<uuid:public_id>/edit/                   | clue           | readers_of_clues | *:403 | *:403
clues/<uuid:public_id>/attach/                 | clue           | readers_of_clues | *:403 | *:403
clues/<uuid:public_id>/approve/                | clue           | readers_of_clues | unit_head leaders:200 *:403 | unit_head leaders:422 *:403
clues/<uuid:public_id>/return_opinion/         | clue           | readers_of_clues | unit_head leaders:200 *:403 | unit_head leaders:422 *:403
clues/<uuid:public_id>/send_for_filing/        | clue           | readers_of_clues | unit_head:200 *:403 | unit_head:422 *:403
clues/<uuid:public_id>/give_opinion/           | clue           | readers_of_clues | *:403 | *:403
clues/<uuid:public_id>/receive/                | clue_above     | readers_of_clues | second_director secretary:200 *:403 | second_director secretary:422 *:403
clues/<uuid:public_id>/ask_to_join/            | clue_above     | readers_of_clues | unit_head:200 *:403 | unit_head:422 *:403
clues/<uuid:public_id>/register/               | clue           | readers_of_clues | *:404 | *:404
interferences/                                 | -              | everyone         | *:200 | *:405
units/<uuid:public_id>/interferences/new/      | dispatchedunit | house unit       | unit:200 *:403 | unit:422 *:403
interferences/<uuid:public_id>/                | interference   | unit             | *:200 | *:405
interferences/<uuid:public_id>/edit/           | interference   | unit             | *:403 | *:403
interferences/<uuid:public_id>/attach/         | interference   | unit             | *:403 | *:403
interferences/<uuid:public_id>/read/           | interference   | unit             | unit_head:200 *:403 | unit_head:422 *:403
interferences/<uuid:public_id>/report_up/      | interference   | unit             | unit_head:200 *:403 | unit_head:422 *:403
interferences/<uuid:public_id>/acknowledge/    | entry_above    | unit_officer second_director leaders | second_director leaders:200 *:403 | second_director leaders:422 *:403
interferences/<uuid:public_id>/record/         | interference   | unit             | *:404 | *:404
recusals/                                      | -              | everyone         | *:200 | *:405
unit-feedback/                                 | -              | everyone         | *:200 | *:405
unit-feedback/new/                             | -              | everyone         | drawers:200 *:403 | drawers:422 *:403
unit-feedback/suggest/                         | -              | everyone         | finance:200 *:403 | finance:422 *:403
unit-feedback/take-down/                       | -              | everyone         | unit:200 *:403 | unit:422 *:403
unit-feedback/<uuid:public_id>/                | unitfeedback   | unit unit_office | *:200 | *:405
unit-feedback/<uuid:public_id>/edit/           | unitfeedback   | unit unit_office | *:403 | *:403
unit-feedback/<uuid:public_id>/attach/         | host_feedback  | unit unit_office finance | unit_head:200 *:403 | unit_head:422 *:403
unit-feedback/<uuid:public_id>/give_answer/    | host_feedback  | unit unit_office finance | unit_head:200 *:403 | unit_head:422 *:403
unit-feedback/<uuid:public_id>/confirm/        | unitfeedback   | unit unit_office | second_director leaders:200 *:403 | second_director leaders:422 *:403
unit-feedback/<uuid:public_id>/return_answer/  | unitfeedback   | unit unit_office | second_director leaders:200 *:403 | second_director leaders:422 *:403
unit-feedback/<uuid:public_id>/give/           | unitfeedback   | unit unit_office | *:404 | *:404
dual-reports/                                  | -          | everyone                   | *:200 | *:405
dual-reports/new/                              | -          | everyone                   | lower_head:200 *:403 | lower_head:422 *:403
dual-reports/<uuid:public_id>/                 | dualreport | lower_head group_principal | *:200 | *:405
dual-reports/<uuid:public_id>/edit/            | dualreport | lower_head group_principal | *:403 | *:403
dual-reports/<uuid:public_id>/attach/          | dualreport | lower_head group_principal | *:403 | *:403
dual-reports/<uuid:public_id>/receive_at_group/     | dualreport | lower_head group_principal | group_principal:200 *:403 | group_principal:422 *:403
dual-reports/<uuid:public_id>/record_group_receipt/ | dualreport | lower_head group_principal | lower_head:200 *:403 | lower_head:422 *:403
dual-reports/<uuid:public_id>/receive_at_unit/      | dualreport | lower_head group_principal | *:403 | *:403
dual-reports/<uuid:public_id>/draft/                | dualreport | lower_head group_principal | *:404 | *:404
case-reviews/                                  | -           | everyone           | *:200 | *:405
cases/<uuid:public_id>/reviews/new/            | closed_case | readers_of_reviews | work_reviewer:200 *:403 | work_reviewer:422 *:403
case-reviews/<uuid:public_id>/                 | casereview  | readers_of_reviews | *:200 | *:405
case-reviews/<uuid:public_id>/edit/            | casereview  | readers_of_reviews | *:403 | *:403
case-reviews/<uuid:public_id>/attach/          | casereview  | readers_of_reviews | *:403 | *:403
case-reviews/<uuid:public_id>/feed_back/       | casereview  | readers_of_reviews | work_reviewer:200 *:403 | work_reviewer:422 *:403
case-reviews/<uuid:public_id>/acknowledge/     | casereview  | readers_of_reviews | unit_head:200 *:403 | unit_head:422 *:403
case-reviews/<uuid:public_id>/review/          | casereview  | readers_of_reviews | *:404 | *:404

delegations/                             | -          | everyone      | *:200 | *:405
delegations/new/                         | -          | everyone      | city superior_officer:200 *:403 | city superior_officer:422 *:403
delegations/<uuid:public_id>/accept/     | delegation | other_officer | *:405 | *:302
delegations/<uuid:public_id>/decline/    | delegation | other_officer | *:405 | *:302
delegations/<uuid:public_id>/revoke/     | delegation | officer       | *:405 | *:302

people/                                  | -      | administrators | *:200 | *:405
people/new/                              | -      | system_admin   | *:200 | *:422
people/<uuid:public_id>/                 | person | administrators | *:200 | *:405
people/<uuid:public_id>/appoint/         | person | security_admin | *:200 | *:422
people/<uuid:public_id>/reset-password/  | person | system_admin   | *:200 | *:200
people/<uuid:public_id>/deactivate/      | person | system_admin   | *:200 | *:302
people/<uuid:public_id>/reactivate/      | person | system_admin   | *:200 | *:422
people/posts/<uuid:public_id>/end/       | post   | security_admin | *:200 | *:302
people/delegations/<uuid:public_id>/revoke/ | lent | security_admin | *:405 | *:302
organisations/                           | -      | administrators | *:200 | *:405
organisations/new/                       | -      | system_admin   | *:200 | *:422
organisations/<uuid:public_id>/          | house  | administrators | *:200 | system_admin:422 *:404
organisations/<uuid:public_id>/deactivate/     | house  | system_admin | *:200 | *:422
organisations/<uuid:public_id>/reactivate/     | house  | system_admin | *:200 | *:422
organisations/offices/<uuid:public_id>/close/  | office | system_admin | *:405 | *:302
organisations/offices/<uuid:public_id>/reopen/ | office | system_admin | *:405 | *:302
system/                                  | -      | system_admin   | *:200 | *:405
outbox/                                  | -      | system_admin   | *:200 | *:405
outbox/<uuid:digest>/resend/             | house  | system_admin   | *:405 | *:404
journal/                                 | -      | auditor        | *:200 | *:405

units/                                   | -              | everyone        | *:200 | *:405
units/table/                             | -              | everyone        | *:200 | *:405
units/new/                               | -              | everyone        | registrars_of_units:200 *:403 | registrars_of_units:422 *:403
units/<uuid:public_id>/                  | dispatchedunit | house unit      | *:200 | *:405
units/<uuid:public_id>/edit/             | dispatchedunit | house unit      | registrars_of_units:200 *:403 | registrars_of_units:422 *:403
units/<uuid:public_id>/attach/           | dispatchedunit | house unit      | *:403 | *:403
units/<uuid:public_id>/add_host/         | dispatchedunit | house unit      | registrars_of_units:200 *:403 | registrars_of_units:422 *:403
units/<uuid:public_id>/dissolve/         | dispatchedunit | house unit      | registrars_of_units:200 *:403 | registrars_of_units:422 *:403
units/<uuid:public_id>/appointments/new/ | dispatchedunit | house unit      | contact standing_clerk:200 *:403 | contact standing_clerk:422 *:403
units/<uuid:public_id>/functions/new/    | dispatchedunit | house unit      | unit_head:200 *:403 | unit_head:422 *:403
units/<uuid:public_id>/cases/new/        | dispatchedunit | house unit      | contact unit_head:200 *:403 | contact unit_head:422 *:403
units/hosts/<uuid:public_id>/            | hostrelation   | house unit      | *:302 | *:405
units/hosts/<uuid:public_id>/edit/       | hostrelation   | house unit      | *:403 | *:403
units/hosts/<uuid:public_id>/attach/     | hostrelation   | house unit      | *:403 | *:403
units/hosts/<uuid:public_id>/end/        | hostrelation   | house unit      | *:403 | *:403
appointments/<uuid:public_id>/               | appointment | house unit      | *:200 | *:405
appointments/<uuid:public_id>/handovers/new/ | appointment | house unit      | contact unit:200 *:403 | contact unit:422 *:403
appointments/<uuid:public_id>/edit/          | appointment | house unit      | *:403 | *:403
appointments/<uuid:public_id>/attach/        | appointment | house unit      | *:403 | *:403
appointments/<uuid:public_id>/end/           | appointment | house unit      | leaders:200 *:403 | leaders:422 *:403
handovers/<uuid:public_id>/              | handover       | readers_of_handovers | *:200 | *:405
handovers/<uuid:public_id>/edit/         | handover       | readers_of_handovers | *:403 | *:403
handovers/<uuid:public_id>/attach/       | handover       | readers_of_handovers | *:403 | *:403
handovers/<uuid:public_id>/sign/         | handover       | readers_of_handovers | *:403 | *:403
handovers/<uuid:public_id>/withdraw/     | handover       | readers_of_handovers | contact unit:200 *:403 | contact unit:422 *:403
functions/<uuid:public_id>/              | unitfunction   | house unit      | *:200 | *:405
functions/<uuid:public_id>/edit/         | unitfunction   | house unit      | *:403 | *:403
functions/<uuid:public_id>/attach/       | unitfunction   | house unit      | *:403 | *:403
functions/<uuid:public_id>/relieve/      | unitfunction   | house unit      | unit_head:200 *:403 | unit_head:422 *:403
cases/                                   | -              | everyone         | *:200 | *:405
cases/<uuid:public_id>/                  | registeredcase | leaders_of_cases | *:200 | *:405
cases/<uuid:public_id>/duties/new/       | registeredcase | leaders_of_cases | contact unit_head:200 *:403 | contact unit_head:422 *:403
cases/<uuid:public_id>/recusals/new/     | registeredcase | leaders_of_cases | contact unit_head:200 *:403 | contact unit_head:422 *:403
cases/<uuid:public_id>/edit/             | registeredcase | leaders_of_cases | *:403 | *:403
cases/<uuid:public_id>/attach/           | registeredcase | leaders_of_cases | *:403 | *:403
cases/<uuid:public_id>/pass_to_review/   | registeredcase | leaders_of_cases | contact unit_head:200 *:403 | contact unit_head:422 *:403
cases/duties/<uuid:public_id>/           | caseduty       | leaders_of_cases | *:302 | *:405
cases/duties/<uuid:public_id>/edit/      | caseduty       | leaders_of_cases | *:403 | *:403
cases/duties/<uuid:public_id>/attach/    | caseduty       | leaders_of_cases | *:403 | *:403
cases/duties/<uuid:public_id>/relieve/   | caseduty       | leaders_of_cases | contact unit_head:200 *:403 | contact unit_head:422 *:403
cases/recusals/<uuid:public_id>/         | caserecusal    | leaders_of_cases | *:302 | *:405
cases/recusals/<uuid:public_id>/edit/    | caserecusal    | leaders_of_cases | *:403 | *:403
cases/recusals/<uuid:public_id>/attach/  | caserecusal    | leaders_of_cases | *:403 | *:403
cases/recusals/<uuid:public_id>/lift/    | caserecusal    | leaders_of_cases | contact unit_head:200 *:403 | contact unit_head:422 *:403
"""

BOTH_CITIES = {"person", "post", "house", "office", "lent"}  # administrators look after every organisation
OPEN_TO_STRANGERS = {
    ("account/login/", "GET"): 200, ("account/login/", "POST"): 200, ("account/login/", "PUT"): 200,
    ("account/logout/", "GET"): 302, ("account/logout/", "POST"): 302, ("account/logout/", "PUT"): 405,
    ("feeds/<uuid:token>.ics", "GET"): 404, ("feeds/<uuid:token>.ics", "POST"): 405, ("feeds/<uuid:token>.ics", "PUT"): 405,
    ("healthz/", "GET"): 200, ("healthz/", "POST"): 405, ("healthz/", "PUT"): 405,
}  # fmt: skip
WITH_INITIAL_PASSWORD = {"account/password/": (200, 422), "account/logout/": (200, 302)}
