/** What holds a stake, in words. */
import { VETO_TAG, type Hold } from "../state/holds.ts";
import type { OrganisationAddresses } from "../types.ts";

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

/** A hold in words: `a vote for decision 3`. */
export function holdInWords(
  addresses: OrganisationAddresses,
  { forum, id, tag }: Pick<Hold, "forum" | "id" | "tag">,
): string {
  const name = (Object.keys(MATTERS) as Forum[]).find((known) => addresses[known] === forum);
  if (name === undefined) return `something at ${forum}`;
  const act = tag === VETO_TAG ? "a veto of" : (ACTS[name]?.[tag.toString()] ?? "an act in");
  return `${act} ${MATTERS[name]} ${id}`;
}
