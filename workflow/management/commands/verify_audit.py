"""Verify the record of acts from its first entry to its last."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from workflow import audit, checkpoints
from workflow.models.audit import missing_triggers


class Command(BaseCommand):
    help = "核验全部卷和日志簿的办理记录、只追加触发器和库外检查点；发现问题时指出第一处，并以非零状态退出。"

    def handle(self, *args, **options):
        # The file is read first: whatever it names, the database must by now contain.
        known, unreadable = checkpoints.recorded()
        faults = [f"缺少只追加触发器 {name}" for name in missing_triggers()]
        faults += [f"库外检查点文件第{number}行无法读取" for number in unreadable]
        seen, entries, compared = set(), 0, 0
        for name, chain_id, holder in checkpoints.chains():
            seen.add(name)
            entries += holder.chain_length
            compared += len(known.get(name, ()))
            if fault := fault_of(holder, chain_id, known.get(name, {})):
                faults.append(f"{name}：{fault}")
        faults += [f"{name}：整链已不存在，库外检查点中有" for name in sorted(set(known) - seen)]
        counts = f"{len(seen)}条链、{entries}项办理记录、{compared}个库外检查点"
        if faults:
            raise CommandError("\n".join([f"核验{counts}，发现{len(faults)}处问题：", *faults]))
        self.stdout.write(f"核验{counts}，未发现问题。")


def fault_of(holder, chain_id, known):
    """The first bad place of one chain in words, or ``None``; ``known`` are its checkpoints {length: head}."""
    fault = audit.first_fault(holder, chain_id)
    if fault:
        # An act may have been taken between reading the head and reading the entries: look again under the lock.
        with transaction.atomic():
            holder = type(holder).objects.select_for_update(no_key=True).get(pk=holder.pk)
            fault = audit.first_fault(holder, chain_id)
    return fault or _contradiction(holder, known)


def _contradiction(holder, known):
    """Where a chain that is sound by itself differs from what was written down outside."""
    entries = holder.entries.filter(seq__in=known) if known else holder.entries.none()
    present = {entry.seq: entry for entry in entries}
    for length, head in sorted(known.items()):
        entry = present.get(length)
        if entry is None:
            return f"末尾被截：库外检查点有{length}项，现有{holder.chain_length}项"
        if entry.digest != head:
            return f"第{length}项与库外检查点不符（标识{entry.pk}，{entry.label} {entry.subject_words}）"
    return None
