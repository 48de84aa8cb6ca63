/** How long somebody waits who opens a page for the first time. */
import { settled, type Browser } from "../../app/test/lib/stage.ts";

/** Milliseconds. */
export interface Opening {
  /** Until the first content is painted. */
  readonly first: number;
  /** Until nothing is read any more. */
  readonly whole: number;
}

/** The medians of several openings, each with an empty cache. */
export async function openOften({
  browser,
  url,
  rounds,
}: {
  readonly browser: Browser;
  readonly url: string;
  readonly rounds: number;
}): Promise<Opening> {
  const openings: Opening[] = [];
  for (let round = 0; round < rounds; round++) {
    const fresh = await browser.newContext({ locale: "en-GB", timezoneId: "UTC" });
    const page = await fresh.newPage();
    const started = performance.now();
    await page.goto(url, { waitUntil: "commit" });
    await page.locator("main h1").first().waitFor();
    await settled(page);
    const whole = performance.now() - started;
    const first = await page.evaluate<number>(
      `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity`,
    );
    openings.push({ first, whole });
    await fresh.close();
  }
  return {
    first: middle(openings.map((each) => each.first)),
    whole: middle(openings.map((each) => each.whole)),
  };
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
