import { decimal } from "@/components/format/number";
import type { Position } from "@/contract/generated";

import type { Level } from "./chart/Levels";

/** The lines across the chart: a price that is newer than the last bar, then what is held, its stop and its profit. */
export function levelsOf(position: Position | undefined, newer: number | null): readonly Level[] {
  const last: Level[] = newer === null ? [] : [{ price: newer, text: "", tone: "last", dash: "dotted" }];
  if (!position || position.side === "flat") return last;
  const side = position.side === "long" ? ("buy" as const) : ("sell" as const);
  const away = side === "buy" ? ("sell" as const) : ("buy" as const);
  const word = position.side === "long" ? "Long" : "Short";
  const lines: Level[] = [
    ...last,
    { price: position.avg_cost, text: `${word} ${decimal(Math.abs(position.shares), 0)} @ ${decimal(position.avg_cost)}`, tone: side, dash: "dotted" },
  ];
  if (position.stop_loss_price !== null)
    lines.push({ price: position.stop_loss_price, text: `Stop ${decimal(position.stop_loss_price)}`, tone: away, dash: "dashed" });
  if (position.take_profit_price !== null)
    lines.push({ price: position.take_profit_price, text: `Profit ${decimal(position.take_profit_price)}`, tone: away, dash: "dashed" });
  return lines;
}
