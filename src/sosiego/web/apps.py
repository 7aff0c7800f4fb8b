from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sosiego.web"
    default_auto_field = "django.db.models.BigAutoField"
