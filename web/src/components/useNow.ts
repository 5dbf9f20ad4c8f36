import { useSyncExternalStore } from "react";

/** One timer for the whole page: ages are redrawn together, twice a second. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 500);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** Milliseconds of this browser's clock, refreshed every half second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
