/** Juicebox v5 core, with the bytecode that its maintainers deployed to Base Sepolia and publish on npm. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { MaxUint256, ZeroAddress, ZeroHash, type Contract } from "ethers";
import type { TestAsset } from "../../typechain-types/index.ts";
import { atNewHour, soonAfter, measuresOf, type Measure } from "../lib/measures.ts";
import { call, deploy, prebuilt } from "../lib/peers.ts";
import type { Chain } from "../lib/suite.ts";
import { ASSET_IN, TOKENS_IN } from "./cdpo.ts";

const WHOLE = 10n ** 18n;
/** Number 1 is the protocol's own project, which gets the fees. */
const PROJECT = 2n;

interface Juicebox {
  readonly asset: TestAsset;
  /** In bps; 0 for the full pro-rata share and no fee. */
  readonly cashOutTaxRate: bigint;
  readonly controller: Contract;
  readonly terminal: Contract;
  readonly owner: HardhatEthersSigner;
  readonly newcomer: HardhatEthersSigner;
  readonly holder: HardhatEthersSigner;
  readonly otherHolder: HardhatEthersSigner;
}

/** The protocol with its fee project, and a project that takes an ERC-20 and has a token of its own. */
async function juicebox({ ethers }: Chain, cashOutTaxRate: bigint): Promise<Juicebox> {
  const [owner, newcomer, holder, otherHolder] = await ethers.getSigners();
  if (!owner || !newcomer || !holder || !otherHolder) throw new Error("the chain has too few accounts");
  const asset = await ethers.deployContract("TestAsset", ["Test euro", "EURT", 18]);
  const deployed: Record<string, string> = {
    owner: owner.address,
    feeProjectOwner: owner.address,
    omnichainRulesetOperator: ZeroAddress,
    // Only asked when there is no allowance.
    permit2: "0x000000000022D473030F116dDEE9F6B43aC78BA3",
    name: "Juicebox",
  };
  const create = async (contract: string, as: string): Promise<Contract> => {
    const path = `@bananapus/core-v5/deployments/nana-core-v5/base_sepolia/${contract}.json`;
    const created = await deploy(prebuilt(path), owner, deployed);
    deployed[as] = await created.getAddress();
    return created;
  };
  await create("ERC2771Forwarder", "trustedForwarder");
  await create("JBPermissions", "permissions");
  await create("JBProjects", "projects");
  const directory = await create("JBDirectory", "directory");
  await create("JBSplits", "splits");
  await create("JBRulesets", "rulesets");
  await create("JBPrices", "prices");
  await create("JBERC20", "token");
  await create("JBTokens", "tokens");
  await create("JBFundAccessLimits", "fundAccessLimits");
  await create("JBFeelessAddresses", "feelessAddresses");
  await create("JBTerminalStore", "store");
  const terminal = await create("JBMultiTerminal", "terminal");
  const controller = await create("JBController", "controller");
  await call(directory, owner, "setIsAllowedToSetFirstController", await controller.getAddress(), true);

  const world = { asset, cashOutTaxRate, controller, terminal, owner, newcomer, holder, otherHolder };
  const { rulesets, terminals } = await configurationOf(world);
  await call(controller, owner, "launchRulesetsFor", 1n, rulesets, terminals, "");
  await call(controller, owner, "deployERC20For", 1n, "Fees", "FEE", ZeroHash);
  await launch(world);
  await call(controller, owner, "deployERC20For", PROJECT, "Project", "PRJ", ZeroHash);
  for (const account of [newcomer, holder, otherHolder]) {
    await asset.mint(account, 100_000n * WHOLE);
    await asset.connect(account).approve(terminal, MaxUint256);
  }
  for (const who of ["holder", "otherHolder"] as const) await pay(who)(world);
  // Neither the first fee nor the last token is measured.
  await cashOut("otherHolder")(world);
  return world;
}

/** One set of rules for ever, with nothing reserved. */
async function configurationOf({ asset, cashOutTaxRate, terminal }: Juicebox) {
  const token = await asset.getAddress();
  const currency = BigInt(token) & 0xffff_ffffn;
  const rulesets = [
    {
      mustStartAtOrAfter: 0n,
      duration: 0n,
      weight: WHOLE,
      weightCutPercent: 0n,
      approvalHook: ZeroAddress,
      metadata: {
        reservedPercent: 0n,
        cashOutTaxRate,
        baseCurrency: currency,
        pausePay: false,
        pauseCreditTransfers: false,
        allowOwnerMinting: false,
        allowSetCustomToken: false,
        allowTerminalMigration: false,
        allowSetTerminals: false,
        allowSetController: false,
        allowAddAccountingContext: false,
        allowAddPriceFeed: false,
        ownerMustSendPayouts: false,
        holdFees: false,
        useTotalSurplusForCashOuts: false,
        useDataHookForPay: false,
        useDataHookForCashOut: false,
        dataHook: ZeroAddress,
        metadata: 0n,
      },
      splitGroups: [],
      fundAccessLimitGroups: [],
    },
  ];
  const terminals = [
    {
      terminal: await terminal.getAddress(),
      accountingContextsToAccept: [{ token, decimals: 18n, currency }],
    },
  ];
  return { rulesets, terminals };
}

const pay =
  (who: "newcomer" | "holder" | "otherHolder") =>
  async ({ asset, terminal, ...world }: Juicebox) =>
    call(
      terminal,
      world[who],
      "pay",
      PROJECT,
      await asset.getAddress(),
      ASSET_IN,
      world[who].address,
      TOKENS_IN / 10n,
      "",
      "0x",
    );

const cashOut =
  (who: "holder" | "otherHolder") =>
  async ({ asset, terminal, ...world }: Juicebox) =>
    call(
      terminal,
      world[who],
      "cashOutTokensOf",
      world[who].address,
      PROJECT,
      TOKENS_IN,
      await asset.getAddress(),
      TOKENS_IN / 10n,
      world[who].address,
      "0x",
    );

async function launch(world: Juicebox) {
  const { rulesets, terminals } = await configurationOf(world);
  return call(
    world.controller,
    world.owner,
    "launchProjectFor",
    world.owner.address,
    "ipfs://car",
    rulesets,
    terminals,
    "",
  );
}

const SUBJECT = "Juicebox v5";

async function proRata(chain: Chain): Promise<Juicebox> {
  return juicebox(chain, 0n);
}

async function taxed(chain: Chain): Promise<Juicebox> {
  return juicebox(chain, 5_000n);
}

export const juiceboxMeasures: readonly Measure[] = [
  ...measuresOf<Juicebox>({
    subject: SUBJECT,
    world: proRata,
    rows: [
      {
        operation: "buy",
        conditions: "holder",
        chart: { panel: "Buy" },
        prepare: soonAfter(pay("otherHolder")),
        send: pay("holder"),
      },
      {
        operation: "buy",
        conditions: "first-time buyer",
        prepare: soonAfter(pay("otherHolder")),
        send: pay("newcomer"),
      },
      {
        operation: "sell",
        conditions: "holder, no cash-out tax, no fee",
        chart: { panel: "Sell", note: "no fee" },
        prepare: soonAfter(pay("otherHolder")),
        send: cashOut("holder"),
      },
      {
        operation: "gift",
        conditions: "not the first gift, a note of 20 bytes",
        chart: { panel: "Give" },
        prepare: atNewHour,
        send: async ({ asset, terminal, holder }) =>
          call(
            terminal,
            holder,
            "addToBalanceOf",
            PROJECT,
            await asset.getAddress(),
            ASSET_IN,
            false,
            "for the common good!",
            "0x",
          ),
      },
      {
        operation: "launch",
        conditions: "a project without a token",
        prepare: atNewHour,
        send: launch,
      },
      {
        operation: "launch",
        conditions: "the token of a project (second transaction)",
        prepare: async (world) => launch(world),
        send: ({ controller, owner }) =>
          call(controller, owner, "deployERC20For", PROJECT + 1n, "Project", "PRJ", ZeroHash),
      },
    ],
  }),
  ...measuresOf<Juicebox>({
    subject: SUBJECT,
    world: taxed,
    rows: [
      {
        operation: "sell",
        conditions: "holder, cash-out tax of 50 %, so the protocol takes its fee",
        prepare: soonAfter(pay("otherHolder")),
        send: cashOut("holder"),
      },
    ],
  }),
];
