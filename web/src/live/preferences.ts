import { create } from "zustand";

import type { Zone } from "@/components/format/time";

export type Theme = "dark" | "light" | "contrast";
export type Preferences = { theme: Theme; pair: "blue-orange" | "green-red"; zone: Zone; motion: "system" | "reduced" };

const KEY = "rlbot.preferences";
const DEFAULTS: Preferences = { theme: "dark", pair: "blue-orange", zone: "America/New_York", motion: "system" };

function stored(): Preferences {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return { ...DEFAULTS, ...(typeof found === "object" ? (found as Partial<Preferences>) : {}) };
  } catch {
    return DEFAULTS;
  }
}

/** How this browser likes to see things; kept in it, never sent. */
export const usePreferences = create<Preferences>()(() => stored());

/** Written on the page before anything is drawn with it: the canvas reads its colours from there. */
export function applyPreferences(): void {
  const { theme, pair, motion } = usePreferences.getState();
  Object.assign(document.documentElement.dataset, { theme, pair, motion });
}

export function setPreference<Key extends keyof Preferences>(key: Key, value: Preferences[Key]): void {
  if (key !== "zone") document.documentElement.dataset[key] = value;
  usePreferences.setState({ [key]: value } as Pick<Preferences, Key>);
  localStorage.setItem(KEY, JSON.stringify(usePreferences.getState()));
}
