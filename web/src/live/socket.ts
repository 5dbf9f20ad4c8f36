import type { Hello, ServerMessage } from "@/contract/generated";

import { backoffMs } from "./backoff";
import { advance, type Place, placeOfResumed, placeOfSnap } from "./sequence";

/** The part of WebSocket that is used; tests hand in their own. */
export type Wire = { send: (text: string) => void; close: () => void };

export type WireEvents = { opened: () => void; received: (data: unknown) => void; closed: (code: number) => void };

export type SocketNeeds = {
  open: (events: WireEvents) => Wire;
  token: () => string | null;
  channels: () => string[];
  /** In order, gaps already dealt with. */
  onMessage: (message: ServerMessage) => void;
  onConnection: (connection: Connection) => void;
  onSignedOut: () => void;
  random: () => number;
  later: (work: () => void, ms: number) => () => void;
};

export type Connection = "connecting" | "open" | "waiting";

const SIGNED_OUT = 4401;

/** Keeps one feed going: says hello, watches the numbers, asks again after a gap, comes back after a loss. */
export class LiveSocket {
  private wire: Wire | null = null;
  private place: Place | null = null;
  private turn = 0;
  private ready = false;
  private awaiting = false;
  private attempt = 0;
  private cancelRetry: (() => void) | null = null;
  private stopped = false;

  constructor(private readonly needs: SocketNeeds) {}

  start(): void {
    this.stopped = false;
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.cancelRetry?.();
    this.detach();
  }

  /** Say hello again, for instance because the wanted channels changed. */
  renew(): void {
    if (this.wire && !this.stopped) this.hello();
  }

  private connect(): void {
    this.needs.onConnection("connecting");
    const turn = ++this.turn; // a wire that was let go may still speak
    const mine = <Args extends unknown[]>(work: (...args: Args) => void) => (...args: Args): void => {
      if (turn === this.turn) work(...args);
    };
    this.wire = this.needs.open({
      opened: mine(() => {
        this.ready = true;
        this.hello();
      }),
      received: mine((data: unknown) => {
        if (typeof data === "string") this.receive(JSON.parse(data) as ServerMessage);
      }),
      closed: mine((code: number) => this.lost(code)),
    });
  }

  private hello(): void {
    const token = this.needs.token();
    if (!token || !this.wire || !this.ready) return;
    const last = this.place ? { session: this.place.session, events: this.place.events } : null;
    const hello: Hello = { type: "hello", token, ch: this.needs.channels(), last };
    this.awaiting = true;
    this.wire.send(JSON.stringify(hello));
  }

  private receive(message: ServerMessage): void {
    switch (message.type) {
      case "snap":
        this.settled(placeOfSnap(message));
        break;
      case "resumed": {
        const place = placeOfResumed(this.place, message);
        if (!place) return this.askForSnap();
        this.settled(place);
        break;
      }
      case "resync":
        this.place = null;
        break;
      case "d": {
        if (this.awaiting || !this.place) return; // overtaken by our hello: the answer brings it again
        const place = advance(this.place, message);
        if (!place) return this.hello();
        this.place = place;
        break;
      }
      case "hb":
        break;
    }
    this.needs.onMessage(message);
  }

  private settled(place: Place): void {
    this.place = place;
    this.awaiting = false;
    this.attempt = 0;
    this.needs.onConnection("open");
  }

  private askForSnap(): void {
    this.place = null;
    this.hello();
  }

  private lost(code: number): void {
    this.detach();
    if (this.stopped) return;
    if (code === SIGNED_OUT) return this.needs.onSignedOut();
    this.needs.onConnection("waiting");
    this.cancelRetry = this.needs.later(() => this.connect(), backoffMs(this.attempt, this.needs.random));
    this.attempt += 1;
  }

  private detach(): void {
    const wire = this.wire;
    this.wire = null;
    this.ready = false;
    this.awaiting = false;
    this.turn += 1;
    wire?.close();
  }
}
