/** Reads an organisation, quotes a purchase and buys, with viem: RPC_URL, PRIVATE_KEY and BOOK (a deployments file) say where. */
import { readFileSync } from "node:fs";
import { createWalletClient, http, publicActions, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { cdpoTokenAbi } from "cdpo-sdk/abi";
import { defineDeployments } from "cdpo-sdk/addresses";
import { market as calls } from "cdpo-sdk/calls";
import { deadlineIn, minimumOf, quoteBuy, readMarket } from "cdpo-sdk/market";
import { openOrganisation, organisationReads, MULTICALL3 } from "cdpo-sdk/state";
import { formatAmount } from "cdpo-sdk/units";

const { RPC_URL, PRIVATE_KEY = "", BOOK = "", ORGANISATION } = process.env;

// A client of viem is a transport as it is.
const account = privateKeyToAccount(PRIVATE_KEY as Hex);
const client = createWalletClient({ account, chain: hardhat, transport: http(RPC_URL) }).extend(
  publicActions,
);
const rpc = {
  request: (args: { method: string; params?: readonly unknown[] }) => client.request(args as never),
};
const [book] = Object.values(defineDeployments(JSON.parse(readFileSync(BOOK, "utf8"))));
if (book === undefined) throw new Error(`there are no deployments in ${BOOK}`);

const organisation = await openOrganisation({ rpc, book, which: ORGANISATION });
const { addresses, asset, name, symbol } = organisation;
// The state as calls and a decoder, so that they can be batched and cached with calls of your own.
const { timestamp } = await client.getBlock();
const { reads, decode } = organisationReads({ organisation, time: timestamp });
const { contracts } = decode(await client.multicall({ contracts: reads, multicallAddress: MULTICALL3 }));
console.log(`${name}: ${formatAmount(contracts.token.totalSupply, 18)} ${symbol} exist`);
console.log(`a token costs ${formatAmount(contracts.reserve.spotPrice, asset.decimals)} ${asset.symbol}`);

// What the next block gives for 10 units of the asset, at least 1 % less, within ten minutes.
const amount = 10n * 10n ** BigInt(asset.decimals);
const { market, time } = await readMarket({ rpc, reserve: addresses.reserve });
const { amountOut } = quoteBuy({ market, amount, time: time + 1n });
const minimum = minimumOf(amountOut, 100n);
const deadline = deadlineIn(600n, time);
const recipient = account.address;
for (const call of calls.buy({
  organisation: addresses,
  asset: asset.address,
  amount,
  minimum,
  recipient,
  deadline,
})) {
  await client.waitForTransactionReceipt({ hash: await client.sendTransaction(call) });
}

const tokens = await client.readContract({
  address: addresses.token,
  abi: cdpoTokenAbi,
  functionName: "balanceOf",
  args: [account.address],
});
console.log(`quoted ${formatAmount(amountOut, 18)} ${symbol}, have ${formatAmount(tokens, 18)} ${symbol}`);
