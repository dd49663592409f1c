"""What documents about a problem begin with: the request assembled from the table of positions, the reports to the committee."""

from coordination.models import DocumentKind

NO_POSITION = "缺席，没有提出意见"


def positions_of(problem):
    """Every party of the problem's coordination meeting, with its position: the table that the request is assembled from."""
    rows = problem.meeting.invitations.select_related("department", "meeting__matter") if problem.meeting else []
    return list(rows.order_by("pk")) if problem.meeting else rows


def position_words(invitation):
    """What one party said, as the table and the request have it."""
    if invitation.state == "absent":
        return NO_POSITION
    return invitation.position or "尚未登记"


def request_words(problem):
    """The request (请示): one matter in one request, the positions side by side, a proposal left to write."""
    held = problem.meeting.held_on if problem.meeting else None
    said = [f"{row.department.short_name}：{position_words(row)}" for row in positions_of(problem)]
    heading = f"{held:%Y年%-m月%-d日}召开协调会议，各方意见不一致：" if held else "各方意见："
    return {
        "title": f"关于{problem.matter.title}有关问题提请决定的请示"[:120],
        "subject": f"{problem.content}",
        "division": "\n".join([*_history(problem), heading, *said]),
        "requirements": "妥否，请批示。",
    }


def report_words(problem):
    """The report of an important problem: what it is, whose, and what was done so far."""
    return {
        "title": f"关于{problem.matter.title}中重要问题的报告"[:120],
        "subject": f"{problem.content}",
        "division": "\n".join(_history(problem)) or "尚未采取措施。",
    }


def told_words(problem):
    """A paragraph of the report on the whole matter: what it was, what was done about it, and how it stands."""
    standing = f"已解决：{problem.outcome}" if problem.state == "resolved" else f"现状：{problem.state_label}"
    weight = "重要问题" if problem.is_important() else "问题"
    again = f"曾重新启动{problem.reopenings}次" if problem.reopenings else ""
    return "；".join(filter(None, [f"{weight}：{problem.content}", *_history(problem), again, standing]))


def _history(problem):
    concerned = "、".join(department.short_name for department in problem.departments_concerned)
    yield from filter(None, [
        f"来源：{problem.get_source_display()}{problem.source_words and f'（{problem.source_words}）'}",
        f"有关部门：{concerned}" if concerned else "",
        f"{problem.get_measure_display()}：{problem.measures}（{problem.carried_out_by}）" if problem.measures else "",
        f"党委决定：{problem.decision}" if problem.decision else "",
    ])  # fmt: skip


WORDS = {DocumentKind.REQUEST: request_words, DocumentKind.PROBLEM_REPORT: report_words}
FIELDS = {DocumentKind.REQUEST: "request", DocumentKind.PROBLEM_REPORT: "report"}
