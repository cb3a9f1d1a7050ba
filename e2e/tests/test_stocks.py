"""Stocks: the form of the documentation, and the portfolio of the Demo Bank."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from client.api import AGGREGATION, Api, Json, User, ok, refused
from client.deployment import Deployment
from client.flow import NEW_ITEM_EVENTS, add_item

LIST = f"{AGGREGATION}/stocks"
STOCK = {
    "id", "account_id", "label", "ticker", "isin", "stock_key", "current_price", "currency_code", "quantity",
    "total_value", "value_date", "deleted", "created_at", "updated_at",
}  # fmt: skip
OPTIONAL = {"marketplace", "average_purchase_price"}
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
CENT = Decimal("0.01")


class Portfolio:
    def __init__(self, deployment: Deployment) -> None:
        self.api: Api = deployment.documented
        self.user: User = self.api.create_user()
        self.item = add_item(self.api, self.user, account_types="all")
        deployment.events(self.api, self.user, NEW_ITEM_EVENTS)
        self.stocks = self.api.all(f"{LIST}?limit=500", self.user)
        accounts = self.api.accounts(self.user, self.item["id"])
        self.securities = [account for account in accounts if account["type"] in ("brokerage", "shared_saving_plan")]


@pytest.fixture(scope="module")
def portfolio(deployment: Deployment) -> Portfolio:
    return Portfolio(deployment)


def exact(value: float) -> Decimal:
    return Decimal(str(value))


def is_isin(text: str) -> bool:
    """ISO 6166: letters as two digits, then Luhn."""
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{9}[0-9]", text):
        return False
    digits = "".join(str(int(character, 36)) for character in text)
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def test_form(portfolio: Portfolio) -> None:
    assert portfolio.stocks
    for stock in portfolio.stocks:
        assert set(stock) >= STOCK, stock
        assert set(stock) <= STOCK | OPTIONAL, stock
        assert 0 < stock["id"] < 2**31
        assert len(stock["ticker"]) == 4
        assert is_isin(stock["isin"]), stock
        assert stock["currency_code"] == "EUR"
        assert stock["deleted"] is False
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", stock["value_date"])
        assert TIMESTAMP.fullmatch(stock["created_at"])
        assert TIMESTAMP.fullmatch(stock["updated_at"])
        value = (exact(stock["current_price"]) * exact(stock["quantity"])).quantize(CENT, ROUND_HALF_UP)
        assert value == exact(stock["total_value"]), stock
    ids = [stock["id"] for stock in portfolio.stocks]
    assert ids == sorted(set(ids))


def test_total_is_the_balance(portfolio: Portfolio) -> None:
    assert len(portfolio.securities) == 3
    for account in portfolio.securities:
        held = [stock for stock in portfolio.stocks if stock["account_id"] == account["id"]]
        assert held
        assert sum(exact(stock["total_value"]) for stock in held) == exact(account["balance"])
    assert {stock["account_id"] for stock in portfolio.stocks} == {account["id"] for account in portfolio.securities}


def test_list(portfolio: Portfolio) -> None:
    api, user = portfolio.api, portfolio.user
    account = portfolio.securities[1]["id"]
    expected = [stock for stock in portfolio.stocks if stock["account_id"] == account]
    assert api.all(f"{LIST}?account_id={account}", user) == expected
    assert api.all(f"{LIST}?limit=3", user) == portfolio.stocks
    assert api.all(f"{LIST}?account_id=1", user) == []
    newest = max(stock["updated_at"] for stock in portfolio.stocks)
    changed = api.all(f"{LIST}?limit=1&since={newest}", user)
    assert {stock["id"] for stock in changed} == {s["id"] for s in portfolio.stocks if s["updated_at"] == newest}
    assert api.all(f"{LIST}?since=2100-01-01", user) == []
    ordered = api.all(f"{LIST}?limit=2&since=2020-01-01", user)
    keys = [(stock["updated_at"], stock["id"]) for stock in ordered]
    assert keys == sorted(keys)
    assert len(keys) == len(portfolio.stocks)
    for query, name in [("limit=0", "limit"), ("since=soon", "since"), ("account_id=x", "account_id")]:
        refused(api.get(f"{LIST}?{query}", user), 400, "invalid_parameter", name)
    refused(api.get(f"{LIST}?after=x", user), 400, "invalid_parameter", "after")


def test_one(portfolio: Portfolio) -> None:
    api, user = portfolio.api, portfolio.user
    stock: Json = portfolio.stocks[0]
    assert ok(api.get(f"{LIST}/{stock['id']}", user)) == stock
    for path in (f"{LIST}/1", f"{LIST}/x", f"{LIST}/99999999999"):
        refused(api.get(path, user), 404, "stocks.not_found")
    refused(api.get(f"{LIST}/{stock['id']}", api.create_user()), 404, "stocks.not_found")
    refused(api.get(LIST), 401, "invalid_access_token")
