import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

/** Each page has its own catalogues beside it, loaded with it; all others share those of the frame. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "fi"],
  catalogs: [
    { path: "<rootDir>/src/pages/{name}/locales/{locale}", include: ["src/pages/{name}/"] },
    {
      path: "<rootDir>/src/frame/locales/{locale}",
      include: ["src/App.tsx", "src/frame", "src/parts", "src/chain"],
    },
  ],
  format: formatter({ lineNumbers: false }),
});
