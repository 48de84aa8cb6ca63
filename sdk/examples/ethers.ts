/** Reads an organisation, quotes a purchase and buys, with ethers: RPC_URL, PRIVATE_KEY and BOOK (a deployments file) say where. */
import { readFileSync } from "node:fs";
import { JsonRpcProvider, Wallet } from "ethers";
import { defineDeployments } from "cdpo-sdk/addresses";
import { market as calls } from "cdpo-sdk/calls";
import { fromEthers, sendCalls } from "cdpo-sdk/ethers";
import { deadlineIn, minimumOf, quoteBuy, readMarket } from "cdpo-sdk/market";
import { openOrganisation, readAccount, readOrganisation } from "cdpo-sdk/state";
import { formatAmount } from "cdpo-sdk/units";

const { RPC_URL = "http://127.0.0.1:8545", PRIVATE_KEY = "", BOOK = "", ORGANISATION } = process.env;

const provider = new JsonRpcProvider(RPC_URL);
const signer = new Wallet(PRIVATE_KEY, provider);
const account = signer.address as `0x${string}`;
const rpc = fromEthers(provider);
const [book] = Object.values(defineDeployments(JSON.parse(readFileSync(BOOK, "utf8"))));
if (book === undefined) throw new Error(`there are no deployments in ${BOOK}`);

const organisation = await openOrganisation({ rpc, book, which: ORGANISATION });
const { addresses, asset, name, symbol } = organisation;
const { contracts } = await readOrganisation({ rpc, organisation });
console.log(`${name}: ${formatAmount(contracts.token.totalSupply, 18)} ${symbol} exist`);
console.log(`a token costs ${formatAmount(contracts.reserve.spotPrice, asset.decimals)} ${asset.symbol}`);

// What the next block gives for 10 units of the asset, at least 1 % less, within ten minutes.
const amount = 10n * 10n ** BigInt(asset.decimals);
const { market, time } = await readMarket({ rpc, reserve: addresses.reserve });
const { amountOut } = quoteBuy({ market, amount, time: time + 1n });
const minimum = minimumOf(amountOut, 100n);
const deadline = deadlineIn(600n, time);
await sendCalls(
  signer,
  calls.buy({ organisation: addresses, asset: asset.address, amount, minimum, recipient: account, deadline }),
);

const { tokens } = await readAccount({ rpc, organisation, account, contracts });
console.log(`quoted ${formatAmount(amountOut, 18)} ${symbol}, have ${formatAmount(tokens, 18)} ${symbol}`);
provider.destroy();
