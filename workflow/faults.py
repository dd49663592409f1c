"""The answer to a request that is not read: too much of it, or none that makes sense."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import render
from django.views.defaults import bad_request

from workflow.attachments import size_words


def unread(request, exception):
    """``handler400``: which limit was passed, in words and as 413; anything else is a bad request."""
    if isinstance(exception, RequestDataTooBig):
        limit = f"一次提交的文字不能超过 {size_words(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)}。"
    elif isinstance(exception, TooManyFilesSent):
        limit = f"一次最多添加 {settings.DATA_UPLOAD_MAX_NUMBER_FILES} 个文件。"
    elif isinstance(exception, TooManyFieldsSent):
        limit = f"一次提交的内容不能超过 {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} 项。"
    else:
        return bad_request(request, exception)
    return render(request, "413.html", {"limit": limit}, status=413)
