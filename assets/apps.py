from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "assets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Every connection learns to put words in order; graphs learn of what stewards confirmed.
        from assets import folding, proposals  # noqa: F401
