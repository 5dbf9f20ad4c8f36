"""Server versions at which a layout changes. From 201 on message numbers are binary and bodies protobuf: 200 is the last."""

from __future__ import annotations

OLDEST = 173  # the layouts here are checked from this version on
LAST_TEXT = 200  # the newest version with text messages only
DEFAULT = 178

FA_PROFILE_GONE = 177
PENDING_PRICE_REVISION = 178
LAST_TRADE_DATE = 182
CUSTOMER_ACCOUNT = 183
PROFESSIONAL_CUSTOMER = 184
BOND_ACCRUED_INTEREST = 185
INELIGIBILITY_REASONS = 186
INCLUDE_OVERNIGHT = 189
CANCEL_TAGS = 192
OPEN_ORDER_TAGS = 193
ERROR_TIME = 194
ORDER_PREVIEW = 195
HISTORICAL_END = 196
SUBMITTER = 198
IMBALANCE_ONLY = 199
