import { type ComponentType, lazy } from "react";

import type { IconName } from "@/components/Icon";
import { TabDashboard } from "@/tabs/dashboard/TabDashboard";

export type Tab = { path: string; name: string; short: string; icon: IconName; view: ComponentType };

/** The tabs, in the order of their keys 1 to 5. */
export const TABS: readonly Tab[] = [
  { path: "/", name: "Dashboard", short: "Dashboard", icon: "grid", view: TabDashboard },
  {
    path: "/agents",
    name: "Agent Control",
    short: "Agents",
    icon: "sliders",
    view: lazy(() => import("@/tabs/agent-control/TabAgentControl")),
  },
  { path: "/logs", name: "Logs", short: "Logs", icon: "lines", view: lazy(() => import("@/tabs/logs/TabLogs")) },
  { path: "/settings", name: "Settings", short: "Settings", icon: "gear", view: lazy(() => import("@/tabs/settings/TabSettings")) },
  { path: "/data", name: "Data Explorer", short: "Data", icon: "data", view: lazy(() => import("@/tabs/data-explorer/TabDataExplorer")) },
];
