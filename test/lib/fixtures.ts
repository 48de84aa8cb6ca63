/** Organisations for tests, launched through the one deployment path that scripts use too. */
import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import { deploySuite, launchCdpo, type CdpoContracts, type Suite } from "../../launch/index.ts";
import type {
  ICdpoFactory,
  IContributionEpochs,
  IContributionRegistry,
  IIssuance,
  ILiquidityReserve,
  IPresale,
  IProductionBudget,
} from "../../typechain-types/CdpoFactory.ts";
import type {
  CdpoFactory,
  Presale,
  ProductionBudget,
  ResourceCustody,
  TestAsset,
} from "../../typechain-types/index.ts";

/** One whole project token. */
export const WHOLE = 10n ** 18n;
export const HOUR = 3_600n;
export const DAY = 86_400n;
/** The tokens that the opening mints to a dead address. */
export const DEAD_SUPPLY = 10n ** 15n;
export const DEAD_ADDRESS = "0x000000000000000000000000000000000000dEaD";
export const ZERO_ADDRESS = "0x0000000000000000000000000000000000000000";

/** The parts of a Hardhat network connection that fixtures need. */
export interface Connection {
  readonly ethers: HardhatEthers;
  readonly networkHelpers: NetworkHelpers;
  /** Whether all organisations are in the suite's own directory, those after the first with a number behind their names. */
  readonly oneDirectory?: boolean;
}

/** Who is who on the test chain; nobody has two roles. */
export interface Actors {
  readonly deployer: HardhatEthersSigner;
  readonly founders: readonly [HardhatEthersSigner, HardhatEthersSigner];
  readonly trustee: HardhatEthersSigner;
  readonly curators: readonly [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
  readonly partners: readonly [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
  readonly producers: readonly [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
  readonly donor: HardhatEthersSigner;
  readonly guardian: HardhatEthersSigner;
  readonly stranger: HardhatEthersSigner;
}

/** What a test changes in the terms of its organisation. */
export interface Overrides {
  readonly decimals?: number;
  readonly asset?: string;
  readonly launch?: Partial<ICdpoFactory.LaunchConfigStruct>;
  readonly governance?: Partial<ICdpoFactory.GovernanceTermsStruct>;
  readonly reserve?: Partial<ILiquidityReserve.TermsStruct>;
  readonly issuance?: Partial<IIssuance.TermsStruct>;
  readonly registry?: Partial<IContributionRegistry.TermsStruct>;
  readonly epochs?: Partial<IContributionEpochs.TermsStruct>;
  readonly presale?: Partial<IPresale.TermsStruct>;
  readonly budget?: Partial<IProductionBudget.TermsStruct>;
}

/** A launched organisation with its asset and its people. */
export interface Scenario extends CdpoContracts {
  readonly actors: Actors;
  /** Connected to another launcher than this organisation's, who may use its name again. */
  readonly factory: CdpoFactory;
  readonly asset: TestAsset;
  /** One whole unit of the asset. */
  readonly unit: bigint;
  readonly config: ICdpoFactory.LaunchConfigStruct;
  /** The timelock as a sender: what only the owner may do. */
  readonly owner: HardhatEthersSigner;
}

export type PresaleScenario = Scenario & {
  readonly presale: Presale;
  readonly custody: ResourceCustody;
  readonly budget: ProductionBudget;
};

export async function actorsOf(ethers: HardhatEthers): Promise<Actors> {
  const [deployer, f1, f2, trustee, c1, c2, c3, a1, a2, a3, p1, p2, p3, donor, stranger, guardian] =
    (await ethers.getSigners()) as [HardhatEthersSigner, ...HardhatEthersSigner[]] & { length: 20 };
  return {
    deployer,
    founders: [f1, f2],
    trustee,
    curators: [c1, c2, c3],
    partners: [a1, a2, a3],
    producers: [p1, p2, p3],
    donor,
    stranger,
    guardian,
  } as Actors;
}

/** A growing organisation: no presale, the market opens when 1,000 asset units were given. */
export async function launchGrowing(connection: Connection, overrides: Overrides = {}): Promise<Scenario> {
  return launch(connection, { ...overrides, launch: { withPresale: false, ...overrides.launch } });
}

/**
 * A bootstrapped organisation: price 0.50, minimum 1,000, maximum 10,000, at most 6,000 each; opens in a day, closes 30
 * days later, to be released within 30 more; founders 20 % of the sold tokens, in parts of 75 % and 25 %, over a year
 * with a cliff of 90 days, by time alone; partners without vesting. Resources at most 20 % of the sold tokens, which vest over
 * 180 days, refunds for 5 days; half of the production budget is due at once, 30 % and 20 % after 90 and 180 days, with 7
 * days to object and 30 days of grace.
 */
export async function launchPresale(
  connection: Connection,
  overrides: Overrides = {},
): Promise<PresaleScenario> {
  const scenario = await launch(connection, overrides);
  const { presale, custody, budget } = scenario;
  if (presale === undefined || custody === undefined || budget === undefined) {
    throw new Error("the launch has no presale");
  }
  return { ...scenario, presale, custody, budget };
}

async function launch(connection: Connection, overrides: Overrides): Promise<Scenario> {
  const { ethers, networkHelpers, oneDirectory = false } = connection;
  const actors = await actorsOf(ethers);
  const suite = await suiteOn(ethers);
  // The suite is on a chain once; organisations of one name need a directory each.
  const count = await suite.factory.cdpoCount();
  const factory =
    count === 0n || oneDirectory
      ? suite.factory
      : await ethers.deployContract("CdpoFactory", [suite.addresses.implementations]);
  const decimals = overrides.decimals ?? 18;
  const asset = await ethers.deployContract("TestAsset", ["Test euro", "EURT", decimals]);
  const unit = 10n ** BigInt(decimals);
  const now = BigInt(await networkHelpers.time.latest());
  const config: ICdpoFactory.LaunchConfigStruct = {
    name: oneDirectory && count > 0n ? `Shared car ${count + 1n}` : "Shared car",
    symbol: "CAR",
    contractURI: "ipfs://car",
    daoURI: "ipfs://car-dao",
    governance: {
      timelockDelay: 2n * DAY,
      founders: actors.founders.map((founder) => founder.address),
      guardian: actors.guardian.address,
      vetoBps: 1_000n,
      votingDelay: DAY,
      votingPeriod: 5n * DAY,
      proposalThresholdBps: 100n,
      quorumBps: 1_000n,
      governorProposes: false,
      ...overrides.governance,
    },
    reserve: {
      asset: overrides.asset ?? (await asset.getAddress()),
      reserveRatioBps: 5_000n,
      minimumReserve: 1_000n * unit,
      entryTributeBps: 0n,
      exitTributeBps: 0n,
      dripPeriod: 7n * DAY,
      dissolveBps: 6_000n,
      ...overrides.reserve,
    },
    issuance: {
      period: 30n * DAY,
      baseAmount: 1_000n * WHOLE,
      closedGrowthBps: 1_000n,
      openGrowthBps: 200n,
      giftIssuanceBps: 1_000n,
      ...overrides.issuance,
    },
    registry: {
      reviewWindow: 3n * DAY,
      quorum: 2n,
      maxProduction: 600n * WHOLE,
      maxUse: 10n * WHOLE,
      maxMaintenance: 200n * WHOLE,
      curationStake: 0n,
      deposit: 0n,
      reviewerRewardBps: 0n,
      curators: actors.curators.map((curator) => curator.address),
      ...overrides.registry,
    },
    epochs: {
      challengeWindow: 3n * DAY,
      objectionQuorum: 2n,
      claimPeriod: 730n * DAY,
      ...overrides.epochs,
    },
    withPresale: true,
    presale: {
      trustee: actors.trustee.address,
      price: unit / 2n,
      minimum: 1_000n * unit,
      maximum: 10_000n * unit,
      perPartnerMaximum: 6_000n * unit,
      opens: now + DAY,
      closes: now + 31n * DAY,
      releaseBy: now + 61n * DAY,
      founderBps: 2_000n,
      foundersVestWithBudget: false,
      founders: [
        { account: actors.founders[0].address, bps: 7_500n },
        { account: actors.founders[1].address, bps: 2_500n },
      ],
      founderVesting: { cliff: 90n * DAY, duration: 360n * DAY },
      partnerVesting: { cliff: 0n, duration: 0n },
      maxResourceBps: 2_000n,
      challengeWindow: 5n * DAY,
      resourceVesting: { cliff: 0n, duration: 180n * DAY },
      allowlistRoot: ethers.ZeroHash,
      ...overrides.presale,
    },
    budget: {
      objectionWindow: 7n * DAY,
      gracePeriod: 30n * DAY,
      milestones: [
        { bps: 5_000n, dueAfter: 0n, descriptionHash: ethers.id("cars ordered") },
        { bps: 3_000n, dueAfter: 90n * DAY, descriptionHash: ethers.id("cars on the road") },
        { bps: 2_000n, dueAfter: 180n * DAY, descriptionHash: ethers.id("a hundred members") },
      ],
      ...overrides.budget,
    },
    ...overrides.launch,
  };
  const cdpo = await launchCdpo({ ethers, factory, config });
  for (const holder of [...actors.partners, ...actors.producers, actors.donor, actors.stranger]) {
    await asset.mint(holder, 1_000_000n * unit);
    for (const spender of [cdpo.addresses.reserve, cdpo.addresses.presale]) {
      if (spender !== undefined) await asset.connect(holder).approve(spender, ethers.MaxUint256);
    }
  }
  const owner = await signerOf(connection, cdpo.addresses.timelock);
  return { ...cdpo, actors, factory: factory.connect(actors.stranger), asset, unit, config, owner };
}

const suites = new WeakMap<HardhatEthers, Suite>();

/** The suite of a chain, deployed if it is not there; whoever has it need not compare all of its code again. */
async function suiteOn(ethers: HardhatEthers): Promise<Suite> {
  const known = suites.get(ethers);
  if (known !== undefined && (await ethers.provider.getCode(known.addresses.periphery.lens)) !== "0x") {
    return known;
  }
  const deployed = await deploySuite({ ethers });
  suites.set(ethers, deployed);
  return deployed;
}

/** A sender that is the contract (or any account) at `address`. */
export async function signerOf(
  { ethers, networkHelpers }: Connection,
  address: string,
): Promise<HardhatEthersSigner> {
  await networkHelpers.impersonateAccount(address);
  await networkHelpers.setBalance(address, 10n ** 20n);
  return ethers.getSigner(address);
}

/**
 * Has an issuer, whom the owner names for it, issue to each of `holders` in one batch, and waits until it is paid: what
 * the window's room does not cover is paid by the two after it. Returns what each received.
 */
export async function issue(
  { networkHelpers }: Connection,
  { issuance, token, owner, actors }: Scenario,
  ...holders: readonly (readonly [HardhatEthersSigner, bigint])[]
): Promise<bigint[]> {
  const issuer = issuance.connect(actors.deployer);
  await issuance.connect(owner).setIssuer(actors.deployer, true);
  const awards: bigint[] = [];
  for (const [, amount] of holders) {
    awards.push((await issuer.enter.staticCall(amount))[0]);
    await issuer.enter(amount);
  }
  const isFinal = async (): Promise<boolean> =>
    (await Promise.all(awards.map(async (award) => (await issuance.paidOf(award)).isFinal))).every(Boolean);
  while (!(await isFinal())) {
    await networkHelpers.time.increase(7n * DAY);
    await issuance.settle();
  }
  const received: bigint[] = [];
  for (const [index, [holder]] of holders.entries()) {
    const before = await token.balanceOf(holder);
    await issuer.take(awards[index] ?? 0n, holder);
    received.push((await token.balanceOf(holder)) - before);
  }
  await issuance.connect(owner).setIssuer(actors.deployer, false);
  return received;
}

/**
 * Issues 1,000 tokens to the first producer and 500 to the second, within the budget of two windows of the closed market:
 * a growing organisation on the eve of its first gift.
 */
export async function issueBase(connection: Connection, scenario: Scenario): Promise<void> {
  const [first, second] = scenario.actors.producers;
  await issue(connection, scenario, [first, 1_000n * WHOLE], [second, 500n * WHOLE]);
}

/** A growing organisation with 1,500 tokens issued whose market was opened by a gift of 3,000 asset units. */
export async function launchOpenMarket(connection: Connection, overrides: Overrides = {}): Promise<Scenario> {
  const scenario = await launchGrowing(connection, overrides);
  await issueBase(connection, scenario);
  await scenario.reserve.connect(scenario.actors.donor).donate(3_000n * scenario.unit, "a first gift");
  await scenario.reserve.open();
  return scenario;
}
