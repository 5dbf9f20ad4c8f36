const FIRST_MS = 250;
const LARGEST_MS = 15_000;

/** Full jitter: anywhere between at once and a ceiling that doubles from 0.25 s to 15 s. `random` gives 0..1. */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(LARGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
}
