import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app/App";
import { Providers } from "./app/providers";
import { takeTokenFromAddress } from "./app/startToken";
import { applyPreferences } from "./live/preferences";

const root = document.getElementById("root");
if (root) {
  applyPreferences();
  void takeTokenFromAddress();
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <App />
      </Providers>
    </StrictMode>,
  );
}
