"""Every test here runs with both of Tencent's SDKs, and most with both generations of its API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contract.tencent_sdk.sdk import API_1, API_2, INTERNATIONAL, MAINLAND, Address, Api, Package, Sdk, SdkProcess


@pytest.fixture(scope="session", params=[MAINLAND, INTERNATIONAL], ids=lambda each: each.id)
def process(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SdkProcess]:
    """The SDK, loaded once."""
    package: Package = request.param
    if package.folder and not package.folder.is_dir():
        pytest.fail("Tencent's international SDK is not there: `python packaging/dev.py test` unpacks it")
    process = SdkProcess(package, tmp_path_factory.mktemp(package.id) / "stderr.txt")
    yield process
    process.close()


@pytest.fixture(params=[API_1, API_2], ids=lambda each: each.id)
def api(request: pytest.FixtureRequest) -> Api:
    """A generation's calls."""
    api: Api = request.param
    return api


@pytest.fixture(scope="session")
def address() -> Iterator[Address]:
    """Where every test's cloud is reached in turn: to stop a server takes longer than such a test."""
    address = Address()
    yield address
    address.server.stop()


@pytest.fixture
def open_sdk(process: SdkProcess, address: Address, api: Api) -> Callable[..., Sdk]:
    """Makes a cloud with the given switches, and the SDK for it."""

    def make(**switches: Any) -> Sdk:
        return Sdk(process, address, api, **switches)

    return make


@pytest.fixture
def sdk(open_sdk: Callable[..., Sdk]) -> Sdk:
    """A cloud whose bots join at once, and the SDK for it."""
    return open_sdk()
