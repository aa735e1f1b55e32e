# SPDX-License-Identifier: MIT
"""Make a HyperKitty: ``kitty_prepare.py USER PASSWORD [LIST MBOX PRIVATE]...``."""

from __future__ import annotations

import sys

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - only after the set-up
from django.core.management import call_command  # noqa: E402 - only after the set-up
from hyperkitty.models import ArchivePolicy, MailingList  # noqa: E402 - only after the set-up

user, password, *lists = sys.argv[1:]
call_command("migrate", verbosity=0)
User.objects.create_superuser(user, f"{user}@munet.cz", password)
for address, mbox, private in zip(*[iter(lists)] * 3, strict=True):
    options = {"list_address": address, "no_sync_mailman": True, "verbosity": 0}
    call_command("hyperkitty_import", mbox, **options)
    policy = ArchivePolicy.private if private == "yes" else ArchivePolicy.public
    MailingList.objects.filter(name=address).update(archive_policy=policy.value)
