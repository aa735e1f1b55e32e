# SPDX-License-Identifier: MIT
"""Where things are, as HyperKitty's documentation places them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("hyperkitty/", include("hyperkitty.urls")),
    path("accounts/", include("allauth.urls")),
    path("mailman3/", include("django_mailman3.urls")),
]
