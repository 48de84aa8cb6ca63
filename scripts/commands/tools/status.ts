/** The command that shows all state of an organisation. */
import { z } from "zod";
import { reading } from "../../frame/command.ts";
import { describeState } from "../../lib/overview.ts";
import { readState } from "../../lib/state.ts";

export const STATUS = [
  reading({
    ...{ name: "status", group: "organisations" },
    summary: "shows all state of an organisation, as of the latest block; needs no key",
    details: "With --json amounts are in the smallest units, times in seconds.",
    arguments: { "[organisation]": "as --organisation" },
    schema: () => z.object({ organisation: z.string().optional() }),
    async read({ chain, organisation }) {
      const { chainId, network } = chain;
      const state = await readState({ chain, organisation });
      const periphery = Object.fromEntries(organisation.periphery);
      return {
        value: { chainId, network, ...organisation, ...state, periphery },
        words: describeState({ organisation, state, network, chainId }),
      };
    },
  }),
];
