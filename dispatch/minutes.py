"""The only place that puts what is on record of a unit's meeting into the words in which its minutes begin."""

from workflow import clocks


def first_draft(meeting):
    """When, who presided, who was there, and what became of each item."""
    present = "、".join(person.name for person in meeting.attended.order_by("name"))
    head = f"{clocks.date_words(meeting.held_on)}，{meeting.chair}主持召开{meeting.get_kind_display()}。"
    lines = [head, f"到会：{present}。"]
    if meeting.observers:
        lines.append(f"列席：{meeting.observers}。")
    for place, item in enumerate(meeting.items.order_by("pk"), 1):
        said = item.decision or item.state_label
        lines.append(f"{place}. {item.subject}：{said}")
    return "\n".join(lines)
