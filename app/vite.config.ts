import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** What the page may do: nothing but its own files, and asking nodes, indexers and published ledgers. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src *",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Says so in what is built; while the page is made, Vite puts styles into it that it would refuse. */
const policy: Plugin = {
  name: "policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
      injectTo: "head-prepend",
    },
  ],
};

// Any static host can serve what is built: paths are relative, pages are behind #.
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react(), lingui({ macroTransform: true, failOnMissing: true }), policy],
  resolve: {
    alias: [{ find: /^cdpo-sdk\/(.*)$/, replacement: `${import.meta.dirname}/../sdk/src/$1` }],
    extensions: [".ts", ".tsx", "/index.ts", ".mjs", ".js", ".json"],
  },
  // Browsers that know light-dark().
  build: { target: "es2024", cssTarget: ["chrome123", "firefox120", "safari17.5"], outDir: "dist" },
  server: { host: "127.0.0.1", fs: { allow: [".."] } },
});
