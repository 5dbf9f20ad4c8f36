import type { DecisionRow } from "@/contract/generated";

export type Mark = {
  id: string;
  barNs: number;
  side: "buy" | "sell";
  /** 0..1, drawn as size; of what has no confidence, as a rule, whole. */
  confidence: number;
  hollow: boolean;
  crossed: boolean;
};

/** Which decisions get a marker: those that became an order or were refused one. Holds have none. */
export function markOf(row: DecisionRow): Mark | null {
  if (row.action === "hold" || row.order === "none") return null;
  return {
    id: row.decision_id,
    barNs: row.bar_ns,
    side: row.action,
    confidence: row.confidence ?? 1,
    hollow: row.simulated,
    crossed: row.order === "refused" || row.order === "rejected",
  };
}
