import { Suspense, useState } from "react";
import { Route, Router, Switch } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";

import { useLink } from "@/live/selectors";
import { useLive } from "@/live/store";
import { useFeed } from "@/live/useFeed";

import { Announcer } from "./Announcer";
import { BottomTabs } from "./BottomTabs";
import { HaltedBanner } from "./HaltedBanner";
import { HelpDialog } from "./HelpDialog";
import { HealthLine } from "./HealthLine";
import { LinkBanner } from "./LinkBanner";
import { Rail } from "./Rail";
import styles from "./Shell.module.css";
import { TABS } from "./tabs";
import { TopBar } from "./TopBar";
import { useKeyboard } from "./useKeyboard";

/** The frame that keeps its place on every tab: top bar with KILL, rail, banner. */
export function Shell() {
  return (
    // oxlint-disable-next-line react/hooks -- the router calls it
    <Router hook={useHashLocation}>
      <Frame />
    </Router>
  );
}

function Frame() {
  const [help, setHelp] = useState(false);
  const mode = useLive((state) => state.status?.mode);
  const problem = useLive((state) => state.problem);
  const { link } = useLink();
  useFeed();
  useKeyboard(() => setHelp((open) => !open));
  return (
    <div className={styles.frame} data-mode={mode} data-link={link}>
      <a className={styles.skip} href="#main" onClick={(event) => focusMain(event)}>
        Skip to content
      </a>
      <TopBar />
      <HealthLine />
      <Rail onHelp={() => setHelp(true)} />
      <main id="main" className={styles.main} tabIndex={-1}>
        <LinkBanner />
        <HaltedBanner />
        {problem !== "" && (
          <p className={styles.problem} role="alert">
            {problem} Reload the page.
          </p>
        )}
        <Suspense fallback={<p className={styles.loading}>Loading</p>}>
          <Switch>
            {TABS.map((tab) => (
              <Route key={tab.path} path={tab.path} component={tab.view} />
            ))}
          </Switch>
        </Suspense>
      </main>
      <BottomTabs />
      <HelpDialog open={help} onClose={() => setHelp(false)} />
      <Announcer />
    </div>
  );
}

function focusMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
