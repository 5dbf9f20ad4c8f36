import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";

import { usePreferences } from "@/live/preferences";

const client = new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false, staleTime: 2_000 } } });

/** Queries and the look of the page. */
export function Providers({ children }: { children: ReactNode }) {
  const { theme, pair, motion } = usePreferences();
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset["theme"] = theme;
    dataset["pair"] = pair;
    dataset["motion"] = motion;
  }, [theme, pair, motion]);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
