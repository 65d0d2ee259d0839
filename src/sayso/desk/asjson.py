"""Pages' records as JSON, every field there: a program should not have to know which ones are left out when empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response


def whole(value: Any) -> Any:
    """A record, or what holds records, as plain values with all their fields."""
    if isinstance(value, msgspec.Struct):
        return {name: whole(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        return {str(name): whole(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [whole(one) for one in value]
    return value


def json_response(value: Any, *, status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(msgspec.json.encode(whole(value)), status_code=status, media_type="application/json")
