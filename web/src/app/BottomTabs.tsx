import { Link, useRoute } from "wouter";

import { Icon } from "@/components/Icon";

import styles from "./BottomTabs.module.css";
import { type Tab, TABS } from "./tabs";

/** The phone's tabs. */
export function BottomTabs() {
  return (
    <nav className={styles.bar} aria-label="Tabs">
      {TABS.map((tab) => (
        <BottomTab key={tab.path} tab={tab} />
      ))}
    </nav>
  );
}

function BottomTab({ tab }: { tab: Tab }) {
  const [active] = useRoute(tab.path);
  return (
    <Link href={tab.path} className={styles.tab} aria-current={active ? "page" : undefined}>
      <Icon name={tab.icon} size={20} />
      {tab.short}
    </Link>
  );
}
