import type { FeedState, FeedStatus } from "@/contract/generated";

export type Link = "live" | "stale" | "down";

const LIVE_MS = 5_000;
const STALE_MS = 15_000;
const FEED_STALE_MS = 30_000;

/** The link is what the last heartbeat says, not what the socket believes: an open socket may have nobody at its other end. */
export function linkOf(beatAgeMs: number | null): Link {
  if (beatAgeMs === null) return "down";
  if (beatAgeMs < LIVE_MS) return "live";
  return beatAgeMs < STALE_MS ? "stale" : "down";
}

/** Age of something the platform stamped, by the platform's own clock; null before anything came. */
export function ageMs(asOfNs: number | null | undefined, browserMs: number, skewMs: number): number | null {
  if (!asOfNs) return null;
  return Math.max(0, browserMs + skewMs - asOfNs / 1e6);
}

/**
 * From what age on market data is called stale. A replay moves several times a second. A live feed of daily bars is rightly
 * quiet for hours: there the platform's own verdict (`feed.state`) counts, and the link's.
 */
export function staleAfterMs(feed: FeedState | undefined, link: Link): number {
  if (link !== "live") return 0;
  switch (feed) {
    case "stale":
    case "failed":
      return 0;
    case "replaying":
      return FEED_STALE_MS;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** The same of what moves with every price and not only with bars: a broker gives one every few seconds while the exchange is open. */
export function priceStaleAfterMs(feed: Pick<FeedStatus, "state" | "owes_prices"> | undefined, link: Link): number {
  const after = staleAfterMs(feed?.state, link);
  return feed?.owes_prices ? Math.min(after, FEED_STALE_MS) : after;
}
