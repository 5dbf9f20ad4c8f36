import { useEffect } from "react";

import { signOut, useCredentials } from "@/api/credentials";
import type { ServerMessage } from "@/contract/generated";

import { frameBatch } from "./batch";
import { onChannelsChanged, wantedChannels } from "./channels";
import { LiveSocket, type Wire, type WireEvents } from "./socket";
import { applyAll, useLive } from "./store";

function openWire(events: WireEvents): Wire {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/ws`);
  socket.addEventListener("open", events.opened);
  socket.addEventListener("message", (event) => events.received(event.data));
  socket.addEventListener("close", (event) => events.closed(event.code));
  return { send: (text) => socket.send(text), close: () => socket.close() };
}

/** The one live connection of the page, for as long as somebody is signed in. */
export function useFeed(): void {
  const session = useCredentials((state) => state.session);
  useEffect(() => {
    if (!session) return;
    const receive = frameBatch<ServerMessage>((messages) => applyAll(messages, Date.now()));
    const socket = new LiveSocket({
      open: openWire,
      token: () => useCredentials.getState().session,
      channels: wantedChannels,
      onMessage: receive,
      onConnection: (connection) => useLive.setState({ connection }),
      onSignedOut: signOut,
      random: Math.random,
      later: (work, ms) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
    });
    socket.start();
    const forget = onChannelsChanged(() => socket.renew());
    return () => {
      forget();
      socket.stop();
    };
  }, [session]);
}
