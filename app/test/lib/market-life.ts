/** What makes a long history: more than the page tells at once of trades (300), of other events (100) and of holders (200). */
import { ZeroHash, type BaseContract } from "ethers";
import { DAY, ROLES, TOKEN, UNIT, type LaunchedSale } from "../../../test/lib/command-stages.ts";
import type { CommandNode } from "../../../test/lib/commands.ts";
import { request } from "../../../test/lib/nodes.ts";

/** Trades on five days, as many each day. */
export const TRADES = 320;
const DAYS = 5;
const NEW_HOLDERS = 210;
/** Enough for each call here. */
const GAS = "0x7a120";

/**
 * The third account of {@link ROLES} buys, and each eighth time sells, donates, and submits a contribution; the partner gives
 * tokens to many.
 */
export async function tradeForDays(node: CommandNode, { asset, cdpo }: LaunchedSale): Promise<void> {
  const { reserve, token, registry } = cdpo;
  const buyer = node.signer(ROLES.third);
  const send = async (contract: BaseContract, data: string, from: string): Promise<unknown> =>
    request(node.url, "eth_sendTransaction", [{ from, to: await contract.getAddress(), data, gas: GAS }]);
  await asset.mint(buyer, 1_000_000n * UNIT);
  await asset.connect(buyer).approve(reserve, 1_000_000n * UNIT);
  await token.connect(buyer).approve(reserve, 1_000n * TOKEN);
  let deadline = 0;
  for (let at = 0; at < TRADES; ++at) {
    if (at % (TRADES / DAYS) === 0) {
      // At noon, so that a day's trades are on one day whatever time it is here.
      const now = (await node.ethers.provider.getBlock("latest"))?.timestamp ?? 0;
      const noon = now - (now % DAY) + DAY + DAY / 2;
      await node.wait(noon - now);
      deadline = noon + DAY;
    }
    const call =
      at % 8 === 7
        ? reserve.interface.encodeFunctionData("sell", [TOKEN, 0n, buyer.address, deadline])
        : reserve.interface.encodeFunctionData("buy", [10n * UNIT, 0n, buyer.address, deadline]);
    await send(reserve, call, buyer.address);
  }
  await reserve.connect(buyer).donate(50n * UNIT, 'for the "car", and <b>more</b>');
  const partner = node.signer(ROLES.partner);
  for (let at = 1; at <= NEW_HOLDERS; ++at) {
    const to = `0x${"a".repeat(36)}${at.toString(16).padStart(4, "0")}`;
    // Each has as much as another one.
    const call = token.interface.encodeFunctionData("transfer", [to, TOKEN * BigInt(at >> 1) + 1n]);
    await send(token, call, partner.address);
  }
  await token.connect(buyer).approve(registry, 10n * TOKEN);
  const shares = [{ account: buyer.address, bps: 10_000n }];
  await registry.connect(buyer).submit(0, 5n * TOKEN, shares, ZeroHash, "ipfs://made");
}
