import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app/App";
import { Providers } from "./app/providers";
import { takeTokenFromAddress } from "./app/startToken";

const root = document.getElementById("root");
if (root) {
  void takeTokenFromAddress();
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <App />
      </Providers>
    </StrictMode>,
  );
}
