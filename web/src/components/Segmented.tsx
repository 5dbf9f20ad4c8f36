import { useId } from "react";

import styles from "./Segmented.module.css";

type Props<Value extends string> = {
  label: string;
  options: readonly (readonly [Value, string])[];
  value: Value;
  onChange: (value: Value) => void;
  disabled?: readonly Value[];
  disabledReason?: string;
};

/** One of a few, side by side. Real radio buttons, so arrow keys and screen readers work as expected. */
export function Segmented<Value extends string>({ label, options, value, onChange, disabled, disabledReason }: Props<Value>) {
  const name = useId();
  return (
    <div className={styles.group} role="radiogroup" aria-label={label}>
      {options.map(([key, text]) => {
        const off = disabled?.includes(key) ?? false;
        return (
          <label key={key} className={styles.option} data-checked={key === value} data-off={off} title={off ? disabledReason : undefined}>
            <input className={styles.input} type="radio" name={name} checked={key === value} disabled={off} onChange={() => onChange(key)} />
            {text}
          </label>
        );
      })}
    </div>
  );
}
