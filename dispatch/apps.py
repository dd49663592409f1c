from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "dispatch"
    verbose_name = "派驻"
    default_auto_field = "django.db.models.BigAutoField"
