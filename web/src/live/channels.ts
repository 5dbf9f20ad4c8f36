/** Which channels the page wants now. The feed is told when the set changes. */
const ALWAYS = ["status", "agents", "positions", "orders", "trades", "decisions", "alerts", "audit", "equity", "metrics"];

const wanted = new Map<string, number>();
const listeners = new Set<() => void>();
let announced = false;

function changed(): void {
  if (announced) return;
  announced = true;
  queueMicrotask(() => {
    announced = false;
    for (const listener of listeners) listener();
  });
}

/** Ask for a channel; the answer gives it back. Several may want the same one. */
export function want(channel: string): () => void {
  const before = wanted.get(channel) ?? 0;
  wanted.set(channel, before + 1);
  if (before === 0) changed();
  return () => {
    const left = (wanted.get(channel) ?? 1) - 1;
    if (left > 0) wanted.set(channel, left);
    else {
      wanted.delete(channel);
      changed();
    }
  };
}

export function wantedChannels(): string[] {
  return [...ALWAYS, ...wanted.keys()];
}

export function onChannelsChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
