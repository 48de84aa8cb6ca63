/**
 * Claims from Merkle trees: this suite's epochs and Uniswap's distributor, as published on npm. Beside a proof's path a
 * tree may hold anything, so trees of a million leaves are two leaves below made-up hashes.
 */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  AbiCoder,
  concat,
  id,
  keccak256,
  solidityPackedKeccak256,
  type Addressable,
  type Contract,
  type ContractTransactionResponse,
} from "ethers";
import { entryOf } from "../../test/lib/epochs.ts";
import { DAY, WHOLE, launchGrowing, signerOf, type Scenario } from "../../test/lib/fixtures.ts";
import { OURS, measuresOf, type Measure } from "../lib/measures.ts";
import { call, deploy, prebuilt } from "../lib/peers.ts";
import type { Chain } from "../lib/suite.ts";
import { TOKENS_IN } from "./cdpo.ts";

export const UNISWAP = "Uniswap Merkle distributor";
/** A tree of depth d has 2^d leaves. */
export const DEPTHS = [1, 5, 10, 15, 20] as const;
/** The depth at which all other cases are measured. */
export const USUAL_DEPTH = 10;
/** How many epochs one transaction claims at most. */
export const MOST_EPOCHS = 4;

/** The tokens that Uniswap's distributor pays. */
export const TOKENS = { suite: "this suite's token", plain: "plain ERC-20" } as const;
type Token = keyof typeof TOKENS;

/** How {@link claimMeasures} name their cases. */
export const caseOf = {
  depth: (depth: number): string => `depth ${depth}, holder, bitmap word in use`,
  first: `depth ${USUAL_DEPTH}, first tokens of the account, bitmap word in use`,
  many: (epochs: number, kept: boolean): string =>
    `depth ${USUAL_DEPTH}, holder, ${epochs === 1 ? "1 epoch" : `${epochs} epochs at once`}, ${kept ? "same index" : "other indexes"}`,
  paying: (token: Token, conditions: string): string => `${conditions}, ${TOKENS[token]}`,
};

// ---------------------------------------------------------------- trees

interface Award {
  readonly index: bigint;
  readonly account: string;
  readonly amount: bigint;
}

interface Claim extends Award {
  readonly proof: string[];
}

type HashLeaf = (award: Award) => string;

const hashOurs: HashLeaf = ({ index, account, amount }) =>
  keccak256(
    keccak256(AbiCoder.defaultAbiCoder().encode(["uint256", "address", "uint256"], [index, account, amount])),
  );

const hashUniswap: HashLeaf = ({ index, account, amount }) =>
  solidityPackedKeccak256(["uint256", "address", "uint256"], [index, account, amount]);

/** A leaf and the one beside it, which shares its word of the bitmap, each with its proof. */
interface Tree {
  readonly depth: number;
  readonly root: string;
  readonly leaf: Claim;
  readonly beside: Claim;
}

/** An index two thirds into the leaves: as many bytes of call data as most have, and never 0. */
const indexIn = (depth: number): bigint => (2n * 2n ** BigInt(depth)) / 3n;

function treeOf({
  depth,
  account,
  neighbour,
  index = indexIn(depth),
  hashLeaf,
}: {
  readonly depth: number;
  readonly account: string;
  readonly neighbour: string;
  readonly index?: bigint;
  readonly hashLeaf: HashLeaf;
}): Tree {
  const leaf = { index, account, amount: TOKENS_IN + index };
  const beside = { index: index ^ 1n, account: neighbour, amount: TOKENS_IN + (index ^ 1n) };
  const above = Array.from({ length: depth - 1 }, (_, at) => id(`beside the path, ${at + 1} above the leaf`));
  return {
    depth,
    root: [hashLeaf(beside), ...above].reduce(parentOf, hashLeaf(leaf)),
    leaf: { ...leaf, proof: [hashLeaf(beside), ...above] },
    beside: { ...beside, proof: [hashLeaf(leaf), ...above] },
  };
}

const parentOf = (a: string, b: string): string => keccak256(concat([a, b].toSorted()));

// ---------------------------------------------------------------- world

interface Distribution {
  readonly distributor: Contract;
  readonly tree: Tree;
}

interface Claims extends Scenario {
  readonly holder: HardhatEthersSigner;
  readonly newcomer: HardhatEthersSigner;
  /** Epoch n is in place n − 1. */
  readonly trees: readonly Tree[];
  readonly distributions: Readonly<Record<Token, readonly Distribution[]>>;
}

/** A tree for each depth, then one for an account without tokens. */
const NEWCOMERS = DEPTHS.length;
/** Then epochs in which the holder keeps the index of {@link USUAL_DEPTH}, and others in which they do not. */
const KEPT = NEWCOMERS + 1;
const MOVED = KEPT + MOST_EPOCHS - 1;

/** Everything is open for claims, and in each tree the leaf beside the measured one is claimed. */
async function openClaims(chain: Chain): Promise<Claims> {
  const scenario = await launchGrowing(chain, { issuance: { baseAmount: 10n ** 9n * WHOLE } });
  const { actors, addresses, asset, token } = scenario;
  const [holder, neighbour] = actors.producers;
  // Nobody else among the actors is without assets.
  const newcomer = actors.guardian;
  const minter = await signerOf(chain, addresses.reserve);
  await token.connect(minter).mint(holder, WHOLE);

  const people = { account: holder.address, neighbour: neighbour.address };
  const commonTrees = (hashLeaf: HashLeaf): Tree[] => [
    ...DEPTHS.map((depth) => treeOf({ ...people, depth, hashLeaf })),
    treeOf({ ...people, account: newcomer.address, depth: USUAL_DEPTH, hashLeaf }),
  ];
  const further = (moved: boolean): Tree[] =>
    Array.from({ length: MOST_EPOCHS - 1 }, (_, at) => {
      const index = indexIn(USUAL_DEPTH) - (moved ? 16n * BigInt(at + 1) : 0n);
      return treeOf({ ...people, depth: USUAL_DEPTH, index, hashLeaf: hashOurs });
    });
  const trees = [...commonTrees(hashOurs), ...further(false), ...further(true)];
  await openEpochs(chain, scenario, trees);

  const distributed = async (
    paid: Addressable,
    fill: (distributor: Contract) => Promise<unknown>,
  ): Promise<Distribution[]> => {
    const distributions: Distribution[] = [];
    for (const tree of commonTrees(hashUniswap)) {
      const distributor = await deploy(
        prebuilt("@uniswap/merkle-distributor/build/MerkleDistributor.json"),
        holder,
        [await paid.getAddress(), tree.root],
      );
      await fill(distributor);
      await claimUniswap({ distributor, tree }, tree.beside, holder);
      distributions.push({ distributor, tree });
    }
    return distributions;
  };
  return {
    ...scenario,
    holder,
    newcomer,
    trees,
    distributions: {
      suite: await distributed(token, (to) => token.connect(minter).mint(to, 1_000n * WHOLE)),
      plain: await distributed(asset, (to) => asset.mint(to, 1_000n * WHOLE)),
    },
  };
}

async function openEpochs({ networkHelpers }: Chain, scenario: Scenario, trees: readonly Tree[]) {
  const { epochs, issuance, actors } = scenario;
  const [curator] = actors.curators;
  for (const { root, depth } of trees) {
    await epochs
      .connect(curator)
      .propose(root, 1_000n * WHOLE, 2n ** BigInt(depth), id("ledger"), "ipfs://ledger", "edits-capped/3");
  }
  await networkHelpers.time.increase(3n * DAY);
  for (const number of trees.keys()) await epochs.activate(BigInt(number + 1));
  // The first batch pays all.
  await networkHelpers.time.increaseTo((await issuance.runningBatch()).end);
  for (const [number, { beside }] of trees.entries()) {
    const epoch = BigInt(number + 1);
    await epochs.open(epoch);
    await epochs.claim(epoch, beside.index, beside.account, beside.amount, beside.proof);
  }
}

// ---------------------------------------------------------------- claims

const at = <Value>(values: readonly Value[], place: number): Value => {
  const value = values[place];
  if (value === undefined) throw new Error(`there is no tree ${place}`);
  return value;
};

function claimOurs({ epochs, trees }: Claims, by: HardhatEthersSigner, place: number) {
  const { index, account, amount, proof } = at(trees, place).leaf;
  return epochs.connect(by).claim(BigInt(place + 1), index, account, amount, proof);
}

function claimMany({ epochs, trees, holder }: Claims, places: readonly number[]) {
  const entries = places.map((place) => entryOf(BigInt(place + 1), at(trees, place).leaf));
  return epochs.connect(holder).claimMany(holder, entries);
}

function claimUniswap(
  { distributor }: Distribution,
  { index, account, amount, proof }: Claim,
  by: HardhatEthersSigner,
): Promise<ContractTransactionResponse> {
  return call(distributor, by, "claim", index, account, amount, proof);
}

/** The epoch of {@link USUAL_DEPTH}, then those that go with it. */
const placesOf = (epochs: number, kept: boolean): number[] => [
  DEPTHS.indexOf(USUAL_DEPTH),
  ...Array.from({ length: epochs - 1 }, (_, number) => (kept ? KEPT : MOVED) + number),
];

/** Claims from trees of these depths, and of accounts that held none of the tokens. */
export function claimMeasures(depths: readonly (typeof DEPTHS)[number][] = DEPTHS): Measure[] {
  const places = depths.map((depth) => ({ place: DEPTHS.indexOf(depth), conditions: caseOf.depth(depth) }));
  return [
    ...measuresOf<Claims>({
      subject: OURS,
      world: openClaims,
      rows: [
        ...places.map(({ place, conditions }) => ({
          operation: "merkleClaim" as const,
          conditions,
          send: (world: Claims) => claimOurs(world, world.holder, place),
        })),
        {
          operation: "merkleClaim",
          conditions: caseOf.first,
          send: (world) => claimOurs(world, world.newcomer, NEWCOMERS),
        },
      ],
    }),
    ...(Object.keys(TOKENS) as Token[]).flatMap((token) =>
      measuresOf<Claims>({
        subject: UNISWAP,
        world: openClaims,
        rows: [
          ...places.map(({ place, conditions }) => ({
            operation: "merkleClaim" as const,
            conditions: caseOf.paying(token, conditions),
            send: ({ distributions, holder }: Claims) => {
              const distribution = at(distributions[token], place);
              return claimUniswap(distribution, distribution.tree.leaf, holder);
            },
          })),
          {
            operation: "merkleClaim",
            conditions: caseOf.paying(token, caseOf.first),
            send: ({ distributions, newcomer }) => {
              const distribution = at(distributions[token], NEWCOMERS);
              return claimUniswap(distribution, distribution.tree.leaf, newcomer);
            },
          },
        ],
      }),
    ),
  ];
}

/** Claims of one to {@link MOST_EPOCHS} epochs in one transaction. */
export function claimManyMeasures(): Measure[] {
  return measuresOf<Claims>({
    subject: OURS,
    world: openClaims,
    rows: [true, false].flatMap((kept) =>
      Array.from({ length: MOST_EPOCHS }, (_, place) => ({
        operation: "merkleClaim" as const,
        conditions: caseOf.many(place + 1, kept),
        send: (world: Claims) => claimMany(world, placesOf(place + 1, kept)),
      })),
    ),
  });
}
