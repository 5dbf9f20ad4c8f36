"""Contracts as messages carry them: the eleven fields inside order messages, and the long contractDetails."""

from __future__ import annotations

from rlbot.bridge.fake_gateway.market.instruments import ISINS, Instrument
from rlbot.bridge.fake_gateway.wire import versions
from rlbot.bridge.fake_gateway.wire.codec import Field, Message

ORDER_TYPES = "ACTIVETIM,ADJUST,ALERT,AON,COND,DAY,GTC,IOC,LMT,MKT,OCA,OPG,STP,STPLMT,WHATIF"
EXCHANGES = "SMART,AMEX,NYSE,CBOE,ARCA,NASDAQ,BATS,IEX,EDGX,MEMX"


def contract_fields(instrument: Instrument, exchange: str, *, strike: Field = 0, right: str = "") -> Message:
    """conId, symbol, secType, expiry, strike, right, multiplier, exchange, currency, localSymbol, tradingClass."""
    named = (instrument.con_id, instrument.symbol, instrument.sec_type, "", strike, right, "", exchange)
    return (*named, instrument.currency, instrument.symbol, instrument.trading_class)


def contract_details(request: int, instrument: Instrument, version: int, trading: str, liquid: str) -> Message:
    """contractDetails (10). `trading` and `liquid` hours: `20250324:0930-20250324:1600;…`."""
    isin = ISINS.get(instrument.symbol)
    identities: Message = (1, "ISIN", isin) if isin else (0,)
    order_types, exchanges = (ORDER_TYPES, EXCHANGES) if instrument.tradable else ("", instrument.primary_exchange)
    exchange = "SMART" if instrument.tradable else instrument.primary_exchange
    rules = ",".join("26" for _ in exchanges.split(","))
    return (
        *(10, request, instrument.symbol, instrument.sec_type, ""),
        *(("",) if version >= versions.LAST_TRADE_DATE else ()),
        *(0, "", exchange, instrument.currency, instrument.symbol, instrument.trading_class, instrument.trading_class),
        *(
            instrument.con_id,
            instrument.min_tick,
            "",
            order_types,
            exchanges,
            1,
            0,
            instrument.name,
            instrument.primary_exchange,
        ),
        *("", instrument.industry, instrument.industry, instrument.industry, "US/Eastern", trading, liquid, "", ""),
        *(*identities, 1, "", "", rules, "", instrument.stock_type, 0.0001, 0.0001, 100),
        *((0,) if version >= versions.INELIGIBILITY_REASONS else ()),
    )
