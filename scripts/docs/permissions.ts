/**
 * Who may call what: every function of the suite that changes state, who may call it, by what error everyone else is
 * refused, and whether a pause stops it. docs/security.md shows this table; test/permissions.test.ts walks the contracts'
 * ABIs, tries each function in each role, and fails for a function that is not here.
 */
import type { ImplementationName } from "../../launch/index.ts";

/** Contracts of the table: those of an organisation, and what there is once on a chain. */
export type ListedContract = ImplementationName | "factory" | "gateway" | "standingGifts";

/** Those who may do what others may not. */
export const WHO = {
  anyone: "anyone, with what is theirs or to do what is due",
  owner: "the timelock: what the organisation has decided, after its delay",
  self: "the timelock by itself: what the organisation has decided, after its delay",
  nobody: "nobody: the factory did it at launch",
  minter: "Issuance, LiquidityReserve and Presale",
  issuer: "issuers named by the timelock: at launch the registry and the epochs",
  awardIssuer: "the issuer that entered the award",
  reserve: "LiquidityReserve",
  presale: "Presale",
  custody: "ResourceCustody",
  stake: "Stake",
  offerer: "who offered the resource, or holds the position that it belongs to",
  positionTaker: "whom the position was offered to",
  forum: "CdpoGovernor, ContributionRegistry, ContributionEpochs and ProductionBudget",
  recognition: "ContributionRegistry and ContributionEpochs",
  curator: "curators: named by the timelock, or with enough staked since before; without a part in it",
  proposals: "ProductionProposals, when a delivery's backers vetoed it",
  submitter: "who submitted the contribution",
  deliverer: "the deliverers whom the proposal named",
  epochProposer: "the curator who proposed the epoch",
  licensee: "the licensee",
  noMove: "nobody: a licence stays with its licensee",
  donor: "who made the pledge, or started the gift",
  verifier: "the verifier whom the donor named",
  offerPartner: "who published the offer",
  gate: "who published the offer, and their gates, with the holder's signature",
  voucherHolder: "the vouchers' holder, and whom they approved",
  trustee: "the trustee",
  partner: "the partner, and operators they allowed",
  proposer: "the timelock's proposers: founders, until they give it up, and the Governor if it has the role",
  canceller: "the timelock's cancellers, founders until they give it up; of the Governor's operations nobody",
  dissolver:
    "the timelock while founders propose; else anyone once stakeholders' consent and its notice allow it",
  ballot: "the timelock while it carries out a decision of the Governor",
  author: "who proposed the decision, until voting begins",
  noReceiver: "nobody: value is for the timelock",
  noRelay: "nobody: the Governor acts through its timelock alone",
  admin: "the timelock by itself",
  guardian: "the guardian, once",
} as const;
export type Who = keyof typeof WHO;

export interface Permission {
  readonly who: Who;
  /** The error for everyone else; undefined for what anyone may do. */
  readonly error?: string;
  /** Whether a pause stops it. */
  readonly paused?: true;
}

const anyone: Permission = { who: "anyone" };
const entrance: Permission = { who: "anyone", paused: true };
const owner: Permission = { who: "owner", error: "OwnableUnauthorizedAccount" };
const launch: Permission = { who: "nobody", error: "InvalidInitialization" };

/** What every contract with an owner has. */
const OWNED = {
  transferOwnership: owner,
  renounceOwnership: owner,
} as const;

const ballot: Permission = { who: "ballot", error: "GovernorOnlyExecutor" };
const noReceiver: Permission = { who: "noReceiver", error: "GovernorDisabledDeposit" };

const PAUSABLE = { pause: owner, unpause: owner } as const;

/** By contract and function: its name, or its signature where the name stands for several. */
export const PERMISSIONS: Readonly<Record<ListedContract, Readonly<Record<string, Permission>>>> = {
  token: {
    ...OWNED,
    initialize: launch,
    transfer: anyone,
    transferFrom: anyone,
    approve: anyone,
    permit: anyone,
    burn: anyone,
    burnFrom: anyone,
    mint: { who: "minter", error: "NotMinter" },
    redeemFrom: { who: "reserve", error: "NotReserve" },
    setContractURI: owner,
  },
  issuance: {
    ...OWNED,
    ...PAUSABLE,
    initialize: launch,
    enter: { who: "issuer", error: "NotIssuer" },
    take: { who: "awardIssuer", error: "NotIssuerOfAward" },
    settle: anyone,
    onOpening: { who: "reserve", error: "NotOpeningReserve" },
    setIssuer: owner,
    setGrowth: owner,
  },
  registry: {
    ...OWNED,
    initialize: launch,
    submit: anyone,
    review: { who: "curator", error: "NotCurator" },
    reviewMany: { who: "curator", error: "NotCurator" },
    veto: anyone,
    rejectDelivery: { who: "proposals", error: "NotProposals" },
    withdraw: { who: "submitter", error: "NotSubmitter" },
    decide: anyone,
    overrule: owner,
    settle: anyone,
    claimFor: anyone,
    collectReviewRewards: anyone,
    setKind: owner,
    setCurator: owner,
    setReviewTerms: owner,
    setCurationStake: owner,
    setIncentives: owner,
  },
  epochs: {
    ...OWNED,
    initialize: launch,
    setTerms: owner,
    propose: { who: "curator", error: "NotCurator" },
    object: { who: "curator", error: "NotCurator" },
    veto: anyone,
    withdraw: { who: "epochProposer", error: "NotProposer" },
    activate: anyone,
    open: anyone,
    claim: anyone,
    claimMany: anyone,
    expire: anyone,
    overrule: owner,
  },
  stake: {
    initialize: launch,
    stake: anyone,
    stakeWithPermit: anyone,
    stakeFor: anyone,
    unstake: anyone,
    close: anyone,
    vetoDecision: anyone,
    takeBackVeto: anyone,
    consentToDissolve: anyone,
    takeBackConsent: anyone,
    lowerDissolution: anyone,
    closeConsent: anyone,
    sweep: anyone,
    forfeit: anyone,
    mature: anyone,
    stakeVesting: { who: "presale", error: "NotPresale" },
    moveVesting: { who: "presale", error: "NotPresale" },
    burnVesting: { who: "presale", error: "NotPresale" },
    hold: { who: "forum", error: "NotForum" },
    castVeto: { who: "recognition", error: "NotForum" },
  },
  proposals: {
    ...OWNED,
    ...PAUSABLE,
    initialize: launch,
    open: entrance,
    back: entrance,
    backWithPermit: entrance,
    withdraw: anyone,
    reclaim: anyone,
    deliver: { who: "deliverer", error: "NotDeliverer" },
    withdrawDelivery: { who: "deliverer", error: "NotDeliverer" },
    vetoDelivery: anyone,
    decline: { who: "deliverer", error: "NotDeliverer" },
    complete: anyone,
    returnDeposit: anyone,
    claim: anyone,
  },
  reserve: {
    ...OWNED,
    ...PAUSABLE,
    initialize: launch,
    open: anyone,
    openAtPresalePrice: { who: "presale", error: "NotPresale" },
    buy: entrance,
    buyExact: entrance,
    buyWithPermit: entrance,
    sell: anyone,
    donate: entrance,
    donateFor: entrance,
    receiveGift: anyone,
    absorb: anyone,
    collectTribute: anyone,
    setTributes: owner,
    renewDrip: anyone,
    dissolve: { who: "dissolver", error: "NotDissolvable" },
    burnTreasury: anyone,
    redeem: anyone,
  },
  presale: {
    ...PAUSABLE,
    initialize: launch,
    contribute: entrance,
    contributeFor: entrance,
    contributeWithPermit: entrance,
    claim: anyone,
    refund: anyone,
    refundFrom: { who: "partner", error: "NotOperator" },
    setOperator: anyone,
    offerPosition: anyone,
    takePosition: { who: "positionTaker", error: "PositionNotOffered" },
    release: { who: "trustee", error: "NotTrustee" },
    announceTrustee: owner,
    cancelTrustee: owner,
    completeTrustee: anyone,
    creditResource: { who: "custody", error: "NotCustody" },
    uncreditResource: { who: "custody", error: "NotCustody" },
    dissolve: { who: "reserve", error: "NotReserve" },
    sweep: anyone,
  },
  custody: {
    offerResource: anyone,
    acceptResource: { who: "trustee", error: "NotTrustee" },
    returnResource: { who: "trustee", error: "NotTrustee" },
    withdrawResource: { who: "offerer", error: "NotOfferer" },
    deliverResource: anyone,
    sweep: anyone,
  },
  budget: {
    initialize: launch,
    approveMilestone: { who: "trustee", error: "NotTrustee" },
    refuseMilestone: { who: "trustee", error: "NotTrustee" },
    objectToMilestone: anyone,
    fetch: anyone,
    payMilestone: anyone,
    failMilestone: anyone,
    receiveBudget: { who: "presale", error: "NotPresale" },
    dissolve: { who: "presale", error: "NotPresale" },
    sweep: anyone,
  },
  pledgeBook: {
    ...OWNED,
    ...PAUSABLE,
    initialize: launch,
    pledge: entrance,
    pledgeOn: entrance,
    pledgeOnDonations: entrance,
    pledgeMatching: entrance,
    donateMatched: entrance,
    confirm: { who: "verifier", error: "NotVerifier" },
    decline: { who: "verifier", error: "NotVerifier" },
    fulfil: anyone,
    passOn: anyone,
    reclaim: { who: "donor", error: "NotDonor" },
  },
  licenceOffice: {
    ...OWNED,
    ...PAUSABLE,
    initialize: launch,
    addTier: owner,
    setTierOffer: owner,
    setRecognitionSources: owner,
    buy: entrance,
    buyWithPermit: entrance,
    renewSubscription: entrance,
    claimCommons: anyone,
    cancelSubscription: { who: "licensee", error: "NotLicensee" },
    collectMakersPart: anyone,
    setApprovalForAll: anyone,
    transferFrom: { who: "noMove", error: "LicenceNotTransferable" },
    "safeTransferFrom(address,address,uint256)": { who: "noMove", error: "LicenceNotTransferable" },
    "safeTransferFrom(address,address,uint256,bytes)": { who: "noMove", error: "LicenceNotTransferable" },
  },
  partnerAcceptance: {
    ...OWNED,
    ...PAUSABLE,
    initialize: launch,
    setVerified: owner,
    publish: anyone,
    withdrawOffer: { who: "offerPartner", error: "NotPartner" },
    setGate: anyone,
    purchase: entrance,
    purchaseWithPermit: entrance,
    redeemVoucher: anyone,
    refreshURI: anyone,
    redeemFor: { who: "gate", error: "NotGate" },
    redeemMany: { who: "gate", error: "NotGate" },
    returnVoucher: anyone,
    cancelNonces: anyone,
    setApprovalForAll: anyone,
    safeTransferFrom: { who: "voucherHolder", error: "ERC1155MissingApprovalForAll" },
    safeBatchTransferFrom: { who: "voucherHolder", error: "ERC1155MissingApprovalForAll" },
  },
  timelock: {
    "initialize(uint256,address[],address[],address)": launch,
    "initialize((uint256,address[],bool,address,address,address,address,address,string))": launch,
    schedule: { who: "proposer", error: "AccessControlUnauthorizedAccount" },
    scheduleBatch: { who: "proposer", error: "AccessControlUnauthorizedAccount" },
    onVetoed: { who: "stake", error: "NotStake" },
    cancel: { who: "canceller", error: "AccessControlUnauthorizedAccount" },
    execute: anyone,
    executeBatch: anyone,
    updateDelay: { who: "self", error: "TimelockUnauthorizedCaller" },
    setDaoURI: { who: "self", error: "TimelockUnauthorizedCaller" },
    grantRole: { who: "admin", error: "AccessControlUnauthorizedAccount" },
    revokeRole: { who: "admin", error: "AccessControlUnauthorizedAccount" },
    renounceRole: anyone,
    pause: { who: "guardian", error: "AccessControlUnauthorizedAccount" },
    onERC721Received: anyone,
    onERC1155Received: anyone,
    onERC1155BatchReceived: anyone,
  },
  governor: {
    initialize: launch,
    propose: anyone,
    castVote: anyone,
    castVoteWithReason: anyone,
    castVoteWithReasonAndParams: anyone,
    castVoteBySig: anyone,
    castVoteWithReasonAndParamsBySig: anyone,
    lowerQuorum: anyone,
    queue: anyone,
    execute: anyone,
    cancel: { who: "author", error: "GovernorUnableToCancel" },
    setVotingDelay: ballot,
    setVotingPeriod: ballot,
    setProposalThreshold: ballot,
    setQuorumBps: ballot,
    setLateQuorumVoteExtension: ballot,
    relay: { who: "noRelay", error: "TimelockFixed" },
    onERC721Received: noReceiver,
    onERC1155Received: noReceiver,
    onERC1155BatchReceived: noReceiver,
  },
  factory: { launch: anyone },
  standingGifts: {
    start: entrance,
    pay: entrance,
    cancel: { who: "donor", error: "NotGiver" },
  },
  gateway: {
    buy: entrance,
    buyExact: entrance,
    sell: anyone,
    sellWithPermit: anyone,
    redeem: anyone,
    donate: entrance,
    contribute: entrance,
    refund: anyone,
  },
};

/** The table as docs/security.md shows it: a row for each group of functions that the same people may call. */
export function permissionTable(implementations: Readonly<Record<ListedContract, string>>): string {
  const rows = Object.entries(PERMISSIONS).flatMap(([contract, functions]) => {
    const groups = new Map<string, string[]>();
    for (const [name, { who, error, paused }] of Object.entries(functions)) {
      const key = [
        WHO[who],
        error === undefined ? "" : `\`${error}\``,
        paused === true ? "stops it" : "",
      ].join(" | ");
      groups.set(key, [...(groups.get(key) ?? []), `\`${name}\``]);
    }
    const title = implementations[contract as ListedContract];
    return [...groups].map(([key, names]) => `| ${title} | ${names.join(", ")} | ${key} |`);
  });
  return [
    "| contract | functions | who may | error for all others | a pause |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
