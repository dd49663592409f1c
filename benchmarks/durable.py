"""The only place that starts a database for a benchmark: importing it starts a private PostgreSQL and sets Django up on it.

Nothing of the environment counts. The server has production durability and is stopped and removed at exit.
"""

import atexit
import os
from contextlib import ExitStack

import django
from django.core.management import call_command

from tests.services import DURABLE, postgres, postgres_version, scratch_folder

running = ExitStack()
atexit.register(running.close)
os.environ.update(
    DATABASE_URL=running.enter_context(postgres(DURABLE)), VAR_DIR=str(running.enter_context(scratch_folder("var"))),
    EMAIL_HOST="mail.invalid", DEFAULT_FROM_EMAIL="house@mail.invalid", PUBLIC_URL="https://house.invalid",  # a channel: rows are written
    EMBEDDED="1", DEBUG="0", DJANGO_SETTINGS_MODULE="config.settings",
)  # fmt: skip
django.setup()
call_command("migrate", verbosity=0)
VERSION = postgres_version(os.environ["DATABASE_URL"])
