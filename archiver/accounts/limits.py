# SPDX-License-Identifier: MIT
"""How often something may be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

SMALLEST_NETWORKS = {4: 24, 6: 64}
"""Bits of the networks that count as one: more addresses than that are cheap to come by."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so long."""

    name: str
    most: int
    period: timedelta

    def window(self, now: datetime) -> datetime:
        """Return when the period that *now* is in ends."""
        seconds = int(self.period.total_seconds())
        return datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, now.tzinfo)


BY_NETWORK = Limit("network", 30, timedelta(minutes=10))
"""Requests for sign-in from one network; a town hall with all its people comes from one."""
BY_ADDRESS = Limit("address", 5, timedelta(hours=1))
"""Mails to one address."""


def network_of(client: str) -> str:
    """Return the network of a client's address: /24 of IPv4, /64 of IPv6; "" for what is none."""
    try:
        address = ip_address(client)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address, SMALLEST_NETWORKS[address.version]), strict=False))
