"""The contracts in pyproject.toml cover every room: a new app cannot be forgotten."""

import tomllib

from ops.places import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
NOT_PRODUCT = {"ops", "tests", "benchmarks"}


def rooms() -> set[str]:
    return {file.parent.name for file in ROOT.glob("*/__init__.py")}


def contract(name: str) -> dict:
    return next(found for found in CONTRACTS["contracts"] if found["name"] == name)


def test_every_room_is_watched():
    assert set(CONTRACTS["root_packages"]) == rooms()


def test_every_room_has_its_layer():
    layers = contract("Apps depend downwards only")["layers"]
    assert {name for layer in layers for name in layer.split(" | ")} == rooms() - NOT_PRODUCT


def test_every_app_keeps_its_inner_order():
    assert set(contract("Inside an app: interfaces on top, facts at the bottom")["containers"]) == (
        rooms() - NOT_PRODUCT - {"config", "common"}
    )


def test_no_room_of_the_product_knows_its_tools():
    found = contract("The product does not know what runs it")
    assert set(found["source_modules"]) == rooms() - NOT_PRODUCT
    assert set(found["forbidden_modules"]) == NOT_PRODUCT


def test_the_image_has_every_room():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert {f"!{room}" for room in rooms() - {"tests", "benchmarks"}} <= set(lines)
