/**
 * How a holder backs new production with tokens and gets a part of what is issued for it.
 *
 * Run it with `npm run example:back-proposal`.
 */
import { formatEther, keccak256, toUtf8Bytes } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { fail, messageOf } from "../lib/cli.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import { signPermit } from "../../sdk/src/permits.ts";
import type { Address } from "../../sdk/src/types.ts";
import { proposalTermsHash } from "../../sdk/src/calls/terms-hash.ts";
import { DAY, WHOLE, launchExample, recognise } from "./organisation.ts";

const PRODUCTION = 0n;
const example = await launchExample();
try {
  const { cdpo, people, chain } = example;
  const { proposals, registry, token } = cdpo;
  const [backer, illustrator, printer] = people;

  const balance = async (account: HardhatEthersSigner): Promise<string> =>
    formatEther(await token.balanceOf(account));

  // The backer has tokens for having written for the guide before.
  const own = [{ account: backer.address, bps: 10_000n }];
  await registry.connect(backer).submit(PRODUCTION, 200n * WHOLE, own, keccak256("0x01"), "ipfs://articles");
  await recognise(example, 1n, own);
  console.log(`The backer holds ${await balance(backer)} ${await token.symbol()}`);

  // Two deliverers call for a map of mushrooms. It takes 150 tokens; 250 will be asked for, of which backers get 20 %.
  const deliverers = [
    { account: illustrator.address, bps: 5_600n },
    { account: printer.address, bps: 2_400n },
  ];
  const { timestamp } = (await chain.ethers.provider.getBlock("latest")) ?? { timestamp: 0 };
  const deadline = BigInt(timestamp) + 30n * DAY;
  const terms = {
    goal: 150n * WHOLE,
    reward: 250n * WHOLE,
    deadline,
    deliverBy: deadline + 60n * DAY,
    backersBps: 2_000n,
    kind: PRODUCTION,
    deliverers,
    contentHash: keccak256(toUtf8Bytes("Wanted: a map of mushrooms")),
    uri: "ipfs://call",
  };
  await proposals.connect(illustrator).open(terms);
  const id = await proposals.proposalCount();

  // The hash is of what the backer read. They pay with a signature instead of an approval. What exceeds the goal would not be taken.
  const amount = 150n * WHOLE;
  const { v, r, s } = await signPermit({
    rpc: fromEthers(chain.ethers.provider),
    token: cdpo.addresses.token as Address,
    owner: backer.address as Address,
    spender: cdpo.addresses.proposals as Address,
    value: amount,
    deadline,
    sign: ({ domain, types, message }) => backer.signTypedData(domain, types, message),
  });
  await proposals.connect(backer).backWithPermit(id, amount, proposalTermsHash(terms), deadline, v, r, s);
  console.log(
    `The backer put ${formatEther(await proposals.backingOf(id, backer))} on it and holds ${await balance(backer)}`,
  );

  // The map is made, delivered, and recognised; the backer could not have approved it. Paying needs the shares that the
  // delivery was submitted with: the registry's event has them.
  await proposals.connect(illustrator).deliver(id, deliverers, keccak256("0x02"), "ipfs://map");
  const { contributionId } = await proposals.proposal(id);
  const [submission] = await registry.queryFilter(registry.filters.ContributionSubmitted(contributionId));
  const shares = submission?.args.shares.map(({ account, bps }) => ({ account, bps })) ?? [];
  await recognise(example, contributionId, shares);
  console.log(
    `For the map the illustrator got ${await balance(illustrator)}, the printer ${await balance(printer)}`,
  );

  // The backing is the deliverers' now.
  await proposals.complete(id, deliverers);
  console.log(
    `With the backing the illustrator has ${await balance(illustrator)}, the printer ${await balance(printer)}`,
  );

  const due = await proposals.claimable(id, backer);
  await proposals.claim(id, backer);
  console.log(`The backer claimed ${formatEther(due)} and holds ${await balance(backer)}`);
} catch (error) {
  fail(messageOf(error));
} finally {
  await example.chain.close();
}
