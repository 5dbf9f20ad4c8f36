"""Settings forms, presets, streams, training, models, datasets: through their seams, or honestly not there."""

from __future__ import annotations

from typing import Any

import msgspec
from aiohttp import web

from rlbot.monitoring.web.answers import FOREVER_NS, answer, whole
from rlbot.monitoring.web.auth import Session
from rlbot.monitoring.web.contract.control import SettingsAnswer, SettingsSchema
from rlbot.monitoring.web.desk import Desk
from rlbot.monitoring.web.login import does, looks
from rlbot.monitoring.web.request_error import RequestError
from rlbot.monitoring.web.rest.looking import no_agent
from rlbot.monitoring.web.seams import NOT_YET


def _agent_id(request: web.Request, desk: Desk, key: str = "id") -> str:
    name = request.match_info[key]
    if name not in desk.reader.board.state.agents:
        raise no_agent(desk, name)
    return name


async def settings(request: web.Request, desk: Desk) -> web.Response:
    """The active settings of an agent."""
    name = _agent_id(request, desk)
    version, values, reason = desk.forms.values(name)
    body = SettingsAnswer(
        agent_id=name,
        version=version,
        values=values,
        editable=not reason,
        reason=reason,
        as_of_ns=desk.clock.now_ns(),
    )
    return answer(body)


async def schema(request: web.Request, desk: Desk) -> web.Response:
    """The form's schema."""
    name = _agent_id(request, desk)
    json_schema, applies = desk.forms.schema(name)
    return answer(SettingsSchema(agent_id=name, json_schema=json_schema, applies=applies, as_of_ns=desk.clock.now_ns()))


async def change(request: web.Request, desk: Desk, by: Session) -> web.Response:
    """Change settings; answers per field when it takes effect."""
    name = _agent_id(request, desk)
    try:
        values = msgspec.json.decode(await request.read(), type=dict[str, Any])
    except msgspec.MsgspecError:
        raise RequestError("bad_request", "The body must be one JSON object.") from None
    desk.audit.intent(by, "change settings", name, msgspec.json.encode(values).decode())
    try:
        changed = desk.forms.put(by.origin, name, values)
    except RequestError as error:
        desk.audit.result(by, "change settings", name, "refused", error.message)
        raise
    desk.audit.result(by, "change settings", name, "done", f"version {changed.version}")
    return answer(changed)


async def presets(request: web.Request, desk: Desk) -> web.Response:
    """Stored presets."""
    return answer(desk.shelves.presets())


async def streams(request: web.Request, desk: Desk) -> web.Response:
    """Running streams."""
    return answer(desk.shelves.streams())


async def training(request: web.Request, desk: Desk) -> web.Response:
    """Training runs."""
    return answer(desk.shelves.training())


async def models(request: web.Request, desk: Desk) -> web.Response:
    """An agent's versions."""
    return answer(desk.shelves.models(_agent_id(request, desk, "agent")))


async def datasets(request: web.Request, desk: Desk) -> web.Response:
    """Series in the data folder."""
    return answer(desk.shelves.datasets())


async def rows(request: web.Request, desk: Desk) -> web.Response:
    """A stretch of a dataset: `offset`, `limit`."""
    name = request.match_info["name"]
    q = request.query
    found = desk.shelves.rows(name, whole(q, "offset", 0, 0, FOREVER_NS), whole(q, "limit", 100, 1, 2_000))
    if found is None:
        raise RequestError("not_found", "There is no dataset of this name; GET /api/datasets lists them.")
    return answer(found)


async def not_yet(request: web.Request, desk: Desk, by: Session) -> web.Response:
    """What the surface names and this platform cannot do from the page yet."""
    raise RequestError("unavailable", f"{NOT_YET} from the dashboard; `rlbot --help` lists what the shell can do.")


ENDPOINTS = (
    web.get("/api/agents/{id}/settings", looks(settings)),
    web.put("/api/agents/{id}/settings", does(change)),
    web.get("/api/agents/{id}/settings/schema", looks(schema)),
    web.get("/api/presets", looks(presets)),
    web.put("/api/presets/{name}", does(not_yet)),
    web.delete("/api/presets/{name}", does(not_yet)),
    web.post("/api/presets/{name}/load", does(not_yet)),
    web.post("/api/presets/reset", does(not_yet)),
    web.get("/api/streams", looks(streams)),
    web.post("/api/streams", does(not_yet)),
    web.delete("/api/streams/{id}", does(not_yet)),
    web.get("/api/training", looks(training)),
    web.post("/api/training", does(not_yet)),
    web.delete("/api/training/{id}", does(not_yet)),
    web.get("/api/models/{agent}", looks(models)),
    web.post("/api/models/{agent}/rollback", does(not_yet)),
    web.get("/api/datasets", looks(datasets)),
    web.get("/api/datasets/{name}/rows", looks(rows)),
)
