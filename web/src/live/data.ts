import type {
  Agent,
  Alert,
  AuditEntry,
  DecisionRow,
  EquityUpdate,
  Explanation,
  LogLine,
  Metrics,
  Order,
  Positions,
  Status,
  Trade,
} from "@/contract/generated";

/** Everything the feed has told this page. Bars are elsewhere (`bars.ts`): they never pass through React. */
export type LiveData = {
  status: Status | null;
  agents: readonly Agent[];
  positions: Positions | null;
  working: readonly Order[];
  ended: readonly Order[];
  ordersAsOfNs: number;
  trades: readonly Trade[];
  decisions: readonly DecisionRow[];
  explanations: ReadonlyMap<string, Explanation>;
  alerts: readonly Alert[];
  audit: readonly AuditEntry[];
  metrics: Readonly<Record<string, Metrics>>;
  /** Points that came since the page was opened, oldest first, by agent; the account's under "". */
  equity: Readonly<Record<string, readonly EquityUpdate[]>>;
  logs: readonly LogLine[];
  logsSkipped: number;
};

export const NOTHING: LiveData = {
  status: null,
  agents: [],
  positions: null,
  working: [],
  ended: [],
  ordersAsOfNs: 0,
  trades: [],
  decisions: [],
  explanations: new Map(),
  alerts: [],
  audit: [],
  metrics: {},
  equity: {},
  logs: [],
  logsSkipped: 0,
};
