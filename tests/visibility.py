"""The reviewed table of marks: which text of the scene's matter may be read by whom, written by hand from procedure §10.

A line reads: text | who may read it. ``*`` stands for every text of that record. The people are those of ``tests.urls.GROUPS``.
"""

MARKS = """
matter.title             | house committee departments proposer superior_officer inspector
matter.submit_remark     | house committee proposer
matter.return_reason     | house committee proposer
matter.*                 | house committee
matter_file.*            | house committee
filing.proof             | house superior_officer
filing.*                 | house superior_officer
filing_report.*          | house superior_officer

meeting.*                | house departments inspector
meeting_file.*           | house departments inspector
invitation.*             | house departments inspector
resolution.*             | house departments inspector
consultation.finance_position | house finance
consultation.*           | house agriculture finance inspector

task1.*                  | house committee agriculture finance inspector
task2.*                  | house committee finance bank
task3.*                  | house committee audit
dropped.*                | house
part1.*                  | house committee agriculture finance inspector
part2.*                  | house committee finance bank
report1.*                | house committee agriculture finance inspector
report1_next.*           | agriculture
report_file.*            | agriculture
report2.*                | house committee finance bank
report3.*                | house committee audit

extension.*              | house committee audit
second_extension.*       | house committee agriculture finance inspector
suspension.*             | house committee departments inspector
second_suspension.*      | house committee finance

document.*               | house departments inspector
document_file.*          | house departments inspector
discarded.*              | house
version.*                | house
change.*                 | house
case.title               | house agriculture finance inspector
case.*                   | house
case_call.*              | house agriculture inspector
case_task.*              | house
oralnotice.*             | house finance
report.*                 | house
inspection.place         | house departments inspector
inspection.result        | house departments inspector
inspection.*             | house
inspection_file.*        | house
second_inspection.*      | house

urging.text              | house agriculture inspector
explanation.cause        | house agriculture inspector
order1.*                 | house agriculture inspector
order2.*                 | house finance
order2_file.*            | house finance
order_draft.*            | house

problem.*                | house committee agriculture finance inspector
problem_meeting.*        | house agriculture finance inspector
said_agriculture.*       | house agriculture inspector
said_finance.*           | house finance
problem_request.*        | house committee
finding.*                | house committee audit
problem_report.*         | house committee
unit_problem.*           | house bank
recheck.*                | house
inspectionrule.*         | house

opinion.*                | house committee
opinion_file.*           | house committee
restudied.title          | house committee
restudied.study_reason   | house committee
restudied.*              | house
restudied_file.*         | house
opinion_draft.*          | house

accountability.*          | accounting committee agriculture_head inspector
accountability_file.*     | accounting committee agriculture_head inspector
accountability_proposed.* | accounting committee
accountability_proposed_file.* | accounting committee

periodicreport.*         | house committee
periodicreport_file.*    | house committee
periodicreport_draft.*   | house
periodicreport_draft_file.* | house
mandate.*                | accounting case_deputy inspector

dispatchedunit.*         | house unit_head
appointment.*            | house unit_head
handover.*               | readers_of_handovers
registeredcase.*         | leaders_of_cases
caserecusal.*            | leaders_of_cases

contact.*                | house agriculture inspector
supportrequest.*         | house agriculture inspector
second_support.*         | house agriculture inspector
instruction.*            | house committee
second_instruction.*     | house committee
note1.*                  | house committee agriculture finance inspector
note2.*                  | house committee agriculture finance inspector
note3.*                  | house committee agriculture finance inspector

submission.*             | unit unit_office
submission_file.*        | unit unit_office
returned.title           | unit unit_office
returned.reason          | unit unit_office
returned.*               | unit
submission_draft.*       | unit
assigneditem.*           | unit unit_office
assigneditem_file.*      | unit unit_office
unitsupportrequest.*     | unit unit_office
unit_matter.title        | house unit_head
unit_matter.*            | house
unitnotice.*             | unit unit_office
hostmaterial.*           | unit finance
supplied.*               | unit finance
supplied_file.*          | unit finance
host_report.*            | unit finance
groupmeeting.*           | unit unit_office
groupmeeting_item.*      | unit unit_office
groupmeeting_file.*      | unit unit_office
followup.*               | unit unit_office
done.*                   | unit unit_office
sitting.*                | unit
sitting_item.*           | unit
put_off.*                | unit
put_off_item.*           | unit
studied.*                | house unit
clue.*                   | readers_of_clues
clue_above.*             | readers_of_clues
interference.*           | unit
entry_above.*            | unit_officer second_director leaders
unitfeedback.*           | unit unit_office
host_feedback.*          | unit unit_office finance
dualreport.*             | lower_head group_principal
casereview.*             | readers_of_reviews

jointaction.*            | unit unit_office
jointaction_file.*       | unit unit_office
joint_proposed.*         | unit_office
jointtask.*              | unit unit_office
joint_office_task.*      | unit_office
jurisdiction.*           | unit_head second_director deputy case_deputy secretary
directhandling.*         | leaders_of_cases
supervisionrecord.*      | unit unit_office
supervisionrecord_file.* | unit unit_office
guidance.*               | unit unit_office
leadernotice.*           | unit finance_head
integrityopinion.title   | unit finance
integrityopinion.*       | unit
replied.remark           | unit
replied.*                | unit finance
closed_advice.*          | unit finance unit_office
advicerecheck.*          | unit unit_office
advice.*                 | unit finance unit_office
advice_file.*            | unit finance unit_office
advice_draft.*           | unit

ordinary.*               | standing_by
recusal.*                | standing_by
draft.*                  | house
secret.code_name         | officer deputy principal secretary director standing_clerk
secret.*                 | officer deputy principal
reader.*                 | officer deputy
suggestion.*             | finance_head
refused.title            | house finance_head
refused.reason           | house finance_head
refused.*                | house
"""

# Which of these texts a search looks into: records | parts. A part that is not named here is found by nobody.
SEARCHED = """
ordinary draft suggestion refused       | title grounds
matter                                  | title grounds code_name origin_document
secret                                  | title grounds code_name
meeting                                 | title place chair agenda minutes
consultation                            | title place agenda finance_position
invitation                              | attendees position
resolution                              | content requirements
task1 task2 task3 dropped               | content requirements duty_basis
part1 part2                             | contribution
report1 report1_next report2 report3    | title content difficulties next_steps
extension second_extension              | reason progress opinion
suspension                              | reason committee_decision
second_suspension                       | reason
document discarded                      | title subject division requirements
report                                  | title subject division
inspection                              | place result seen
second_inspection                       | basis approved_by
filing                                  | proof
version                                 | title subject division requirements
filing_report                           | title subject division
change                                  | content requirements duty_basis
case                                    | title grounds
case_call                               | title
case_task                               | content requirements duty_basis
oralnotice                              | told_by told_whom content
urging                                  | text
explanation                             | cause
order1 order_draft                      | reason content
order2                                  | reason content feedback finding
problem                                 | content decision
problem_meeting                         | title place chair agenda
said_agriculture said_finance           | attendees position
problem_request                         | title subject division requirements
finding                                 | content measures carried_out_by outcome
problem_report                          | title subject division
unit_problem                            | content source_words
recheck                                 | means_name seen
inspectionrule                          | method_name
opinion                                 | title content grounds reply_text reply_document
restudied                               | title grounds reply_document new_content
opinion_draft                           | title content grounds
accountability                          | responsible duty facts outcome
accountability_proposed                 | responsible duty facts
periodicreport periodicreport_draft     | content remarks
mandate                                 | notice_number
dispatchedunit                          | document
appointment                             | document
handover                                | remarks approvals
registeredcase                          | code_name
contact                                 | with_whom agreed
supportrequest                          | content
second_support                          | content answer
instruction                             | text document
second_instruction                      | text document reply_text
note1 note2 note3                       | text
reader                                  | reason
submission                              | title content review_opinion
returned                                | title content
submission_draft                        | title content
assigneditem                            | title content result
unitsupportrequest                      | title content
unit_matter                             | title grounds
unitnotice hostmaterial host_report     | title content
supplied                                | title content answer
groupmeeting                            | title place observers minutes
groupmeeting_item                       | subject presenter background decision
sitting put_off                         | title place
sitting_item put_off_item               | subject presenter background
followup                                | content
done                                    | content outcome
studied                                 | document outcome
jointaction joint_proposed              | title content
jointtask                               | content progress
joint_office_task                       | content
jurisdiction                            | code_name terms
directhandling                          | grounds
supervisionrecord                       | title content occasion problem
guidance                                | title content with_whom
leadernotice                            | title content
integrityopinion                        | title content opinion
replied                                 | title content opinion document
closed_advice advice advice_draft       | title content requirements
advicerecheck                           | seen
clue clue_above                         | code_name
interference entry_above                | asked_by account
unitfeedback                            | title content answer
host_feedback dualreport                | title content
casereview                              | findings
"""
