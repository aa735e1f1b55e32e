# SPDX-License-Identifier: MIT
"""Names and addresses of hosts."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address stands for the machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Tell whether an address belongs to one of the networks; what is no address does not."""
    try:
        client = ip_address(address)
    except ValueError:
        return False
    plain = getattr(client, "ipv4_mapped", None) or client
    return any(plain in ip_network(network) for network in networks)
