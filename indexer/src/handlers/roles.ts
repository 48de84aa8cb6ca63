import type { Context } from "ponder:registry";
import { keccak256, toHex } from "viem";
import { NOBODY, type Handlers } from "../handling.ts";
import { role } from "../schema/governance.ts";

type Hex = `0x${string}`;
interface Place {
  readonly log: { readonly address: Hex };
  readonly block: { readonly timestamp: bigint };
}

const NAMES = new Map<Hex, string>([
  [`0x${"0".repeat(64)}`, "admin"],
  ...["proposer", "executor", "canceller", "guardian"].map(
    (name) => [keccak256(toHex(`${name.toUpperCase()}_ROLE`)), name] as const,
  ),
]);

async function set(
  { db }: Context,
  { log: { address: contract }, block: { timestamp: since } }: Place,
  {
    has,
    of = "",
    ...who
  }: { readonly role: string; readonly account: Hex; readonly of?: string; readonly has: boolean },
): Promise<void> {
  const key = { contract, ...who, of };
  if (has)
    await db
      .insert(role)
      .values({ ...key, since })
      .onConflictDoNothing();
  else await db.delete(role, key);
}

export const timelockRoleHandlers: Handlers<"timelock"> = {
  RoleGranted: ({ event, context }) => {
    const { role: hash, account } = event.args;
    return set(context, event, { role: NAMES.get(hash) ?? hash, account, has: true });
  },
  RoleRevoked: ({ event, context }) => {
    const { role: hash, account } = event.args;
    return set(context, event, { role: NAMES.get(hash) ?? hash, account, has: false });
  },
};

export const curatorHandlers: Handlers<"registry"> = {
  CuratorSet: ({ event, context }) => {
    const { curator: account, allowed: has } = event.args;
    return set(context, event, { role: "curator", account, has });
  },
};

export const issuerHandlers: Handlers<"issuance"> = {
  IssuerSet: ({ event, context }) => {
    const { issuer: account, allowed: has } = event.args;
    return set(context, event, { role: "issuer", account, has });
  },
};

export const partnerRoleHandlers: Handlers<"partnerAcceptance"> = {
  GateSet: ({ event, context }) => {
    const { partner: of, gate: account, allowed: has } = event.args;
    return set(context, event, { role: "gate", account, of, has });
  },
  PartnerVerified: async ({ event, context }) => {
    const { partner: account, name } = event.args;
    const { db } = context;
    const known = { contract: event.log.address, role: "partner", account, of: "" };
    await db.delete(role, known);
    if (name !== "") await db.insert(role).values({ ...known, since: event.block.timestamp });
  },
};

interface Owned {
  readonly event: Place & { readonly args: { readonly previousOwner: Hex; readonly newOwner: Hex } };
  readonly context: Context;
}

/** Who owns a contract: the treasury of its organisation, unless that is changed. */
export const OWNED = {
  OwnershipTransferred: async ({ event, context }: Owned): Promise<void> => {
    const { previousOwner, newOwner } = event.args;
    const owner = (account: Hex, has: boolean) => set(context, event, { role: "owner", account, has });
    if (previousOwner !== NOBODY) await owner(previousOwner, false);
    if (newOwner !== NOBODY) await owner(newOwner, true);
  },
};
