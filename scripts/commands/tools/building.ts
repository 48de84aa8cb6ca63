/** What commands that compile have in common. */
import { z } from "zod";
import { buildContracts, profileFor } from "../../lib/build.ts";

/** Options of commands that deploy contracts or compare what is on the chain with these sources. */
export const BUILDING = {
  "build-profile": 'how to compile (default: "production" for public networks, else "default")',
  "no-build": { what: "take the contracts as they are compiled", flag: true },
} as const;

export const buildingShape = {
  "build-profile": z.string().optional(),
  "no-build": z.boolean().default(false),
};

/** Compiles as the options say; the profile. */
export async function build({
  network,
  building,
  say,
}: {
  readonly network: string;
  readonly building: { readonly "build-profile"?: string | undefined; readonly "no-build": boolean };
  readonly say: (sentence: string) => void;
}): Promise<string> {
  const profile = building["build-profile"] ?? profileFor(network);
  if (!building["no-build"]) await buildContracts(profile, say);
  return profile;
}
