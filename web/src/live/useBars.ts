import { useCallback, useEffect, useSyncExternalStore } from "react";

import { getBars } from "@/api/bars";
import { ApiError } from "@/api/client";
import type { Interval } from "@/contract/generated";

import { barChannel, barSeries, type BarSeries } from "./bars";
import { want } from "./channels";
import { useSeriesThere } from "./selectors";
import { useLive } from "./store";

const RETRY_MS = 3_000;
const PUBLISH_MS = 250;

const inFlight = new Map<BarSeries, Promise<void>>();

/** Several parts of the page show the same series; its history is asked for once. */
function loadOnce(series: BarSeries): Promise<void> {
  const running =
    inFlight.get(series) ??
    getBars(series.symbol, series.interval)
      .then((bars) => series.load(bars))
      .finally(() => inFlight.delete(series));
  inFlight.set(series, running);
  return running;
}

/** The series of a symbol: its history is fetched, its live bars are asked for, holes are filled. */
export function useBars(symbol: string, interval: Interval): BarSeries {
  const series = barSeries(symbol, interval);
  const session = useLive((state) => state.connection === "open");
  const there = useSeriesThere(symbol, interval);

  useEffect(() => {
    if (!session || !there) return;
    const unwant = want(barChannel(symbol, interval));
    let stopped = false;
    let loading = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const load = async (): Promise<void> => {
      if (loading || stopped) return;
      loading = true;
      try {
        await loadOnce(series);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) series.none();
        timer = setTimeout(() => void load(), RETRY_MS);
      } finally {
        loading = false;
      }
    };
    const forget = series.subscribe(() => {
      if (series.hole) void load();
    });
    void load();
    return () => {
      stopped = true;
      clearTimeout(timer);
      forget();
      unwant();
    };
  }, [series, symbol, interval, session, there]);

  return series;
}

/** A number that changes a few times a second at most while bars come in; for the parts of a page that print them. */
export function useBarVersion(series: BarSeries): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout> | null = null;
      const forget = series.subscribe(() => {
        timer ??= setTimeout(() => {
          timer = null;
          listener();
        }, PUBLISH_MS);
      });
      return () => {
        if (timer !== null) clearTimeout(timer);
        forget();
      };
    },
    [series],
  );
  return useSyncExternalStore(subscribe, () => series.version);
}
