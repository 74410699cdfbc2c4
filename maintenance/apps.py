from django.apps import AppConfig


class MaintenanceConfig(AppConfig):
    name = "maintenance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # What a publication means for the declarations in it.
        from maintenance import writeback  # noqa: F401
