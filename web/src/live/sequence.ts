import type { Delta, Resumed, Snap } from "@/contract/generated";

/** Where this page stands in the feed. `state` is null right after a resume: the next state update sets it. */
export type Place = { session: string; state: number | null; events: number };

export function placeOfSnap(snap: Snap): Place {
  return { session: snap.session, state: snap.q.state, events: snap.q.events };
}

/** A resume continues from our own event number; another number or another session means that something is missing. */
export function placeOfResumed(place: Place | null, resumed: Resumed): Place | null {
  if (!place || place.session !== resumed.session || place.events !== resumed.from_q) return null;
  return { session: place.session, state: null, events: place.events };
}

/** The place after this frame, or null where an update before it was lost. */
export function advance(place: Place, frame: Delta): Place | null {
  let { state, events } = place;
  for (const update of frame.state) {
    if (state !== null && update.pq !== state) return null;
    state = update.q;
  }
  for (const event of frame.events) {
    if (event.pq !== events) return null;
    events = event.q;
  }
  return { session: place.session, state, events };
}
