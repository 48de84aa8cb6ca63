import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Any static host can serve what is built: paths are relative, pages are behind #.
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react(), lingui({ macroTransform: true })],
  resolve: {
    alias: [{ find: /^cdpo-sdk\/(.*)$/, replacement: `${import.meta.dirname}/../sdk/src/$1` }],
    extensions: [".ts", ".tsx", "/index.ts", ".mjs", ".js", ".json"],
  },
  // Browsers that have light-dark(): otherwise it is rewritten to something that needs a rule for color-scheme.
  build: {
    target: "es2024",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    outDir: "dist",
    sourcemap: false,
  },
  server: { host: "127.0.0.1", fs: { allow: [".."] } },
});
