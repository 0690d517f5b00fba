"""Settings: everything that may differ between installations comes from the environment.

Each variable is described in docs/reference/settings.md, which a test compares with this file.
"""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from config.safety import likely_address, local_key, refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# ── what kind of installation ────────────────────────────────────────────────────────────────────
DATA_DIR = Path(env.str("SIGHTLINE_DATA", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = env.bool("DEBUG", default=False)
PRODUCTION = env.bool("PRODUCTION", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)
SITE_URL = env.str("SITE_URL", default="").rstrip("/") or likely_address(
    ALLOWED_HOSTS, https=HTTPS, port=env.str("PORT", default="8000")
)
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else local_key(DATA_DIR))
if PRODUCTION:
    plain_http_allowed = env.bool("PLAIN_HTTP", default=False)
    refuse_unsafe(debug=DEBUG, key=SECRET_KEY, https=HTTPS, plain_http_allowed=plain_http_allowed)
FIRST_RUN_TOKEN = env.str("FIRST_RUN_TOKEN", default="")
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")

# ── the pieces ───────────────────────────────────────────────────────────────────────────────────
SIGHTLINE_APPS = [
    "foundation",
    "audit",
    "jobs",
    "accounts",
    "activity",
    "workbench",
    "assessments",
    "strategies",
    "customers",
    "services",
    "organization",
    "knowledge",
    "metrics",
    "alignment",
    "demand",
    "portfolio",
    "governance",
    "reports",
    "config",
]
INSTALLED_APPS = [
    *SIGHTLINE_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
    "template_partials.apps.SimpleAppConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Below what gives headers, so that files have them too.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.WithoutNul",
    "accounts.middleware.ReaderSettings",
    "accounts.middleware.SignInRequired",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CATALOG = "config.catalog.TYPES"
PANELS = "config.catalog.PANELS"
COLUMNS = "config.catalog.COLUMNS"
DERIVED = "config.catalog.DERIVED"
PAGES = "config.catalog.PAGES"
DUTIES = "config.catalog.DUTIES"
GROUPS = "config.catalog.GROUPS"
FOLDED = "config.catalog.FOLDED"
READERS = "activity.queries.with_unread"
SUCCESSORS = "alignment.queries.succession.objective_successors"
JOB_HANDLERS = "config.jobs.HANDLERS"
JOB_SCHEDULES = "config.jobs.SCHEDULES"
JOB_TIME_ZONE = "accounts.queries.time_zone"
OUTBOX_CHANNELS = "config.jobs.CHANNELS"
FACTORS = "config.factors.FACTORS"
ANNOTATORS = "config.sources.ANNOTATORS"
CELERY_APP = "config.celery.app"
_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workbench.navigation.shell",
            ],
        },
    }
]

# ── data ─────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'sightline.sqlite3'}")}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"].endswith("sqlite3"):
    # WAL lets readers and one writer work side by side; FULL survives a power cut.
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
    }
else:
    DATABASE["CONN_MAX_AGE"] = 60
    DATABASE["CONN_HEALTH_CHECKS"] = True
REDIS_URL = env.str("REDIS_URL", default="")
SOURCE_DATABASES = env.dict("SOURCE_DATABASES", default={})
"""What observations may be pulled from, by name: addresses with their passwords stay in the environment."""
KEPT = f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}"
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            # Sign-in counters live here: guessing at many addresses must not push out the counters of one.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    ),
    # What every page repeats, such as the sidebar, is kept in the process; templates name all it depends on.
    "template_fragments": {"BACKEND": KEPT, "LOCATION": "fragments", "OPTIONS": {"MAX_ENTRIES": 1_000}},
    # Large pages while nothing changes, up to a quarter of a megabyte each; see activity/views/page_cache.py.
    "pages": {"BACKEND": KEPT, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 60}},
}
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=30)

# ── people ───────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key,100/5m/ip", "first_run": "10/5m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# ── mail ─────────────────────────────────────────────────────────────────────────────────────────
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Sightline <sightline@localhost>")

# ── language, time, files ────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "STATIC_STORAGE", default="whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000

# ── the browser ──────────────────────────────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Entering the browsers' preload lists binds the whole domain; that is its owner's decision.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ── the API ──────────────────────────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.backends.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["workbench.api.permissions.SignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["workbench.api.errors.Json"],
    "DEFAULT_PAGINATION_CLASS": "workbench.api.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["workbench.api.filtering.TypeFilters"],
    "DEFAULT_SCHEMA_CLASS": "workbench.api.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.str("API_RATE", default="6000/hour")},
    "EXCEPTION_HANDLER": "workbench.api.errors.handle",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sightline",
    "DESCRIPTION": "Every record type, with the rules and the visibility of the pages.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # Types that all call one of their fields "kind".
    "ENUM_NAME_OVERRIDES": {
        "UnitKindEnum": "accounts.choices.UnitKind",
        "ChangeKindEnum": "alignment.choices.ChangeKind",
        "OutlayKindEnum": "alignment.choices.OutlayKind",
        "GateModeEnum": "alignment.choices.GateMode",
        "InstrumentKindEnum": "assessments.choices.InstrumentKind",
        "SegmentKindEnum": "customers.choices.SegmentKind",
        "MeasureKindEnum": "metrics.choices.MeasureKind",
        "GrowthKindEnum": "strategies.choices.GrowthKind",
        "SignalRuleEnum": "metrics.choices.SignalRule",
    },
}

# ── logs ─────────────────────────────────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
