"""Settings: run as they are on a fresh clone; everything else comes from the environment (pmo/lib/environment.py)."""

from datetime import timedelta
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from pmo.lib import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(environment.text("PMO_VAR", str(BASE_DIR / "var")))
HTTPS = environment.flag("PMO_HTTPS")
DEBUG = environment.flag("PMO_DEBUG")
SECRET_KEY = environment.secret_key(VAR)
ALLOWED_HOSTS = environment.names("PMO_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
BASE_URL = environment.text("PMO_BASE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "pmo",
    "reports",
    "progress",
    "projects",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "django_htmx",
    "lucide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "projects.middleware.without_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "projects.middleware.language",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "projects.idle.middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "projects.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pmo.urls"
WSGI_APPLICATION = "pmo.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["projects.templatetags.show"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "projects.context.shell",
            ],
        },
    }
]

DATABASES = {"default": environment.database(environment.text("PMO_DATABASE_URL"), VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "projects.Member"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "projects:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "projects.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# By address, and (axes) by address and login: whoever guesses cannot lock somebody else out.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.text("PMO_PROXIES", "0"))
AXES_CLIENT_IP_CALLABLE = "projects.sign_in.address_of"
AXES_USERNAME_CALLABLE = "projects.sign_in.login_of"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=10)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 12 * 60 * 60
IDLE_MINUTES = int(environment.text("PMO_IDLE_MINUTES", "60"))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "projects.views.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "language"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

UPLOAD_LIMIT = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "projects.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = environment.folder(VAR / "uploads")  # swept (projects/sweeping.py)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
MEDIA_ROOT = VAR / "media"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pmo.static.Storage"},
}

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

SMTP_HOST = environment.text("PMO_SMTP_HOST")
SMTP = {
    "host": SMTP_HOST,
    "port": int(environment.text("PMO_SMTP_PORT", "25")),
    "username": environment.text("PMO_SMTP_USER"),
    "password": environment.text("PMO_SMTP_PASSWORD"),
    "use_tls": environment.flag("PMO_SMTP_TLS"),
    "timeout": 10,
}
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": SMTP}
    if SMTP_HOST
    else {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
}
MAIL_MAX_ATTEMPTS = 10
DEFAULT_FROM_EMAIL = environment.text("PMO_MAIL_FROM", "pmo@localhost")

JOB_LEASE_SECONDS = int(environment.text("PMO_LEASE_SECONDS", "60"))
JOB_MAX_ATTEMPTS = int(environment.text("PMO_JOB_ATTEMPTS", "5"))
JOB_DRAIN_SECONDS = 120
# Every kind of background work, and the one function that does it.
JOB_KINDS = {
    "read_file": "progress.jobs.read_file",
    "open_week": "projects.weekly.open_week_job",
    "weekly_report": "reports.jobs.weekly_report",
    "issue_report": "reports.issuing.issue_weekly",
    "send_mail": "projects.mailing.send_mail",
}
# Who knows the sentence for a refusal; asked in turn, because a job of any app may end with one.
REFUSAL_SENTENCES = ["projects.refusals.sentence", "progress.plan_refusals.sentence", "reports.refusals.sentence"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"tokens": {"()": "pmo.lib.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"pmo": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
