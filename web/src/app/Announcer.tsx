import { killWords } from "@/live/killFlow";
import { useLive } from "@/live/store";

import { useKillView } from "./useKillView";

/** The only live region: alerts and the kill. Prices and positions stay silent. */
export function Announcer() {
  const latest = useLive((state) => state.alerts.findLast((alert) => alert.severity !== "info"));
  const { view } = useKillView();
  return (
    <div className="visually-hidden">
      <div aria-live="assertive">{view.phase === "ready" ? "" : killWords(view)}</div>
      <div aria-live="polite">{latest?.text ?? ""}</div>
    </div>
  );
}
