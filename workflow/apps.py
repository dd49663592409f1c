from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = "流程内核"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from workflow import checks  # noqa: F401  (registers the system checks once every model is known)
        from workflow.models.audit import install_triggers

        post_migrate.connect(install_triggers, sender=self, dispatch_uid="workflow.install_triggers")
