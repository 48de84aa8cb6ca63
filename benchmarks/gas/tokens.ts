/** Tokens of OpenZeppelin and Solady, compiled as this suite is. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Contract } from "ethers";
import { atNewHour, measuresOf, type Measure, type Row } from "../lib/measures.ts";
import { call, compile, deploy, pick, type Artifact } from "../lib/peers.ts";
import { compilerOf, type Chain, type Profile } from "../lib/suite.ts";
import { TOKENS_IN } from "./cdpo.ts";

const WHOLE = 10n ** 18n;

type PeerToken = "OpenZeppelinPlain" | "OpenZeppelinVotes" | "SoladyVotes";

const compiled = new Map<Profile, ReadonlyMap<string, Artifact>>();

/** A fresh token of a peer, whose `mint` anyone may call. */
export async function deployVotesToken({ ethers, profile }: Chain, name: PeerToken): Promise<Contract> {
  const [deployer] = await ethers.getSigners();
  if (!deployer) throw new Error("the chain has no account");
  let artifacts = compiled.get(profile);
  if (artifacts === undefined) {
    const { settings } = compilerOf(profile);
    artifacts = compile({ settings, files: ["contracts/VotesTokens.sol"] });
    compiled.set(profile, artifacts);
  }
  return deploy(pick(artifacts, name), deployer);
}

/** Mints a peer's token, in the name of who gets it. */
export async function mintVotes(token: Contract, to: HardhatEthersSigner, amount: bigint) {
  return call(token, to, "mint", to.address, amount);
}

interface Holders {
  readonly token: Contract;
  readonly newcomer: HardhatEthersSigner;
  readonly holder: HardhatEthersSigner;
  readonly otherHolder: HardhatEthersSigner;
  readonly voter: HardhatEthersSigner;
  readonly otherVoter: HardhatEthersSigner;
}

async function holders(chain: Chain, name: PeerToken): Promise<Holders> {
  const [newcomer, holder, otherHolder, voter, otherVoter] = await chain.ethers.getSigners();
  if (!newcomer || !holder || !otherHolder || !voter || !otherVoter) {
    throw new Error("the chain has too few accounts");
  }
  const token = await deployVotesToken(chain, name);
  for (const account of [holder, otherHolder, voter, otherVoter]) {
    await mintVotes(token, account, 1_000n * WHOLE);
  }
  if (name !== "OpenZeppelinPlain") {
    for (const account of [voter, otherVoter]) await call(token, account, "delegate", account.address);
  }
  return { token, newcomer, holder, otherHolder, voter, otherVoter };
}

const mint = (who: "newcomer" | "holder" | "voter") => (world: Holders) =>
  mintVotes(world.token, world[who], TOKENS_IN);

const transfer =
  (from: "holder" | "voter", to: "newcomer" | "otherHolder" | "otherVoter") => (world: Holders) =>
    call(world.token, world[from], "transfer", world[to].address, TOKENS_IN);

// Votes in the token: each change of a balance that is delegated writes a checkpoint.
const VOTES_ROWS: readonly Row<Holders>[] = [
  {
    operation: "mint",
    conditions: "self-delegated holder",
    chart: { panel: "Mint", note: "to a self-delegated holder" },
    prepare: atNewHour,
    send: mint("voter"),
  },
  {
    operation: "transfer",
    conditions: "both self-delegated",
    chart: { panel: "Transfer", note: "both self-delegated" },
    prepare: atNewHour,
    send: transfer("voter", "otherVoter"),
  },
  {
    operation: "voice",
    conditions: "delegate to oneself, first time",
    chart: { panel: "Get a voice", note: "delegate" },
    prepare: atNewHour,
    send: ({ token, holder }: Holders) => call(token, holder, "delegate", holder.address),
  },
];

const rowsOf = (votes: boolean): Row<Holders>[] => [
  {
    operation: "mint",
    conditions: "holder",
    chart: { panel: "Mint" },
    prepare: atNewHour,
    send: mint("holder"),
  },
  {
    operation: "mint",
    conditions: "first tokens of the account",
    prepare: atNewHour,
    send: mint("newcomer"),
  },
  {
    operation: "transfer",
    conditions: "holder to holder",
    chart: { panel: "Transfer" },
    prepare: atNewHour,
    send: transfer("holder", "otherHolder"),
  },
  {
    operation: "transfer",
    conditions: "holder to new account",
    prepare: atNewHour,
    send: transfer("holder", "newcomer"),
  },
  ...(votes ? VOTES_ROWS : []),
];

export const tokenMeasures: readonly Measure[] = [
  ...measuresOf<Holders>({
    subject: "OpenZeppelin ERC20 (no votes)",
    world: (chain) => holders(chain, "OpenZeppelinPlain"),
    rows: rowsOf(false),
  }),
  ...measuresOf<Holders>({
    subject: "OpenZeppelin ERC20Votes",
    world: (chain) => holders(chain, "OpenZeppelinVotes"),
    rows: rowsOf(true),
  }),
  ...measuresOf<Holders>({
    subject: "Solady ERC20Votes",
    world: (chain) => holders(chain, "SoladyVotes"),
    rows: rowsOf(true),
  }),
];
