import type { IChartApi, ISeriesApi } from "lightweight-charts";

import type { Box } from "./tagPlace";

/** Whether a candle lies under the box. */
export function candleUnder(chart: IChartApi, series: ISeriesApi<"Candlestick">, box: Box): boolean {
  const first = chart.timeScale().coordinateToLogical(box.left - 4);
  const last = chart.timeScale().coordinateToLogical(box.right + 4);
  if (first === null || last === null) return false;
  for (let index = Math.max(0, Math.floor(first)); index <= Math.ceil(last); index += 1) {
    const bar = series.dataByIndex(index);
    if (!bar || !("high" in bar)) continue;
    const top = series.priceToCoordinate(bar.high);
    const bottom = series.priceToCoordinate(bar.low);
    if (top !== null && bottom !== null && top < box.bottom && bottom > box.top) return true;
  }
  return false;
}
