/** The calls of an organisation's contracts that are due and open to anyone; the design lives on someone making them. */
import { id as hashOf, type BaseContract, type ContractTransaction } from "ethers";
import { isRefusedCall } from "../chain.ts";
import { eventsSince, moment, money, tokens, type Context } from "./command.ts";
import { describeHold, readHolds } from "./holds.ts";
import { columns, describeAll, executionOf, readProposed, readScheduled } from "./operations.ts";

/** A call that may be due. */
export interface Candidate {
  /** What it does, as a sentence without its dot. */
  readonly words: string;
  /** Whether it would do something now; a refusal means no. */
  readonly probe: () => Promise<unknown>;
  readonly transaction: () => Promise<ContractTransaction>;
}

/** One kind of calls. Those of later kinds may become due by earlier ones. */
type Kind = (context: Context) => Promise<readonly Candidate[]>;

// Members of enums in the contracts' interfaces.
const SUBMITTED = 1n;
const ACCEPTED = 2n;
const EPOCH_PROPOSED = 1n;
const EPOCH_ACTIVE = 5n;
const EPOCH_OPEN = 6n;
const PENDING = 0n;
const SUCCEEDED = 4n;
const QUEUED = 5n;
const PROPOSAL_ACCEPTED = 6n;
const PROPOSAL_COMPLETED = 7n;
const DISSOLVED = 2n;
const GIFT_RUNNING = 1n;
/** Standing gifts that are read at once. */
const PAGE = 100n;

/** A call by its contract, name and arguments, due when it is not refused and `counts` what it would return. */
function call(
  words: string,
  contract: BaseContract,
  name: string,
  args: readonly unknown[],
  counts: (result: unknown) => boolean = () => true,
): Candidate {
  const method = contract.getFunction(name);
  return {
    words,
    probe: async () => counts(await method.staticCall(...args)),
    transaction: () => method.populateTransaction(...args),
  };
}

const isPositive = (result: unknown): boolean => (result as bigint) > 0n;

/** Whether a candidate is due. */
export async function isDue({ probe }: Candidate): Promise<boolean> {
  try {
    return (await probe()) !== false;
  } catch (thrown) {
    if (isRefusedCall(thrown)) return false;
    throw thrown;
  }
}

// ---------------------------------------------------------------- recognition

const decide: Kind = async ({ cdpo: { registry } }) => {
  const candidates: Candidate[] = [];
  const count = await registry.contributionCount();
  for (let id = 1n; id <= count; ++id) {
    const { status } = await registry.contribution(id);
    if (status === SUBMITTED) candidates.push(call(`decide contribution ${id}`, registry, "decide", [id]));
  }
  return candidates;
};

const activate: Kind = async ({ cdpo: { epochs } }) => {
  const candidates: Candidate[] = [];
  const count = await epochs.epochCount();
  for (let id = 1n; id <= count; ++id) {
    const { status } = await epochs.epochAt(id);
    if (status === EPOCH_PROPOSED) candidates.push(call(`activate epoch ${id}`, epochs, "activate", [id]));
    if (status === EPOCH_ACTIVE) candidates.push(call(`open claims of epoch ${id}`, epochs, "open", [id]));
    if (status === EPOCH_OPEN) {
      candidates.push(
        call(`expire epoch ${id}, whose unclaimed rest goes to the treasury`, epochs, "expire", [id]),
      );
    }
  }
  return candidates;
};

const settle: Kind = ({ cdpo: { issuance } }) =>
  Promise.resolve([call("pay the batches whose windows are over", issuance, "settle", [], isPositive)]);

/** Everyone's part of accepted contributions: producers by contribution, reviewers by account. */
const pay: Kind = async ({ chain, cdpo, organisation }) => {
  const { registry } = cdpo;
  const since = { ethers: chain.ethers, from: organisation.block };
  const submissions = await eventsSince({
    ...since,
    query: (from, to) => registry.queryFilter(registry.filters.ContributionSubmitted(), from, to),
  });
  const accepted = new Set<bigint>();
  const candidates: Candidate[] = [];
  for (const { args } of submissions) {
    const { status } = await registry.contribution(args.id);
    if (status !== ACCEPTED) continue;
    accepted.add(args.id);
    const shares = args.shares.map(({ account, bps }) => ({ account, bps }));
    candidates.push(
      call(`pay those who made contribution ${args.id}`, registry, "settle", [args.id, shares]),
    );
  }
  const reviews = await eventsSince({
    ...since,
    query: (from, to) => registry.queryFilter(registry.filters.ContributionReviewed(), from, to),
  });
  const byReviewer = Map.groupBy(
    reviews.filter(({ args }) => accepted.has(args.id)),
    ({ args }) => args.curator,
  );
  for (const [reviewer, own] of byReviewer) {
    const ids: bigint[] = [];
    for (const { args } of own) {
      if ((await registry.reviewRewardOf(args.id, reviewer)) > 0n) ids.push(args.id);
    }
    if (ids.length === 0) continue;
    candidates.push(call(`pay ${reviewer} for reviews`, registry, "collectReviewRewards", [reviewer, ids]));
  }
  return candidates;
};

const proposals: Kind = async ({ chain, cdpo, organisation }) => {
  const contract = cdpo.proposals;
  const since = { ethers: chain.ethers, from: organisation.block };
  const opened = await eventsSince({
    ...since,
    query: (from, to) => contract.queryFilter(contract.filters.ProposalOpened(), from, to),
  });
  const backed = await eventsSince({
    ...since,
    query: (from, to) => contract.queryFilter(contract.filters.ProposalBacked(), from, to),
  });
  const candidates: Candidate[] = [];
  for (const { args } of opened) {
    const { id, terms } = args;
    const state = await contract.state(id);
    const { contributionId } = await contract.proposal(id);
    if (contributionId > 0n && (await contract.depositDue(contributionId)) > 0n) {
      const words = `return the deposit of the delivery of proposal ${id}`;
      candidates.push(call(words, contract, "returnDeposit", [contributionId]));
    }
    const deliverers = terms.deliverers.map(({ account, bps }) => ({ account, bps }));
    if (state === PROPOSAL_ACCEPTED) {
      candidates.push(call(`hand over what backs proposal ${id}`, contract, "complete", [id, deliverers]));
    }
    if (state !== PROPOSAL_ACCEPTED && state !== PROPOSAL_COMPLETED) continue;
    const backers = new Set(backed.filter((event) => event.args.id === id).map((event) => event.args.backer));
    for (const backer of backers) {
      if ((await contract.claimable(id, backer)) === 0n) continue;
      candidates.push(call(`pay ${backer} for backing proposal ${id}`, contract, "claim", [id, backer]));
    }
  }
  return candidates;
};

// ---------------------------------------------------------------- decisions

const decisions: Kind = async (context) => {
  const { governor, timelock, stake } = context.cdpo;
  const candidates: Candidate[] = [];
  for (const { id, actions, description } of await readProposed(context)) {
    const state = await governor.state(id);
    const args = [...columns(actions), hashOf(description)];
    const what = describeAll(context, actions);
    if (state === PENDING)
      candidates.push(call(`lower the quorum of decision ${id}`, governor, "lowerQuorum", [id]));
    if (state === SUCCEEDED) candidates.push(call(`queue decision ${id}: ${what}`, governor, "queue", args));
    if (state === QUEUED)
      candidates.push(call(`carry out decision ${id}: ${what}`, governor, "execute", args));
  }
  for (const operation of await readScheduled(context)) {
    const { id, actions } = operation;
    if (!(await timelock.isOperationReady(id)) || (await timelock.isDecision(id))) continue;
    const transaction = () => executionOf(context, operation);
    candidates.push({
      words: `run what founders scheduled: ${describeAll(context, actions)}`,
      probe: async () => context.chain.signer.estimateGas(await transaction()),
      transaction,
    });
  }
  const recorded = await stake.queryFilter(stake.filters.Matured(), Number(context.organisation.block));
  if (recorded.length === 0) {
    candidates.push(call("record that enough circulates to decide", stake, "mature", []));
  }
  return candidates;
};

// ---------------------------------------------------------------- stakes

const close: Kind = async (context) => {
  const { cdpo } = context;
  return (await readHolds(context)).map((hold) => {
    const { account, forum, id, tag } = hold;
    const words = `free the stake of ${account} from ${describeHold(cdpo, hold)}`;
    return call(words, cdpo.stake, "close", [forum, id, tag, account]);
  });
};

const stakes: Kind = async ({ chain, cdpo, organisation }) => {
  const { stake, presale: sale } = cdpo;
  const candidates = [call("send what was sent to the stake by mistake to the treasury", stake, "sweep", [])];
  if (sale !== undefined) {
    for (const { account } of (await sale.terms()).founders) {
      const founder = await sale.holderOf(account);
      const words = `take out of the stake of ${founder} what they lost as a founder`;
      candidates.push(call(words, stake, "forfeit", [founder], isPositive));
    }
  }
  const rounds = await stake.roundCount();
  if (rounds > 0n) {
    const consents = await eventsSince({
      ethers: chain.ethers,
      from: organisation.block,
      query: (from, to) => stake.queryFilter(stake.filters.DissolutionConsented(), from, to),
    });
    const seen = new Set<string>();
    for (const { args } of consents) {
      const { account, round } = args;
      if (seen.has(`${account}${round}`) || (await stake.consentOf(round, account)) === 0n) continue;
      seen.add(`${account}${round}`);
      const words = `free the stake of ${account} from the consent to dissolve`;
      candidates.push(call(words, stake, "closeConsent", [round, account]));
    }
    const { circulating, noticeAt } = await stake.roundOf(rounds);
    if (noticeAt === 0n && (await stake.circulating()) < circulating) {
      const words = "measure the consent to dissolve by what circulates now";
      candidates.push(call(words, stake, "lowerDissolution", []));
    }
  }
  return candidates;
};

// ---------------------------------------------------------------- money

const reserve: Kind = async (context) => {
  const { cdpo } = context;
  const candidates = [
    call(
      "count what was sent to the reserve past its functions as a gift",
      cdpo.reserve,
      "absorb",
      [],
      isPositive,
    ),
    call("send the tribute collected to the treasury", cdpo.reserve, "collectTribute", [], isPositive),
  ];
  const { pending, renewable } = await cdpo.reserve.drip();
  if (pending > 0n && renewable <= context.chain.now) {
    const words = `renew the rate at which gifts drip, of which ${money(context, pending)} are pending`;
    candidates.push(call(words, cdpo.reserve, "renewDrip", []));
  }
  const treasury = await cdpo.token.balanceOf(cdpo.addresses.timelock);
  if ((await cdpo.reserve.marketState()) === DISSOLVED && treasury > 0n) {
    const words = `burn ${tokens(context, treasury)} of the dissolved treasury`;
    candidates.push(call(words, cdpo.reserve, "burnTreasury", []));
  }
  return candidates;
};

const pledges: Kind = async ({ chain, cdpo, organisation }) => {
  const { pledgeBook } = cdpo;
  const made = await eventsSince({
    ethers: chain.ethers,
    from: organisation.block,
    query: (from, to) => pledgeBook.queryFilter(pledgeBook.filters.Pledged(), from, to),
  });
  return made.flatMap(({ args }) => {
    const { id, data } = args;
    return [
      call(`pass pledge ${id} on, whose condition holds`, pledgeBook, "fulfil", [id, data]),
      call(`pass pledge ${id} on, which is owed`, pledgeBook, "passOn", [id]),
    ];
  });
};

const standing: Kind = async (context) => {
  const address = context.organisation.periphery.get("standingGifts");
  if (address === undefined) return [];
  const { chain, cdpo } = context;
  const gifts = await chain.ethers.getContractAt("StandingGifts", address, chain.signer);
  const count = await gifts.giftCount();
  const candidates: Candidate[] = [];
  for (let from = 1n; from <= count; from += PAGE) {
    const { page, states } = await gifts.gifts(from, PAGE);
    for (const [at, gift] of page.entries()) {
      const isOurs = gift.reserve === cdpo.addresses.reserve && states[at] === GIFT_RUNNING;
      if (!isOurs) continue;
      const id = from + BigInt(at);
      candidates.push(call(`pay ${money(context, gift.amount)} of standing gift ${id}`, gifts, "pay", [id]));
    }
  }
  return candidates;
};

const presale: Kind = async ({ cdpo }) => {
  const { presale: sale, custody } = cdpo;
  if (sale === undefined || custody === undefined) return [];
  const candidates = [call("make the new trustee the trustee", sale, "completeTrustee", [])];
  const resources = await custody.resourceCount();
  for (let id = 1n; id <= resources; ++id) {
    candidates.push(call(`deliver resource ${id} to the treasury`, custody, "deliverResource", [id]));
  }
  return candidates;
};

const budget: Kind = async ({ cdpo }) => {
  const contract = cdpo.budget;
  if (contract === undefined) return [];
  const turn = await contract.turn();
  return [
    call(`pay milestone ${turn} to the treasury`, contract, "payMilestone", [turn]),
    call(`end milestone ${turn}, which failed`, contract, "failMilestone", [turn]),
  ];
};

const licences: Kind = ({ cdpo }) =>
  Promise.resolve([
    call("send the treasury the makers' part of licences", cdpo.licenceOffice, "collectMakersPart", [
      cdpo.addresses.timelock,
    ]),
  ]);

/** All kinds, in the order in which they make each other due. */
export const KINDS: readonly Kind[] = [
  ...[decide, activate, settle, pay, proposals, decisions, close, stakes, reserve, pledges, standing],
  ...[licences, presale, budget],
];

/** What anyone could do as well, and somebody should mean to. */
export async function readChoices(context: Context): Promise<string[]> {
  const { cdpo } = context;
  const choices: string[] = [];
  if (await isDue(call("", cdpo.reserve, "open", []))) {
    choices.push('the market can be opened: "npm run cdpo -- open"');
  }
  const dissolved = (await cdpo.reserve.marketState()) === DISSOLVED;
  if (!dissolved && (await cdpo.stake.dissolutionDue())) {
    const { noticeAt } = await cdpo.stake.roundOf(await cdpo.stake.roundCount());
    choices.push(
      `stakeholders consented to dissolve (notice of ${moment(noticeAt)}): "npm run cdpo -- dissolve" ends the market for ever`,
    );
  }
  return choices;
}
