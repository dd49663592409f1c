"""The only place that says the machines in print: one row per step and source, as the code declares them."""

import unicodedata

from workflow.models.record import NEW
from workflow.steps import carried_with, carriers, declarations, key, machines, steps_of

COLUMNS = ("step", "label", "source", "target", "article", "by")
DETAILS = ("apart_from", "needs", "starts", "meets", "cancels", "places", "lifts", "carries")


def model_named(label):
    """The model of ``"app.Model"``. Raises ``LookupError`` in words when there is none, or when no step moves it."""
    for model in machines():
        if model._meta.label == label:
            return model
    known = "、".join(model._meta.label for model in machines())
    raise LookupError(f"没有名为“{label}”的流程 (no model of that name is moved by steps). 可选 (choose from)：{known}")


def rows(models=None):
    """The rows of the given models, of all machines by default, in the order in which the classes declare their steps."""
    return [
        _row(model, taken, declaration)
        for model in models or machines()
        for taken in steps_of(model).values()
        for declaration in _in_order(model, taken)
    ]


def _in_order(model, taken):
    resting = [NEW, *(state.value for state in model.State)]
    return sorted(declarations(taken), key=lambda declaration: resting.index(declaration.source))


def _row(model, taken, declaration):
    return {
        "model": model._meta.label,
        "step": declaration.name,
        "label": declaration.label,
        "source": _state(declaration.source),
        "target": _state(declaration.target),
        "article": declaration.article,
        "by": _by(model, taken, declaration),
        "apart_from": list(declaration.apart_from),
        "needs": [need.name for need in declaration.needs],
        **{
            kind: [on.name for on in getattr(declaration, kind)]
            for kind in ("starts", "meets", "cancels", "places", "lifts")
        },
        "carries": [".".join(reference.split(".")[-2:]) for _, reference in carried_with(model, declaration)],
    }


def _state(state):
    return "NEW" if state == NEW else state


def _by(model, taken, declaration):
    tokens = [token for authority in declaration.by for token in authority.tokens]
    if declaration.is_carried:
        tokens += [f"with:{carrier}" for carrier in carriers().get(key(model, taken), ())]
    return list(dict.fromkeys(tokens))


def as_table(found):
    """The rows as aligned text: a line for each, and under it what it needs and does."""
    lines = []
    for model in dict.fromkeys(row["model"] for row in found):
        ours = [row for row in found if row["model"] == model]
        cells = [[*COLUMNS]] + [
            [" / ".join(row[name]) if name == "by" else row[name] for name in COLUMNS] for row in ours
        ]
        widths = [max(_width(line[place]) for line in cells) for place in range(len(COLUMNS))]
        lines += ["", model, _line(cells[0], widths), _line(["-" * width for width in widths], widths)]
        for row, line in zip(ours, cells[1:], strict=True):
            lines.append(_line(line, widths))
            lines += [f"    {name.replace('_', ' ')}: {', '.join(row[name])}" for name in DETAILS if row[name]]
    return "\n".join(lines[1:])


def _width(text):
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _line(cells, widths):
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def as_dot(found):
    """The rows as a graphviz digraph: a cluster for each machine, an edge for each row."""
    lines = ["digraph procedure {", "  rankdir=LR;", '  node [shape=box, style=rounded, fontname="Noto Sans CJK SC"];']
    lines.append('  edge [fontname="Noto Sans CJK SC", fontsize=10];')
    for number, model in enumerate(dict.fromkeys(row["model"] for row in found)):
        labels = dict(model_named(model).State.choices) | {"NEW": "NEW"}
        ours = [row for row in found if row["model"] == model]
        lines += [f"  subgraph cluster_{number} {{", f'    label="{model}";']
        for state in dict.fromkeys(state for row in ours for state in (row["source"], row["target"])):
            lines.append(f'    "{model}.{state}" [label="{labels[state]}\\n{state}"];')
        for row in ours:
            label = f"{row['label']}\\n{row['step']}"
            lines.append(f'    "{model}.{row["source"]}" -> "{model}.{row["target"]}" [label="{label}"];')
        lines.append("  }")
    return "\n".join([*lines, "}"])


def as_mermaid(found):
    """The rows as Markdown: a mermaid state diagram for each machine, and under it the steps that stay where they are."""
    lines = ["# 流程图", "", "按代码打印（`make procedure`），不手工修改。"]
    for model in dict.fromkeys(row["model"] for row in found):
        ours = [row for row in found if row["model"] == model]
        lines += [
            "",
            f"## {model_named(model)._meta.verbose_name} `{model}`",
            "",
            *_diagram(model, ours),
            *_stays(model, ours),
        ]
    return "\n".join(lines)


def _diagram(model, ours):
    moves = _labels_by(("source", "target"), [row for row in ours if row["source"] != row["target"]])
    known = {state for move in moves for state in move}
    states = [(value, label) for value, label in model_named(model).State.choices if value in known]
    left = {source for source, _ in moves}
    return [
        "```mermaid", "stateDiagram-v2", *(f'  state "{label}" as {value}' for value, label in states),
        *(f"  {'[*]' if source == 'NEW' else source} --> {target} : {label}" for (source, target), label in moves.items()),
        *(f"  {value} --> [*]" for value, _ in states if value not in left), "```",
    ]  # fmt: skip


def _stays(model, ours):
    """A line for each step that leaves the state as it is: its label and where it is taken."""
    labels, where = dict(model_named(model).State.choices), {}
    for row in ours:
        if row["source"] == row["target"]:
            where.setdefault(row["label"], []).append(labels[row["source"]])
    said = [f"- {label}：{'、'.join(states)}" for label, states in where.items()]
    return ["", "不改变状态的步骤，以及何时可以办理：", "", *said] if said else []


def _labels_by(names, found):
    """{values of these columns: the labels of the rows that share them}."""
    grouped = {}
    for row in found:
        grouped.setdefault(tuple(row[name] for name in names), []).append(row["label"])
    return {values: " / ".join(dict.fromkeys(labels)) for values, labels in grouped.items()}
