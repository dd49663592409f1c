from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "coordination"
    verbose_name = "组织协调"
    default_auto_field = "django.db.models.BigAutoField"
