"""What the blank vendor knows about drafts and requests from elsewhere."""

from __future__ import annotations

from roomscribe.domain.fields import Value
from roomscribe.domain.remarks import Reading
from roomscribe.domain.written_requests import NAMED, Purpose, Recognised, WrittenRequest
from roomscribe.vendors.blank.account import ROOT
from roomscribe.vendors.blank.fields import FIELDS
from roomscribe.vendors.body_reader import BodyReader, read_fields
from roomscribe.vendors.moving import Moving

START, CHANGE = "StartTask", "ChangeTask"


def recognise(request: WrittenRequest) -> Recognised | None:
    """A start or a change is told by its path; the shape of a body could be anybody's."""
    if f"{ROOT}/tasks" not in request.url:
        return None
    if request.method == "POST":
        return Recognised(call=START, purpose=Purpose.START, certainty=NAMED)
    purpose = Purpose.CHANGE if request.method == "PATCH" else Purpose.OTHER
    return Recognised(call=CHANGE, purpose=purpose, certainty=NAMED)


def read_body(call: str, body: object, site: str) -> Reading:
    """The values of a start or a change; key and sequence are the console's own."""
    reader = BodyReader(body, FIELDS, site)
    for own in ("key", "sequence"):
        reader.get(own)
    read_fields(reader, {field.key: field.path for field in FIELDS}, {})
    return reader.reading(whole=call == START)


def with_languages(spoken: tuple[str, ...], targets: tuple[str, ...]) -> dict[str, Value]:
    """One spoken language; captions in it appear anyway."""
    return {"spoken": spoken[0] if spoken else "", "targets": tuple(each for each in targets if each not in spoken[:1])}


MOVING = Moving(recognise=recognise, read_body=read_body, with_languages=with_languages)
