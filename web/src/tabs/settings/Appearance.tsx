import { Glyph } from "@/components/Glyph";
import { Panel } from "@/components/Panel";
import { Segmented } from "@/components/Segmented";
import { type Preferences, setPreference, type Theme, usePreferences } from "@/live/preferences";

import styles from "./Rows.module.css";

const THEMES: readonly { key: Theme; name: string; bg: string; panel: string; line: string; tx: string; buy: string; sell: string }[] = [
  { key: "dark", name: "Dark", bg: "#0a0c0f", panel: "#11141a", line: "#2d3440", tx: "#e8ebf0", buy: "#5aa9ff", sell: "#ff9f40" },
  { key: "light", name: "Light", bg: "#f3f4f7", panel: "#ffffff", line: "#d2d7df", tx: "#12161d", buy: "#0b62c4", sell: "#b04a00" },
  { key: "contrast", name: "High contrast", bg: "#000000", panel: "#000000", line: "#ffffff", tx: "#ffffff", buy: "#7dbdff", sell: "#ffb45c" },
];

/** Kept in this browser. */
export function Appearance() {
  const preferences = usePreferences();
  return (
    <Panel label="Appearance and time" title="Appearance and time" aside="saved in this browser">
      <div className={styles.themes} role="radiogroup" aria-label="Theme">
        {THEMES.map((theme) => (
          <label key={theme.key} className={styles.theme}>
            <input type="radio" name="theme" checked={preferences.theme === theme.key} onChange={() => setPreference("theme", theme.key)} />
            <svg className={styles.swatch} viewBox="0 0 120 76" aria-hidden="true">
              <rect width="120" height="76" fill={theme.bg} />
              <rect x="8" y="7" width="104" height="8" rx="2" fill={theme.panel} stroke={theme.line} />
              <rect x="8" y="20" width="104" height="49" rx="3" fill={theme.panel} stroke={theme.line} />
              <rect x="16" y="42" width="26" height="3" fill={theme.tx} />
              <path d="m80 40 4 7h-8z" fill={theme.buy} />
              <path d="m96 47 4-7h-8z" fill={theme.sell} />
            </svg>
            {theme.name}
          </label>
        ))}
      </div>
      <dl className={styles.rows}>
        <Choice
          name="Buy and sell"
          value={preferences.pair}
          keyName="pair"
          options={[
            ["blue-orange", "Blue, orange"],
            ["green-red", "Green, red"],
          ]}
        />
        <Choice
          name="Times"
          value={preferences.zone}
          keyName="zone"
          options={[
            ["America/New_York", "New York"],
            ["local", "Local"],
          ]}
        />
        <Choice
          name="Motion"
          value={preferences.motion}
          keyName="motion"
          options={[
            ["system", "System"],
            ["reduced", "Reduced"],
          ]}
        />
        <div>
          <dt>Preview</dt>
          <dd className={styles.preview}>
            <span>
              <Glyph shape="up" tone="buy" /> Buy 88 AAPL
            </span>
            <span>
              <Glyph shape="down" tone="sell" /> Sell 89 AAPL
            </span>
            <span className={styles.gain}>+$137.73</span>
            <span className={styles.loss}>−$104.88</span>
          </dd>
        </div>
      </dl>
    </Panel>
  );
}

type ChoiceProps<Key extends keyof Preferences> = {
  name: string;
  keyName: Key;
  value: Preferences[Key];
  options: readonly (readonly [Preferences[Key], string])[];
};

function Choice<Key extends keyof Preferences>({ name, keyName, value, options }: ChoiceProps<Key>) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Segmented label={name} options={options} value={value} onChange={(next) => setPreference(keyName, next)} />
      </dd>
    </div>
  );
}
