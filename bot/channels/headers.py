"""Headers that go with everything the web channel sends.

HSTS is missing on purpose: whoever speaks TLS, the proxy before us, decides on it.
"""

from __future__ import annotations

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PRIVATE = {
    **HEADERS,
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-site",
}
"""For what belongs to one visitor."""
PUBLIC = {
    **HEADERS,
    "Cache-Control": "no-cache",  # keep it, but ask whether it is still the same
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
"""For the files of the component, which another host may embed."""
