// GENERATED from rlbot/monitoring/web/contract by `python -m rlbot.monitoring.web.typescript`. Do not edit.
// *_ns: UTC nanoseconds (a double holds them to 256 ns). null: not known.

export type Interval = "1m" | "5m" | "15m" | "1d";
export type Action = "buy" | "sell" | "hold";
export type Side = "buy" | "sell";
export type Purpose = "entry" | "reduce" | "protect" | "flatten";
export type Source = "csv" | "yahoo" | "synthetic" | "ibkr";
export type FillKind = "open" | "stop_loss" | "take_profit";
export type DecisionReason = "policy" | "script" | "baseline" | "warming" | "paused" | "halted" | "failed";
export type Severity = "info" | "warning" | "critical";
export type Mode = "backtest" | "simulate" | "paper" | "live";
export type Role = "operator" | "viewer";
export type Origin = "dashboard" | "shell";
export type Level = "debug" | "info" | "warning" | "error";
export type ComponentState = "ok" | "busy" | "warn" | "error" | "off";
export type FeedState = "connecting" | "warming" | "replaying" | "live" | "stale" | "ended" | "failed" | "unknown";
export type KillStage = "off" | "orders_blocked" | "cancelling" | "halted";
export type Label = "SIMULATED" | "SYNTHETIC" | "REPLAY" | "IN SAMPLE";
export type AgentState = "trading" | "warming" | "paused" | "paused_by_kill" | "halted" | "failed" | "stopped";
export type Stance = "long" | "flat" | "short";
export type PositionSide = "long" | "short" | "flat";
export type OrderKind = "market" | "stop_loss" | "take_profit";
export type OrderState = "approved" | "working" | "partly_filled" | "filled" | "cancelled" | "rejected";
export type OutcomeState = "none" | "refused" | "approved" | "working" | "partly_filled" | "filled" | "cancelled" | "rejected";
export type Applied = "now" | "next_episode" | "restart" | "rejected";
export type CheckState = "ok" | "warn" | "fail";
export type TrainingState = "queued" | "running" | "done" | "failed" | "cancelled";
export type StreamState = "running" | "ended" | "failed";

/**
 * How far the kill has come: off → orders_blocked → cancelling n of m → halted (broker confirmed).
 * `market_ns`: where the market's own time stood. `protected`: protective orders kept at the broker.
 * `unprotected`: `agent symbol` of open positions without a stop.
 * `confirmed_ns`: when the broker had confirmed every cancellation, 0 before.
 */
export interface KillProgress {
  stage: KillStage;
  reason: string;
  origin: string;
  since_ns: number;
  market_ns: number;
  entries_total: number;
  entries_cancelled: number;
  confirmed_ns: number;
  open_positions: number;
  protected: number;
  unprotected: string[];
  as_of_ns: number;
}

/**
 * No new risk, for the account (`agent_id` empty) or one agent. `limit` and `value` in the rule's own unit.
 */
export interface Halt {
  agent_id: string;
  reason: string;
  rule: string;
  limit: number;
  value: number;
  since_ns: number;
}

/**
 * The run of the engine. `ended_reason` is empty while it goes on.
 */
export interface RunInfo {
  run_id: string;
  feed: string;
  resumed: boolean;
  started_ns: number;
  ended_reason: string;
}

/**
 * Where bars come from. `market_ns`: when the newest bar became known (0: none yet). `synthetic`: show the label.
 * `owes_prices`: every few seconds a price should come now, also between bars: a broker's feed while the exchange is open.
 */
export interface FeedStatus {
  source: Source | null;
  state: FeedState;
  detail: string;
  synthetic: boolean;
  owes_prices: boolean;
  market_ns: number;
  as_of_ns: number;
}

/**
 * One line of the health strip. `detail`: a few words for people (`4 ms`, `beat 1 s`, `not used in simulate`).
 */
export interface Component {
  name: string;
  state: ComponentState;
  detail: string;
  as_of_ns: number;
}

/**
 * The sum of the sub-ledgers. `exposure`: gross position value over equity, leverage not counted.
 */
export interface Account {
  currency: string;
  equity: number | null;
  cash: number | null;
  exposure: number | null;
  day_pnl: number | null;
  day_pnl_fraction: number | null;
  drawdown: number | null;
  as_of_ns: number;
  market_ns: number;
}

/**
 * `halted`: new risk is blocked for the whole account, by a kill or a rule; `halt_reason` is one sentence, empty if
 * not. `series`: every series that has bars, as `AAPL 1d`.
 */
export interface Status {
  mode: Mode;
  labels: Label[];
  halted: boolean;
  halt_reason: string;
  killed: boolean;
  kill: KillProgress;
  halts: Halt[];
  run: RunInfo;
  feed: FeedStatus;
  components: Component[];
  account: Account;
  series: string[];
  unseen_alerts: number;
  platform_version: string;
  as_of_ns: number;
  market_ns: number;
}

/**
 * State, channel `status`: the whole of it, kill progress included.
 */
export interface StatusUpdate {
  kind: "status";
  status: Status;
}

/**
 * One agent. `proven`: its version passed the gate; `skill` says it in words ("no demonstrated skill").
 * `target_weight`, `confidence`, `action`: of the last decision. `weight`: what it holds now. `state_detail`: why it is not
 * trading, empty if it is. `rewards`, `equities`: the last 60, oldest first. `in_sample`: its last bar, or
 * one behind its figures, lay in its training range. `last_ns`: when the price `last` came, 0 before the first.
 */
export interface Agent {
  id: string;
  algorithm: string;
  symbol: string;
  underlying: string;
  interval: Interval;
  version: string;
  proven: boolean;
  skill: string;
  state: AgentState;
  state_detail: string;
  stance: PositionSide;
  action: Action | null;
  target_weight: number | null;
  weight: number | null;
  confidence: number | null;
  budget: number;
  equity: number | null;
  day_pnl: number | null;
  day_pnl_fraction: number | null;
  drawdown: number | null;
  shares: number;
  last: number | null;
  last_ns: number;
  decisions: number;
  episode: number;
  episode_reward: number | null;
  rewards: number[];
  equities: number[];
  in_sample: boolean;
  simulated: boolean;
  as_of_ns: number;
  market_ns: number;
}

/**
 * State, channel `agents`: one agent, whole.
 */
export interface AgentUpdate {
  kind: "agent";
  agent: Agent;
}

/**
 * One sub-ledger's position. `stop_loss_price`, `take_profit_price`: what works at the broker; null is none.
 * `protected`: a stop works for every share of it. `unrealised`: against average cost at `last`.
 */
export interface Position {
  agent_id: string;
  symbol: string;
  side: PositionSide;
  shares: number;
  weight: number | null;
  avg_cost: number;
  last: number | null;
  value: number | null;
  unrealised: number | null;
  unrealised_fraction: number | null;
  realised: number;
  stop_loss_price: number | null;
  take_profit_price: number | null;
  protected: boolean;
  simulated: boolean;
  as_of_ns: number;
  market_ns: number;
}

/**
 * Open positions; flat sub-ledgers are left out. `unrealised`: their sum.
 */
export interface Positions {
  items: Position[];
  unrealised: number;
  as_of_ns: number;
}

/**
 * State, channel `positions`: all of them.
 */
export interface PositionsUpdate {
  kind: "positions";
  positions: Positions;
}

/**
 * Bars with their indicators. `t`: the bars' own timestamps, UTC nanoseconds. `in_sample`: in an agent's training range.
 * `synthetic`: an invented market, to be labelled wherever it is shown. `more`: older bars are there (`to` = the first `t`).
 */
export interface Bars {
  symbol: string;
  interval: Interval;
  source: Source | null;
  synthetic: boolean;
  t: number[];
  o: number[];
  h: number[];
  l: number[];
  c: number[];
  v: number[];
  ema_10: (number | null)[];
  ema_50: (number | null)[];
  rsi: (number | null)[];
  macd: (number | null)[];
  macd_signal: (number | null)[];
  vix: (number | null)[];
  in_sample: boolean[];
  more: boolean;
  as_of_ns: number;
  market_ns: number;
}

/**
 * State, channel `bars:SYMBOL:INTERVAL`: the bars that are new or changed (same `t`: replace).
 * `gap`: bars before the first were skipped; fetch them over REST.
 */
export interface BarsUpdate {
  kind: "bars";
  bars: Bars;
  gap: boolean;
}

/**
 * State, channel `equity`: the newest point of an agent's curve or the account's (`agent` empty); same `t`: replace.
 */
export interface EquityUpdate {
  kind: "equity";
  agent: string;
  t: number;
  equity: number;
  drawdown: number;
  benchmark: number | null;
  weight: number | null;
  confidence: number | null;
  as_of_ns: number;
}

/**
 * How often what was decided.
 */
export interface Actions {
  buy: number;
  hold: number;
  sell: number;
}

/**
 * Figures since the run began. `enough`: the sample is long enough to show ratios large; if not, `note` says so.
 * `sharpe_low`, `sharpe_high`: 95 % interval. `win_rate` of `closed` trades. `turnover`: traded value over mean equity.
 * `reward_per_step`: mean; `attribution`: the exact parts of the change of equity, USD by name. `in_sample`: fraction
 * of the bars that a model had been trained on, which prove nothing.
 */
export interface Metrics {
  agent: string;
  total_return: number | null;
  benchmark_return: number | null;
  benchmark_name: string;
  sharpe: number | null;
  sharpe_low: number | null;
  sharpe_high: number | null;
  sortino: number | null;
  max_drawdown: number | null;
  max_drawdown_ns: number;
  win_rate: number | null;
  wins: number;
  closed: number;
  trades: number;
  turnover: number | null;
  exposure: number | null;
  costs: number;
  actions: Actions;
  decisions: number;
  refused: number;
  reward_per_step: number | null;
  rewards: number[];
  episodes: number;
  episode_reward: number | null;
  attribution: Record<string, number>;
  days: number;
  enough: boolean;
  note: string;
  in_sample: number;
  as_of_ns: number;
  market_ns: number;
}

/**
 * State, channel `metrics`: at most once a second, for the account (`agent` empty) and each agent.
 */
export interface MetricsUpdate {
  kind: "metrics";
  metrics: Metrics;
}

/**
 * One line of the structured log. `text`: its further fields as `key=value`, for people.
 */
export interface LogLine {
  seq: number;
  ts_ns: number;
  level: Level;
  component: string;
  event: string;
  text: string;
  agent_id: string;
  correlation_id: string;
}

/**
 * Channel `log:LEVEL` (that level and above): the newest lines; `skipped` older ones were dropped for this client.
 */
export interface LogUpdate {
  kind: "log";
  lines: LogLine[];
  skipped: number;
}

/**
 * One order, a protective leg included (its id ends in `:stop` or `:profit`).
 * `price`: the level of a protective leg, else the reference price at the decision. `distance_fraction`: of `price` from
 * the last price. `at_broker`: it works there now. `reason`: why it ended, or what it waits for. `seq`: for paging, rising.
 */
export interface Order {
  seq: number;
  client_order_id: string;
  agent_id: string;
  decision_id: string;
  symbol: string;
  side: Side;
  quantity: number;
  filled: number;
  purpose: Purpose;
  kind: OrderKind;
  state: OrderState;
  at_broker: boolean;
  price: number;
  distance_fraction: number | null;
  reason: string;
  simulated: boolean;
  created_ns: number;
  as_of_ns: number;
  market_ns: number;
}

/**
 * Event, channel `orders`: an order is new or changed (same `client_order_id`: replace).
 */
export interface OrderUpdate {
  kind: "order";
  order: Order;
}

/**
 * One fill. `slippage`: price against reference, positive is worse, USD a share; `slippage_bps` the same in basis points.
 * `realised`: profit or loss it realised, null if it only opened. `confidence`: of its decision, null for protective exits.
 */
export interface Trade {
  seq: number;
  exec_id: string;
  client_order_id: string;
  agent_id: string;
  decision_id: string;
  symbol: string;
  side: Side;
  quantity: number;
  price: number;
  reference_price: number;
  slippage: number;
  slippage_bps: number;
  commission: number;
  spread_cost: number;
  impact_cost: number;
  kind: FillKind;
  purpose: Purpose;
  realised: number | null;
  confidence: number | null;
  simulated: boolean;
  in_sample: boolean;
  bar_ns: number;
  as_of_ns: number;
  market_ns: number;
}

/**
 * Event, channel `trades`: a fill; sent again with `realised` once known (same `exec_id`: replace).
 */
export interface TradeUpdate {
  kind: "trade";
  trade: Trade;
}

/**
 * One decision, holding included. `order`: what became of it in one word; the chart's marker reads it.
 * `sentence`: the plain reason, empty until explained. `reward`: null until the next bar. `confidence`: null where no
 * policy decided: a fixed rule has nothing to be confident of.
 */
export interface DecisionRow {
  seq: number;
  decision_id: string;
  agent_id: string;
  symbol: string;
  action: Action;
  target_weight: number;
  current_weight: number;
  confidence: number | null;
  close: number;
  reason: DecisionReason;
  version: string;
  order: OutcomeState;
  sentence: string;
  reward: number | null;
  in_sample: boolean;
  simulated: boolean;
  bar_ns: number;
  as_of_ns: number;
  market_ns: number;
}

/**
 * Event, channel `decisions`: a decision is new, or its order, sentence or reward became known (same id: replace).
 */
export interface DecisionUpdate {
  kind: "decision";
  decision: DecisionRow;
}

/**
 * One input's share. `text`: its value in natural units. `effect`: in target weight (0.05 is +5 pp).
 */
export interface DriverShare {
  feature: string;
  label: string;
  value: number | null;
  text: string;
  effect: number;
  actionable: boolean;
}

/**
 * Drivers (largest first) and `other_effect` add up to `total_effect`; `measured` says what from.
 * `distance`: from the training data, about 1 inside, above 3 far.
 * `completeness_error`: how far the attributions miss the change of output, relative; below 0.001 they are complete.
 */
export interface Explanation {
  sentence: string;
  drivers: DriverShare[];
  other_effect: number;
  total_effect: number;
  baseline: string;
  measured: string;
  completeness_error: number;
  decisiveness: number;
  distance: number | null;
  flip: string;
  skill: string;
}

/**
 * Event, channel `decisions`: why a decision came out so.
 */
export interface ExplanationUpdate {
  kind: "explanation";
  decision_id: string;
  agent_id: string;
  explanation: Explanation;
}

/**
 * Something a person should know. `code`: a stable word; `text`: one sentence.
 */
export interface Alert {
  seq: number;
  severity: Severity;
  code: string;
  text: string;
  as_of_ns: number;
  market_ns: number;
}

/**
 * Event, channel `alerts`.
 */
export interface AlertUpdate {
  kind: "alert";
  alert: Alert;
}

/**
 * One thing a person did. `result` is `intent` in the line written before acting, then `done`, `refused` or `failed`.
 */
export interface AuditEntry {
  seq: number;
  ts_ns: number;
  session: string;
  role: Role;
  action: string;
  target: string;
  detail: string;
  result: string;
  hash: string;
}

/**
 * Event, channel `audit`.
 */
export interface AuditUpdate {
  kind: "audit";
  entry: AuditEntry;
}

/**
 * The two counters.
 */
export interface Counters {
  state: number;
  events: number;
}

/**
 * `working`: those at the broker now, always complete; `items`: newest first, paged by `before` (a `seq`).
 */
export interface Orders {
  working: Order[];
  items: Order[];
  at_broker: number;
  next_before: number | null;
  as_of_ns: number;
}

/**
 * Full state, histories short (bars, equity and older pages come over REST).
 */
export interface Full {
  status: Status;
  agents: Agent[];
  positions: Positions;
  orders: Orders;
  trades: Trade[];
  decisions: DecisionRow[];
  alerts: Alert[];
  metrics: Metrics[];
}

/**
 * Full state at `q`. Updates that follow have `pq` = these counters.
 */
export interface Snap {
  type: "snap";
  q: Counters;
  session: string;
  ts: number;
  d: Full;
}

/**
 * Nothing was lost: the events after `from_q` up to `to_q` follow, and the present state of every state channel.
 */
export interface Resumed {
  type: "resumed";
  session: string;
  from_q: number;
  to_q: number;
  q: Counters;
  ts: number;
}

/**
 * One conflated update: `n` of them became this one.
 */
export interface StateDelta {
  ch: string;
  q: number;
  pq: number;
  ts: number;
  n: number;
  d: StatusUpdate | AgentUpdate | PositionsUpdate | BarsUpdate | EquityUpdate | MetricsUpdate | LogUpdate;
}

/**
 * One event, never conflated or dropped.
 */
export interface EventDelta {
  ch: string;
  q: number;
  pq: number;
  ts: number;
  d: OrderUpdate | TradeUpdate | DecisionUpdate | ExplanationUpdate | AlertUpdate | AuditUpdate;
}

/**
 * What happened since the last frame.
 */
export interface Delta {
  type: "d";
  state: StateDelta[];
  events: EventDelta[];
}

/**
 * The client must take the `snap` that follows.
 */
export interface Resync {
  type: "resync";
  reason: string;
}

/**
 * Age of one source, seconds; null before its first sign of life.
 */
export interface SourceAge {
  name: string;
  age_s: number | null;
}

/**
 * Every 2 s, even idle. Live: last one under 5 s ago; stale: under 15 s; then down.
 */
export interface Beat {
  type: "hb";
  q: Counters;
  ts: number;
  src: SourceAge[];
}

/**
 * Where the client stood: the feed's `session` and the last event number it has seen.
 */
export interface Last {
  session: string;
  events: number;
}

/**
 * First message of the browser, and again after a gap or to change channels.
 * `token`: the session from `POST /api/session`. `ch`: `status`, `agents`, `positions`, `orders`, `trades`, `decisions`,
 * `alerts`, `audit`, `equity`, `metrics`, `bars:SYMBOL:INTERVAL`, `log:LEVEL`; empty: all but bars and logs.
 */
export interface Hello {
  type: "hello";
  token: string;
  ch?: string[];
  last?: Last | null;
}

/**
 * `code`: a stable word for programs. `message`: one sentence for people. `fields`: what is wrong, by field path.
 */
export interface ErrorBody {
  code: string;
  message: string;
  fields: Record<string, string>;
}

/**
 * Every answer from 400 on.
 */
export interface ErrorAnswer {
  error: ErrorBody;
}

/**
 * `ok` while the core makes progress. `age_s`: seconds since its last sign of life, null before the first.
 */
export interface Health {
  ok: boolean;
  reason: string;
  age_s: number | null;
  as_of_ns: number;
}

/**
 * The start token from the printed address (`#token=…`). `origin`: the door it asks at, kept with what it then does.
 */
export interface SessionRequest {
  token: string;
  role?: Role;
  origin?: Origin;
}

/**
 * `session`: to be sent as `Authorization: Bearer …` and in `hello`. Ends after `idle_s` without use.
 */
export interface SessionAnswer {
  session: string;
  role: Role;
  idle_s: number;
  as_of_ns: number;
}

/**
 * Every agent, in the order of their files.
 */
export interface Agents {
  items: Agent[];
  as_of_ns: number;
}

/**
 * One agent with its position, figures and last decision.
 */
export interface AgentDetail {
  agent: Agent;
  position: Position | null;
  metrics: Metrics;
  last_decision: DecisionRow | null;
  as_of_ns: number;
}

/**
 * Answer to pause and resume: the command was taken; `state` follows over the feed.
 */
export interface AgentCommandAnswer {
  id: string;
  accepted: boolean;
  state: AgentState;
  as_of_ns: number;
}

/**
 * The active settings of an agent. `editable` false: `reason` says why the form is read-only.
 */
export interface SettingsAnswer {
  agent_id: string;
  version: number;
  values: Record<string, unknown>;
  editable: boolean;
  reason: string;
  as_of_ns: number;
}

/**
 * JSON Schema of the form. `applies`: field path → when a change takes effect.
 */
export interface SettingsSchema {
  agent_id: string;
  json_schema: Record<string, unknown>;
  applies: Record<string, Applied>;
  as_of_ns: number;
}

/**
 * Per field: applied now, from the next episode, or after a restart; and the version that is now active.
 */
export interface SettingsChanged {
  agent_id: string;
  version: number;
  applied: Record<string, Applied>;
  as_of_ns: number;
}

/**
 * Newest first, paged by `before` (a `seq`). `today`, `realised_today`: of the newest trade's session date.
 */
export interface Trades {
  items: Trade[];
  today: number;
  realised_today: number;
  total: number;
  next_before: number | null;
  as_of_ns: number;
}

/**
 * Newest first, paged by `before` (a `seq`).
 */
export interface Decisions {
  items: DecisionRow[];
  total: number;
  next_before: number | null;
  as_of_ns: number;
}

/**
 * What risk, broker and market made of it.
 * Refused: `rule`, `reason`, `limit`, `value`. Approved: `rules_passed`. Costs and slippage in USD; `expected_cost` is
 * what the cost model said beforehand, `cost` what was paid (commission, spread, impact).
 */
export interface OrderOutcome {
  state: OutcomeState;
  client_order_id: string;
  side: Side | null;
  quantity: number;
  purpose: Purpose | null;
  rules_passed: number;
  rule: string;
  reason: string;
  limit: number | null;
  value: number | null;
  expected_cost: number | null;
  notional: number | null;
  filled: number;
  fill_price: number | null;
  slippage_bps: number | null;
  cost: number | null;
}

/**
 * Worth so far of having traded instead of not, after costs, at `price`. Reward parts by name, once known.
 */
export interface Outcome {
  amount: number | null;
  price: number | null;
  reward: number | null;
  reward_parts: Record<string, number>;
}

/**
 * Everything of the Why card. `explanation` null: `unexplained` says why.
 * `output`: the policy's raw output: probabilities of its target weights, rising (PPO), or mean and spread (SAC).
 * `index` of `count` among the agent's decisions that are kept; `previous_id`, `next_id`: its neighbours, empty at the ends.
 * `previous_trade_id`, `next_trade_id`: the neighbours that were not holds. `holds_since`: holds after it until the next
 * trade.
 */
export interface DecisionDetail {
  decision: DecisionRow;
  explanation: Explanation | null;
  unexplained: string;
  order: OrderOutcome;
  outcome: Outcome;
  output: number[];
  observation_hash: string;
  proven: boolean;
  index: number;
  count: number;
  previous_id: string;
  next_id: string;
  previous_trade_id: string;
  next_trade_id: string;
  holds_since: number;
  as_of_ns: number;
}

/**
 * An agent's curve, or the account's (`agent` empty). `drawdown`: 0..1. `benchmark`: the same money in `benchmark_name`.
 * `weight`, `confidence`: exposure and the confidence of the decision in force (an agent's only; null for the account).
 */
export interface Equity {
  agent: string;
  currency: string;
  t: number[];
  equity: number[];
  drawdown: number[];
  benchmark: (number | null)[];
  benchmark_name: string;
  weight: (number | null)[];
  confidence: (number | null)[];
  synthetic: boolean;
  as_of_ns: number;
  market_ns: number;
}

/**
 * Newest first.
 */
export interface Alerts {
  items: Alert[];
  total: number;
  next_before: number | null;
  as_of_ns: number;
}

/**
 * Newest first. `counts`: kept lines by level. `reason`: why there are none, empty otherwise.
 */
export interface Logs {
  items: LogLine[];
  counts: Record<string, number>;
  next_before: number | null;
  reason: string;
  as_of_ns: number;
}

/**
 * Newest first. `verified`: the hash chain of the file was intact when it was opened.
 */
export interface Audit {
  items: AuditEntry[];
  verified: boolean;
  next_before: number | null;
  as_of_ns: number;
}

/**
 * No body is needed; without a reason it is the door that the session came in by.
 */
export interface KillRequest {
  reason?: string;
}

/**
 * Orders are blocked when this arrives. `already`: it was on before.
 */
export interface KillAnswer {
  accepted: boolean;
  already: boolean;
  progress: KillProgress;
  as_of_ns: number;
}

/**
 * `agent_id` empty: every agent.
 */
export interface FlattenRequest {
  agent_id?: string;
}

/**
 * The command was taken; fills follow over the feed. `positions`: how many were open.
 */
export interface FlattenAnswer {
  accepted: boolean;
  positions: number;
  as_of_ns: number;
}

/**
 * One line of the checklist; `fail` forbids resuming.
 */
export interface ResumeCheck {
  name: string;
  state: CheckState;
  detail: string;
}

/**
 * What must be typed, and the single-use nonce that goes with it. `allowed` false: `reason` says why, `nonce` is empty.
 * `needs_token`: live asks for the start token again.
 */
export interface ResumeOffer {
  nonce: string;
  words: string;
  expires_ns: number;
  checks: ResumeCheck[];
  allowed: boolean;
  reason: string;
  needs_token: boolean;
  as_of_ns: number;
}

/**
 * The nonce and words of `ResumeOffer`; `token` only where it asks for it.
 */
export interface ResumeRequest {
  nonce: string;
  words: string;
  token?: string;
}

/**
 * Trading may go on. Agents come back paused where `agents_paused`.
 */
export interface ResumeAnswer {
  accepted: boolean;
  agents_paused: boolean;
  as_of_ns: number;
}

/**
 * A stored set of settings.
 */
export interface Preset {
  name: string;
  detail: string;
  differs: number;
  as_of_ns: number;
}

/**
 * Stored presets.
 */
export interface Presets {
  items: Preset[];
  reason: string;
  as_of_ns: number;
}

/**
 * A data stream with agents in simulation.
 */
export interface Stream {
  id: string;
  source: string;
  symbols: string[];
  agents: string[];
  state: StreamState;
  detail: string;
  as_of_ns: number;
}

/**
 * Running streams.
 */
export interface Streams {
  items: Stream[];
  reason: string;
  as_of_ns: number;
}

/**
 * `progress` 0..1; `eta_s` null when unknown.
 */
export interface TrainingRun {
  id: string;
  agent_id: string;
  state: TrainingState;
  progress: number;
  steps: number;
  eta_s: number | null;
  detail: string;
  as_of_ns: number;
}

/**
 * Runs, newest first.
 */
export interface TrainingRuns {
  items: TrainingRun[];
  reason: string;
  as_of_ns: number;
}

/**
 * One version on disk. `gates`: name → passed, where they ran. `report`: its figures by name.
 */
export interface ModelVersion {
  version: string;
  deployed: boolean;
  proven: boolean;
  algorithm: string;
  trained_from_ns: number;
  trained_to_ns: number;
  created_ns: number;
  gates: Record<string, boolean>;
  report: Record<string, unknown>;
}

/**
 * An agent's versions, newest first.
 */
export interface Models {
  agent_id: string;
  items: ModelVersion[];
  reason: string;
  as_of_ns: number;
}

/**
 * One series on disk. null: not checked yet.
 */
export interface Dataset {
  name: string;
  symbol: string;
  interval: Interval;
  rows: number | null;
  from_ns: number | null;
  to_ns: number | null;
  gaps: number | null;
  faults: number | null;
}

/**
 * Series in the data folder.
 */
export interface Datasets {
  items: Dataset[];
  reason: string;
  as_of_ns: number;
}

/**
 * `columns` in order; `rows` oldest first; the page after this one starts at `next_offset`.
 */
export interface DatasetRows {
  name: string;
  columns: string[];
  rows: unknown[][];
  total: number;
  next_offset: number | null;
  as_of_ns: number;
}

export type StatePayload = StatusUpdate | AgentUpdate | PositionsUpdate | BarsUpdate | EquityUpdate | MetricsUpdate | LogUpdate;
export type EventPayload = OrderUpdate | TradeUpdate | DecisionUpdate | ExplanationUpdate | AlertUpdate | AuditUpdate;
export type ServerMessage = Snap | Resumed | Delta | Resync | Beat;
export type ClientMessage = Hello;

export interface Endpoints {
  "GET /api/health": { body: null; answer: Health };
  "POST /api/session": { body: SessionRequest; answer: SessionAnswer };
  "GET /api/status": { body: null; answer: Status };
  "GET /api/agents": { body: null; answer: Agents };
  "GET /api/agents/{id}": { body: null; answer: AgentDetail };
  "POST /api/agents/{id}/pause": { body: null; answer: AgentCommandAnswer };
  "POST /api/agents/{id}/resume": { body: null; answer: AgentCommandAnswer };
  "GET /api/agents/{id}/settings": { body: null; answer: SettingsAnswer };
  "PUT /api/agents/{id}/settings": { body: Record<string, unknown>; answer: SettingsChanged };
  "GET /api/agents/{id}/settings/schema": { body: null; answer: SettingsSchema };
  "GET /api/positions": { body: null; answer: Positions };
  "GET /api/orders": { body: null; answer: Orders };
  "GET /api/trades": { body: null; answer: Trades };
  "GET /api/decisions": { body: null; answer: Decisions };
  "GET /api/decisions/{id}": { body: null; answer: DecisionDetail };
  "GET /api/alerts": { body: null; answer: Alerts };
  "GET /api/logs": { body: null; answer: Logs };
  "GET /api/audit": { body: null; answer: Audit };
  "GET /api/bars": { body: null; answer: Bars };
  "GET /api/equity": { body: null; answer: Equity };
  "GET /api/metrics": { body: null; answer: Metrics };
  "POST /api/kill": { body: KillRequest; answer: KillAnswer };
  "POST /api/flatten": { body: FlattenRequest; answer: FlattenAnswer };
  "GET /api/resume": { body: null; answer: ResumeOffer };
  "POST /api/resume": { body: ResumeRequest; answer: ResumeAnswer };
  "GET /api/presets": { body: null; answer: Presets };
  "GET /api/streams": { body: null; answer: Streams };
  "GET /api/training": { body: null; answer: TrainingRuns };
  "GET /api/models/{agent}": { body: null; answer: Models };
  "GET /api/datasets": { body: null; answer: Datasets };
  "GET /api/datasets/{name}/rows": { body: null; answer: DatasetRows };
}
