import type { ClientMessage, ServerMessage } from "@/contract/generated";
import { type Connection, LiveSocket, type WireEvents } from "@/live/socket";

/** A feed under the test's hand: it sees every hello and says what the test tells it to. Nothing waits, nothing is random. */
export class FakeFeed {
  readonly hellos: ClientMessage[] = [];
  readonly seen: ServerMessage[] = [];
  readonly connections: Connection[] = [];
  readonly waits: number[] = [];
  opened = 0;
  signedOut = false;
  private events: WireEvents | null = null;
  private retry: (() => void) | null = null;

  readonly socket = new LiveSocket({
    open: (events) => {
      this.opened += 1;
      this.events = events;
      return { send: (text) => this.hellos.push(JSON.parse(text) as ClientMessage), close: () => undefined };
    },
    token: () => "s-1",
    channels: () => ["status"],
    onMessage: (message) => this.seen.push(message),
    onConnection: (connection) => this.connections.push(connection),
    onSignedOut: () => {
      this.signedOut = true;
    },
    random: () => 1,
    later: (work, ms) => {
      this.waits.push(ms);
      this.retry = work;
      return () => {
        this.retry = null;
      };
    },
  });

  accept(): void {
    this.events?.opened();
  }

  say(message: ServerMessage): void {
    this.events?.received(JSON.stringify(message));
  }

  drop(code = 1006): void {
    this.events?.closed(code);
  }

  waitOver(): void {
    const work = this.retry;
    this.retry = null;
    work?.();
  }
}
