/** Measures in all build profiles, each on a chain of its own. */
import { createProgress } from "../../scripts/lib/cli.ts";
import { runMeasures, type Measure, type Measured } from "./measures.ts";
import { PROFILES, openChain, type Profile } from "./suite.ts";

/** One measure in all profiles. */
export interface Row extends Omit<Measured, "gas"> {
  readonly gas: Readonly<Record<Profile, number>>;
}

/** Runs all measures in each profile, and says on the console how far it is. */
export async function measureInProfiles(measures: readonly Measure[]): Promise<Row[]> {
  const byProfile = new Map<Profile, Measured[]>();
  const progress = createProgress();
  for (const profile of PROFILES) {
    console.log(`Profile ${profile}: compiling what has changed (production takes minutes) and measuring …`);
    const chain = await openChain(profile);
    let done = 0;
    const measured = await runMeasures({
      chain,
      measures,
      onMeasured: ({ subject, operation }) => {
        done += 1;
        progress.update(`${done} of ${measures.length}: ${subject}, ${operation}`);
      },
    });
    progress.done();
    byProfile.set(profile, measured);
    await chain.close();
  }
  const gasOf = (profile: Profile, at: number): number => {
    const measured = byProfile.get(profile)?.[at];
    if (measured === undefined) throw new Error(`nothing was measured in profile ${profile}`);
    return Number(measured.gas);
  };
  return (byProfile.get("default") ?? []).map(({ operation, subject, conditions, chart }, at) => ({
    operation,
    subject,
    conditions,
    chart,
    gas: { default: gasOf("default", at), production: gasOf("production", at) },
  }));
}
