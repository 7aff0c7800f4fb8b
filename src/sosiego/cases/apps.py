from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sosiego.cases"
    default_auto_field = "django.db.models.BigAutoField"
