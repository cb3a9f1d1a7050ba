"""The data of the Demo Bank: forms of accounts and transactions, believable and the same on every run."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from client.api import Api, Json
from client.deployment import Deployment
from client.flow import NEW_ITEM_EVENTS, add_item

ACCOUNT = {
    "id", "name", "balance", "currency_code", "type", "item_id", "provider_id", "data_access",
    "last_refresh_status", "updated_at", "pro",
}  # fmt: skip
ACCOUNT_OPTIONAL = {"accounting_balance", "instant_balance", "iban", "iban_filled_manually", "loan_details"}
TRANSACTION = {
    "id", "clean_description", "provider_description", "amount", "date", "updated_at", "currency_code", "deleted",
    "category_id", "account_id", "future",
}  # fmt: skip
TRANSACTION_OPTIONAL = {"booking_date", "transaction_date", "value_date", "operation_type"}
OPERATIONS = {
    "card", "check", "transfer", "direct_debit", "deposit", "withdrawal", "deferred_debit_card", "unknown",
}  # fmt: skip
LOAN = {
    "type", "interest_rate", "opening_date", "maturity_date", "next_payment_date", "next_payment_amount",
    "borrowed_capital", "repaid_capital", "remaining_capital", "total_estimated_interests",
}  # fmt: skip
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
TODAY = datetime.now(UTC).date()


class Data:
    """What one user sees of the Demo Bank with all account types."""

    def __init__(self, deployment: Deployment) -> None:
        self.api: Api = deployment.documented
        self.user = self.api.create_user()
        self.item: Json = add_item(self.api, self.user, account_types="all")
        deployment.events(self.api, self.user, NEW_ITEM_EVENTS)
        self.item = self.api.item(self.user, self.item["id"])
        self.accounts = self.api.accounts(self.user, self.item["id"])
        self.transactions = self.api.transactions(self.user)

    def of(self, kind: str) -> list[Json]:
        return [account for account in self.accounts if account["type"] == kind]

    def essence(self) -> Counter[tuple[Any, ...]]:
        """The data without what is the user's own: ids and times."""
        names = {account["id"]: (account["name"], account["type"]) for account in self.accounts}
        fields = ("date", "amount", "provider_description", "clean_description", "category_id", "future")
        return Counter((names[t["account_id"]], *(t[field] for field in fields)) for t in self.transactions)


@pytest.fixture(scope="module")
def data(deployment: Deployment) -> Data:
    return Data(deployment)


def test_item(data: Data) -> None:
    required = {"id", "status", "status_code_info", "provider_id", "account_types", "created_at"}
    times = {"created_at", "last_successful_refresh", "last_try_refresh"}
    assert required | times <= set(data.item) <= required | times | {"authentication_expires_at"}
    assert all(TIMESTAMP.fullmatch(data.item[name]) for name in times)
    assert 0 < data.item["id"] < 2**31


def test_account_form(data: Data) -> None:
    for account in data.accounts:
        assert set(account) >= ACCOUNT, account
        assert set(account) <= ACCOUNT | ACCOUNT_OPTIONAL, account
        assert 0 < account["id"] < 2**31
        assert (account["item_id"], account["provider_id"]) == (data.item["id"], 574)
        assert (account["currency_code"], account["data_access"], account["pro"]) == ("EUR", "enabled", False)
        assert account["last_refresh_status"] == "successful"
        assert TIMESTAMP.fullmatch(account["updated_at"])
        balances = {account.get("accounting_balance"), account.get("instant_balance")} - {None}
        assert not balances or account["balance"] in balances
        assert all(
            is_money(account[name]) for name in ("balance", "accounting_balance", "instant_balance") if name in account
        )
        assert account["name"].strip()
    names = [account["name"] for account in data.accounts]
    assert len(set(names)) == len(names)
    assert len({account["id"] for account in data.accounts}) == 12


def is_money(value: float) -> bool:
    exponent = Decimal(str(value)).as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -2


def test_ibans(data: Data) -> None:
    """French, valid, each its own, and not typed by hand."""
    ibans = [account["iban"] for account in data.accounts if "iban" in account]
    assert len(set(ibans)) == len(ibans) >= 4
    for iban in ibans:
        assert re.fullmatch(r"FR\d{2}[0-9A-Z]{23}", iban)
        digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
        assert int(digits) % 97 == 1, iban
    assert all(account["iban_filled_manually"] is False for account in data.accounts if "iban" in account)
    assert all("iban" in account for account in data.of("checking"))


def test_loans(data: Data) -> None:
    loans = data.of("loan")
    assert len(loans) == 2
    assert [account for account in data.accounts if "loan_details" in account] == loans
    for loan in loans:
        details = loan["loan_details"]
        assert set(details) <= LOAN
        assert details["borrowed_capital"] > details["remaining_capital"] > 0
        capital = Decimal(str(details["repaid_capital"])) + Decimal(str(details["remaining_capital"]))
        assert capital == Decimal(str(details["borrowed_capital"]))
        assert date.fromisoformat(details["opening_date"]) < TODAY < date.fromisoformat(details["maturity_date"])
        assert (
            TODAY - timedelta(days=1) <= date.fromisoformat(details["next_payment_date"]) < TODAY + timedelta(days=32)
        )
        assert loan["balance"] < 0


def test_transaction_form(data: Data) -> None:
    for transaction in data.transactions:
        assert set(transaction) >= TRANSACTION, transaction
        assert set(transaction) <= TRANSACTION | TRANSACTION_OPTIONAL, transaction
        assert 0 < transaction["id"] < 2**53
        assert transaction["currency_code"] == "EUR"
        assert transaction["deleted"] is False
        assert isinstance(transaction["future"], bool)
        assert transaction.get("operation_type", "unknown") in OPERATIONS
        assert TIMESTAMP.fullmatch(transaction["updated_at"])
        assert is_money(transaction["amount"])
        assert transaction["amount"] != 0
        dates = {transaction.get(name) for name in ("booking_date", "transaction_date", "value_date")}
        assert transaction["date"] in dates, transaction
        assert transaction["category_id"] >= 1


def test_transactions_are_believable(data: Data) -> None:
    moved = data.transactions
    assert len({t["id"] for t in moved}) == len(moved) > 500
    assert min(t["date"] for t in moved) <= str(TODAY - timedelta(days=700))
    recent = [t for t in moved if str(TODAY - timedelta(days=7)) <= t["date"] <= str(TODAY)]
    assert recent
    assert sum(t["clean_description"] != t["provider_description"] for t in moved) > len(moved) * 0.9
    assert len({t["category_id"] for t in moved}) >= 10
    assert len({t.get("operation_type") for t in moved}) >= 4
    assert any(t["amount"] > 0 for t in moved)
    assert any(t["amount"] < 0 for t in moved)
    assert len({(t["date"], t["booking_date"]) for t in moved if "booking_date" in t}) > 1
    assert any(t.get("transaction_date", t["date"]) != t["date"] for t in moved)
    assert len({t["account_id"] for t in moved}) >= 6


def test_pending_and_future(data: Data) -> None:
    """Future ones lie ahead and count in the instant balance only; pending ones are not booked yet."""
    ahead = [t for t in data.transactions if t["future"]]
    assert ahead
    assert all("booking_date" not in t or t["booking_date"] >= str(TODAY) for t in ahead)
    assert any("booking_date" not in t and t["date"] <= str(TODAY) for t in data.transactions)
    different = [a for a in data.of("checking") if a.get("accounting_balance") != a.get("instant_balance")]
    assert different


def test_instant_balance(data: Data) -> None:
    """The instant balance is the booked one and what is not booked yet."""
    for account in data.of("checking"):
        waiting = [t for t in data.transactions if t["account_id"] == account["id"] and "booking_date" not in t]
        expected = Decimal(str(account["accounting_balance"])) + sum(Decimal(str(t["amount"])) for t in waiting)
        assert Decimal(str(account["instant_balance"])) == expected, account["name"]


def test_same_for_everybody(data: Data, deployment: Deployment) -> None:
    other = Data(deployment)
    assert other.essence() == data.essence()
    assert [a["name"] for a in other.accounts] == [a["name"] for a in data.accounts]
    assert [a["balance"] for a in other.accounts] == [a["balance"] for a in data.accounts]
    assert {t["id"] for t in other.transactions}.isdisjoint({t["id"] for t in data.transactions})
