"""Django's settings, all read from the home and a few documented environment variables."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _

from sosiego import home, keys
from sosiego.errors import SettingNotValidError, SosiegoError
from sosiego.rules import loader

HOME = home.current()
PACKAGE = Path(__file__).resolve().parent

DEBUG = os.environ.get("SOSIEGO_DEBUG") == "1"
SECRET_KEY = keys.secret("django").hex()
ALLOWED_HOSTS = os.environ.get("SOSIEGO_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith("[")]
SECURE_CONTENT_TYPE_NOSNIFF = True
# Behind a TLS proxy these are switched on together; plain HTTP on loopback would break with them.
BEHIND_TLS = os.environ.get("SOSIEGO_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None

# The rule-book in force in this home: a shipped id (cn, br, …) or a folder.
RULEBOOK = os.environ.get("SOSIEGO_RULEBOOK", "cn")

# The ledger's name in its checkpoints, as https://c2sp.org/tlog-checkpoint asks: a name that is yours.
LEDGER_ORIGIN = os.environ.get("SOSIEGO_ORIGIN", "sosiego.invalid/ledger")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Before allauth: its pages take our templates.
    "sosiego.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "ninja",
    "sosiego.ledger",
    "sosiego.registry",
    "sosiego.intake",
    "sosiego.cases",
    "sosiego.oversight",
    "sosiego.publication",
    "sosiego.shadow",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sosiego.web.access.AccessMiddleware",
    "sosiego.web.problems.ProblemMiddleware",
    "sosiego.web.zone.TimeZoneMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sosiego.web.urls"
WSGI_APPLICATION = "sosiego.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sosiego.web.context.site",
            ],
        },
    },
]


def _database() -> dict[str, object]:
    """SQLite in the home, unless `SOSIEGO_DATABASE` names a PostgreSQL (postgresql://user:word@host/name)."""
    url = os.environ.get("SOSIEGO_DATABASE")
    if url:
        parts = urlsplit(url)
        try:
            port = str(parts.port or "")
        except ValueError:
            port = "?"
        if parts.scheme not in ("postgresql", "postgres") or not parts.path.lstrip("/") or port == "?":
            # The address itself is not repeated: it may hold a password.
            raise SettingNotValidError(
                "This is not the address of a PostgreSQL database.",
                where="SOSIEGO_DATABASE",
                todo="Write it as postgresql://user:password@host:5432/name, or leave it out for SQLite.",
            )
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": port,
            # One connection per worker, kept open: doubles the rate of small API calls.
            "CONN_MAX_AGE": None,
        }
    HOME.root.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME.database_file,
        "OPTIONS": {
            # Readers never wait for the writer (WAL); a writer waits up to 30 s for its turn and takes
            # its lock at BEGIN, so that no transaction dies half-way for want of one.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/enter/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "sosiego.web.accounts.ClosedAccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Ten failures lock one account from one address for an hour: slow enough against guessing, short
# enough that an official is not lost for the day.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True


def _time_zone() -> str:
    """The zone of the rule-book in force, unless another is named."""
    named = os.environ.get("SOSIEGO_TIME_ZONE")
    if named:
        try:
            return ZoneInfo(named).key
        except (ZoneInfoNotFoundError, ValueError):
            raise SettingNotValidError(
                f"There is no time zone {named!r}.",
                where="SOSIEGO_TIME_ZONE",
                todo="Write a name such as America/Bogota, or leave it out for the rule-book's.",
            ) from None
    try:
        return loader.time_zone_of(RULEBOOK)
    except (SosiegoError, OSError):
        # Whatever needs the rule-book says what is wrong with it; `sosiego rules check` must still begin.
        return "UTC"


TIME_ZONE = _time_zone()

STATIC_URL = "static/"
# Static files are served from the packages that bring them; nothing has to be collected first.
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
