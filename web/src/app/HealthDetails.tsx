import { Sentence } from "@/components/Sentence";
import { decimal, percent } from "@/components/format/number";
import { age, clock, dayYear, zoneName } from "@/components/format/time";
import type { Agent, Component, FeedStatus } from "@/contract/generated";
import { usePreferences } from "@/live/preferences";
import { usePlatformNow } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./HealthDetails.module.css";
import { AGENT_WORDS, titleOf } from "./health";

const ABOUT: Record<string, string> = {
  core: "The path of every bar, decision and order. It shows a sign of life each second.",
  feed: "Where bars come from.",
  bridge: "The link to the broker.",
  gateway: "The broker's own program.",
  watchdog: "Watches the core from outside.",
  trainer: "Trains models beside the trading.",
};

/** All that is known of one part. */
export function ComponentDetails({ component }: { component: Component }) {
  const feed = useLive((state) => state.status?.feed ?? null);
  const now = usePlatformNow();
  return (
    <div className={styles.details}>
      <h3>{titleOf(component.name)}</h3>
      {ABOUT[component.name] !== undefined && <p>{ABOUT[component.name]}</p>}
      <dl>
        <dt>State</dt>
        <dd>{component.name === "feed" && feed ? feed.state : component.state}</dd>
        {component.detail !== "" && (
          <>
            <dt>It says</dt>
            <dd>
              <Sentence text={component.detail} />
            </dd>
          </>
        )}
        {component.name === "feed" && feed && <Feed feed={feed} />}
        <dt>Heard</dt>
        <dd>{age(now - component.as_of_ns / 1e6)} ago</dd>
      </dl>
    </div>
  );
}

function Feed({ feed }: { feed: FeedStatus }) {
  const series = useLive((state) => state.status?.series);
  const zone = usePreferences((state) => state.zone);
  const ms = feed.market_ns / 1e6;
  return (
    <>
      <dt>Source</dt>
      <dd>
        {feed.source ?? "none yet"}
        {feed.synthetic ? ", an invented market" : ""}
      </dd>
      {feed.market_ns > 0 && (
        <>
          <dt>Market time</dt>
          <dd>
            {dayYear(ms, zone)} {clock(ms, zone)} {zoneName(zone)}
          </dd>
        </>
      )}
      <dt>Series</dt>
      <dd>{series?.length ? series.join(", ") : "none yet"}</dd>
    </>
  );
}

/** Each agent and why it is as it is. */
export function AgentDetails({ agents }: { agents: readonly Agent[] }) {
  return (
    <div className={styles.details}>
      <h3>Agents</h3>
      <ul>
        {agents.map((agent) => (
          <li key={agent.id}>
            <b>{agent.id}</b> {AGENT_WORDS[agent.state]}
            {agent.state_detail !== "" && agent.state_detail !== AGENT_WORDS[agent.state] ? `: ${agent.state_detail}` : ""}
            <span>
              {agent.symbol} {agent.interval} · {agent.stance === "flat" ? "flat" : `${agent.stance} ${percent(Math.abs(agent.weight ?? 0))}`} ·{" "}
              {decimal(agent.decisions, 0)} decisions
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
