from django.apps import AppConfig


class HoikuConfig(AppConfig):
    name = "tests.bots.django_site.hoiku"
    label = "hoiku"
    verbose_name = "保育"
