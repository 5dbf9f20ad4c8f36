import { signOut, useCredentials } from "@/api/credentials";
import { Button } from "@/components/Button";
import { Panel } from "@/components/Panel";

import styles from "./Rows.module.css";

/** Who this browser is to the platform. */
export function SessionPanel() {
  const role = useCredentials((state) => state.role);
  return (
    <Panel label="Session" title="Session">
      <dl className={styles.rows}>
        <div>
          <dt>This browser</dt>
          <dd>{role ?? "unknown"}</dd>
        </div>
        <div>
          <dt>Address</dt>
          <dd>{location.host}, this machine only</dd>
        </div>
        <div>
          <dt>Kept</dt>
          <dd>in this tab; ends when it is closed or idle for long</dd>
        </div>
        <div>
          <dt>Kill</dt>
          <dd>allowed for every role, never limited</dd>
        </div>
        <div>
          <dt />
          <dd>
            <Button onClick={signOut}>Sign out</Button>
          </dd>
        </div>
      </dl>
    </Panel>
  );
}
