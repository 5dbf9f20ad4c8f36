"""yfinance kept in its place: a session and a cookie state of its own per client, no caches, nothing printed, nothing stored.

yfinance keeps one `YfData` (session, cookie, crumb) for the whole process, remembers answers for past ranges, and caches time
zones and cookies on disk. Here each client gets an unshared one that remembers no answer, so two clients never meet and a
poll never sees an old answer. Imported on first use only; written against yfinance 1.7.
"""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

CHART_PATH = "/v8/finance/chart/"
EXCHANGE_ZONE = "America/New_York"  # given, so that yfinance does not ask for it; only USD instruments pass anyway
SIDE_TIMEOUT_S = 3.0  # for cookie and crumb: the chart usually answers without them
TALKERS = ("yfinance", "peewee", "bs4", "bs4.dammit")  # would write to standard error where nobody listens to them

# yfinance and the warning filters are the process's own: one call at a time.
_ONE_AT_A_TIME = RLock()


@contextmanager
def quiet() -> Iterator[None]:
    """yfinance and pandas inside: their warnings concern them alone, and what they would log is phrased by the client."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in TALKERS:
            logging.getLogger(name).disabled = True
        yield


class YahooSession:
    """The way to Yahoo's hosts, or to a stand-in at `base_url`. Make it inside one `quiet` and use it inside another: pandas
    brings a warning filter of its own when it is imported.

    `status`: of the latest chart answer, 0 before the first or when none came.
    """

    def __init__(self, base_url: str, cache: Path | None, timeout_s: float) -> None:
        import yfinance
        from yfinance.data import YfData, new_session

        yfinance.config.debug.hide_exceptions = False
        if cache is not None:
            yfinance.set_tz_cache_location(str(cache))

        class OwnData(YfData):  # type: ignore[misc]  # yfinance is untyped
            """Remembers no answer; keeps the cookie in memory, where yfinance would ask for it anew without a file."""

            def cache_get(self, url: str, params: Any = None, timeout: float = 30) -> Any:
                return self.get(url, params, timeout)

            def _save_cookie_curlCffi(self) -> bool:  # noqa: N802 - its name
                self._cookie = True
                return True

            def _load_cookie_curlCffi(self) -> bool:  # noqa: N802 - its name
                return False

        self.status = 0
        self._base_url = base_url
        self._timeout_s = timeout_s
        self._side_answers = True
        self._http = new_session()
        self._request = self._http.request
        self._http.request = self._through
        self._data = type.__call__(OwnData, self._http)  # around the metaclass that would hand out the shared one

    def prices(self, name: str) -> Any:
        """yfinance's `PriceHistory` of Yahoo's symbol `name`; its next call counts as a new try."""
        from yfinance.scrapers.history import PriceHistory

        self.status = 0
        return PriceHistory(self._data, name, EXCHANGE_ZONE, self._http)

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def _through(self, method: str, url: str, **options: Any) -> Any:
        """Every call passes here: sent to the stand-in if there is one, cut to the time-out, its status noted."""
        parts = urlsplit(url)
        chart = parts.path.startswith(CHART_PATH)
        if not (chart or self._side_answers):
            raise TimeoutError("cookie and crumb do not answer; asking without them")
        if self._base_url:
            url = f"{self._base_url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        options["timeout"] = self._timeout_s if chart else min(self._timeout_s, SIDE_TIMEOUT_S)
        self.status = 0 if chart else self.status
        try:
            answer = self._request(method, url, **options)
        except OSError:
            self._side_answers = self._side_answers and chart
            raise
        if chart:
            self.status = answer.status_code
            self._side_answers = self._side_answers or self.status >= 400  # refused without: worth another try
        return answer
