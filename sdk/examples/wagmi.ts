/** Reads an organisation, quotes a purchase and buys, with wagmi: RPC_URL, ACCOUNT and BOOK (a deployments file) say where. */
import { readFileSync } from "node:fs";
import {
  connect,
  createConfig,
  getBlock,
  getPublicClient,
  http,
  mock,
  readContract,
  readContracts,
  sendTransaction,
  waitForTransactionReceipt,
} from "@wagmi/core";
import { hardhat } from "viem/chains";
import { liquidityReserveAbi } from "cdpo-sdk/abi";
import { defineDeployments } from "cdpo-sdk/addresses";
import { market as calls } from "cdpo-sdk/calls";
import { deadlineIn, minimumOf } from "cdpo-sdk/market";
import { accountReads, openOrganisation, organisationReads } from "cdpo-sdk/state";
import { formatAmount } from "cdpo-sdk/units";

const { RPC_URL = "http://127.0.0.1:8545", ACCOUNT = "", BOOK = "", ORGANISATION } = process.env;

// In a page, the connectors are those of wallets, such as injected().
const account = ACCOUNT as `0x${string}`;
const connector = mock({ accounts: [account], features: { reconnect: true } });
const chain = { ...hardhat, rpcUrls: { default: { http: [RPC_URL] } } };
const config = createConfig({ chains: [chain], connectors: [connector], transports: { [chain.id]: http() } });
await connect(config, { connector });
const client = getPublicClient(config);
const rpc = {
  request: (args: { method: string; params?: readonly unknown[] }) => client.request(args as never),
};
const [book] = Object.values(defineDeployments(JSON.parse(readFileSync(BOOK, "utf8"))));
if (book === undefined) throw new Error(`there are no deployments in ${BOOK}`);

const organisation = await openOrganisation({ rpc, book, which: ORGANISATION });
const { addresses, asset, name, symbol } = organisation;
// With React: useReadContracts({ contracts: state.reads, query: { select: state.decode } }).
const { timestamp } = await getBlock(config);
const state = organisationReads({ organisation, time: timestamp });
const { contracts } = state.decode(await readContracts(config, { contracts: state.reads }));
console.log(`${name}: ${formatAmount(contracts.token.totalSupply, 18)} ${symbol} exist`);
console.log(`a token costs ${formatAmount(contracts.reserve.spotPrice, asset.decimals)} ${asset.symbol}`);

// What the contracts give for 10 units of the asset now, at least 1 % less, within ten minutes.
const amount = 10n * 10n ** BigInt(asset.decimals);
const [quoted] = await readContract(config, {
  address: addresses.reserve,
  abi: liquidityReserveAbi,
  functionName: "quoteBuy",
  args: [amount],
});
const minimum = minimumOf(quoted, 100n);
const deadline = deadlineIn(600n, timestamp);
for (const call of calls.buy({
  organisation: addresses,
  asset: asset.address,
  amount,
  minimum,
  recipient: account,
  deadline,
})) {
  await waitForTransactionReceipt(config, { hash: await sendTransaction(config, call) });
}

const mine = accountReads({ organisation, contracts, account });
const { tokens } = mine.decode(await readContracts(config, { contracts: mine.reads }));
console.log(`quoted ${formatAmount(quoted, 18)} ${symbol}, have ${formatAmount(tokens, 18)} ${symbol}`);
