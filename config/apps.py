from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition layer: management commands and the shell of every page."""

    name = "config"
