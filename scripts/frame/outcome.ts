/** What happened when calls were sent: the events of their receipts. */
import type { TransactionReceipt } from "ethers";
import { nativeGatewayAbi } from "../../sdk/src/abi/NativeGateway.ts";
import { standingGiftsAbi } from "../../sdk/src/abi/StandingGifts.ts";
import { decoderOf, type Log } from "../../sdk/src/history/decode.ts";
import { contractsAt } from "../../sdk/src/state/index.ts";
import type { Hex } from "../../sdk/src/types.ts";
import { ChainError } from "../lib/chain.ts";
import type { Context, Emitters, Outcome } from "./command.ts";

/** Reads receipts. */
export function outcomeOf(
  { addresses, organisation: { suite } }: Pick<Context, "addresses" | "organisation">,
  receipts: readonly TransactionReceipt[],
): Outcome {
  const contracts: Emitters = {
    ...contractsAt(addresses),
    standingGifts: suite && { address: suite.standingGifts, abi: standingGiftsAbi },
    gateway: suite?.gateway === undefined ? undefined : { address: suite.gateway, abi: nativeGatewayAbi },
  };
  const decoder = decoderOf({ contracts });
  const all = receipts.flatMap(({ logs }) =>
    logs.flatMap((log) =>
      decoder.decode({
        address: log.address as Hex,
        topics: log.topics as unknown as Log["topics"],
        data: log.data as Hex,
        blockNumber: hex(log.blockNumber),
        blockHash: log.blockHash as Hex,
        transactionHash: log.transactionHash as Hex,
        logIndex: hex(log.index),
      }),
    ),
  ) as readonly { readonly contract: string; readonly event: string; readonly args: unknown }[];
  const events = (contract: string, event: string): readonly unknown[] =>
    all.filter((each) => each.contract === contract && each.event === event).map(({ args }) => args);
  return {
    receipts,
    events: events as Outcome["events"],
    event: ((contract: string, event: string) => {
      const [first] = events(contract, event);
      if (first !== undefined) return first;
      throw new ChainError(
        `transaction ${receipts.at(-1)?.hash ?? ""} has no event ${event}: look at it with an explorer`,
      );
    }) as Outcome["event"],
  };
}

function hex(number: number): Hex {
  return `0x${number.toString(16)}`;
}
