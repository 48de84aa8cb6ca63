/** OpenZeppelin 2.5's refundable post-delivery crowdsale, the last one that OpenZeppelin published. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Contract } from "ethers";
import { measuresOf, type Measure } from "../lib/measures.ts";
import { call, deploy, prebuilt } from "../lib/peers.ts";
import type { Chain } from "../lib/suite.ts";
import { ASSET_IN } from "./cdpo.ts";

/** The one published with the constructor that a concrete sale needs; it adds nothing else. */
const ARTIFACT = "openzeppelin-solidity/build/contracts/RefundablePostDeliveryCrowdsaleImpl.json";
const WHOLE = 10n ** 18n;
const DAY = 86_400;

interface Sale {
  readonly crowdsale: Contract;
  readonly anyone: HardhatEthersSigner;
  readonly newcomer: HardhatEthersSigner;
  readonly holder: HardhatEthersSigner;
}

async function openSale({ ethers, networkHelpers }: Chain): Promise<Sale> {
  const [anyone, wallet, newcomer, holder] = await ethers.getSigners();
  if (!anyone || !wallet || !newcomer || !holder) throw new Error("the chain has too few accounts");
  const token = await ethers.deployContract("TestAsset", ["Project", "PRJ", 18]);
  const opens = (await networkHelpers.time.latest()) + DAY;
  const crowdsale = await deploy(prebuilt(ARTIFACT), anyone, [
    opens,
    opens + 30 * DAY,
    1n,
    wallet.address,
    await token.getAddress(),
    100n * WHOLE,
  ]);
  await token.mint(crowdsale, 1_000_000n * WHOLE);
  await networkHelpers.time.increaseTo(opens + DAY);
  const sale = { crowdsale, anyone, newcomer, holder };
  await contribute(holder)(sale);
  return sale;
}

const contribute =
  (who: HardhatEthersSigner, value: bigint = ASSET_IN) =>
  ({ crowdsale }: Sale) =>
    call(crowdsale, who, "buyTokens", who.address, { value });

async function close(sale: Sale, { networkHelpers }: Chain): Promise<void> {
  await networkHelpers.time.increase(31 * DAY);
  await call(sale.crowdsale, sale.anyone, "finalize");
}

async function succeed(sale: Sale, { networkHelpers }: Chain): Promise<void> {
  await contribute(sale.newcomer, 100n * WHOLE)(sale);
  await networkHelpers.time.increase(31 * DAY);
}

export const crowdsaleMeasures: readonly Measure[] = measuresOf<Sale>({
  subject: "OpenZeppelin 2.5 crowdsale",
  world: openSale,
  rows: [
    {
      operation: "contribute",
      conditions: "first of the partner, ETH",
      chart: { panel: "Contribute, first time", note: "ETH" },
      send: (sale) => contribute(sale.newcomer)(sale),
    },
    {
      operation: "contribute",
      conditions: "again, ETH",
      chart: { panel: "Contribute, again", note: "ETH" },
      send: (sale) => contribute(sale.holder)(sale),
    },
    {
      operation: "refund",
      conditions: "ETH",
      chart: { panel: "Refund", note: "ETH" },
      prepare: close,
      send: ({ crowdsale, holder }) => call(crowdsale, holder, "claimRefund", holder.address),
    },
    {
      operation: "release",
      conditions: "opens withdrawals, pays all out",
      prepare: succeed,
      send: ({ crowdsale, anyone }) => call(crowdsale, anyone, "finalize"),
    },
    {
      operation: "claim",
      conditions: "plain ERC-20",
      chart: { panel: "Claim the tokens", note: "plain token" },
      prepare: async (sale, chain) => {
        await succeed(sale, chain);
        await call(sale.crowdsale, sale.anyone, "finalize");
      },
      send: ({ crowdsale, holder }) => call(crowdsale, holder, "withdrawTokens", holder.address),
    },
  ],
});
