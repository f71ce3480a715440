"""The vendor's own idle limit goes with every start: it ends what this console can't end any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.domain.errors import BadRequest
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import open_test_console

REGISTRY = load_registry()
GENERATIONS = [generation for vendor in REGISTRY.vendors for generation in vendor.generations]


def named(body: object, name: str) -> Iterator[object]:
    """Every value under this name, however deep."""
    if isinstance(body, dict):
        if name in body:
            yield body[name]
        for each in body.values():
            yield from named(each, name)


@pytest.mark.parametrize("generation", GENERATIONS, ids=lambda each: each.id)
async def test_every_start_sends_an_idle_limit_and_the_form_says_so(generation: Generation, tmp_path: Path) -> None:
    field = generation.field(generation.idle_key)
    assert field is not None
    assert field.required
    assert isinstance(field.default, int)
    assert field.default > 0
    assert "Sent with every start" in str(field.help)
    console = await open_test_console(tmp_path, REGISTRY)
    try:
        untouched = console.draft(generation, **{field.key: field.default})
        task = await console.services.launcher.start(untouched)
        journal = await console.services.ledger.journal(task.id)
        bodies = [entry.exchange.request for entry in journal if entry.exchange is not None]
        sent = [value for body in bodies for value in named(body, field.path.rpartition(".")[2])]
        assert sent == [field.default]
        emptied = replace(untouched, values={**untouched.values, field.key: None})
        with pytest.raises(BadRequest) as refused:
            await console.services.launcher.start(emptied)
        assert refused.value.field == field.key
    finally:
        await console.aclose()
