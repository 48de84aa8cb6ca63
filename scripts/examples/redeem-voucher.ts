/**
 * For integrators: a ticket from purchase to gate, on a chain in memory. Copy what you need; each step says who does it.
 *
 *     npm run example:redeem-voucher
 *
 * 1 An organisation is launched from examples/growing.json, and a reader earns its tokens.
 * 2 A city publishes an offer: a day ticket for 2 tokens. Its bus is a gate that may redeem for it.
 * 3 The reader buys two tickets; their tokens wait in PartnerAcceptance.
 * 4 Their telephone signs that one of them may be redeemed, and shows the code as QR; no transaction, no gas.
 * 5 The bus reads the code, looks at it without the chain, asks the chain, and redeems: the city has the tokens.
 */
import { formatUnits, parseUnits, ZeroHash } from "ethers";
import { renderUnicodeCompact } from "uqr";
import { explain } from "../lib/explain.ts";
import { fail } from "../lib/cli.ts";
import { offerTermsHash } from "../../sdk/src/calls/terms-hash.ts";
import {
  encodeVoucherCode,
  parseVoucherCode,
  redemptionOf,
  refusalOf,
  signRedemption,
  unusedNonce,
} from "../../sdk/src/vouchers/index.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import type { Address } from "../../sdk/src/types.ts";
import { DAY, launchExample, recognise, WHOLE, type Example } from "./organisation.ts";

const MINUTE = 60n;
const PRICE = parseUnits("2", 18);
const KEEP = 0n; // IPartnerAcceptance.Settlement
const PRODUCTION = 0n;

const example = await launchExample();
try {
  await run(example);
} catch (thrown) {
  fail(await explain({ thrown, network: example.chain.network, chain: example.chain }));
} finally {
  await example.chain.close();
}

async function run(example: Example): Promise<void> {
  const { chain, cdpo, people } = example;
  const [reader, city, bus] = people;
  const shares = [{ account: reader.address, bps: 10_000n }];
  await cdpo.registry.connect(reader).submit(PRODUCTION, 100n * WHOLE, shares, ZeroHash, "ipfs://article");
  await recognise(example, 1n, shares);
  const { token, partnerAcceptance: acceptance } = cdpo;
  const contract = (await acceptance.getAddress()) as Address;
  const symbol = await token.symbol();
  const amount = (units: bigint): string => `${formatUnits(units, 18)} ${symbol}`;
  console.log(`The reader earned ${amount(await token.balanceOf(reader))}.`);

  // The city
  const opens = await nowOf(example);
  const terms = {
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
    perAccount: 5n, // a day; who buys, buys for themselves
    feeBps: 500n, // of what comes back when it is no longer valid: buying up what others want costs something
    bound: true, // not to be sold on
  };
  await acceptance.connect(city).publish(terms);
  const offer = await acceptance.offerCount();
  await acceptance.connect(city).setGate(bus, true);
  console.log(`The city offers day tickets for ${amount(PRICE)}: offer ${offer}.`);

  // The reader's wallet. With purchaseWithPermit the approval is a signature, too.
  const quantity = 2n;
  const { cost, available } = await acceptance.quote(offer, quantity, reader);
  if (available < quantity) throw new Error(`only ${available} tickets are left today`);
  await token.connect(reader).approve(contract, cost);
  // The hash of what the reader was shown: another offer under that number is refused.
  const meant = offerTermsHash(city.address, terms);
  await acceptance.connect(reader).purchase(offer, quantity, meant, reader);
  console.log(`The reader bought ${quantity} for ${amount(cost)}; the tokens wait.`);

  // The reader's telephone, in front of the bus. A nonce is any number that was not used: counting up is cheapest.
  const rpc = fromEthers(chain.ethers.provider);
  const nonce = await unusedNonce({ rpc, contract, holder: reader.address as Address });
  const code = await signRedemption(reader, {
    chainId: BigInt(chain.chainId),
    contract,
    offer,
    quantity: 1n,
    holder: reader.address,
    nonce,
    deadline: (await nowOf(example)) + 5n * MINUTE,
  });
  const shown = encodeVoucherCode(code);
  console.log(`Their telephone shows:\n\n${renderUnicodeCompact(shown)}\n\n  ${shown}\n`);

  // The bus. What it has read is a stranger's text until it has been parsed.
  const read = parseVoucherCode(shown);
  const refusal = refusalOf({
    code: read,
    chainId: BigInt(chain.chainId),
    contract,
    offers: [offer],
    now: await nowOf(example),
  });
  if (refusal !== undefined) throw new Error(refusal);
  const redemption = redemptionOf(read);
  const gate = acceptance.connect(bus);
  await gate.redeemFor.staticCall(redemption); // fails with the contract's error, for nothing
  await gate.redeemFor(redemption); // once this is in a block, let them in
  console.log(`The bus redeemed ${read.quantity}: the city has ${amount(await token.balanceOf(city))}.`);

  // The same code again
  const again = await gate.redeemFor.staticCall(redemption).then(
    () => undefined,
    (thrown: unknown) => explain({ thrown, network: chain.network, chain }),
  );
  if (again === undefined) throw new Error("a code was good twice");
  console.log(`Shown again, ${again}`);

  const board = await acceptance.dashboard(offer);
  console.log(
    `The city's dashboard: sold ${board.sold}, open ${board.open}, redeemed ${board.redeemed}, ` +
      `quota left today ${board.quotaLeft}, waiting ${amount(board.tokensWaiting)}.`,
  );
}

async function nowOf({ chain: { ethers } }: Example): Promise<bigint> {
  const block = await ethers.provider.getBlock("latest");
  if (block === null) throw new Error("the chain has no block yet");
  return BigInt(block.timestamp);
}
