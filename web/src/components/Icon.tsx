import type { ReactNode } from "react";

import styles from "./Icon.module.css";

const PATHS = {
  logo: <path d="M2 13.5h12M2.5 10l3.5-3.5 2.5 2.5L14 3" />,
  grid: <path d="M2.5 2.5h4.3v6H2.5zM9.2 2.5h4.3v3H9.2zM9.2 7.8h4.3v5.7H9.2zM2.5 10.8h4.3v2.7H2.5z" />,
  sliders: (
    <>
      <path d="M2 4h6.5M12.5 4H14M2 8h1.5M7.5 8H14M2 12h6.5M12.5 12H14" />
      <circle cx="10.5" cy="4" r="1.7" />
      <circle cx="5.5" cy="8" r="1.7" />
      <circle cx="10.5" cy="12" r="1.7" />
    </>
  ),
  lines: <path d="M2.5 4h11M2.5 8h7.5M2.5 12h11" />,
  gear: (
    <>
      <circle cx="8" cy="8" r="2.4" />
      <path d="M8 1.6v2.2M8 12.2v2.2M1.6 8h2.2M12.2 8h2.2M3.5 3.5 5 5M11 11l1.5 1.5M12.5 3.5 11 5M5 11l-1.5 1.5" />
    </>
  ),
  data: (
    <>
      <ellipse cx="8" cy="3.8" rx="5" ry="2" />
      <path d="M3 3.8v8.4c0 1.1 2.2 2 5 2s5-.9 5-2V3.8M3 8c0 1.1 2.2 2 5 2s5-.9 5-2" />
    </>
  ),
  bell: <path d="M4 11.5V7a4 4 0 0 1 8 0v4.5l1.2 1.2H2.8zM6.7 14.4h2.6" />,
  lock: <path d="M3.5 7.2h9v6.3h-9zM5.4 7V5a2.6 2.6 0 0 1 5.2 0v2" />,
  left: <path d="M9.8 3.8 5.6 8l4.2 4.2" />,
  right: <path d="M6.2 3.8 10.4 8l-4.2 4.2" />,
  down: <path d="M3.8 6.2 8 10.4l4.2-4.2" />,
  arrow: <path d="M2.5 8h10.5M9.5 4.5 13 8l-3.5 3.5" />,
  pin: <path d="m9.6 2.4 4 4-1.5.5-2.2 2.2-.3 2.9-4.6-4.6 2.9-.3 2.2-2.2zM6.2 9.8 2.6 13.4" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  check: <path d="m3 8.4 3.4 3.4L13 4.8" />,
  cross: <path d="m4 4 8 8M12 4l-8 8" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="m10.2 10.2 3.6 3.6" />
    </>
  ),
  download: <path d="M8 2.5v7.3M4.8 6.8 8 10l3.2-3.2M2.8 13.3h10.4" />,
  back: <path d="M6 3.5 2.8 6.7 6 9.9M3 6.7h6.2a3.4 3.4 0 0 1 0 6.8H7" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof PATHS;

/** A line drawing beside words; never alone without a label on its control. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className={styles.icon} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {PATHS[name]}
    </svg>
  );
}

/** Filled glyphs: pause, play, stop. */
export function Solid({ name, size = 12 }: { name: "pause" | "play" | "stop"; size?: number }) {
  return (
    <svg className={styles.solid} width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {name === "pause" && <path d="M3 2h2v8H3zM7 2h2v8H7z" />}
      {name === "play" && <path d="M3 1.5 10.5 6 3 10.5z" />}
      {name === "stop" && <rect x="1.5" y="1.5" width="9" height="9" rx="1.5" />}
    </svg>
  );
}
