"""The only place that keeps files and hands them out: random names on disk, examined content, a journal line per download."""

import hashlib
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils._os import safe_join

from workflow import audit, uploads
from workflow.models import Attachment


@contextmanager
def stored(uploaded):
    """Examine uploads and keep their bytes; yields unsaved attachments.

    If the block fails the bytes are removed again, and so are those of an attachment that the block did not save, as when a form
    came twice.

    Raises ``workflow.uploads.Refused`` with a sentence for the person who uploads.
    """
    kept = []
    try:
        for file in uploaded:
            try:
                kept.append(_keep(file))
            except uploads.Refused as refusal:
                if len(uploaded) == 1:
                    raise
                words = f"“{file.name}”：{refusal}其他文件也没有保存，请一并重新选择。"
                raise uploads.Refused(words) from refusal
        yield kept
    except BaseException:
        _remove(kept)
        raise
    _remove(attachment for attachment in kept if attachment._state.adding)


def _remove(kept):
    for attachment in kept:
        path_of(attachment).unlink(missing_ok=True)


def _keep(file):
    examined = uploads.examine(file)
    attachment = Attachment(
        public_id=uuid.uuid4(),
        name=examined.name,
        media_type=examined.media_type,
        size=examined.size,
        digest=examined.digest,
        stored_as=uuid.uuid4().hex,
    )
    path = path_of(attachment)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with path.open("xb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        path.chmod(0o600)
    except BaseException:  # a full disk leaves no part of a file
        path.unlink(missing_ok=True)
        raise
    return attachment


def path_of(attachment):
    """Where the bytes lie: two letters of the random name make the folder."""
    return Path(safe_join(settings.MEDIA_ROOT, attachment.stored_as[:2], attachment.stored_as))


def is_whole(attachment):
    """Whether the bytes on disk are still those that were examined."""
    algorithm, _, expected = attachment.digest.partition(":")
    try:
        with path_of(attachment).open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.new(algorithm)).hexdigest() == expected
    except OSError:
        return False


def of(*records):
    """The files of these records that were not taken off again, oldest first."""
    return Attachment.objects.filter(
        subject_id__in=[record.public_id for record in records], withdrawn_at__isnull=True
    ).select_related("uploaded_by")


def note_download(attachment, actor):
    """One line in the journal before the first byte leaves."""
    name = "工作秘密附件" if attachment.dossier.is_secret else attachment.name  # the journal has other readers
    words = f"{name}（{attachment.digest[:20]}）"
    audit.journal("download", "下载附件", actor=actor, subject=attachment, words=words)


def size_words(size):
    """A size as people say it."""
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
