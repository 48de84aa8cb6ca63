/** What is wrong with a page for who reads it otherwise, as axe and its width tell. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const AXE = fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url));

interface Found {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

interface Seen {
  readonly violations: readonly Found[];
  readonly isWide: boolean;
}

/** A line for each fault of what a page shows now. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const axe = await readFile(AXE, "utf8");
  const { violations, isWide } = await page.evaluate<Seen>(
    `(async () => { if (!window.axe) { ${axe} }
      const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
      return { violations, isWide: document.documentElement.scrollWidth > window.innerWidth }; })()`,
  );
  const faults = violations.map(({ id, help, nodes }) => {
    const where = nodes.map(({ html }) => html.slice(0, 160)).join(" | ");
    return `${id}: ${help}: ${where}`;
  });
  return isWide ? [...faults, "is wider than the screen"] : faults;
}
