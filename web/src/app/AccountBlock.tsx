import { Age } from "@/components/Age";
import { money, percent } from "@/components/format/number";
import { usePriceAge } from "@/live/selectors";
import { useLive } from "@/live/store";

import styles from "./AccountBlock.module.css";

export function AccountBlock() {
  const account = useLive((state) => state.status?.account);
  const { ageMs, staleAfterMs } = usePriceAge(account?.as_of_ns);
  return (
    <dl className={styles.block} aria-label="Account">
      <div className={styles.row}>
        <dt>Account</dt>
        <dd className={styles.age}>
          <Age ms={ageMs} staleAfterMs={staleAfterMs} />
        </dd>
      </div>
      <div className={styles.row}>
        <dt>Equity</dt>
        <dd>
          <b>{money(account?.equity)}</b>
        </dd>
      </div>
      <div className={styles.row}>
        <dt>Cash</dt>
        <dd>{money(account?.cash)}</dd>
      </div>
      <div className={styles.row}>
        <dt>Exposure</dt>
        <dd>{percent(account?.exposure, 1)}</dd>
      </div>
    </dl>
  );
}
