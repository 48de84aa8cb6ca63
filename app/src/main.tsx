/** Starts the page. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { ChainProvider } from "./chain/context.tsx";
import { loadConfig } from "./chain/config.ts";
import { connectSafe } from "./chain/safe-app.ts";
import { announceTestWallets } from "./chain/test-wallet.ts";
import { findWallets } from "./chain/wallets.ts";
import { LanguageProvider, startLanguage } from "./frame/language.tsx";
import { applyTheme } from "./frame/theme.ts";
import "./frame/style.css";

/** After so long (ms). */
const TRY_AGAIN = 5_000;

applyTheme();
const root = createRoot(document.getElementById("root") as HTMLElement);
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: 2,
      refetchOnWindowFocus: false,
      // What could not be read is tried again by itself.
      refetchInterval: ({ state }) => (state.status === "error" ? TRY_AGAIN : false),
    },
  },
});

try {
  const [chains] = await Promise.all([loadConfig(), startLanguage()]);
  for (const chain of chains) announceTestWallets(chain);
  findWallets();
  connectSafe().catch(() => undefined); // embedded by something else
  root.render(
    <StrictMode>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <ChainProvider chains={chains}>
            <App />
          </ChainProvider>
        </QueryClientProvider>
      </LanguageProvider>
    </StrictMode>,
  );
} catch (thrown) {
  root.render(<p role="alert">{thrown instanceof Error ? thrown.message : String(thrown)}</p>);
}
