"""URL of a judge → the address to ask and how far away it is; nothing is looked up here."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, urlsplit

from checker.errors import BadUsage

Place = Literal["this machine", "private network", "elsewhere"]
PORTS = {"http": 80, "https": 443}
# RFC 1918, RFC 3927, RFC 4193, RFC 4291. Shared address space (RFC 6598) is a provider's, and counts as elsewhere.
_PRIVATE = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"),
    )
)
_FARTHEST_FIRST: tuple[Place, ...] = ("elsewhere", "private network", "this machine")


class Address(NamedTuple):
    """Where chat completions are asked for: `url` in full, `origin` without the path."""

    url: str
    origin: str
    secure: bool
    host: str
    port: int
    path: str


def parsed(url: str) -> Address:
    """The address that `--judge URL` means: a server's root, its `/v1`, or the whole path of its chat completions.

    Raises:
        BadUsage: no http or https address, or one that carries a password or a query.
    """
    remedy = "give it as http://127.0.0.1:8080 or https://host.example/v1"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadUsage(f"--judge is no address: {error}", remedy) from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadUsage("--judge is no http or https address", remedy)
    if parts.username is not None or parts.query or parts.fragment:
        # The address stands in the report, so nothing secret may be part of it.
        raise BadUsage("--judge carries a user name, password, query or fragment", f"{remedy}; a key goes elsewhere")
    host = _ascii(parts, remedy)
    port = PORTS[parts.scheme] if port is None else port
    shown = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{shown}{'' if port == PORTS[parts.scheme] else f':{port}'}"
    path = _path(parts.path.rstrip("/"), remedy)
    return Address(origin + path, origin, parts.scheme == "https", host, port, path)


def place_of(found: Iterable[str]) -> Place:
    """How far the IP addresses of a host are: the farthest decides."""
    places = {_place(ip) for ip in found}
    return next(place for place in _FARTHEST_FIRST if place in places)


def _place(text: str) -> Place:
    ip = ipaddress.ip_address(text.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.is_loopback:
        return "this machine"
    return "private network" if any(ip in network for network in _PRIVATE) else "elsewhere"


def _ascii(parts: SplitResult, remedy: str) -> str:
    host = parts.hostname or ""
    try:
        return host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadUsage("--judge names a host that cannot exist", remedy) from error


def _path(given: str, remedy: str) -> str:
    if not given.isascii() or any(c.isspace() or not c.isprintable() for c in given):
        raise BadUsage("--judge has a path with characters that no address holds", remedy)
    if given.endswith("/chat/completions"):
        return given
    return f"{given}/chat/completions" if given.endswith("/v1") else f"{given}/v1/chat/completions"
