"""Reading what the webhooks told about one user."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from client.receiver import Delivery, WebhookReceiver
from client.server import Application


def of_user(deliveries: Sequence[Delivery], user_uuid: str) -> list[Delivery]:
    return [delivery for delivery in deliveries if delivery.content.get("user_uuid") == user_uuid]


def in_order(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """As they became true. Delivery promises no order; within one instant a refresh comes after its accounts."""
    rank = {"item.created": 0, "item.account.created": 1, "item.account.updated": 1, "item.refreshed": 2}
    return sorted(deliveries, key=lambda delivery: (delivery.timestamp, rank.get(delivery.type, 3)))


def summary(deliveries: Sequence[Delivery]) -> list[str]:
    """The types in order; the events of one refresh's accounts count as one."""
    groups = groupby(in_order(deliveries), key=lambda delivery: delivery.type)
    return [name for name, group in groups for _ in ([0] if name.startswith("item.account.") else group)]


def wait_for(
    receiver: WebhookReceiver,
    application: Application,
    user_uuid: str,
    expected: Sequence[str],
    timeout: float = 15.0,
) -> list[Delivery]:
    """Waits until the user's events read like `expected` and returns them, every signature checked.

    An `item.account.created` event has one for each account shared; none may come twice.
    """
    deliveries = receiver.wait(
        application.webhook_path,
        lambda arrived: (
            summary(of_user(arrived, user_uuid)) == list(expected) and _is_whole(of_user(arrived, user_uuid))
        ),
        timeout,
    )
    own = of_user(deliveries, user_uuid)
    assert summary(own) == list(expected)
    for delivery in own:
        delivery.verify(application.webhook_secret)
    assert len({delivery.webhook_id for delivery in own}) == len(own), "an event was delivered twice"
    return in_order(own)


def _is_whole(deliveries: Sequence[Delivery]) -> bool:
    """Nothing left to come that `summary` would hide: the last event of a refresh is there."""
    return not deliveries or in_order(deliveries)[-1].type in {
        "item.created",
        "item.refreshed",
        "item.deleted",
        "user.deleted",
    }
