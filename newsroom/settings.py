"""Settings, all from the environment; docs/operating.md has the table, and a test holds the two together."""

from pathlib import Path
from zoneinfo import available_timezones

from csp.constants import NONCE, NONE, SELF
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from newsroom import environment as env
from newsroom.keys import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file(BASE_DIR / env.text("ENV_FILE", ".env"))

# Where and how it runs

PRODUCTION = env.choice("NEWSROOM_ENV", "local", ["local", "production"]) == "production"
DEBUG = env.flag("DEBUG", False)
DATA_DIR = BASE_DIR / env.text("DATA_DIR", "var")
PORT = env.whole("PORT", 8000, low=1, high=65535)
SITE_NAME = env.text("SITE_NAME", "The Newsroom")
SITE_URL = env.origin("SITE_URL", f"http://127.0.0.1:{PORT}")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", () if PRODUCTION else ("127.0.0.1", "localhost", "[::1]"))
SECRET_KEY = env.text("SECRET_KEY")

if PRODUCTION:
    missing = [
        message
        for is_missing, message in (
            (not SECRET_KEY, "SECRET_KEY: not set; write a random text of 50 characters or more"),
            (not ALLOWED_HOSTS, "ALLOWED_HOSTS: not set; write the site's host names, separated by commas"),
            (not HTTPS, f"SITE_URL: {SITE_URL!r} is not safe for readers; write the address that begins with https://"),
            (DEBUG, "DEBUG: true would show the insides to readers; unset it"),
        )
        if is_missing
    ]
    if missing:
        raise ImproperlyConfigured("NEWSROOM_ENV=production cannot start:\n  " + "\n  ".join(missing))

DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = SECRET_KEY or secret_key(DATA_DIR / "secret_key")

# The parts; `articles` comes before the admin, whose templates it overrides

INSTALLED_APPS = [
    "articles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "taggit",
    "django_filters",
    "django_prose_editor",
]
# Sessions, messages and the user are read only where a page asks for them, so readers' pages do not vary on cookies.
# LocaleMiddleware would make each page vary on Accept-Language; the site speaks one language: LANGUAGE_CODE.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TAGGIT_CASE_INSENSITIVE = True

# What is kept, and where

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "newsroom.sqlite3", BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL")}
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
SERVE_MEDIA = env.flag("SERVE_MEDIA", not PRODUCTION)
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Without the manifest, files are served from where they lie, under their own names: for work on them, and for tests.
STATIC_MANIFEST = env.flag("STATIC_MANIFEST", not DEBUG)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_MANIFEST
# Maps are read by who debugs a script, at leisure; the editor's takes longer to compress than all else.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # The bytes of documents that could not be imported: private, outside of what is served.
    "quarantine": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "quarantine", "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

# Language and time

LANGUAGE_CODE = env.choice(
    "LANGUAGE_CODE", "en", [code for code, _name in global_settings.LANGUAGES], "write a language code as en or pt-br"
)
TIME_ZONE = env.choice("TIME_ZONE", "UTC", available_timezones() | {"UTC"}, "write a zone as Europe/London or UTC")
USE_TZ = True

# Who may sign in

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

# What browsers are told

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # load balancers ask from inside, over plain HTTP
SECURE_HSTS_SECONDS = env.whole("HSTS_SECONDS", 30 * 24 * 3600, low=0, high=10 * 365 * 24 * 3600) if HTTPS else 0
# Whether sibling hosts speak HTTPS, and whether browsers should be told by list, is for the domain's owner to say
# (W005, W021); the desk shows its previews in a frame (W019).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W019"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}

# What it says of itself

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "newsroom.logs.JsonFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": env.choice("LOG_FORMAT", "plain", ["plain", "json"])},
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"]),
    },
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
