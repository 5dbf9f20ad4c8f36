import {
  AreaSeries,
  CandlestickSeries,
  ColorType,
  createChart,
  CrosshairMode,
  type DeepPartial,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  LineType,
  type LineWidth,
  type TimeChartOptions,
} from "lightweight-charts";

import { decimal, percent } from "@/components/format/number";

import { type Colours, faded } from "./colours";

export type SeriesSet = {
  candles: ISeriesApi<"Candlestick">;
  ema10: ISeriesApi<"Line">;
  ema50: ISeriesApi<"Line">;
  rsi: ISeriesApi<"Line">;
  histogram: ISeriesApi<"Histogram">;
  macd: ISeriesApi<"Line">;
  signal: ISeriesApi<"Line">;
  vix: ISeriesApi<"Line">;
  exposure: ISeriesApi<"Area">;
  confidence: ISeriesApi<"Line">;
};

/** Empty bars after the newest. */
export const RIGHT_OFFSET = 4;

const VIX_PANE = 3;
/** Points of VIX from bottom to top: a quiet day is drawn as one. */
const LEAST_VIX_SPAN = 2;

/** Shares of the height: price, RSI, MACD, VIX, exposure. */
const STRETCH = [247, 54, 58, 48, 60];

export function chartOptions(colours: Colours): DeepPartial<TimeChartOptions> {
  return {
    autoSize: true,
    layout: {
      attributionLogo: false, // its markup breaks under Trusted Types; the credit stands in the rail and in NOTICE
      background: { type: ColorType.Solid, color: colours.panel },
      textColor: colours.tx3,
      fontFamily: colours.sans,
      fontSize: 11,
      panes: { separatorColor: colours.line, separatorHoverColor: colours.line, enableResize: false },
    },
    grid: { vertLines: { color: colours.raise }, horzLines: { color: colours.raise } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: colours.tx3, width: 1, style: LineStyle.Dashed, labelBackgroundColor: colours.line2 },
      horzLine: { color: colours.tx3, width: 1, style: LineStyle.Dashed, labelBackgroundColor: colours.line2 },
    },
    rightPriceScale: { borderColor: colours.line, minimumWidth: 58, entireTextOnly: true },
    timeScale: { borderColor: colours.line, rightOffset: RIGHT_OFFSET, fixLeftEdge: true, barSpacing: 7, minBarSpacing: 0.4 },
  };
}

const THIN = 1.5 as LineWidth; // the canvas draws any width, the type knows whole ones
const QUIET = { lastValueVisible: false, priceLineVisible: false, crosshairMarkerVisible: false } as const;

/** Sub-panes with levels of their own label only these; the crosshair still reads every value. */
function subFormat(format: (value: number) => string, onAxis: (value: number) => string = () => "") {
  return {
    priceFormat: { type: "custom" as const, minMove: 0.0001, formatter: format, tickmarksFormatter: (prices: readonly number[]) => prices.map(onAxis) },
  };
}

function mark(series: ISeriesApi<"Line"> | ISeriesApi<"Area">, price: number, colours: Colours): void {
  series.createPriceLine({
    price,
    color: colours.line2,
    lineWidth: 1,
    lineStyle: LineStyle.Dashed,
    axisLabelVisible: true,
    axisLabelColor: colours.panel,
    axisLabelTextColor: colours.tx3,
    title: "",
  });
}

/** `full`: with the indicator panes; without them only the price, for a phone. */
export function buildChart(element: HTMLElement, colours: Colours, full: boolean): { chart: IChartApi; series: SeriesSet } {
  const chart = createChart(element, chartOptions(colours));
  const pane = (index: number): number => (full ? index : 0);
  const line = { ...QUIET, lineWidth: 1 as const, visible: full };
  const two = (value: number): string => decimal(value, 2);

  const series: SeriesSet = {
    ema50: chart.addSeries(LineSeries, { ...QUIET, lineWidth: THIN, color: colours.ema50 }),
    ema10: chart.addSeries(LineSeries, { ...QUIET, lineWidth: THIN, color: colours.ema10 }),
    candles: chart.addSeries(CandlestickSeries, {
      upColor: colours.panel,
      downColor: colours.down,
      borderUpColor: colours.up,
      borderDownColor: colours.down,
      wickUpColor: colours.up,
      wickDownColor: colours.down,
      priceLineVisible: false,
      lastValueVisible: false, // `Levels` draws it
      priceFormat: { type: "custom", minMove: 0.01, formatter: two },
    }),
    rsi: chart.addSeries(LineSeries, { ...line, ...subFormat((value) => decimal(value, Number.isInteger(value) ? 0 : 1)), color: colours.tx2, autoscaleInfoProvider: fixed(12, 88) }, pane(1)),
    histogram: chart.addSeries(HistogramSeries, { ...line, ...subFormat(two), color: faded(colours.tx3, 0.45) }, pane(2)),
    macd: chart.addSeries(LineSeries, { ...line, ...subFormat(two), color: colours.tx2 }, pane(2)),
    signal: chart.addSeries(LineSeries, { ...line, ...subFormat(two), color: colours.tx3, lineStyle: LineStyle.Dashed }, pane(2)),
    vix: chart.addSeries(LineSeries, { ...line, ...subFormat(two, (value) => decimal(value, 1)), color: colours.tx2, autoscaleInfoProvider: atLeast(LEAST_VIX_SPAN) }, pane(VIX_PANE)),
    exposure: chart.addSeries(
      AreaSeries,
      {
        ...line,
        ...subFormat((value) => percent(value)),
        lineType: LineType.WithSteps,
        lineColor: colours.buy,
        topColor: faded(colours.buy, 0.14),
        bottomColor: faded(colours.buy, 0.14),
        autoscaleInfoProvider: withinOne,
      },
      pane(4),
    ),
    confidence: chart.addSeries(LineSeries, { ...line, ...subFormat(two), color: colours.tx2, lineStyle: LineStyle.Dotted }, pane(4)),
  };
  if (full) {
    for (const level of [30, 70]) mark(series.rsi, level, colours);
    mark(series.macd, 0, colours);
    for (const level of [0, 1]) mark(series.exposure, level, colours);
    chart.panes().forEach((each, index) => each.setStretchFactor(STRETCH[index] ?? 50));
    for (const index of [1, 2, 3, 4]) chart.priceScale("right", index).applyOptions({ scaleMargins: { top: index === 4 ? 0.42 : 0.34, bottom: 0.08 } });
  }
  if (full) chart.priceScale("right", VIX_PANE).applyOptions({ tickMarkDensity: 1.6 });
  chart.priceScale("right", 0).applyOptions({ scaleMargins: { top: full ? 0.14 : 0.12, bottom: 0.06 } });
  return { chart, series };
}

function fixed(minValue: number, maxValue: number) {
  return () => ({ priceRange: { minValue, maxValue } });
}

/** The range of the data, widened about its middle to this span. */
function atLeast(span: number) {
  return (original: () => { priceRange: { minValue: number; maxValue: number } | null } | null) => {
    const range = original()?.priceRange;
    if (!range) return null;
    const missing = Math.max(0, span - (range.maxValue - range.minValue)) / 2;
    return { priceRange: { minValue: range.minValue - missing, maxValue: range.maxValue + missing } };
  };
}

/** Weights: at least 0 to 1, further where an agent goes short or uses leverage. */
function withinOne(original: () => { priceRange: { minValue: number; maxValue: number } | null } | null) {
  const range = original()?.priceRange;
  return { priceRange: { minValue: Math.min(0, range?.minValue ?? 0), maxValue: Math.max(1, range?.maxValue ?? 1) } };
}
