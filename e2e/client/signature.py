"""The two signatures of a webhook, as a receiver computes them."""

from __future__ import annotations

import base64
import hashlib
import hmac


def bridge_signature(secret: str, body: bytes) -> str:
    """`BridgeApi-Signature`: upper-case hexadecimal HMAC-SHA256 of the raw body."""
    return "v1=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().upper()


def standard_signature(secret: str, webhook_id: str, timestamp: str, body: bytes) -> str:
    """`webhook-signature` of Standard Webhooks; the key is the UTF-8 text of the secret."""
    message = f"{webhook_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()
