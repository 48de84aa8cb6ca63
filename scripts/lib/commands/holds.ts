/** What holds stakes, in words. */
import { fromEthers } from "../../../sdk/src/ethers.ts";
import { blockOf, readHolds as readAll, VETO_TAG, type Hold } from "../../../sdk/src/state/index.ts";
import type { Address } from "../../../sdk/src/types.ts";
import type { CdpoContracts } from "../../../launch/index.ts";
import type { Context } from "./command.ts";

export type { Hold };

/** What people did, by forum and tag. */
const ACTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  governor: {
    "0": "a vote against",
    "1": "a vote for",
    "2": "an abstention in",
    "3": "having proposed",
  },
  registry: { "0": "a review of" },
  epochs: { "0": "an objection to", "1": "having proposed" },
};
const MATTERS = {
  governor: "decision",
  registry: "contribution",
  epochs: "epoch",
  timelock: "operation",
} as const;
type Forum = keyof typeof MATTERS;

/** All holds that nobody has closed, of one account or of all. */
export async function readHolds(
  { chain, organisation }: Pick<Context, "chain" | "organisation">,
  account?: string,
): Promise<readonly Hold[]> {
  const rpc = fromEthers(chain.ethers.provider);
  const { number: block } = await blockOf(rpc);
  return readAll({ rpc, organisation, account: account as Address | undefined, block });
}

/** A hold in words: `a vote for decision 3`. */
export function describeHold({ addresses }: CdpoContracts, { forum, id, tag }: Hold): string {
  const name = (Object.keys(MATTERS) as Forum[]).find((known) => addresses[known] === forum);
  if (name === undefined) return `something at ${forum}`;
  const act = tag === VETO_TAG ? "a veto of" : (ACTS[name]?.[tag.toString()] ?? "an act in");
  return `${act} ${MATTERS[name]} ${id}`;
}
