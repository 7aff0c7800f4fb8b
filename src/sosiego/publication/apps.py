from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "sosiego.publication"
    default_auto_field = "django.db.models.BigAutoField"
