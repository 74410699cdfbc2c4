from django.apps import AppConfig


class MaintenanceConfig(AppConfig):
    name = "maintenance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Traces learn of what people said of devices.
        from maintenance import receivers, standing_states  # noqa: F401
