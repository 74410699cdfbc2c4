from django.apps import AppConfig


class TwinConfig(AppConfig):
    name = "twin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Whoever enqueues (a view, a command) needs the configured Celery application to reach the broker;
        # signing in is listened to.
        from twin import celery, offline, signing_in  # noqa: F401
