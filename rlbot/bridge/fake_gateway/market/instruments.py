"""What can be asked for and traded: a handful of instruments, with the contract ids of the real ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Instrument:
    """`price`: USD where the path is pinned. `volatility`: its own, a year. `beta` on the factor. `volume`: shares a second."""

    con_id: int
    symbol: str
    name: str
    sec_type: str
    primary_exchange: str
    trading_class: str
    price: float
    volatility: float
    beta: float
    volume: float
    industry: str = ""
    stock_type: str = "COMMON"
    currency: str = "USD"
    min_tick: float = 0.01

    @property
    def tradable(self) -> bool:
        """Indices are quoted, not traded."""
        return self.sec_type != "IND"


INSTRUMENTS = (
    Instrument(265598, "AAPL", "APPLE INC", "STK", "NASDAQ", "NMS", 200.0, 0.18, 1.1, 2_000.0, "Technology"),
    Instrument(76792991, "TSLA", "TESLA INC", "STK", "NASDAQ", "NMS", 250.0, 0.40, 1.5, 3_000.0, "Consumer, Cyclical"),
    Instrument(756733, "SPY", "SPDR S&P 500 ETF TRUST", "STK", "ARCA", "SPY", 560.0, 0.02, 1.0, 3_000.0, stock_type="ETF"),
    Instrument(9579970, "IWM", "ISHARES RUSSELL 2000 ETF", "STK", "ARCA", "IWM", 220.0, 0.06, 1.15, 1_500.0, stock_type="ETF"),
    Instrument(53866049, "TNA", "DIREXION DAILY SMALL CAP 3X", "STK", "ARCA", "TNA", 45.0, 0.18, 3.45, 800.0, stock_type="ETF"),
    Instrument(13455763, "VIX", "CBOE VOLATILITY INDEX", "IND", "CBOE", "VIX", 17.0, 0.50, -4.0, 0.0, stock_type=""),
)
ISINS = {"AAPL": "US0378331005", "TSLA": "US88160R1014", "SPY": "US78462F1030"}


def by_contract(con_id: int, symbol: str, sec_type: str, currency: str) -> Instrument | None:
    """The instrument a request means: by contract id where it names one, else by symbol and kind."""
    for instrument in INSTRUMENTS:
        if con_id and instrument.con_id == con_id:
            return instrument
        if (
            not con_id
            and instrument.symbol == symbol
            and instrument.sec_type == sec_type
            and currency in {"", instrument.currency}
        ):
            return instrument
    return None


def by_symbol(symbol: str) -> Instrument:
    """Raises KeyError with the symbols there are."""
    for instrument in INSTRUMENTS:
        if instrument.symbol == symbol:
            return instrument
    raise KeyError(f"no symbol {symbol!r}; there are {', '.join(i.symbol for i in INSTRUMENTS)}")
