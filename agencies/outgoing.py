"""Sending something to an address that somebody else chose, without being sent where we should not go.

The name is resolved once, here; the connection goes to the address that was judged and to no other; redirects are not
followed; what comes back is read only as far as its status. Source: security design, section 6; ASVS 1.3.6, 15.3.2.
"""

import http.client
import socket
import ssl
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 10
TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address in other clothes
Address = IPv4Address | IPv6Address

# Why a notice was not taken, for the administrator of the system that did not take it.
PROBLEMS = {
    "name": "The name of the address cannot be found",
    "address": "The address leads into a private network",
    "certificate": "The certificate is not valid for the address",
    "silent": "No answer within ten seconds",
    "redirect": "It answered with a redirect, which is not followed",
    "refused": "It answered that the notice is not acceptable",
    "fault": "It answered that it has a fault",
    "ended": "The address was ended",
}


class NotPosted(Exception):
    """It was not taken. ``code`` is one of PROBLEMS."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class _Pinned(http.client.HTTPConnection):
    """A connection to one address that has been judged, under the name that was asked for."""

    def __init__(self, where: SplitResult, address: Address):
        super().__init__(where.hostname or "", where.port or 443, timeout=SECONDS)
        self.address, self.is_secure = address, where.scheme == "https"

    def connect(self) -> None:
        self.sock = socket.create_connection((str(self.address), self.port), timeout=SECONDS)
        if self.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def post(url: str, body: bytes, headers: dict[str, str]) -> None:
    """POST a body; returns where the answer is 2xx. Raises NotPosted."""
    where = urlsplit(url)
    connection = _Pinned(where, _judged(where))
    try:
        connection.request("POST", where.path or "/", body, headers)
        status = connection.getresponse().status
    except ssl.SSLError as error:
        raise NotPosted("certificate") from error
    except (OSError, http.client.HTTPException) as error:
        raise NotPosted("silent") from error
    finally:
        connection.close()
    if status >= 500:
        raise NotPosted("fault")
    if not 200 <= status < 300:
        raise NotPosted("redirect" if 300 <= status < 400 else "refused")


def _judged(where: SplitResult) -> Address:
    """The address to connect to. Every address of the name has to be public, or none is used."""
    try:
        found = socket.getaddrinfo(where.hostname, where.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotPosted("name") from error
    addresses = [ip_address(each[4][0]) for each in found]
    to_loopback = settings.NOTICES_TO_LOOPBACK and all(address.is_loopback for address in addresses)
    if not addresses or not (to_loopback or (where.scheme == "https" and all(map(is_public, addresses)))):
        raise NotPosted("address")
    return addresses[0]


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.sixtofour or address.teredo or address in TRANSLATED:
            return False
    return address.is_global and not address.is_multicast
