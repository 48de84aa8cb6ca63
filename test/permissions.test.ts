/**
 * The permission matrix (invariant 41) and exits under pause (43): every function of the suite that changes state, from
 * every account there is. The table is scripts/docs/permissions.ts; docs/security.md shows it.
 */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { artifacts, network } from "hardhat";
import { Interface, type FunctionFragment, type ParamType } from "ethers";
import {
  IMPLEMENTATIONS,
  IMPLEMENTATION_NAMES,
  PRESALE_NAMES,
  SUITE_CONTRACTS,
  type PresaleName,
} from "../launch/index.ts";
import {
  PERMISSIONS,
  permissionTable,
  type ListedContract,
  type Permission,
  type Who,
} from "../scripts/docs/permissions.ts";
import { redemptionOf, signRedemption } from "../sdk/src/vouchers/index.ts";
import { sharesOf, submissionOf, WHOLE_BPS } from "./lib/contributions.ts";
import { CONTENT_HASH, FORMULA, LEDGER_URI, entryOf } from "./lib/epochs.ts";
import { DAY, HOUR, WHOLE, ZERO_ADDRESS } from "./lib/fixtures.ts";
import { signPermit } from "./lib/permits.ts";
import { termsHashOf } from "./lib/third-parties.ts";
import { callsOf, hashedOf, idOf, Vote } from "./lib/votes.ts";
import {
  announced,
  busy,
  challenged,
  deposited,
  dissolved,
  dueTrustee,
  ended,
  failed,
  governed,
  inDays,
  late,
  offer,
  proposalTerms,
  ready,
  released,
  selling,
  tier,
  type Busy,
  type Deposited,
  type Governed,
  type Stage,
} from "./lib/stages.ts";

/** The chain of the stage that was entered last. */
let connection = await network.create();

const NEVER = 2n ** 256n - 1n;
const PAUSABLE = "pausedUntil";
/** The upper 20 bytes of a salt are the Governor's. */
const SALT = `0x${"00".repeat(20)}${"22".repeat(12)}`;

const STAGES = {
  busy: () => busy(connection),
  late: () => late(connection),
  dissolved: () => dissolved(connection),
  ready: () => ready(connection),
  selling: () => selling(connection),
  ended: () => ended(connection),
  released: () => released(connection),
  challenged: () => challenged(connection),
  paid: () => paid(),
  silent: () => silent(),
  owed: () => owed(),
  deposited: () => deposited(connection),
  announced: () => announced(connection),
  dueTrustee: () => dueTrustee(connection),
  failed: () => failed(connection),
  governed: () => governed(connection),
} as const;
type StageName = keyof typeof STAGES;

/** Each stage has a chain of its own: a snapshot is gone as soon as an earlier one is gone back to. */
const chains = new Map<StageName, typeof connection>();

/** A stage as it was when it was reached. */
async function enter(name: StageName): Promise<Stage> {
  const chain = chains.get(name) ?? (await network.create());
  chains.set(name, chain);
  connection = chain;
  return chain.networkHelpers.loadFixture(STAGES[name]);
}

/** As released, with the first milestone paid. */
async function paid(): Promise<Stage> {
  const stage = await released(connection);
  await stage.budget?.payMilestone(0n);
  return stage;
}

/** As released, and nobody did anything for so long that every milestone has failed. */
async function silent(): Promise<Stage> {
  const stage = await released(connection);
  await connection.networkHelpers.time.increase(600n * DAY);
  return stage;
}

/** As silent, with the first milestone failed: its part is the partners' again. */
async function owed(): Promise<Stage> {
  const stage = await silent();
  await stage.budget?.failMilestone(0n);
  return stage;
}
/** The stages in which a pause is tried: those in which value comes in or goes out. */
const PAUSED_STAGES: readonly StageName[] = [
  "busy",
  "late",
  "dissolved",
  "selling",
  "ended",
  "released",
  "challenged",
  "paid",
  "silent",
  "owed",
  "deposited",
  "announced",
  "dueTrustee",
  "failed",
  "governed",
];

/** Whoever is tried, by the name of their role. */
type Roles = Readonly<Record<string, string>>;

function rolesOf({ actors, addresses, owner, verifier, licensee }: Stage, factoryAddress: string): Roles {
  const contracts = Object.entries<string | undefined>(addresses);
  return {
    stranger: actors.stranger.address,
    producer: actors.producers[0].address,
    donor: actors.donor.address,
    curator: actors.curators[1].address,
    proposingCurator: actors.curators[0].address,
    founder: actors.founders[0].address,
    trustee: actors.trustee.address,
    partner: actors.partners[0].address,
    guardian: actors.guardian.address,
    deployer: actors.deployer.address,
    verifier: verifier.address,
    licensee: licensee.address,
    factory: factoryAddress,
    ...Object.fromEntries(contracts.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    timelock: owner.address,
  };
}

/** The roles that an entry of the table means. */
const MEANT: Readonly<Record<Exclude<Who, "anyone">, readonly string[]>> = {
  owner: ["timelock"],
  self: ["timelock"],
  admin: ["timelock"],
  nobody: [],
  minter: ["issuance", "reserve", "presale"],
  issuer: ["registry", "epochs"],
  awardIssuer: ["registry"],
  reserve: ["reserve"],
  stake: ["stake"],
  dissolver: ["timelock"],
  presale: ["presale"],
  custody: ["custody"],
  offerer: ["stranger"],
  positionTaker: ["donor"],
  forum: ["governor", "registry", "epochs", "budget"],
  recognition: ["registry", "epochs"],
  curator: ["curator", "proposingCurator"],
  proposals: ["proposals"],
  submitter: ["stranger"],
  deliverer: ["donor"],
  epochProposer: ["proposingCurator"],
  licensee: ["licensee"],
  donor: ["donor"],
  verifier: ["verifier"],
  offerPartner: ["donor"],
  gate: ["donor", "verifier"],
  voucherHolder: ["producer"],
  trustee: ["trustee"],
  partner: ["partner"],
  proposer: ["founder", "governor"],
  canceller: ["founder"],
  ballot: ["timelock"],
  author: ["stranger"],
  noReceiver: [],
  noMove: [],
  noRelay: [],
  guardian: ["guardian"],
};

/** How a function is called so that it succeeds for those who may call it. */
interface Call {
  /** Where it makes sense; "busy" unless said. */
  readonly at?: StageName;
  /** For what anyone may do: somebody for whom it does something; the stranger unless said. */
  readonly as?: string;
  readonly args?: (stage: Stage) => readonly unknown[] | Promise<readonly unknown[]>;
  /** Roles that are refused for another reason, tested elsewhere. */
  readonly except?: readonly string[];
}

/** A code of the holder for a voucher of offer 1. */
async function redemption({ holder, addresses }: Stage) {
  const code = await signRedemption(holder, {
    chainId: (await connection.ethers.provider.getNetwork()).chainId,
    contract: addresses.partnerAcceptance,
    offer: 1n,
    quantity: 1n,
    holder: holder.address,
    nonce: 0n,
    deadline: await inDays(connection, 1n),
  });
  return redemptionOf(code);
}

const inBusy =
  (args: (stage: Busy) => readonly unknown[] | Promise<readonly unknown[]>) =>
  (stage: Stage): readonly unknown[] | Promise<readonly unknown[]> =>
    args(stage as Busy); // calls without another stage are made in this one

const inGoverned =
  (args: (stage: Governed) => readonly unknown[] | Promise<readonly unknown[]>) =>
  (stage: Stage): readonly unknown[] | Promise<readonly unknown[]> =>
    args(stage as Governed); // only calls that name this stage are made with it

/** The asset, of which a unit was sent to a contract past its functions. */
const strayIn =
  (contract: PresaleName) =>
  async ({ asset, actors, addresses, unit }: Stage): Promise<readonly unknown[]> => {
    await asset.connect(actors.donor).transfer(addresses[contract] ?? "", unit);
    return [await asset.getAddress()];
  };

const ofVotes = (calls: Readonly<Record<string, Call>>): Readonly<Record<string, Call>> =>
  Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, { at: "governed", ...call }]));

/** The timelock succeeds while it executes a proposal only: test/CdpoGovernor.test.ts. */
const ballot = (...args: readonly unknown[]): Call => ({ args: () => args, except: ["timelock"] });

/** The holder's vote for the active proposal, signed for whoever sends it. */
const signedVote = async ({ governor, holder, ballots }: Governed, reason?: string) => {
  const { name, version, chainId, verifyingContract } = await governor.eip712Domain();
  const fields = [
    ["proposalId", "uint256"],
    ["support", "uint8"],
    ["voter", "address"],
    ["nonce", "uint256"],
    ...(reason === undefined ? [] : [["reason", "string"] as const, ["params", "bytes"] as const]),
  ] as const;
  const vote = { proposalId: idOf(ballots.active), support: Vote.For, voter: holder.address };
  return holder.signTypedData(
    { name, version, chainId, verifyingContract },
    {
      [reason === undefined ? "Ballot" : "ExtendedBallot"]: fields.map(([field, type]) => ({
        name: field,
        type,
      })),
    },
    {
      ...vote,
      nonce: await governor["nonces(address,uint192)"](holder, idOf(ballots.active) & (2n ** 192n - 1n)),
      reason,
      params: "0x01",
    },
  );
};

const owned: Readonly<Record<string, Call>> = {
  transferOwnership: { args: ({ actors }) => [actors.stranger.address] },
  renounceOwnership: {},
};
const pausable: Readonly<Record<string, Call>> = { pause: {}, unpause: {} };
const ofSale = (calls: Readonly<Record<string, Call>>): Readonly<Record<string, Call>> =>
  Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, { at: "selling", ...call }]));

const permitOf = async (stage: Stage, contract: "token" | "asset", spender: string, value: bigint) => {
  const owner = contract === "token" ? stage.holder : stage.actors.stranger;
  const deadline = (await inDays(connection, 1n)) + HOUR;
  const { v, r, s } = await signPermit(stage[contract], { owner, spender, value, deadline });
  return [deadline, v, r, s] as const;
};

const CALLS: Readonly<
  Record<Exclude<ListedContract, "factory" | "gateway" | "standingGifts">, Readonly<Record<string, Call>>>
> = {
  token: {
    ...owned,
    transfer: { as: "producer", args: ({ actors }) => [actors.donor.address, WHOLE] },
    transferFrom: {
      args: ({ actors }) => [actors.donor.address, actors.stranger.address, 0n],
    },
    approve: { args: ({ actors }) => [actors.donor.address, WHOLE] },
    permit: {
      args: async (stage) => {
        const signature = await permitOf(stage, "token", stage.actors.stranger.address, WHOLE);
        return [stage.holder.address, stage.actors.stranger.address, WHOLE, ...signature];
      },
    },
    burn: { as: "producer", args: () => [WHOLE] },
    burnFrom: { args: ({ actors }) => [actors.donor.address, 0n] },
    mint: { args: ({ actors }) => [actors.stranger.address, WHOLE] },
    redeemFrom: { args: ({ holder }) => [holder.address, WHOLE] },
    setContractURI: { args: () => ["ipfs://new"] },
  },
  issuance: {
    ...owned,
    ...pausable,
    enter: { args: () => [WHOLE] },
    take: {
      args: inBusy(async ({ ids, registry, actors }) => {
        const { award } = await registry.contribution(ids.accepted);
        return [award, actors.stranger.address];
      }),
    },
    settle: {},
    onOpening: {},
    setIssuer: { args: ({ actors }) => [actors.stranger.address, true] },
    setGrowth: { args: () => [1n, 1n, 1n] },
  },
  registry: {
    ...owned,
    submit: {
      args: (stage) => {
        const { kind, reward, shares, contentHash, uri } = submissionOf(stage);
        return [kind, reward, shares, contentHash, uri];
      },
    },
    review: { args: inBusy(({ ids }) => [ids.fresh, true, ""]) },
    reviewMany: { args: inBusy(({ ids }) => [[ids.fresh], true, ""]) },
    veto: { as: "producer", args: inBusy(({ ids }) => [ids.fresh]) },
    rejectDelivery: {
      args: inBusy(async ({ proposals, proposalIds: { delivered } }) => [
        (await proposals.proposal(delivered)).contributionId,
      ]),
    },
    withdraw: { args: inBusy(({ ids }) => [ids.fresh]) },
    decide: { args: inBusy(({ ids }) => [ids.undecided]) },
    overrule: { args: inBusy(({ ids }) => [ids.rejected]) },
    settle: {
      args: inBusy(({ ids, actors }) => [ids.accepted, sharesOf([actors.producers[0], WHOLE_BPS])]),
    },
    claimFor: {
      args: inBusy(({ ids, actors: { producers } }) => [
        ids.accepted,
        sharesOf([producers[0], WHOLE_BPS]),
        producers[0].address,
      ]),
    },
    collectReviewRewards: {
      args: inBusy(({ ids, actors }) => [actors.curators[0].address, [ids.settled]]),
    },
    setKind: { args: () => [9n, "other", WHOLE, true] },
    setCurator: { args: ({ actors }) => [actors.stranger.address, true] },
    setReviewTerms: { args: () => [3n * DAY, 1n] },
    setCurationStake: { args: () => [WHOLE] },
    setIncentives: { args: () => [0n, 0n] },
  },
  epochs: {
    ...owned,
    setTerms: { args: () => [{ challengeWindow: DAY, objectionQuorum: 1n, claimPeriod: 365n * DAY }] },
    propose: { args: () => [CONTENT_HASH, WHOLE, 1n, CONTENT_HASH, LEDGER_URI, FORMULA] },
    object: { args: inBusy(({ ids }) => [ids.freshEpoch, ""]), except: ["proposingCurator"] },
    veto: { as: "producer", args: inBusy(({ ids }) => [ids.freshEpoch]) },
    withdraw: { args: inBusy(({ ids }) => [ids.freshEpoch]) },
    activate: { args: inBusy(({ ids }) => [ids.dueEpoch]) },
    open: { args: inBusy(({ ids }) => [ids.activeEpoch]) },
    claim: {
      args: inBusy(({ ids, ledger }) => {
        const { index, account, amount, proof } = ledger.leaf(0);
        return [ids.openEpoch, index, account, amount, proof];
      }),
    },
    claimMany: {
      args: inBusy(({ ids, ledger }) => [ledger.leaf(0).account, [entryOf(ids.openEpoch, ledger.leaf(0))]]),
    },
    expire: { at: "late", args: inBusy(({ ids }) => [ids.openEpoch]) },
    overrule: { args: inBusy(({ ids }) => [ids.rejectedEpoch]) },
  },
  stake: {
    stake: { as: "producer", args: () => [WHOLE] },
    stakeWithPermit: {
      as: "producer",
      args: async (stage) => {
        const signature = await permitOf(stage, "token", stage.addresses.stake, WHOLE);
        return [WHOLE, ...signature];
      },
    },
    stakeFor: { as: "producer", args: ({ actors }) => [actors.stranger.address, WHOLE] },
    unstake: { as: "producer", args: ({ holder }) => [WHOLE, holder.address] },
    close: {
      args: inBusy(({ ids, addresses, actors }) => [
        addresses.registry,
        ids.rejected,
        255n,
        actors.donor.address,
      ]),
    },
    vetoDecision: { as: "producer", args: inBusy(({ operations }) => [operations.pending]) },
    takeBackVeto: { as: "donor", args: inBusy(({ ids, addresses }) => [addresses.registry, ids.doubted]) },
    consentToDissolve: { as: "producer" },
    takeBackConsent: { as: "donor" },
    lowerDissolution: {},
    closeConsent: { at: "late", args: ({ actors }) => [1n, actors.donor.address] },
    sweep: {},
    forfeit: { args: ({ actors }) => [actors.founders[0].address] },
    mature: {},
    // The allowance is the presale's to give, see its claim.
    stakeVesting: {
      at: "released",
      args: ({ actors }) => [actors.partners[0].address, 1n],
      except: ["presale"],
    },
    moveVesting: {
      at: "released",
      args: ({ actors }) => [actors.partners[0].address, actors.donor.address, 0n],
    },
    burnVesting: { at: "released", args: () => [0n] },
    hold: { args: async ({ holder }) => [99n, holder.address, 0n, WHOLE, await inDays(connection, 1n)] },
    castVeto: {
      args: async ({ holder }) => [99n, holder.address, (await inDays(connection, 0n)) - DAY, 0n, 0n],
    },
  },
  proposals: {
    ...owned,
    ...pausable,
    open: { args: async (stage) => [await proposalTerms(connection, stage)] },
    back: {
      as: "producer",
      args: inBusy(async ({ proposals, proposalIds: { open } }) => [
        open,
        1n,
        (await proposals.proposal(open)).termsHash,
      ]),
    },
    backWithPermit: {
      as: "producer",
      args: async (stage) => {
        const signature = await permitOf(stage, "token", stage.addresses.proposals, 1n);
        const { open } = (stage as Busy).proposalIds;
        return [open, 1n, (await stage.proposals.proposal(open)).termsHash, ...signature];
      },
    },
    withdraw: { as: "producer", args: inBusy(({ proposalIds }) => [proposalIds.open, 1n]) },
    reclaim: { at: "late", as: "producer", args: inBusy(({ proposalIds }) => [proposalIds.funded]) },
    deliver: {
      args: inBusy(({ proposalIds, deliverers }) => [proposalIds.funded, deliverers, CONTENT_HASH, ""]),
    },
    withdrawDelivery: { args: inBusy(({ proposalIds, deliverers }) => [proposalIds.delivered, deliverers]) },
    vetoDelivery: { as: "producer", args: inBusy(({ proposalIds }) => [proposalIds.delivered]) },
    decline: { args: inBusy(({ proposalIds, deliverers }) => [proposalIds.funded, deliverers]) },
    complete: { args: inBusy(({ proposalIds, deliverers }) => [proposalIds.accepted, deliverers]) },
    returnDeposit: { at: "deposited", args: (stage) => [(stage as Deposited).delivery] },
    claim: { args: inBusy(({ proposalIds, holder }) => [proposalIds.accepted, holder.address]) },
  },
  reserve: {
    ...owned,
    ...pausable,
    open: { at: "ready" },
    // The rest of its success, an allowance of the presale, is the presale's to give: see release.
    openAtPresalePrice: { at: "ended", args: () => [1n], except: ["presale"] },
    buy: { args: ({ actors, unit }) => [unit, 0n, actors.stranger.address, NEVER] },
    buyExact: { args: ({ actors }) => [WHOLE, NEVER, actors.stranger.address, NEVER] },
    buyWithPermit: {
      args: async (stage) => {
        const signature = await permitOf(stage, "asset", stage.addresses.reserve, stage.unit);
        return [stage.unit, 0n, stage.actors.stranger.address, ...signature];
      },
    },
    sell: { as: "producer", args: ({ actors }) => [WHOLE, 0n, actors.stranger.address, NEVER] },
    donate: { args: ({ unit }) => [unit, "for all"] },
    donateFor: { args: ({ actors, unit }) => [actors.stranger.address, unit, "for all"] },
    receiveGift: { args: ({ unit }) => [unit] },
    absorb: {},
    collectTribute: {},
    setTributes: { args: () => [1n, 2n] },
    renewDrip: {},
    dissolve: {},
    burnTreasury: { at: "dissolved" },
    redeem: { at: "dissolved", as: "producer", args: ({ holder }) => [WHOLE, holder.address] },
  },
  presale: ofSale({
    ...owned,
    ...pausable,
    contribute: { args: ({ unit }) => [unit, []] },
    contributeFor: { args: ({ unit, actors }) => [actors.donor.address, unit, []] },
    contributeWithPermit: {
      args: async (stage) => {
        const signature = await permitOf(stage, "asset", stage.addresses.presale ?? "", stage.unit);
        return [stage.unit, [], ...signature];
      },
    },
    release: { at: "ended" },
    claim: { at: "released", as: "partner", args: ({ actors }) => [actors.partners[0].address] },
    refund: { at: "failed", as: "partner", args: ({ actors }) => [actors.partners[0].address] },
    refundFrom: {
      at: "failed",
      args: ({ actors }) => [actors.partners[0].address, actors.partners[0].address],
    },
    setOperator: { args: ({ actors }) => [actors.donor.address, true] },
    offerPosition: { as: "partner", args: ({ actors }) => [actors.donor.address] },
    takePosition: {
      args: async ({ presale, actors }) => {
        await presale?.connect(actors.partners[1]).offerPosition(actors.donor);
        return [actors.partners[1].address, []];
      },
      // They have a position, or may never have one.
      except: ["trustee", "partner", "founder", "timelock"],
    },
    announceTrustee: { args: ({ actors }) => [actors.donor.address] },
    cancelTrustee: { at: "announced" },
    completeTrustee: { at: "dueTrustee" },
    // After a release the budget's own, see there.
    dissolve: {},
    creditResource: { args: ({ actors, unit }) => [actors.stranger.address, unit] },
    uncreditResource: { args: ({ actors, unit }) => [actors.stranger.address, unit, false] },
    sweep: { args: strayIn("presale") },
  }),
  custody: ofSale({
    offerResource: { args: ({ unit }) => [unit, CONTENT_HASH, "ipfs://deed", ZERO_ADDRESS, 0n] },
    acceptResource: { args: () => [1n] },
    returnResource: { args: () => [2n] },
    withdrawResource: { args: ({ actors }) => [1n, actors.donor.address] },
    deliverResource: { at: "released", args: () => [2n] },
    sweep: { args: strayIn("custody") },
  }),
  budget: ofSale({
    approveMilestone: { at: "paid", args: () => [1n] },
    refuseMilestone: { at: "challenged", args: () => [1n] },
    objectToMilestone: { at: "challenged", as: "partner", args: () => [1n] },
    fetch: { at: "owed", as: "partner", args: ({ actors }) => [actors.partners[0].address] },
    payMilestone: { at: "released", args: () => [0n] },
    failMilestone: { at: "silent", args: () => [0n] },
    // The allowance is the presale's to give, see release.
    receiveBudget: { at: "ended", args: () => [1n, 1n], except: ["presale"] },
    dissolve: { at: "challenged" },
    sweep: { at: "released", args: strayIn("budget") },
  }),
  pledgeBook: {
    ...owned,
    ...pausable,
    pledge: {
      args: async ({ unit, verifier }) => [unit, verifier.address, await inDays(connection, 9n), ""],
    },
    pledgeOn: {
      args: async ({ unit, addresses }) => [unit, addresses.registry, "0x", await inDays(connection, 9n), ""],
    },
    pledgeOnDonations: { args: async ({ unit }) => [unit, unit, await inDays(connection, 9n), ""] },
    pledgeMatching: { args: async ({ unit }) => [unit, await inDays(connection, 9n), ""] },
    donateMatched: { args: ({ actors }) => [3n, 1n, actors.donor.address] },
    confirm: { args: () => [1n] },
    decline: { args: () => [1n] },
    fulfil: { args: () => [2n, "0x"] },
    passOn: { at: "released", args: () => [1n] },
    reclaim: { at: "late", args: ({ actors }) => [1n, actors.donor.address] },
  },
  licenceOffice: {
    ...owned,
    ...pausable,
    addTier: { args: ({ unit }) => [tier(unit)] },
    setTierOffer: { args: ({ unit }) => [1n, unit, 0n, 0n, true] },
    setRecognitionSources: { args: ({ addresses }) => [[addresses.registry]] },
    buy: { args: ({ actors }) => [1n, actors.stranger.address, NEVER] },
    buyWithPermit: {
      args: async (stage) => {
        const signature = await permitOf(stage, "asset", stage.addresses.licenceOffice, stage.unit);
        return [1n, stage.actors.stranger.address, stage.unit, ...signature];
      },
    },
    renewSubscription: { args: () => [1n, 365n * DAY] },
    claimCommons: { as: "producer", args: ({ holder }) => [1n, holder.address, []] },
    cancelSubscription: { args: () => [1n] },
    collectMakersPart: { args: ({ addresses }) => [addresses.timelock] },
    setApprovalForAll: { args: ({ actors }) => [actors.stranger.address, true] },
    transferFrom: { args: ({ licensee, actors }) => [licensee.address, actors.stranger.address, 1n] },
    "safeTransferFrom(address,address,uint256)": {
      args: ({ licensee, actors }) => [licensee.address, actors.stranger.address, 1n],
    },
    "safeTransferFrom(address,address,uint256,bytes)": {
      args: ({ licensee, actors }) => [licensee.address, actors.stranger.address, 1n, "0x"],
    },
  },
  partnerAcceptance: {
    ...owned,
    ...pausable,
    setVerified: { args: ({ actors }) => [actors.donor.address, "Donor"] },
    publish: { args: async () => [offer(await inDays(connection, 0n))] },
    withdrawOffer: { args: () => [1n] },
    setGate: { args: ({ actors }) => [actors.stranger.address, true] },
    refreshURI: { args: () => [1n] },
    purchase: {
      as: "producer",
      args: async ({ holder, partnerAcceptance }) => [
        1n,
        1n,
        await termsHashOf(partnerAcceptance, 1n),
        holder.address,
      ],
    },
    purchaseWithPermit: {
      as: "producer",
      args: async (stage) => {
        const signature = await permitOf(stage, "token", stage.addresses.partnerAcceptance, WHOLE);
        const hash = await termsHashOf(stage.partnerAcceptance, 1n);
        return [1n, 1n, hash, stage.holder.address, ...signature];
      },
    },
    redeemVoucher: { as: "producer", args: () => [1n, 1n] },
    redeemFor: { args: async (stage) => [await redemption(stage)] },
    redeemMany: { args: async (stage) => [[await redemption(stage)]] },
    returnVoucher: { as: "producer", args: ({ holder }) => [2n, 1n, holder.address] },
    cancelNonces: { args: () => [0n, 1n] },
    setApprovalForAll: { args: ({ actors }) => [actors.stranger.address, true] },
    safeTransferFrom: {
      args: ({ holder, actors }) => [holder.address, actors.stranger.address, 1n, 1n, "0x"],
    },
    safeBatchTransferFrom: {
      args: ({ holder, actors }) => [holder.address, actors.stranger.address, [1n, 2n], [1n, 1n], "0x"],
    },
  },
  timelock: {
    schedule: { args: inBusy(({ operations }) => [...operations.due.slice(0, 4), SALT, 2n * DAY]) },
    scheduleBatch: {
      args: inBusy(({ operations }) => [...operations.batch.slice(0, 4), SALT, 2n * DAY]),
    },
    cancel: { args: inBusy(({ operations }) => [operations.pending]) },
    execute: { args: inBusy(({ operations }) => operations.due) },
    executeBatch: { args: inBusy(({ operations }) => operations.batch) },
    updateDelay: { args: () => [3n * DAY] },
    setDaoURI: { args: () => ["ipfs://new"] },
    grantRole: { args: ({ actors }) => [CONTENT_HASH, actors.stranger.address] },
    onVetoed: { args: inBusy(({ operations }) => [operations.pending, WHOLE]) },
    revokeRole: { args: ({ actors }) => [CONTENT_HASH, actors.stranger.address] },
    renounceRole: { args: ({ actors }) => [CONTENT_HASH, actors.stranger.address] },
    pause: { args: ({ addresses }) => [[addresses.reserve, addresses.issuance]] },
    onERC721Received: { args: () => [ZERO_ADDRESS, ZERO_ADDRESS, 1n, "0x"] },
    onERC1155Received: { args: () => [ZERO_ADDRESS, ZERO_ADDRESS, 1n, 1n, "0x"] },
    onERC1155BatchReceived: { args: () => [ZERO_ADDRESS, ZERO_ADDRESS, [1n], [1n], "0x"] },
  },
  governor: ofVotes({
    propose: {
      as: "donor",
      args: inGoverned(({ ballots }) => [...callsOf(ballots.active), "another"]),
    },
    lowerQuorum: { args: inGoverned(({ ballots }) => [idOf(ballots.pending)]) },
    castVote: { args: inGoverned(({ ballots }) => [idOf(ballots.active), Vote.For]) },
    castVoteWithReason: { args: inGoverned(({ ballots }) => [idOf(ballots.active), Vote.For, "why"]) },
    castVoteWithReasonAndParams: {
      args: inGoverned(({ ballots }) => [idOf(ballots.active), Vote.For, "why", "0x01"]),
    },
    castVoteBySig: {
      args: inGoverned(async (stage) => {
        const id = idOf(stage.ballots.active);
        return [id, Vote.For, stage.holder.address, await signedVote(stage)];
      }),
    },
    castVoteWithReasonAndParamsBySig: {
      args: inGoverned(async (stage) => {
        const id = idOf(stage.ballots.active);
        return [id, Vote.For, stage.holder.address, "why", "0x01", await signedVote(stage, "why")];
      }),
    },
    queue: { args: inGoverned(({ ballots }) => hashedOf(ballots.succeeded)) },
    execute: { args: inGoverned(({ ballots }) => hashedOf(ballots.due)) },
    cancel: { args: inGoverned(({ ballots }) => hashedOf(ballots.pending)) },
    setVotingDelay: ballot(DAY),
    setVotingPeriod: ballot(3n * DAY),
    setProposalThreshold: ballot(50n),
    setQuorumBps: ballot(500n),
    setLateQuorumVoteExtension: ballot(DAY),
    relay: { args: () => [ZERO_ADDRESS, 0n, "0x"] },
    onERC721Received: {},
    onERC1155Received: {},
    onERC1155BatchReceived: {},
  }),
};

// ---------------------------------------------------------------- calls

const interfaces = new Map<ListedContract, Interface>();
for (const [key, name] of Object.entries(SUITE_CONTRACTS) as [ListedContract, string][]) {
  interfaces.set(key, new Interface((await artifacts.readArtifact(name)).abi));
}
/** All errors of the suite, as one contract's may come out of another. */
const errors = new Interface(
  [...interfaces.values()].flatMap((one) => one.fragments.filter(({ type }) => type === "error")),
);
/** The errors that refuse a caller for who they are. */
const REFUSALS = new Set(
  Object.values(PERMISSIONS).flatMap((functions) =>
    Object.values(functions).flatMap(({ error }) => error ?? []),
  ),
);

const interfaceOf = (contract: ListedContract): Interface => {
  const found = interfaces.get(contract);
  if (found === undefined) throw new Error(`there is no ${contract}`);
  return found;
};

/** Its functions that change state, by the names of the table. */
function functionsOf(contract: ListedContract): Map<string, FunctionFragment> {
  const all: FunctionFragment[] = [];
  interfaceOf(contract).forEachFunction((fragment) => {
    if (!fragment.constant) all.push(fragment);
  });
  const overloaded = (name: string): boolean => all.filter((other) => other.name === name).length > 1;
  return new Map(all.map((one) => [overloaded(one.name) ? one.format("sighash") : one.name, one]));
}

/** "ok", or the name of the error. */
async function outcome(from: string, to: string, data: string): Promise<string> {
  try {
    await connection.ethers.provider.send("eth_call", [{ from, to, data }, "latest"]);
    return "ok";
  } catch (thrown) {
    const { data: reason } = thrown as { data?: unknown };
    const bytes = typeof reason === "string" ? reason : (reason as { data?: string } | undefined)?.data;
    const parsed = typeof bytes === "string" ? errors.parseError(bytes) : null;
    return parsed?.name ?? (thrown as Error).message;
  }
}

/** Something of the type; calls that are refused before they look at it. */
function nothing(type: ParamType): unknown {
  if (type.baseType === "array") return [];
  if (type.baseType === "tuple") return (type.components ?? []).map(nothing);
  if (type.type === "string") return "";
  if (type.type === "bool") return false;
  if (type.type === "address") return ZERO_ADDRESS;
  if (type.type.startsWith("bytes")) return type.type === "bytes" ? "0x" : `0x${"00".repeat(32)}`;
  return 0n;
}

async function encoded(
  contract: ListedContract,
  fragment: FunctionFragment,
  call: Call | undefined,
  stage: Stage,
): Promise<string> {
  const args = call?.args === undefined ? fragment.inputs.map(nothing) : await call.args(stage);
  return interfaceOf(contract).encodeFunctionData(fragment, args);
}

describe("permissions", () => {
  it("41: every function that changes state is in the table, and nothing else", () => {
    for (const contract of interfaces.keys()) {
      const names = [...functionsOf(contract).keys()].sort();
      expect(Object.keys(PERMISSIONS[contract]).sort(), contract).to.deep.equal(names);
    }
  });

  it("41: docs/security.md shows the table (npm run docs:permissions writes it)", () => {
    const cells = (text: string) =>
      text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
    const shown = readFileSync(new URL("../docs/security.md", import.meta.url), "utf8");
    const table = shown
      .split("<!-- permissions: begin -->")[1]
      ?.split("<!-- permissions: end -->")[0]
      ?.trim();
    const [, , ...rows] = cells(permissionTable(SUITE_CONTRACTS));
    expect(cells(table ?? "").slice(2)).to.deep.equal(rows);
  });

  for (const contract of IMPLEMENTATION_NAMES) {
    it(`41: ${IMPLEMENTATIONS[contract]}: only those of the table succeed, everyone else is refused by name`, async () => {
      for (const [name, fragment] of functionsOf(contract)) {
        const permission = PERMISSIONS[contract][name] as Permission;
        const call = CALLS[contract][name];
        if (permission.who !== "nobody")
          expect(call, `a call of ${contract}.${name}`).to.not.equal(undefined);
        const stage = await enter(
          call?.at ?? (PRESALE_NAMES.some((one) => one === contract) ? "selling" : "busy"),
        );
        const data = await encoded(contract, fragment, call, stage);
        const to = stage.addresses[contract] ?? "";
        const all = rolesOf(stage, await stage.factory.getAddress());
        for (const [role, from] of Object.entries(all)) {
          if (call?.except?.includes(role) === true) continue;
          const title = `${contract}.${name} by ${role}`;
          const result = await outcome(from, to, data);
          if (permission.who === "anyone") {
            if (role === (call?.as ?? "stranger")) expect(result, title).to.equal("ok");
            else expect(REFUSALS.has(result), `${title}: ${result}`).to.equal(false);
          } else {
            expect(result, title).to.equal(MEANT[permission.who].includes(role) ? "ok" : permission.error);
          }
        }
      }
    });
  }

  for (const at of PAUSED_STAGES) {
    it(`43: ${at}: a pause of everything stops what the table says, and nothing else`, async () => {
      const stage = await enter(at);
      const roles = rolesOf(stage, await stage.factory.getAddress());
      // Arguments first: what they look up is no different later, but signatures count days from now.
      const calls: { title: string; from: string; to: string; data: string; stops: boolean }[] = [];
      for (const contract of IMPLEMENTATION_NAMES) {
        for (const [name, fragment] of functionsOf(contract)) {
          const permission = PERMISSIONS[contract][name] as Permission;
          const call = CALLS[contract][name];
          if (call === undefined || (call.at ?? "busy") !== at || name === "pause") continue;
          const role =
            permission.who === "anyone"
              ? (call.as ?? "stranger")
              : MEANT[permission.who].find((one) => call.except?.includes(one) !== true && one in roles);
          if (role === undefined) continue;
          calls.push({
            title: `${contract}.${name} by ${role}`,
            from: roles[role] ?? "",
            to: stage.addresses[contract] ?? "",
            data: await encoded(contract, fragment, call, stage),
            stops: permission.paused === true,
          });
        }
      }
      for (const contract of IMPLEMENTATION_NAMES) {
        const to = stage.addresses[contract];
        if (to === undefined || !interfaceOf(contract).hasFunction(PAUSABLE)) continue;
        await stage.owner.sendTransaction({ to, data: interfaceOf(contract).encodeFunctionData("pause") });
      }
      expect(calls.length).to.be.greaterThan(0);
      for (const { title, from, to, data, stops } of calls) {
        expect(await outcome(from, to, data), title).to.equal(stops ? "Paused" : "ok");
      }
    });
  }
});
