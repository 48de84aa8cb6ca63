import type { Context } from "ponder:registry";
import { pause } from "../schema/organisation.ts";

interface Paused {
  readonly event: {
    readonly log: { readonly address: `0x${string}` };
    readonly block: { readonly timestamp: bigint };
    readonly args: { readonly until: bigint };
  };
  readonly context: Context;
}

/** A contract that can be paused. */
export const PAUSABLE = {
  PausedUntilSet: async ({ event, context: { db } }: Paused): Promise<void> => {
    const times = { since: event.block.timestamp, until: event.args.until };
    await db
      .insert(pause)
      .values({ contract: event.log.address, ...times })
      .onConflictDoUpdate(times);
  },
};
