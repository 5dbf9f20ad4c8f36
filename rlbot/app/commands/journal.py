"""The journal, offline: verify its chain, show what it holds."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rlbot.app.failure import WRONG_USE, fail
from rlbot.app.home import Home
from rlbot.app.output import emit, say

app = typer.Typer(help="Audit the journal offline.", no_args_is_help=True, rich_markup_mode=None)
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


@app.command()
def verify(context: typer.Context, json: Json = False) -> None:
    """Walk the hash chain; names the first row that does not fit."""
    from rlbot.journal.journal import JournalFailed
    from rlbot.journal.sqlite_reader import open_reader

    home: Home = context.obj
    reader = open_reader(home.journal)
    if isinstance(reader, JournalFailed):
        fail(reader.sentence)
    verdict = reader.verify()
    if json:
        emit({"ok": verdict.whole, "rows": verdict.rows, "broken_seq": verdict.broken_seq, "sentence": verdict.sentence})
    else:
        say(verdict.sentence)
    if not verdict.whole:
        raise typer.Exit(1)


@app.command()
def show(
    context: typer.Context,
    run: Annotated[str, typer.Option(help="Only this run; without it the newest.")] = "",
    kind: Annotated[str, typer.Option(help="Only events of this kind, such as OrderFilled.")] = "",
    limit: Annotated[int, typer.Option(help="How many, the newest first.", min=1)] = 50,
    json: Json = False,
) -> None:
    """Runs, and the newest events of one."""
    from rlbot.clock import iso
    from rlbot.journal.journal import JournalFailed
    from rlbot.journal.kinds import INTENT, JOURNALED
    from rlbot.journal.sqlite_reader import open_reader

    home: Home = context.obj
    reader = open_reader(home.journal)
    if isinstance(reader, JournalFailed):
        fail(reader.sentence)
    runs = reader.runs()
    chosen = run or (runs[-1].run_id if runs else "")
    if run and run not in {r.run_id for r in runs}:
        fail(f"the journal holds no run named {run}; there are: {', '.join(r.run_id for r in runs) or 'none'}", WRONG_USE)
    names = (*(k.__name__ for k in JOURNALED), INTENT)
    if kind and kind not in names:
        fail(f"no event is called {kind}; there are: {', '.join(sorted(names))}", WRONG_USE)
    kinds = (kind,) if kind else names
    rows = reader.page(chosen, kinds, limit=limit) if chosen else []
    if json:
        emit(
            {
                "runs": [{"run_id": r.run_id, "key": r.key, "state": r.state, "started": iso(r.started_ns)} for r in runs],
                "run": chosen,
                "events": [
                    {"seq": r.seq, "ts": iso(r.ts_ns), "kind": r.kind, "event": _content(r.seq, r.payload)} for r in rows
                ],
            }
        )
        return
    for r in runs:
        say(f"run {r.run_id} {r.state} since {iso(r.started_ns)} {r.key}")
    for row in rows:
        say(f"{row.seq:>8} {iso(row.ts_ns)} {row.kind:<18} {row.payload.decode(errors='replace')[:160]}")


def _content(seq: int, payload: bytes) -> Any:
    """A row's event as it was stored. Raises CommandError."""
    import msgspec

    try:
        return msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        fail(f"row {seq} of the journal is damaged ({error}); `rlbot journal verify` says from where on")
