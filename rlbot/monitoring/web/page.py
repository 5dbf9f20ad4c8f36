"""The page itself: the built app, or, when it was not built, a plain one that says so and how to build it."""

from __future__ import annotations

from pathlib import Path

from aiohttp import hdrs, web

from rlbot.monitoring.web.desk import DESK
from rlbot.monitoring.web.request_error import RequestError

INSIDE = Path(__file__).parent / "dist"  # as shipped in a wheel
BESIDE = Path(__file__).parents[3] / "web" / "dist"  # as built in a clone
A_YEAR = "public, max-age=31536000, immutable"  # names under assets/ carry their content's hash

PLAIN = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>rlbot</title><meta http-equiv="refresh" content="5"></head>
<body>
<h1>rlbot is running</h1>
<p>{status}</p>
<p>The dashboard was not built on this machine. Run <code>make web</code> in the project's folder (Node 20 or newer; without
one it is fetched from PyPI), then open the printed address again.</p>
<p>Until then the shell shows everything: <code>rlbot status</code>, <code>rlbot why AGENT</code>, <code>rlbot kill</code>.</p>
</body>
</html>
"""


def built_page(candidates: tuple[Path, ...] = (INSIDE, BESIDE)) -> Path | None:
    """The folder of the built app, None if there is none."""
    return next((folder for folder in candidates if (folder / "index.html").is_file()), None)


class Page:
    """Serves the files of `folder` at `/`; addresses inside the app are its `index.html`."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder is not None else None

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """`GET` of anything that is not the API."""
        path = request.match_info["path"]
        if "\0" in path:
            raise RequestError("not_found", "There is nothing at this address.")
        folder = self._folder
        if folder is None or not (folder / "index.html").is_file():
            return self._plain(request)
        file = (folder / path).resolve() if path else folder / "index.html"
        if file.is_relative_to(folder) and file.is_file():
            response = web.FileResponse(file)
            response.headers[hdrs.CACHE_CONTROL] = A_YEAR if path.startswith("assets/") else "no-cache"
            return response
        if "." in path.rpartition("/")[2]:
            raise RequestError("not_found", f"There is nothing at {request.path}.")
        return web.FileResponse(folder / "index.html", headers={hdrs.CACHE_CONTROL: "no-cache"})

    def _plain(self, request: web.Request) -> web.Response:
        desk = request.app[DESK]
        age_s = (desk.clock.now_ns() - desk.reader.board.state.platform.heard_ns) / 1e9
        status = f"Its core showed a sign of life {age_s:.0f} s ago."
        return web.Response(text=PLAIN.format(status=status), content_type="text/html")
