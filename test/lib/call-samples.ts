/** Every builder of the sdk's calls once or more, beside what it must encode: contract, function, arguments. */
import { ZeroAddress, ZeroHash, id as hashOf } from "ethers";
import {
  budget,
  custody,
  decisions,
  epochs,
  gateway,
  gifts,
  licences,
  market,
  offers,
  presale,
  proposals,
  recognition,
  stake,
  token,
  treasury,
  type SignedPermit,
} from "../../sdk/src/calls/index.ts";
import type { Address, Call, Hex, OrganisationAddresses } from "../../sdk/src/types.ts";

/** A contract by the name that the samples use: of the organisation, of the suite, or a token. */
export type Target =
  keyof OrganisationAddresses | "factory" | "standingGifts" | "gateway" | "asset" | "wrapped" | "deed";

export interface Sample {
  /** `namespace.builder`. */
  readonly builder: string;
  readonly calls: readonly Call[];
  /** Of each call: where, what, with what, and coins. */
  readonly expected: readonly (readonly [Target, string, readonly unknown[], bigint?])[];
}

const address = (n: number): Address => `0x${n.toString(16).padStart(2, "0").repeat(20)}`;

export const ORGANISATION: OrganisationAddresses = {
  token: address(0xa1),
  issuance: address(0xa2),
  registry: address(0xa3),
  epochs: address(0xa4),
  stake: address(0xa5),
  proposals: address(0xa6),
  reserve: address(0xa7),
  presale: address(0xa8),
  custody: address(0xa9),
  budget: address(0xaa),
  pledgeBook: address(0xab),
  licenceOffice: address(0xac),
  partnerAcceptance: address(0xad),
  timelock: address(0xae),
  governor: address(0xaf),
};
export const OTHERS = {
  factory: address(0xb1),
  standingGifts: address(0xb2),
  gateway: address(0xb3),
  asset: address(0xb4),
  wrapped: address(0xb5),
  deed: address(0xb6),
} as const;

const A = address(0x11);
const B = address(0x22);
const C = address(0x33);
const H = hashOf("a text") as Hex;
const organisation = ORGANISATION;
const { asset } = OTHERS;
const TIME = 1_900_000_000n;
const SIGNED: SignedPermit = { owner: A, value: 70n, deadline: TIME, v: 28, r: H, s: hashOf("s") as Hex };
const VRS = [28, SIGNED.r, SIGNED.s];
const shares = [
  { account: A, bps: 4_000 },
  { account: B, bps: 6_000 },
];
const ZERO = ZeroHash as Hex;

const approve = (where: Target, spender: Address, amount: bigint) =>
  [where, "approve", [spender, amount]] as const;

function samplesOf(): Sample[] {
  const samples: Sample[] = [];
  const add = (builder: string, calls: readonly Call[], ...expected: Sample["expected"]): void => {
    samples.push({ builder, calls, expected });
  };

  // Tokens
  add("token.approve", token.approve({ token: asset, spender: A, amount: 7n }), approve("asset", A, 7n));
  add("token.permit", token.permit({ token: asset, spender: B, permit: SIGNED }), [
    "asset",
    "permit",
    [A, B, 70n, TIME, ...VRS],
  ]);
  add("token.permit", token.permit({ token: organisation.token, spender: B, permit: SIGNED }), [
    "token",
    "permit",
    [A, B, 70n, TIME, ...VRS],
  ]);
  for (const [where, at] of [
    ["asset", asset],
    ["token", organisation.token],
    ["wrapped", OTHERS.wrapped],
  ] as const) {
    add(
      "token.approve",
      token.approve({ token: at, spender: B, amount: 2n ** 256n - 1n }),
      approve(where, B, 2n ** 256n - 1n),
    );
    add("token.approve", token.approve({ token: at, spender: B, amount: 0n }), approve(where, B, 0n));
    add("token.transfer", token.transfer({ token: at, to: A, amount: 8n }), [where, "transfer", [A, 8n]]);
    add("token.permit", token.permit({ token: at, spender: B, permit: SIGNED }), [
      where,
      "permit",
      [A, B, 70n, TIME, ...VRS],
    ]);
    add("token.transferFrom", token.transferFrom({ token: at, from: A, to: B, amount: 9n }), [
      where,
      "transferFrom",
      [A, B, 9n],
    ]);
  }
  add("token.burn", token.burn({ organisation, amount: 5n }), ["token", "burn", [5n]]);
  add("token.burnFrom", token.burnFrom({ organisation, account: A, amount: 5n }), [
    "token",
    "burnFrom",
    [A, 5n],
  ]);
  add("token.setContractURI", token.setContractURI({ organisation, uri: "u" }), [
    "token",
    "setContractURI",
    ["u"],
  ]);
  add("token.wrap", token.wrap({ wrapped: OTHERS.wrapped, amount: 4n }), ["wrapped", "deposit", [], 4n]);
  add("token.unwrap", token.unwrap({ wrapped: OTHERS.wrapped, amount: 4n }), ["wrapped", "withdraw", [4n]]);

  // Presale, custody, budget
  const toPresale = organisation.presale as Address;
  add(
    "presale.contribute",
    presale.contribute({ organisation, asset, amount: 70n, proof: [H] }),
    approve("asset", toPresale, 70n),
    ["presale", "contribute", [70n, [H]]],
    approve("asset", toPresale, 0n),
  );
  add(
    "presale.contribute",
    presale.contribute({ organisation, asset, amount: 70n, permit: SIGNED }),
    ["presale", "contributeWithPermit", [70n, [], TIME, ...VRS]],
    approve("asset", toPresale, 0n),
  );
  add("presale.contribute", presale.contribute({ organisation, asset, amount: 70n, allowance: 70n }), [
    "presale",
    "contribute",
    [70n, []],
  ]);
  add(
    "presale.contributeFor",
    presale.contributeFor({ organisation, asset, account: B, amount: 70n, allowance: 1n }),
    approve("asset", toPresale, 0n),
    approve("asset", toPresale, 70n),
    ["presale", "contributeFor", [B, 70n, []]],
    approve("asset", toPresale, 0n),
  );
  add("presale.claim", presale.claim({ organisation, recipient: A }), ["presale", "claim", [A]]);
  add("presale.refund", presale.refund({ organisation, recipient: A }), ["presale", "refund", [A]]);
  add("presale.refundFrom", presale.refundFrom({ organisation, account: A, recipient: B }), [
    "presale",
    "refundFrom",
    [A, B],
  ]);
  add("presale.setOperator", presale.setOperator({ organisation, operator: A, allowed: true }), [
    "presale",
    "setOperator",
    [A, true],
  ]);
  add("presale.offerPosition", presale.offerPosition({ organisation, recipient: A }), [
    "presale",
    "offerPosition",
    [A],
  ]);
  add("presale.offerPosition", presale.offerPosition({ organisation, recipient: ZeroAddress as Address }), [
    "presale",
    "offerPosition",
    [ZeroAddress],
  ]);
  add("presale.takePosition", presale.takePosition({ organisation, account: A, proof: [H] }), [
    "presale",
    "takePosition",
    [A, [H]],
  ]);
  add("presale.release", presale.release({ organisation }), ["presale", "release", []]);
  add("presale.announceTrustee", presale.announceTrustee({ organisation, candidate: A }), [
    "presale",
    "announceTrustee",
    [A],
  ]);
  add("presale.cancelTrustee", presale.cancelTrustee({ organisation }), ["presale", "cancelTrustee", []]);
  add("presale.completeTrustee", presale.completeTrustee({ organisation }), [
    "presale",
    "completeTrustee",
    [],
  ]);
  add("presale.sweep", presale.sweep({ organisation, token: asset }), ["presale", "sweep", [asset]]);
  add(
    "custody.offerResource",
    custody.offerResource({
      organisation,
      value: 6n,
      deedHash: H,
      uri: "u",
      deed: { contract: OTHERS.deed, id: 9n },
    }),
    approve("deed", organisation.custody as Address, 9n),
    ["custody", "offerResource", [6n, H, "u", OTHERS.deed, 9n]],
  );
  add("custody.offerResource", custody.offerResource({ organisation, value: 6n, deedHash: H, uri: "" }), [
    "custody",
    "offerResource",
    [6n, H, "", ZeroAddress, 0n],
  ]);
  add("custody.withdrawResource", custody.withdrawResource({ organisation, id: 1n, recipient: A }), [
    "custody",
    "withdrawResource",
    [1n, A],
  ]);
  add("custody.acceptResource", custody.acceptResource({ organisation, id: 1n }), [
    "custody",
    "acceptResource",
    [1n],
  ]);
  add("custody.returnResource", custody.returnResource({ organisation, id: 1n }), [
    "custody",
    "returnResource",
    [1n],
  ]);
  add("custody.deliverResource", custody.deliverResource({ organisation, id: 1n }), [
    "custody",
    "deliverResource",
    [1n],
  ]);
  add("custody.sweep", custody.sweep({ organisation, token: asset }), ["custody", "sweep", [asset]]);
  for (const name of [
    "approveMilestone",
    "refuseMilestone",
    "objectToMilestone",
    "payMilestone",
    "failMilestone",
  ] as const) {
    add(`budget.${name}`, budget[name]({ organisation, index: 2n }), ["budget", name, [2n]]);
  }
  add("budget.fetch", budget.fetch({ organisation, recipient: A }), ["budget", "fetch", [A]]);
  add("budget.sweep", budget.sweep({ organisation, token: asset }), ["budget", "sweep", [asset]]);

  // Market
  const order = { organisation, asset, recipient: B, deadline: TIME };
  add(
    "market.buy",
    market.buy({ ...order, amount: 70n, minimum: 3n }),
    approve("asset", organisation.reserve, 70n),
    ["reserve", "buy", [70n, 3n, B, TIME]],
  );
  add("market.buy", market.buy({ ...order, amount: 70n, minimum: 3n, permit: SIGNED }), [
    "reserve",
    "buyWithPermit",
    [70n, 3n, B, TIME, ...VRS],
  ]);
  add(
    "market.buyExact",
    market.buyExact({ ...order, tokens: 3n, maximum: 70n }),
    approve("asset", organisation.reserve, 70n),
    ["reserve", "buyExact", [3n, 70n, B, TIME]],
    approve("asset", organisation.reserve, 0n),
  );
  add(
    "market.buyExact",
    market.buyExact({ ...order, tokens: 3n, maximum: 70n, permit: SIGNED }),
    ["asset", "permit", [A, organisation.reserve, 70n, TIME, ...VRS]],
    ["reserve", "buyExact", [3n, 70n, B, TIME]],
    approve("asset", organisation.reserve, 0n),
  );
  add("market.sell", market.sell({ organisation, tokens: 3n, minimum: 2n, recipient: B, deadline: TIME }), [
    "reserve",
    "sell",
    [3n, 2n, B, TIME],
  ]);
  add("market.redeem", market.redeem({ organisation, tokens: 3n, recipient: B }), [
    "reserve",
    "redeem",
    [3n, B],
  ]);
  for (const name of ["open", "renewDrip", "absorb", "collectTribute", "burnTreasury", "dissolve"] as const) {
    add(`market.${name}`, market[name]({ organisation }), ["reserve", name, []]);
  }
  add("market.setTributes", market.setTributes({ organisation, entryBps: 1, exitBps: 2 }), [
    "reserve",
    "setTributes",
    [1, 2],
  ]);

  // The chain's coin
  const through = { organisation, gateway: OTHERS.gateway };
  const own = organisation.token;
  add("gateway.buy", gateway.buy({ ...through, amount: 9n, minimum: 3n, recipient: B, deadline: TIME }), [
    "gateway",
    "buy",
    [own, 3n, B, TIME],
    9n,
  ]);
  add(
    "gateway.buyExact",
    gateway.buyExact({ ...through, tokens: 3n, maximum: 9n, recipient: B, deadline: TIME }),
    ["gateway", "buyExact", [own, 3n, B, TIME], 9n],
  );
  add(
    "gateway.sell",
    gateway.sell({ ...through, tokens: 70n, minimum: 2n, recipient: B, deadline: TIME }),
    approve("token", OTHERS.gateway, 70n),
    ["gateway", "sell", [own, 70n, 2n, B, TIME]],
  );
  add(
    "gateway.sell",
    gateway.sell({ ...through, tokens: 70n, minimum: 2n, recipient: B, deadline: TIME, permit: SIGNED }),
    ["gateway", "sellWithPermit", [own, 70n, 2n, B, TIME, ...VRS]],
  );
  add(
    "gateway.redeem",
    gateway.redeem({ ...through, tokens: 7n, recipient: B }),
    approve("token", OTHERS.gateway, 7n),
    ["gateway", "redeem", [own, 7n, B]],
  );
  add("gateway.contribute", gateway.contribute({ ...through, amount: 9n, account: A, proof: [H] }), [
    "gateway",
    "contribute",
    [own, A, [H]],
    9n,
  ]);
  add("gateway.refund", gateway.refund({ ...through, recipient: A }), ["gateway", "refund", [own, A]]);
  add("gateway.donate", gateway.donate({ ...through, amount: 9n, note: "n" }), [
    "gateway",
    "donate",
    [own, "n"],
    9n,
  ]);

  // Gifts
  const gift = { organisation, asset, amount: 70n };
  const toReserve = approve("asset", organisation.reserve, 70n);
  const toBook = approve("asset", organisation.pledgeBook, 70n);
  add("gifts.donate", gifts.donate({ ...gift, note: "n" }), toReserve, ["reserve", "donate", [70n, "n"]]);
  add(
    "gifts.donate",
    gifts.donate({ ...gift, note: "", permit: SIGNED }),
    ["asset", "permit", [A, organisation.reserve, 70n, TIME, ...VRS]],
    ["reserve", "donate", [70n, ""]],
  );
  add("gifts.donateFor", gifts.donateFor({ ...gift, donor: A, note: "n" }), toReserve, [
    "reserve",
    "donateFor",
    [A, 70n, "n"],
  ]);
  add("gifts.giveRevenue", gifts.giveRevenue(gift), toReserve, ["reserve", "receiveGift", [70n]]);
  add("gifts.pledge", gifts.pledge({ ...gift, verifier: A, deadline: TIME, uri: "u" }), toBook, [
    "pledgeBook",
    "pledge",
    [70n, A, TIME, "u"],
  ]);
  add(
    "gifts.pledgeOn",
    gifts.pledgeOn({ ...gift, condition: A, data: "0x12", deadline: TIME, uri: "u" }),
    toBook,
    ["pledgeBook", "pledgeOn", [70n, A, "0x12", TIME, "u"]],
  );
  add(
    "gifts.pledgeOnDonations",
    gifts.pledgeOnDonations({ ...gift, goal: 5n, deadline: TIME, uri: "u" }),
    toBook,
    ["pledgeBook", "pledgeOnDonations", [70n, 5n, TIME, "u"]],
  );
  add("gifts.pledgeMatching", gifts.pledgeMatching({ ...gift, deadline: TIME, uri: "u" }), toBook, [
    "pledgeBook",
    "pledgeMatching",
    [70n, TIME, "u"],
  ]);
  add("gifts.donateMatched", gifts.donateMatched({ ...gift, id: 2n, donor: A }), toBook, [
    "pledgeBook",
    "donateMatched",
    [2n, 70n, A],
  ]);
  for (const name of ["confirm", "decline", "passOn"] as const) {
    add(`gifts.${name}`, gifts[name]({ organisation, id: 2n }), ["pledgeBook", name, [2n]]);
  }
  add("gifts.fulfil", gifts.fulfil({ organisation, id: 2n, data: "0x12" }), [
    "pledgeBook",
    "fulfil",
    [2n, "0x12"],
  ]);
  add("gifts.reclaim", gifts.reclaim({ organisation, id: 2n, recipient: A }), [
    "pledgeBook",
    "reclaim",
    [2n, A],
  ]);
  const { standingGifts } = OTHERS;
  add(
    "gifts.startStanding",
    gifts.startStanding({
      organisation,
      standingGifts,
      asset,
      amount: 5n,
      interval: 86_400n,
      payments: 12n,
      note: "n",
    }),
    approve("asset", standingGifts, 60n),
    ["standingGifts", "start", [own, 5n, 86_400n, "n"]],
  );
  add("gifts.cancelStanding", gifts.cancelStanding({ standingGifts, id: 3n }), [
    "standingGifts",
    "cancel",
    [3n],
  ]);
  add("gifts.payStanding", gifts.payStanding({ standingGifts, id: 3n }), ["standingGifts", "pay", [3n]]);

  // Stakes
  add("stake.stake", stake.stake({ organisation, amount: 70n }), approve("token", organisation.stake, 70n), [
    "stake",
    "stake",
    [70n],
  ]);
  add("stake.stake", stake.stake({ organisation, amount: 70n, permit: SIGNED }), [
    "stake",
    "stakeWithPermit",
    [70n, TIME, ...VRS],
  ]);
  add(
    "stake.stakeFor",
    stake.stakeFor({ organisation, account: B, amount: 7n }),
    approve("token", organisation.stake, 7n),
    ["stake", "stakeFor", [B, 7n]],
  );
  add("stake.unstake", stake.unstake({ organisation, amount: 7n, recipient: B }), [
    "stake",
    "unstake",
    [7n, B],
  ]);
  add(
    "stake.close",
    stake.close({ organisation, forum: organisation.governor, id: 5n, tag: 255, account: A }),
    ["stake", "close", [organisation.governor, 5n, 255, A]],
  );
  add("stake.vetoDecision", stake.vetoDecision({ organisation, operation: H }), [
    "stake",
    "vetoDecision",
    [H],
  ]);
  add("stake.takeBackVeto", stake.takeBackVeto({ organisation, forum: organisation.registry, id: 5n }), [
    "stake",
    "takeBackVeto",
    [organisation.registry, 5n],
  ]);
  for (const name of [
    "consentToDissolve",
    "takeBackConsent",
    "lowerDissolution",
    "sweep",
    "mature",
  ] as const) {
    add(`stake.${name}`, stake[name]({ organisation }), ["stake", name, []]);
  }
  add("stake.closeConsent", stake.closeConsent({ organisation, round: 1n, account: A }), [
    "stake",
    "closeConsent",
    [1n, A],
  ]);
  add("stake.forfeit", stake.forfeit({ organisation, account: A }), ["stake", "forfeit", [A]]);

  // Decisions and the timelock, with calls inside
  const inner = [
    ...market.setTributes({ organisation, entryBps: 100, exitBps: 50 }),
    ...recognition.setCurator({ organisation, curator: A, allowed: true }),
  ];
  const [first, second] = inner as [Call, Call];
  const columns = [
    [first.to, second.to],
    [0n, 0n],
    [first.data, second.data],
  ];
  const decision = { organisation, calls: inner, description: "d" };
  add("decisions.propose", decisions.propose(decision), ["governor", "propose", [...columns, "d"]]);
  for (const name of ["queue", "execute", "cancel"] as const) {
    add(`decisions.${name}`, decisions[name](decision), ["governor", name, [...columns, hashOf("d")]]);
  }
  add("decisions.vote", decisions.vote({ organisation, id: 5n, support: "against" }), [
    "governor",
    "castVote",
    [5n, 0],
  ]);
  add("decisions.vote", decisions.vote({ organisation, id: 5n, support: "for", reason: "r" }), [
    "governor",
    "castVoteWithReason",
    [5n, 1, "r"],
  ]);
  add("decisions.vote", decisions.vote({ organisation, id: 5n, support: "abstain", params: "0x12" }), [
    "governor",
    "castVoteWithReasonAndParams",
    [5n, 2, "", "0x12"],
  ]);
  add(
    "decisions.voteBySignature",
    decisions.voteBySignature({ organisation, id: 5n, support: "for", voter: A, signature: "0x99" }),
    ["governor", "castVoteBySig", [5n, 1, A, "0x99"]],
  );
  add(
    "decisions.voteBySignature",
    decisions.voteBySignature({
      organisation,
      id: 5n,
      support: "for",
      voter: A,
      signature: "0x99",
      reason: "r",
    }),
    ["governor", "castVoteWithReasonAndParamsBySig", [5n, 1, A, "r", "0x", "0x99"]],
  );
  add("decisions.lowerQuorum", decisions.lowerQuorum({ organisation, id: 5n }), [
    "governor",
    "lowerQuorum",
    [5n],
  ]);
  add("decisions.setQuorumBps", decisions.setQuorumBps({ organisation, bps: 900 }), [
    "governor",
    "setQuorumBps",
    [900],
  ]);
  add("decisions.setVotingDelay", decisions.setVotingDelay({ organisation, delay: 86_400 }), [
    "governor",
    "setVotingDelay",
    [86_400],
  ]);
  add("decisions.setVotingPeriod", decisions.setVotingPeriod({ organisation, period: 86_400 }), [
    "governor",
    "setVotingPeriod",
    [86_400],
  ]);
  add("decisions.setProposalThreshold", decisions.setProposalThreshold({ organisation, bps: 100 }), [
    "governor",
    "setProposalThreshold",
    [100],
  ]);
  add(
    "decisions.setLateQuorumVoteExtension",
    decisions.setLateQuorumVoteExtension({ organisation, extension: 3_600 }),
    ["governor", "setLateQuorumVoteExtension", [3_600]],
  );
  const salt = treasury.saltOf("s");
  add("treasury.schedule", treasury.schedule({ organisation, calls: [first], delay: 172_800n, salt }), [
    "timelock",
    "schedule",
    [first.to, 0n, first.data, ZERO, `0x${"0".repeat(40)}${hashOf("s").slice(42)}`, 172_800n],
  ]);
  add(
    "treasury.schedule",
    treasury.schedule({ organisation, calls: inner, delay: 172_800n, predecessor: H }),
    ["timelock", "scheduleBatch", [...columns, H, ZERO, 172_800n]],
  );
  add("treasury.execute", treasury.execute({ organisation, calls: [first], salt: H }), [
    "timelock",
    "execute",
    [first.to, 0n, first.data, ZERO, H],
  ]);
  add("treasury.execute", treasury.execute({ organisation, calls: inner }), [
    "timelock",
    "executeBatch",
    [...columns, ZERO, ZERO],
  ]);
  add("treasury.cancel", treasury.cancel({ organisation, operation: H }), ["timelock", "cancel", [H]]);
  add("treasury.pause", treasury.pause({ organisation, contracts: ["reserve", "presale"] }), [
    "timelock",
    "pause",
    [[organisation.reserve, organisation.presale]],
  ]);
  for (const contract of [
    "reserve",
    "issuance",
    "presale",
    "pledgeBook",
    "licenceOffice",
    "partnerAcceptance",
    "proposals",
  ] as const) {
    add("treasury.pauseOne", treasury.pauseOne({ organisation, contract }), [contract, "pause", []]);
    add("treasury.unpause", treasury.unpause({ organisation, contract }), [contract, "unpause", []]);
  }
  for (const contract of [
    "token",
    "issuance",
    "registry",
    "epochs",
    "proposals",
    "reserve",
    "pledgeBook",
    "licenceOffice",
    "partnerAcceptance",
  ] as const) {
    add("treasury.transferOwnership", treasury.transferOwnership({ organisation, contract, owner: A }), [
      contract,
      "transferOwnership",
      [A],
    ]);
    add("treasury.renounceOwnership", treasury.renounceOwnership({ organisation, contract }), [
      contract,
      "renounceOwnership",
      [],
    ]);
  }
  add("treasury.grantRole", treasury.grantRole({ organisation, role: "proposer", account: A }), [
    "timelock",
    "grantRole",
    [hashOf("PROPOSER_ROLE"), A],
  ]);
  add("treasury.revokeRole", treasury.revokeRole({ organisation, role: "guardian", account: A }), [
    "timelock",
    "revokeRole",
    [hashOf("GUARDIAN_ROLE"), A],
  ]);
  add("treasury.renounceRole", treasury.renounceRole({ organisation, role: "canceller", account: A }), [
    "timelock",
    "renounceRole",
    [hashOf("CANCELLER_ROLE"), A],
  ]);
  add("treasury.updateDelay", treasury.updateDelay({ organisation, delay: 259_200n }), [
    "timelock",
    "updateDelay",
    [259_200n],
  ]);
  add("treasury.setDaoURI", treasury.setDaoURI({ organisation, uri: "u" }), ["timelock", "setDaoURI", ["u"]]);

  // Contributions and issuance
  add(
    "recognition.submit",
    recognition.submit({
      organisation,
      kind: "maintenance",
      reward: 9n,
      shares,
      contentHash: H,
      uri: "u",
      deposit: 3n,
    }),
    approve("token", organisation.registry, 3n),
    ["registry", "submit", [2, 9n, shares, H, "u"]],
  );
  add(
    "recognition.submit",
    recognition.submit({ organisation, kind: "production", reward: 9n, shares, contentHash: H, uri: "" }),
    ["registry", "submit", [0, 9n, shares, H, ""]],
  );
  add("recognition.review", recognition.review({ organisation, ids: [1n], approve: true, note: "n" }), [
    "registry",
    "review",
    [1n, true, "n"],
  ]);
  add("recognition.review", recognition.review({ organisation, ids: [1n, 2n], approve: false }), [
    "registry",
    "reviewMany",
    [[1n, 2n], false, ""],
  ]);
  for (const name of ["withdraw", "veto", "decide", "overrule"] as const) {
    add(`recognition.${name}`, recognition[name]({ organisation, id: 1n }), ["registry", name, [1n]]);
  }
  add("recognition.settle", recognition.settle({ organisation, id: 1n, shares }), [
    "registry",
    "settle",
    [1n, shares],
  ]);
  add("recognition.claimFor", recognition.claimFor({ organisation, id: 1n, shares, account: A }), [
    "registry",
    "claimFor",
    [1n, shares, A],
  ]);
  add(
    "recognition.collectReviewRewards",
    recognition.collectReviewRewards({ organisation, reviewer: A, ids: [1n, 2n] }),
    ["registry", "collectReviewRewards", [A, [1n, 2n]]],
  );
  add("recognition.settleBatch", recognition.settleBatch({ organisation }), ["issuance", "settle", []]);
  add("recognition.enterAward", recognition.enterAward({ organisation, amount: 4n }), [
    "issuance",
    "enter",
    [4n],
  ]);
  add("recognition.takeAward", recognition.takeAward({ organisation, award: 4n, to: A }), [
    "issuance",
    "take",
    [4n, A],
  ]);
  add("recognition.setCurator", recognition.setCurator({ organisation, curator: A, allowed: false }), [
    "registry",
    "setCurator",
    [A, false],
  ]);
  add("recognition.setCurationStake", recognition.setCurationStake({ organisation, amount: 4n }), [
    "registry",
    "setCurationStake",
    [4n],
  ]);
  add("recognition.setCurationStake", recognition.setCurationStake({ organisation, amount: 0n }), [
    "registry",
    "setCurationStake",
    [0n],
  ]);
  add(
    "recognition.setIncentives",
    recognition.setIncentives({ organisation, deposit: 4n, reviewerRewardBps: 200 }),
    ["registry", "setIncentives", [4n, 200]],
  );
  add(
    "recognition.setKind",
    recognition.setKind({ organisation, kind: 1, name: "riding", maxReward: 4n, active: true }),
    ["registry", "setKind", [1, "riding", 4n, true]],
  );
  add(
    "recognition.setReviewTerms",
    recognition.setReviewTerms({ organisation, window: 259_200, quorum: 2 }),
    ["registry", "setReviewTerms", [259_200, 2]],
  );
  add(
    "recognition.setGrowth",
    recognition.setGrowth({ organisation, closedBps: 1, openBps: 2, giftBps: 3 }),
    ["issuance", "setGrowth", [1, 2, 3]],
  );
  add("recognition.setIssuer", recognition.setIssuer({ organisation, issuer: A, allowed: true }), [
    "issuance",
    "setIssuer",
    [A, true],
  ]);

  // Epochs
  const leaf = { epoch: 1n, index: 2n, amount: 3n, proof: [H] };
  add(
    "epochs.propose",
    epochs.propose({ organisation, root: H, total: 9n, count: 4, contentHash: ZERO, uri: "u", formula: "f" }),
    ["epochs", "propose", [H, 9n, 4, ZERO, "u", "f"]],
  );
  add("epochs.object", epochs.object({ organisation, epoch: 1n, note: "n" }), [
    "epochs",
    "object",
    [1n, "n"],
  ]);
  for (const name of ["veto", "withdraw", "activate", "open", "expire", "overrule"] as const) {
    add(`epochs.${name}`, epochs[name]({ organisation, epoch: 1n }), ["epochs", name, [1n]]);
  }
  add("epochs.claim", epochs.claim({ organisation, account: A, claims: [leaf] }), [
    "epochs",
    "claim",
    [1n, 2n, A, 3n, [H]],
  ]);
  add("epochs.claim", epochs.claim({ organisation, account: A, claims: [leaf, leaf] }), [
    "epochs",
    "claimMany",
    [A, [leaf, leaf]],
  ]);
  add(
    "epochs.setTerms",
    epochs.setTerms({ organisation, challengeWindow: 259_200, objectionQuorum: 2, claimPeriod: 31_536_000 }),
    ["epochs", "setTerms", [[259_200, 2, 31_536_000]]],
  );

  // Licences
  const tier = {
    name: "Print",
    termsURI: "u",
    termsHash: H,
    price: 70n,
    commonsMinimum: 5n,
    duration: 86_400n,
    makersBps: 4_000,
    active: true,
  };
  const toOffice = approve("asset", organisation.licenceOffice, 70n);
  const noneToOffice = approve("asset", organisation.licenceOffice, 0n);
  add(
    "licences.buy",
    licences.buy({ organisation, asset, tier: 1n, licensee: A, maxPrice: 70n }),
    toOffice,
    ["licenceOffice", "buy", [1n, A, 70n]],
    noneToOffice,
  );
  add(
    "licences.buy",
    licences.buy({ organisation, asset, tier: 1n, licensee: A, maxPrice: 70n, permit: SIGNED }),
    ["licenceOffice", "buyWithPermit", [1n, A, 70n, TIME, ...VRS]],
    noneToOffice,
  );
  add(
    "licences.renew",
    licences.renew({ organisation, asset, id: 1n, duration: 86_400n, maxPrice: 70n }),
    toOffice,
    ["licenceOffice", "renewSubscription", [1n, 86_400n]],
    noneToOffice,
  );
  add("licences.cancel", licences.cancel({ organisation, id: 1n }), [
    "licenceOffice",
    "cancelSubscription",
    [1n],
  ]);
  add(
    "licences.claimCommons",
    licences.claimCommons({ organisation, tier: 1n, licensee: A, awards: [leaf] }),
    ["licenceOffice", "claimCommons", [1n, A, [leaf]]],
  );
  add("licences.collectMakersPart", licences.collectMakersPart({ organisation, recipient: A }), [
    "licenceOffice",
    "collectMakersPart",
    [A],
  ]);
  add("licences.addTier", licences.addTier({ organisation, terms: tier }), [
    "licenceOffice",
    "addTier",
    [tier],
  ]);
  add(
    "licences.setTierOffer",
    licences.setTierOffer({
      organisation,
      tier: 1n,
      price: 8n,
      commonsMinimum: 9n,
      makersBps: 10,
      active: false,
    }),
    ["licenceOffice", "setTierOffer", [1n, 8n, 9n, 10, false]],
  );
  add("licences.setRecognitionSources", licences.setRecognitionSources({ organisation, sources: [A, B] }), [
    "licenceOffice",
    "setRecognitionSources",
    [[A, B]],
  ]);

  // Offers
  const terms = {
    name: "Ticket",
    uri: "u",
    price: 5n,
    stock: 6n,
    periodQuota: 7n,
    period: 8n,
    opens: TIME,
    closes: TIME + 1n,
    validUntil: TIME + 2n,
    treasuryBps: 11n,
    settlement: "Share",
    perAccount: 12n,
    feeBps: 13n,
    bound: true,
  } as const;
  const code = {
    holder: A,
    offer: 1n,
    signed: 2n,
    quantity: 1n,
    nonce: 3n,
    deadline: TIME,
    signature: "0x99",
  } as const;
  add("offers.publish", offers.publish({ organisation, terms }), [
    "partnerAcceptance",
    "publish",
    [{ ...terms, settlement: 2 }],
  ]);
  add("offers.withdraw", offers.withdraw({ organisation, id: 1n }), [
    "partnerAcceptance",
    "withdrawOffer",
    [1n],
  ]);
  add("offers.setGate", offers.setGate({ organisation, gate: A, allowed: true }), [
    "partnerAcceptance",
    "setGate",
    [A, true],
  ]);
  add("offers.refreshURI", offers.refreshURI({ organisation, id: 1n }), [
    "partnerAcceptance",
    "refreshURI",
    [1n],
  ]);
  const buying = { organisation, id: 1n, quantity: 2n, cost: 70n, termsHash: H, recipient: A };
  add("offers.purchase", offers.purchase(buying), approve("token", organisation.partnerAcceptance, 70n), [
    "partnerAcceptance",
    "purchase",
    [1n, 2n, H, A],
  ]);
  add("offers.purchase", offers.purchase({ ...buying, permit: SIGNED }), [
    "partnerAcceptance",
    "purchaseWithPermit",
    [1n, 2n, H, A, TIME, ...VRS],
  ]);
  add("offers.redeem", offers.redeem({ organisation, id: 1n, quantity: 2n }), [
    "partnerAcceptance",
    "redeemVoucher",
    [1n, 2n],
  ]);
  add("offers.redeemCodes", offers.redeemCodes({ organisation, codes: [code] }), [
    "partnerAcceptance",
    "redeemFor",
    [code],
  ]);
  add("offers.redeemCodes", offers.redeemCodes({ organisation, codes: [code, code] }), [
    "partnerAcceptance",
    "redeemMany",
    [[code, code]],
  ]);
  add("offers.returnVoucher", offers.returnVoucher({ organisation, id: 1n, quantity: 2n, recipient: A }), [
    "partnerAcceptance",
    "returnVoucher",
    [1n, 2n, A],
  ]);
  add(
    "offers.cancelNonces",
    offers.cancelNonces({ organisation, nonces: [0n, 3n, 257n] }),
    ["partnerAcceptance", "cancelNonces", [0n, 9n]],
    ["partnerAcceptance", "cancelNonces", [1n, 2n]],
  );
  add(
    "offers.transfer",
    offers.transfer({ organisation, from: A, to: B, vouchers: [{ id: 1n, quantity: 2n }] }),
    ["partnerAcceptance", "safeTransferFrom", [A, B, 1n, 2n, "0x"]],
  );
  add(
    "offers.transfer",
    offers.transfer({
      organisation,
      from: A,
      to: B,
      vouchers: [
        { id: 1n, quantity: 2n },
        { id: 3n, quantity: 4n },
      ],
    }),
    ["partnerAcceptance", "safeBatchTransferFrom", [A, B, [1n, 3n], [2n, 4n], "0x"]],
  );
  add("offers.setApprovalForAll", offers.setApprovalForAll({ organisation, operator: A, approved: true }), [
    "partnerAcceptance",
    "setApprovalForAll",
    [A, true],
  ]);
  add("offers.setVerified", offers.setVerified({ organisation, partner: A, name: "City" }), [
    "partnerAcceptance",
    "setVerified",
    [A, "City"],
  ]);
  add("offers.setVerified", offers.setVerified({ organisation, partner: A, name: "" }), [
    "partnerAcceptance",
    "setVerified",
    [A, ""],
  ]);

  // Proposals
  const plan = {
    goal: 5n,
    reward: 6n,
    deadline: TIME,
    deliverBy: TIME + 1n,
    backersBps: 700,
    kind: 0,
    deliverers: shares,
    contentHash: H,
    uri: "u",
  };
  const toProposals = (amount: bigint) => approve("token", organisation.proposals, amount);
  add("proposals.open", proposals.open({ organisation, terms: plan }), ["proposals", "open", [plan]]);
  add(
    "proposals.back",
    proposals.back({ organisation, id: 1n, amount: 70n, termsHash: H }),
    toProposals(70n),
    ["proposals", "back", [1n, 70n, H]],
    toProposals(0n),
  );
  add(
    "proposals.back",
    proposals.back({ organisation, id: 1n, amount: 70n, termsHash: H, permit: SIGNED }),
    ["proposals", "backWithPermit", [1n, 70n, H, TIME, ...VRS]],
    toProposals(0n),
  );
  add("proposals.withdraw", proposals.withdraw({ organisation, id: 1n, amount: 7n }), [
    "proposals",
    "withdraw",
    [1n, 7n],
  ]);
  add("proposals.reclaim", proposals.reclaim({ organisation, id: 1n }), ["proposals", "reclaim", [1n]]);
  add(
    "proposals.deliver",
    proposals.deliver({ organisation, id: 1n, deliverers: shares, contentHash: H, uri: "u", deposit: 3n }),
    toProposals(3n),
    ["proposals", "deliver", [1n, shares, H, "u"]],
  );
  for (const name of ["withdrawDelivery", "decline", "complete"] as const) {
    add(`proposals.${name}`, proposals[name]({ organisation, id: 1n, deliverers: shares }), [
      "proposals",
      name,
      [1n, shares],
    ]);
  }
  add("proposals.vetoDelivery", proposals.vetoDelivery({ organisation, id: 1n }), [
    "proposals",
    "vetoDelivery",
    [1n],
  ]);
  add("proposals.returnDeposit", proposals.returnDeposit({ organisation, contribution: 4n }), [
    "proposals",
    "returnDeposit",
    [4n],
  ]);
  add("proposals.claim", proposals.claim({ organisation, id: 1n, backer: C }), [
    "proposals",
    "claim",
    [1n, C],
  ]);
  return samples;
}

export const SAMPLES: readonly Sample[] = samplesOf();
