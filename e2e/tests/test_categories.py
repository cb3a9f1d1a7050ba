"""Categories: flat, in the reader's language, in one page (spec/api.md 12, openapi-notes.md 10)."""

from __future__ import annotations

from client.api import AGGREGATION, Api, ok, refused

LIST = f"{AGGREGATION}/categories"


def test_all_in_one_page(api: Api) -> None:
    page = ok(api.get(f"{LIST}?limit=200"))
    categories = page["resources"]
    assert len(categories) == 141
    assert page["pagination"] == {"next_uri": None}
    assert all(set(category) <= {"id", "name", "parent_id"} for category in categories)
    tops = {category["id"] for category in categories if "parent_id" not in category}
    assert tops == {2, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 170, 171, 303, 315}
    assert {category["parent_id"] for category in categories if "parent_id" in category} == tops


def test_pages(api: Api) -> None:
    ids = [category["id"] for category in api.all(f"{LIST}?limit=50")]
    assert len(ids) == 141
    assert ids == sorted(set(ids))


def test_one(api: Api) -> None:
    assert ok(api.get(f"{LIST}/273")) == {"id": 273, "name": "Supermarket & grocery", "parent_id": 168}
    assert ok(api.get(f"{LIST}/168")) == {"id": 168, "name": "Food & dining"}
    for identifier in ("4", "0", "-1", "abc", "9" * 40):
        refused(api.get(f"{LIST}/{identifier}"), 404, "categories.not_found")


def test_languages(api: Api) -> None:
    for language, name in {"fr": "Supermarché/Epicerie", "fr-CH, en;q=0.5": "Supermarché/Epicerie"}.items():
        assert ok(api.get(f"{LIST}/273", headers={**api.headers(None), "Accept-Language": language}))["name"] == name
    assert ok(api.get(f"{LIST}/273", headers={**api.headers(None), "Accept-Language": "de"}))["name"] == "Supermarket & grocery"
