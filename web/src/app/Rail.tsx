import { useState } from "react";
import { Link, useRoute } from "wouter";

import { Icon } from "@/components/Icon";
import { Age } from "@/components/Age";
import { useAge, useFocusAgent } from "@/live/selectors";
import { useLive } from "@/live/store";

import { AccountBlock } from "./AccountBlock";
import { AgentCard } from "./AgentCard";
import { newestOf } from "./health";
import { LiveBadge } from "./LiveBadge";
import styles from "./Rail.module.css";
import { type Tab, TABS } from "./tabs";

const SEARCH_FROM = 12;

/** Tabs, agents, account, and whether what is shown is alive. */
export function Rail({ onHelp }: { onHelp: () => void }) {
  return (
    <aside className={styles.rail}>
      <div className={styles.brand}>
        <Icon name="logo" size={18} /> rlbot
      </div>
      <nav aria-label="Tabs">
        <ul className={styles.tabs}>
          {TABS.map((tab, index) => (
            <TabLink key={tab.path} tab={tab} position={index + 1} />
          ))}
        </ul>
      </nav>
      <AgentList />
      <AccountBlock />
      <LiveBadge onHelp={onHelp} />
    </aside>
  );
}

function TabLink({ tab, position }: { tab: Tab; position: number }) {
  const [active] = useRoute(tab.path);
  return (
    <li>
      <Link href={tab.path} className={styles.tab} aria-current={active ? "page" : undefined}>
        <Icon name={tab.icon} />
        {tab.name}
        <kbd className={styles.key}>{position}</kbd>
      </Link>
    </li>
  );
}

function AgentList() {
  const agents = useLive((state) => state.agents);
  const focus = useFocusAgent();
  const { ageMs, staleAfterMs } = useAge(newestOf(agents));
  const [wanted, setWanted] = useState("");
  const shown = agents.filter((agent) => `${agent.id} ${agent.symbol}`.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <section className={styles.agents} aria-label="Agents">
      <h2 className={styles.heading}>
        Agents {agents.length}
        <Age ms={ageMs} staleAfterMs={staleAfterMs} />
      </h2>
      {agents.length > SEARCH_FROM && (
        <input
          className={styles.search}
          type="search"
          aria-label="Find an agent"
          placeholder="Find"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      )}
      <ul className={styles.list}>
        {shown.map((agent) => (
          <AgentCard key={agent.id} agent={agent} selected={agent.id === focus?.id} />
        ))}
      </ul>
    </section>
  );
}
