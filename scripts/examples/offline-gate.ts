/**
 * For integrators: fifty buses without a connection and without a key, and the depot that redeems for them.
 *
 *     npm run example:offline-gate
 *
 * 1 A city publishes an offer; its depot's account is a gate. A reader buys a ticket for each of a hundred riders.
 * 2 In the morning the depot makes the list of holders, which every bus carries.
 * 3 Riders' telephones show codes that last 36 hours; buses check them against the list and keep them. One rider shows a second
 *   code for the same ticket to another bus, which cannot know.
 * 4 At night the depot redeems all that the buses kept, in batches. The second code is refused, told, and uses nothing: the
 *   city lost one ticket, and the rider is not on the next list.
 * 5 The rider gets another ticket; the depot tries the code again, and they are even.
 */
import { Wallet, ZeroHash, id as hashOf } from "ethers";
import { explain } from "../lib/explain.ts";
import { fail } from "../lib/cli.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import type { Address, Call } from "../../sdk/src/types.ts";
import {
  OFFLINE_VALIDITY,
  OfflineGate,
  makeHolderList,
  redeemTakings,
} from "../../sdk/src/vouchers/index.ts";
import { offerTermsHash } from "../../sdk/src/calls/terms-hash.ts";
import { encodeVoucherCode, signRedemption } from "../../sdk/src/vouchers/index.ts";
import { DAY, WHOLE, launchExample, recognise, type Example } from "./organisation.ts";

const BUSES = 50;
const RIDERS = 100;
const PRODUCTION = 0n;
const KEEP = 0n;

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
  const { token, partnerAcceptance: acceptance } = cdpo;
  const { provider } = chain.ethers;
  const [reader, city, depot] = people;
  const own = [{ account: reader.address, bps: 10_000n }];
  await cdpo.registry.connect(reader).submit(PRODUCTION, 200n * WHOLE, own, ZeroHash, "ipfs://articles");
  await recognise(example, 1n, own);

  const opens = await nowOf(example);
  const terms = {
    ...{ name: "Bus ticket", uri: "https://city.example/bus", price: WHOLE, stock: 1_000n },
    ...{ periodQuota: 0n, period: 0n, opens, closes: opens + 90n * DAY, validUntil: opens + 365n * DAY },
    ...{ treasuryBps: 0n, settlement: KEEP, perAccount: 0n, feeBps: 200n, bound: true },
  };
  await acceptance.connect(city).publish(terms);
  const offer = await acceptance.offerCount();
  await acceptance.connect(city).setGate(depot, true);
  const fromBlock = BigInt(await provider.getBlockNumber());
  const rpc = fromEthers(provider);
  const contract = (await acceptance.getAddress()) as Address;
  const send = async (call: Call) => {
    const receipt = await (await depot.sendTransaction(call)).wait();
    if (receipt === null) throw new Error("the batch was not mined");
    return receipt;
  };
  const redeeming = { rpc, contract, gate: depot.address as Address, send };
  await token.connect(reader).approve(acceptance, 200n * WHOLE);
  const buyFor = (rider: Wallet) =>
    acceptance.connect(reader).purchase(offer, 1n, offerTermsHash(city.address, terms), rider.address);
  const riders = Array.from({ length: RIDERS }, (_, at) => new Wallet(hashOf(`rider ${at}`)));
  for (const rider of riders) await buyFor(rider);

  // The morning
  const list = await makeHolderList({ rpc, contract, offers: [offer], fromBlock });
  const buses = Array.from({ length: BUSES }, () => new OfflineGate(list));
  console.log(`The list of the morning has ${list.held.size} holders; ${BUSES} buses carry it.`);

  // The day: nobody asks the chain.
  const now = await nowOf(example);
  const codeOf = async (rider: Wallet, nonce: bigint): Promise<string> => {
    const redemption = {
      chainId: BigInt(chain.chainId),
      contract,
      offer,
      quantity: 1n,
      holder: rider.address as Address,
      nonce,
    };
    return encodeVoucherCode(
      await signRedemption(rider, { ...redemption, deadline: now + OFFLINE_VALIDITY }),
    );
  };
  const board = async (bus: number, rider: Wallet, nonce: bigint): Promise<string> => {
    const shown = buses[bus % BUSES]?.show(await codeOf(rider, nonce), now);
    return shown?.letIn === true ? "let in" : `refused: ${shown?.why ?? "no bus"}`;
  };
  for (const [at, rider] of riders.entries()) await board(at, rider, 0n);
  const [rider] = riders;
  if (rider === undefined) throw new Error("nobody rides");
  console.log(`The first rider shows the same code to the same bus: ${await board(0, rider, 0n)}.`);
  console.log(`They show another code for it there: ${await board(0, rider, 1n)}.`);
  console.log(`They show it to another bus: ${await board(1, rider, 1n)}.`);

  // The night
  const takings = buses.flatMap((bus) => bus.takings);
  const { redeemed, refused } = await redeemTakings({ ...redeeming, takings });
  console.log(`The depot had ${takings.length} codes and redeemed ${redeemed}.`);
  for (const { code, why } of refused)
    console.log(`Refused, nonce ${code.nonce} of the first rider: ${why}.`);

  // The next morning
  const owing = new Set(refused.map(({ code }) => code.holder));
  for (const one of riders) await buyFor(one);
  const next = await makeHolderList({ rpc, contract, offers: [offer], fromBlock, owing });
  console.log(`The next list has ${next.held.size} holders: who owes a ticket is not on it.`);
  const again = await redeemTakings({
    ...redeeming,
    takings: refused.map(({ code }) => encodeVoucherCode(code)),
  });
  console.log(`The rider has a ticket again: the depot redeemed ${again.redeemed}, and they are even.`);
}

async function nowOf({ chain: { ethers } }: Example): Promise<bigint> {
  const block = await ethers.provider.getBlock("latest");
  if (block === null) throw new Error("the chain has no block yet");
  return BigInt(block.timestamp);
}
