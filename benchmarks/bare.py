"""The peer of benchmarks/served.py: a list of fifty matters as plainly as Django has it, with session, one query and a date a row.

It knows no access, no counts, no lights and no frame: ``gunicorn benchmarks.bare:application``.
"""

import os

from django import setup
from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
setup(set_prefix=False)

PAGE = Engine().from_string(
    "<!doctype html><title>list</title><p>{{ person }}</p><table>{% for row in rows %}<tr><td>{{ row.number }}</td>"
    '<td><a href="/{{ row.public_id }}/">{{ row.title }}</a></td><td>{{ row.state_label }}</td><td>{{ row.lead_department }}</td>'
    '<td>{{ row.handling_officer }}</td><td>{{ row.moved_at|date:"Y-m-d H:i" }}</td></tr>{% endfor %}</table>'
)


def bare(request):
    """Fifty matters, the newest first."""
    rows = (
        apps.get_model("coordination.Matter")
        .objects.select_related("lead_department", "handling_officer")
        .order_by("-dossier_id")[:50]
    )
    return HttpResponse(PAGE.render(Context({"rows": rows, "person": request.session.get("_auth_user_id")})))


urlpatterns = [path("", bare)]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
application = WSGIHandler()
