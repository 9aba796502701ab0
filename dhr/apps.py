from django.apps import AppConfig


class DhrConfig(AppConfig):
    name = "dhr"
