"""Serve the site on a free port of this machine, which it prints: `python -m … DATABASE`."""

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

os.environ["DJANGO_SITE_DATABASE"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bots.django_site.settings"

import django
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command

from tests.bots.django_site.account import PASSWORD, USER

REASONS = ("就労", "妊娠・出産", "疾病", "介護")


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def main() -> None:
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from django.contrib.auth.models import User

    from tests.bots.django_site.hoiku.models import Reason

    User.objects.create_superuser(USER, password=PASSWORD)
    for name in REASONS:
        Reason.objects.create(name=name)
    with Server(("127.0.0.1", 0), Quiet) as server:
        server.set_app(StaticFilesHandler(WSGIHandler()))
        print(server.server_address[1], flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
