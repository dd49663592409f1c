"""The only place that reads the environment.

Nothing set means embedded: SQLite and a private broker under ``var/``, plain HTTP on the loopback address.
``DATABASE_URL``, ``CELERY_BROKER_URL`` or ``EMBEDDED=0`` choose production, and then nothing essential has a default.
A value that cannot be understood stops the start.
"""

import contextlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environ import Env
from kombu import Queue


def text(name, default=None):
    """The variable ``name``; an empty one counts as unset. Without a ``default`` it is required."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"{name} must be set outside an embedded installation (EMBEDDED=1).")
    return value


def flag(name, default):
    value = text(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def whole_number(name, default, *, at_least=1):
    value = text(name, str(default))
    if not value.isascii() or not value.isdecimal() or int(value) < at_least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {at_least}, not {value!r}.")
    return int(value)


def words(name, default=None):
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def address(name, schemes, default=None):
    """A URL with one of ``schemes``. It may hold a password, so no message repeats it."""
    value = text(name, default)
    if value and urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with one of: {', '.join(f'{scheme}://' for scheme in schemes)}.")
    return value


def gateway(name):
    """The address of the customer's own gateway: over TLS, unless it is on this very machine. Nothing but ids and a count goes there."""
    value = address(name, ("https", "http"), "")
    if value.startswith("http:") and urlsplit(value).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ImproperlyConfigured(f"{name} must begin with https:// unless the gateway is on this machine.")
    return value


def shared_secret(name, *, needed):
    """A secret that is shared with another system; without ``needed`` it may be missing."""
    value = text(name, None if needed else "")
    if value and len(value) < 32:
        raise ImproperlyConfigured(f"{name} must be at least 32 characters.")
    return value


def kept_secret(path):
    """The secret in ``path``, made at first use, readable by its owner only. Linking it into place is atomic."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def secret(path):
    """``SECRET_KEY``; only an embedded installation may make its own."""
    if EMBEDDED and not os.environ.get("SECRET_KEY"):
        return kept_secret(path)
    value = text("SECRET_KEY")
    if len(value) < 50 or len(set(value)) < 5:
        raise ImproperlyConfigured("SECRET_KEY must be at least 50 random characters.")
    return value


def sqlite(path):
    """IMMEDIATE because an upgrade from reading to writing fails at once, whatever the timeout."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        "TEST": {"NAME": VAR_DIR / "test.sqlite3"},
    }


# What a page costs that is kept in memory or on a solid disk, so that indexes are worth following; and no compiling of questions, which
# takes longer than a page of fifty rows where the archive is large.
PLANNING = "-c random_page_cost=1.1 -c jit=off"


def database(path):
    url = address("DATABASE_URL", ("postgres", "postgresql", "sqlite"), "" if EMBEDDED else None)
    if not url:
        return sqlite(path)
    if url.startswith("sqlite:"):
        return sqlite(Path(urlsplit(url).path))
    found = {**Env.db_url_config(url), "CONN_HEALTH_CHECKS": True}
    found["OPTIONS"] = {"options": PLANNING, **found.get("OPTIONS", {})}
    return found


BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(text("VAR_DIR", str(BASE_DIR / "var"))).resolve()
EMBEDDED = flag("EMBEDDED", not (os.environ.get("DATABASE_URL") or os.environ.get("CELERY_BROKER_URL")))
DEBUG = flag("DEBUG", False)
HTTPS = flag("HTTPS", not (EMBEDDED or DEBUG))
SECRET_KEY = secret(VAR_DIR / "secret_key")
DEMONSTRATION = flag("DEMONSTRATION", EMBEDDED)  # fictitious: only then may time be moved for a rehearsal
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if EMBEDDED else None)
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * is not a name.")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "organizations",
    "workflow",
    "coordination",
    "supervision",
    "dispatch",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "guardian",
    "allauth",
    "allauth.account",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "workflow.middleware.SessionLimits",
    "workflow.middleware.ActingPerson",
    "workflow.middleware.PlainRequests",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["workflow.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workflow.context.frame",
                "workflow.banner.banner",
            ],
        },
    },
]

# Database. A GET under ATOMIC_REQUESTS would be a writer on SQLite: transactions are explicit.
DATABASES = {
    "default": {
        **database(VAR_DIR / "db.sqlite3"),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": whole_number("CONN_MAX_AGE", 60, at_least=0),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The sign-in limits count in the cache. Files are shared by the processes of one host; several hosts set CACHE_URL.
CACHE_URL = address("CACHE_URL", ("redis", "rediss", "unix"), "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        # Beyond these a third is thrown away at random, counts of failed sign-ins among it.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# People
AUTH_USER_MODEL = "organizations.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian would otherwise create a person of that name
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "workflow.signin.Adapter"
ACCOUNT_FORMS = {"login": "workflow.signin_forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}

# Sessions: they end with the browser, after idling, and after a working day at the latest.
SESSION_IDLE_SECONDS = whole_number("SESSION_IDLE_SECONDS", 30 * 60, at_least=60)
SESSION_ABSOLUTE_SECONDS = whole_number("SESSION_ABSOLUTE_SECONDS", 12 * 60 * 60, at_least=60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

# Transport and content
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = whole_number("HSTS_SECONDS", 365 * 24 * 60 * 60, at_least=0) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXY_COUNT", 0, at_least=0)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Files. MEDIA_ROOT has no URL: an attachment leaves only through a view that asks for access.
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # without files, which are measured by ATTACHMENT_MAX_BYTES
DATA_UPLOAD_MAX_NUMBER_FILES = 20
EXPORT_REASON_ROWS = whole_number(
    "EXPORT_REASON_ROWS", 200, at_least=0
)  # more rows than these leave only with a reason
EXPORT_MOST_ROWS = whole_number("EXPORT_MOST_ROWS", 100_000)
AUDIT_CHECKPOINT_FILE = Path(text("AUDIT_CHECKPOINT_FILE", str(VAR_DIR / "checkpoints.jsonl")))

# Mail leaves only where a host is named; a message says that something waits, and where to sign in.
EMAIL_HOST = text("EMAIL_HOST", "")
EMAIL_PORT = whole_number("EMAIL_PORT", 587)
EMAIL_HOST_USER = text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", EMAIL_PORT == 587)
EMAIL_USE_SSL = flag("EMAIL_USE_SSL", EMAIL_PORT == 465)
EMAIL_TIMEOUT = whole_number("EMAIL_TIMEOUT", 10)
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "" if not EMAIL_HOST else None)

# The customer's own gateway (SMS, 政务微信) is told of a person and a count, signed with a secret that both know.
WEBHOOK_URL = gateway("WEBHOOK_URL")
WEBHOOK_SECRET = shared_secret("WEBHOOK_SECRET", needed=bool(WEBHOOK_URL))
WEBHOOK_TIMEOUT = whole_number("WEBHOOK_TIMEOUT", 10)
PUBLIC_URL = address("PUBLIC_URL", ("http", "https"), None if EMAIL_HOST or WEBHOOK_URL else "")

# Static files. Only production collects and compresses; embedded and tests serve them from where they lie.
SERVE_COLLECTED = not (EMBEDDED or DEBUG)
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static" if SERVE_COLLECTED else None
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "static", BASE_DIR / "assets") if folder.is_dir()]
WHITENOISE_USE_FINDERS = not SERVE_COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if SERVE_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Broker. Remote control stays on: without it a worker never notices a broker that came back. Tasks are wake-ups only: one that a
# worker has taken is kept nowhere else, for beat asks again. Kept, it would end the worker when the broker goes away meanwhile:
# kombu 5.7 gives back what is in hand by a connection that is closed already.
CELERY_BROKER_URL = address(
    "CELERY_BROKER_URL",
    ("redis", "rediss", "redis+socket"),
    f"redis+socket://{VAR_DIR / 'broker' / 's'}" if EMBEDDED else None,
)
CELERY_BROKER_TRANSPORT_OPTIONS = {"ack_emulation": False}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Reminders never wait behind a slow mail server: each kind of work has a queue of its own, and every worker takes from all of them.
QUEUES = ("reminders", "outbox", "audit")
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in QUEUES]
CELERY_TASK_DEFAULT_QUEUE = "audit"
CELERY_TASK_ROUTES = {
    "dispatch.jobs.open_duties": {"queue": "reminders"},
    "supervision.jobs.sweep": {"queue": "reminders"},
    "workflow.jobs.deliver_outbox": {"queue": "outbox"},
}
CELERY_BEAT_SCHEDULE = {
    "deliver-outbox": {"task": "workflow.jobs.deliver_outbox", "schedule": 15, "options": {"expires": 14}},
    "sweep-clocks": {"task": "supervision.jobs.sweep", "schedule": 60, "options": {"expires": 58}},
    "open-duties": {"task": "dispatch.jobs.open_duties", "schedule": 300, "options": {"expires": 290}},
    "checkpoint-audit": {"task": "workflow.jobs.checkpoint_audit", "schedule": 3600, "options": {"expires": 3500}},
    # A canary in every queue: what is put in and comes out again shows that somebody works there.
    **{
        f"canary-{name}": {
            "task": "workflow.jobs.canary",
            "schedule": 60,
            "args": [name],
            "options": {"queue": name, "expires": 58},
        }
        for name in QUEUES
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
