/**
 * For integrators: a ticket from purchase to gate, on a chain in memory. Copy what you need; each step says who does it.
 *
 *     npm run example:redeem-voucher
 *
 * 1 An organisation is launched from examples/growing.json, and a reader earns its tokens.
 * 2 A city publishes an offer: a day ticket for 2 tokens. Its bus is a gate that may redeem for it.
 * 3 The reader buys two tickets; his tokens wait in PartnerAcceptance.
 * 4 His telephone signs that one of them may be redeemed, and shows the code as QR; no transaction, no gas.
 * 5 The bus reads the code, looks at it without the chain, asks the chain, and redeems: the city has the tokens.
 */
import { readFile } from "node:fs/promises";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ZeroHash, formatUnits, parseUnits } from "ethers";
import { deployTestAsset, readAsset } from "../lib/asset.ts";
import { explain, openChain, type Chain } from "../lib/chain.ts";
import { fail } from "../lib/cli.ts";
import { assetOf, parseLaunchConfig } from "../lib/config.ts";
import { deploySuite, launchCdpo, type CdpoContracts } from "../lib/deployment.ts";
import { encodeVoucherCode, parseVoucherCode, refusalOf, signRedemption } from "../lib/voucher-code.ts";

const NETWORK = "default";
const DAY = 86_400n;
const MINUTE = 60n;
const PRICE = parseUnits("2", 18);
const KEEP = 0n; // IPartnerAcceptance.Settlement
const CONFIG = new URL("../../examples/growing.json", import.meta.url);

let chain: Chain | undefined;
try {
  chain = await openChain(NETWORK);
  await run(chain);
  await chain.close();
} catch (thrown) {
  fail(await explain({ thrown, network: NETWORK, chain }));
}

async function run(chain: Chain): Promise<void> {
  const [reader, city, bus] = chain.signers.slice(6);
  if (reader === undefined || city === undefined || bus === undefined) {
    throw new Error("the chain has too few accounts");
  }
  const cdpo = await launchFromExample(chain);
  await earn({ chain, cdpo, reader });
  const { token, partnerAcceptance: acceptance } = cdpo;
  const contract = await acceptance.getAddress();
  const symbol = await token.symbol();
  const amount = (units: bigint): string => `${formatUnits(units, 18)} ${symbol}`;
  console.log(`The reader earned ${amount(await token.balanceOf(reader))}.`);

  // The city
  const opens = await nowOf(chain);
  await mined(
    acceptance.connect(city).publish({
      name: "Day ticket",
      uri: "https://city.example/day-ticket",
      price: PRICE,
      stock: 1_000n,
      periodQuota: 50n,
      period: DAY,
      opens,
      closes: opens + 90n * DAY,
      validUntil: opens + 365n * DAY,
      treasuryBps: 0n,
      settlement: KEEP,
    }),
  );
  const offer = await acceptance.offerCount();
  await mined(acceptance.connect(city).setGate(bus, true));
  console.log(`The city offers day tickets for ${amount(PRICE)}: offer ${offer}.`);

  // The reader's wallet. With purchaseWithPermit the approval is a signature, too.
  const quantity = 2n;
  const { cost, available } = await acceptance.quote(offer, quantity);
  if (available < quantity) throw new Error(`only ${available} tickets are left today`);
  await mined(token.connect(reader).approve(contract, cost));
  await mined(acceptance.connect(reader).purchase(offer, quantity, cost, reader));
  console.log(`The reader bought ${quantity} for ${amount(cost)}; the tokens wait.`);

  // The reader's telephone, in front of the bus. A nonce is any number he has not used: counting up is cheapest.
  let nonce = 0n;
  while (await acceptance.isNonceUsed(reader, nonce)) ++nonce;
  const code = await signRedemption(reader, {
    chainId: BigInt(chain.chainId),
    contract,
    offer,
    quantity: 1n,
    holder: reader.address,
    nonce,
    deadline: (await nowOf(chain)) + 5n * MINUTE,
  });
  const shown = encodeVoucherCode(code);
  console.log(`His telephone shows, as QR:\n\n  ${shown}\n`);

  // The bus. What it has read is a stranger's text until it has been parsed.
  const read = parseVoucherCode(shown);
  const refusal = refusalOf({
    code: read,
    chainId: BigInt(chain.chainId),
    contract,
    offers: [offer],
    now: await nowOf(chain),
  });
  if (refusal !== undefined) throw new Error(refusal);
  const args = [read.holder, read.offer, read.quantity, read.nonce, read.deadline, read.signature] as const;
  const gate = acceptance.connect(bus);
  await gate.redeemFor.staticCall(...args); // fails with the contract's error, for nothing
  await mined(gate.redeemFor(...args)); // once this is in a block, let him in
  console.log(`The bus redeemed ${read.quantity}: the city has ${amount(await token.balanceOf(city))}.`);

  // The same code again
  const again = await gate.redeemFor.staticCall(...args).then(
    () => undefined,
    (thrown: unknown) => explain({ thrown, network: NETWORK, chain }),
  );
  if (again === undefined) throw new Error("a code was good twice");
  console.log(`Shown again, ${again}.`);

  const board = await acceptance.dashboard(offer);
  console.log(
    `The city's dashboard: sold ${board.sold}, open ${board.open}, redeemed ${board.redeemed}, ` +
      `quota left today ${board.quotaLeft}, waiting ${amount(board.tokensWaiting)}.`,
  );
}

/** Deploys the suite and launches the organisation of examples/growing.json. */
async function launchFromExample(chain: Chain): Promise<CdpoContracts> {
  const { ethers, signers } = chain;
  const json: unknown = JSON.parse(await readFile(CONFIG, "utf8"));
  const asset = await readAsset({ chain, choice: assetOf(json) });
  const config = parseLaunchConfig({
    json,
    assetDecimals: asset.decimals,
    now: chain.now,
    resolveAccount: (index) => signers[index]?.address,
  });
  const { factory } = await deploySuite({ ethers });
  const address = asset.address ?? (await deployTestAsset({ chain, asset }));
  return launchCdpo({
    ethers,
    factory,
    config: { ...config, reserve: { ...config.reserve, asset: address } },
  });
}

/** The reader's article is approved by two curators and worth 100 tokens. */
async function earn({
  chain,
  cdpo: { registry },
  reader,
}: {
  readonly chain: Chain;
  readonly cdpo: CdpoContracts;
  readonly reader: HardhatEthersSigner;
}): Promise<void> {
  const { signers, ethers } = chain;
  const shares = [{ account: reader.address, bps: 10_000n }];
  const production = 0n;
  await mined(
    registry.connect(reader).submit(production, parseUnits("100", 18), shares, ZeroHash, "ipfs://article"),
  );
  const id = await registry.contributionCount();
  for (const curator of signers.slice(1, 3)) await mined(registry.connect(curator).review(id, true, ""));
  const { submittedAt, reviewWindow } = await registry.contribution(id);
  await ethers.provider.send("evm_setNextBlockTimestamp", [Number(submittedAt + reviewWindow)]);
  await mined(registry.decide(id));
  await mined(registry.settle(id, shares));
}

async function nowOf({ ethers }: Chain): Promise<bigint> {
  const block = await ethers.provider.getBlock("latest");
  if (block === null) throw new Error("the chain has no block yet");
  return BigInt(block.timestamp);
}

/** Waits until the transaction is in a block. */
async function mined(sent: Promise<{ wait(): Promise<unknown> }>): Promise<void> {
  await (await sent).wait();
}
