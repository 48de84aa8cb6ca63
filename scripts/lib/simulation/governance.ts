/** The owner's path: a founder schedules, the delay passes, anyone executes. */
import { id, ZeroHash } from "ethers";
import type { Agent } from "./agents.ts";
import type { Call } from "./chain.ts";
import type { Organisation, World } from "./world.ts";

/** An owner's action that waits for its delay. */
export interface Scheduled {
  readonly dueAt: number;
  readonly execute: (step: string, anyone: Agent) => Promise<void>;
}

/** Schedules an owner's action in the organisation's timelock. */
export async function schedule({
  world,
  organisation,
  step,
  founder,
  action,
  delay,
}: {
  readonly world: World;
  readonly organisation: Organisation;
  readonly step: string;
  readonly founder: Agent;
  readonly action: Call;
  /** Seconds, at least the timelock's. */
  readonly delay: number;
}): Promise<Scheduled> {
  const data = action.contract.interface.encodeFunctionData(action.name, action.args ?? []);
  const operation = [action.address, 0n, data, ZeroHash, id(`${organisation.label}:${action.name}`)];
  await world.act(step, founder, organisation.call("timelock", "schedule", [...operation, BigInt(delay)]));
  return {
    dueAt: world.chain.now + delay,
    execute: async (executionStep, anyone) => {
      await world.act(executionStep, anyone, organisation.call("timelock", "execute", operation));
    },
  };
}
