/** All state of an organisation, as the sdk reads it, with the decided calls in words. */
import { fromEthers } from "../../sdk/src/ethers.ts";
import {
  blockOf,
  readGovernance,
  readOrganisation,
  type Decision,
  type Governance,
  type OrganisationState,
  type PendingOperation,
} from "../../sdk/src/state/index.ts";
import { writeAction } from "../../sdk/src/calls/actions.ts";
import type { ChainReader } from "./chain.ts";
import type { FoundOrganisation } from "./organisation.ts";

/** What is scheduled in the timelock and not done, in words. */
export type DescribedOperation = Omit<PendingOperation, "calls"> & { readonly calls: readonly string[] };

/** Everything, with operations in words. */
export type DescribedState = Omit<OrganisationState, "operations"> & {
  readonly operations: readonly DescribedOperation[];
};

/** Roles, operations and decisions. */
export interface DescribedGovernance {
  readonly roles: Governance["roles"];
  readonly operations: readonly DescribedOperation[];
  readonly decisions: readonly Decision[];
}

interface Reading {
  readonly chain: ChainReader;
  readonly organisation: FoundOrganisation;
}

/** Reads everything as of the latest block. */
export async function readState({ chain, organisation }: Reading): Promise<DescribedState> {
  const state = await readOrganisation({ rpc: fromEthers(chain.ethers.provider), organisation });
  return { ...state, operations: describeOperations({ organisation, operations: state.operations }) };
}

/** Reads who decides, what is decided and what waits, as of the latest block. */
export async function readDecided({ chain, organisation }: Reading): Promise<DescribedGovernance> {
  const rpc = fromEthers(chain.ethers.provider);
  const { number: block } = await blockOf(rpc);
  const { operations, ...known } = await readGovernance({ rpc, organisation, block });
  return { ...known, operations: describeOperations({ organisation, operations }) };
}

function describeOperations({
  organisation: { addresses },
  operations,
}: {
  readonly organisation: FoundOrganisation;
  readonly operations: readonly PendingOperation[];
}): DescribedOperation[] {
  return operations.map(({ calls, ...operation }) => ({
    ...operation,
    calls: calls.map(({ target: to, ...call }) => writeAction({ call: { to, ...call }, addresses })),
  }));
}
