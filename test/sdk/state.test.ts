import { expect } from "chai";
import { Contract, Interface, isAddress, Result, type InterfaceAbi, type ParamType } from "ethers";
import { artifacts, network } from "hardhat";
import { createPublicClient, custom } from "viem";
import { addressesOf, IMPLEMENTATION_NAMES, IMPLEMENTATIONS } from "../../launch/index.ts";
import { enums } from "../../sdk/src/abi/index.ts";
import { defineDeployments } from "../../sdk/src/addresses/index.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import {
  accountReads,
  askPart,
  blockOf,
  contractsAt,
  listOrganisations,
  MULTICALL3,
  openOrganisation,
  organisationReads,
  OrganisationError,
  readAccount,
  readHolds,
  readOrganisation,
  VETO_TAG,
  type Organisation,
} from "../../sdk/src/state/index.ts";
import type { Address, OrganisationAddresses, Rpc } from "../../sdk/src/types.ts";
import { launchGrowing, WHOLE, type Connection, type Scenario } from "../lib/fixtures.ts";
import { installMulticall } from "../lib/multicall.ts";
import { busy, dissolved, ended, failed, governed, late, released, selling } from "../lib/stages.ts";
import { idOf } from "../lib/votes.ts";

/** A transport that counts what travels to the node, by method. */
function counted(rpc: Rpc): Rpc & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    request: (args) => {
      sent.push(args.method);
      return rpc.request(args);
    },
  };
}

async function organisationOf({ addresses, asset }: Scenario): Promise<Organisation> {
  return {
    index: 0,
    name: "Shared car",
    symbol: "CAR",
    block: 0n,
    addresses: addresses as unknown as OrganisationAddresses,
    asset: {
      address: (await asset.getAddress()) as Address,
      symbol: await asset.symbol(),
      decimals: Number(await asset.decimals()),
    },
    suite: undefined,
  };
}

/** What ethers decodes, as the sdk tells it: structs as objects, members of enums by name. */
function told(value: unknown, type: ParamType, internalType = ""): unknown {
  if (value instanceof Result) {
    const { components, arrayChildren } = type;
    if (arrayChildren !== null) {
      return [...(value as Iterable<unknown>)].map((each) => told(each, arrayChildren, internalType));
    }
    return Object.fromEntries((components ?? []).map((each, at) => [each.name, told(value[at], each)]));
  }
  const [, name = ""] = /^enum ([\w.]+)/.exec(internalType) ?? [];
  const members = (enums as Readonly<Record<string, readonly string[]>>)[name];
  return members === undefined ? value : members[Number(value)];
}

interface JsonFunction {
  readonly type: string;
  readonly name: string;
  readonly stateMutability: string;
  readonly inputs: readonly unknown[];
  readonly outputs: readonly { readonly name: string; readonly internalType: string }[];
}

const STANDARD = /^([A-Z_0-9]+|eip712Domain|clock|version)$/;

/** All views without arguments of a contract, read by ethers one by one. */
async function viewsByEthers({
  ethers,
  contract,
  address,
}: Pick<Connection, "ethers"> & { readonly contract: string; readonly address: string }) {
  const { abi } = await artifacts.readArtifact(contract);
  const asked = new Contract(address, new Interface(abi as InterfaceAbi), ethers.provider);
  const views: Record<string, unknown> = {};
  for (const fragment of abi as readonly JsonFunction[]) {
    const { type, name, stateMutability, inputs, outputs } = fragment;
    if (type !== "function" || !/view|pure/.test(stateMutability) || inputs.length > 0 || STANDARD.test(name))
      continue;
    const types = asked.interface.getFunction(name)?.outputs ?? [];
    const answer: unknown = await asked.getFunction(name).staticCall();
    const [only] = types;
    views[name] =
      types.length === 1 && only !== undefined
        ? told(answer, only, outputs[0]?.internalType)
        : Object.fromEntries(
            types.map((each, at) => [each.name || name_(name, at), told((answer as Result)[at], each)]),
          );
  }
  return views;
}

/** What `incentives` calls nothing, as it is a function's name. */
const name_ = (view: string, at: number): string =>
  view === "incentives" && at === 0 ? "curationStake" : String(at);

describe("sdk: state", () => {
  describe("readOrganisation", () => {
    for (const stage of [busy, governed, dissolved, late, selling, ended, released, failed]) {
      it(`tells every view of every contract as ethers reads it: ${stage.name}`, async () => {
        const connection = await network.create();
        const scenario = await stage(connection);
        const rpc = fromEthers(connection.ethers.provider);
        const organisation = await organisationOf(scenario);
        const state = await readOrganisation({ rpc, organisation });
        expect(state.block).to.equal(BigInt(await connection.ethers.provider.getBlockNumber()));
        for (const name of IMPLEMENTATION_NAMES) {
          const address = scenario.addresses[name];
          if (address === undefined) {
            expect(state.contracts[name], name).to.equal(undefined);
            continue;
          }
          const views = await viewsByEthers({ ...connection, contract: IMPLEMENTATIONS[name], address });
          expect(state.contracts[name], name).to.deep.equal(views);
          expect(Object.keys(state.contracts[name] ?? {}), name).to.deep.equal(Object.keys(views));
        }
        const { stake, governor, asset, token, addresses } = scenario;
        expect(state.voice).to.deep.equal({
          totalStake: await stake.getPastTotalSupply(state.time - 1n),
          quorum: await governor.quorum(0n),
        });
        expect(state.treasury).to.deep.equal({
          asset: await asset.balanceOf(addresses.timelock),
          tokens: await token.balanceOf(addresses.timelock),
        });
      });
    }

    it("lists what there is many of, with states and payments", async () => {
      const connection = await network.create();
      const scenario = await busy(connection);
      const { registry, issuance, epochs, proposals, pledgeBook, licenceOffice, partnerAcceptance } =
        scenario;
      const rpc = fromEthers(connection.ethers.provider);
      const state = await readOrganisation({
        rpc,
        organisation: await organisationOf(scenario),
        account: scenario.holder.address as Address,
      });
      expect(state.contributions.map(({ id }) => id)).to.deep.equal(
        Array.from({ length: Number(await registry.contributionCount()) }, (_, at) => BigInt(at + 1)),
      );
      const statuses = enums["IContributionRegistry.Status"];
      for (const { id, status, reward, award, reviewEnd, sharesHash, payment } of state.contributions) {
        const stored = await registry.contribution(id);
        expect({ status, reward, award, reviewEnd, sharesHash }).to.deep.equal({
          status: statuses[Number(stored.status)],
          reward: stored.reward,
          award: stored.award,
          reviewEnd: stored.reviewEnd,
          sharesHash: stored.sharesHash,
        });
        expect(payment).to.deep.equal(
          status === "Accepted"
            ? {
                isFinal: await registry.isFinal(id),
                paid: (await issuance.paidOf(award)).paid,
                expected: await issuance.previewPaid(award),
              }
            : undefined,
        );
      }
      expect(state.contributions.find(({ id }) => id === scenario.ids.settled)?.payment?.isFinal).to.equal(
        true,
      );
      expect(state.contributions.find(({ id }) => id === scenario.ids.rejected)?.status).to.equal("Rejected");
      expect(state.kinds.map(({ kind, maxReward, active }) => [kind, maxReward, active])).to.deep.equal([
        [0, 600n * WHOLE, true],
        [1, 10n * WHOLE, true],
        [2, 200n * WHOLE, true],
      ]);

      expect(state.epochs.map(({ id, status }) => [id, status])).to.deep.equal(
        await Promise.all(
          state.epochs.map(async ({ id }) => [
            id,
            enums["IContributionEpochs.Status"][Number((await epochs.epochAt(id)).status)],
          ]),
        ),
      );
      expect(state.epochs.find(({ id }) => id === scenario.ids.openEpoch)?.status).to.equal("Open");
      expect(state.epochs.find(({ id }) => id === scenario.ids.openEpoch)?.total).to.equal(
        scenario.ledger.total,
      );

      expect(state.proposals.map(({ id, backing }) => [id, backing])).to.deep.equal(
        await Promise.all(
          [1n, 2n, 3n, 4n].map(async (id) => [id, await proposals.backingOf(id, scenario.holder)]),
        ),
      );
      expect(state.proposals.map((each) => each.state)).to.deep.equal([
        "Open",
        "Funded",
        "Delivered",
        "Accepted",
      ]);
      expect(state.pledges.map(({ id, form, amount, state: now }) => [id, form, amount, now])).to.deep.equal(
        await Promise.all(
          [1n, 2n, 3n].map(async (id) => {
            const { form, amount } = await pledgeBook.pledgeOf(id);
            const now = Number(await pledgeBook.stateOf(id));
            return [
              id,
              enums["IPledgeBook.Form"][Number(form)],
              amount,
              enums["IPledgeBook.PledgeState"][now],
            ];
          }),
        ),
      );
      const tier = await licenceOffice.tierOf(1n);
      expect(state.tiers.map(({ id, name, price }) => [id, name, price])).to.deep.equal([
        [1n, tier.name, tier.price],
      ]);
      expect(state.offers.map(({ id, state: now, sold }) => [id, now, sold])).to.deep.equal([
        [1n, "OnSale", (await partnerAcceptance.dashboard(1n)).sold],
        [2n, "Withdrawn", 2n],
      ]);
      expect([state.milestones, state.resources]).to.deep.equal([[], []]);

      const newest = await readOrganisation({
        rpc,
        organisation: await organisationOf(scenario),
        newest: 2n,
        fromEvents: false,
      });
      const lastOf = <T>(list: readonly T[]): readonly T[] => list.slice(-2);
      expect(newest.contributions).to.deep.equal(lastOf(state.contributions));
      expect(newest.pledges).to.deep.equal(lastOf(state.pledges));
      expect(newest.proposals.map(({ id }) => id)).to.deep.equal([3n, 4n]);
      const some = await readOrganisation({
        rpc,
        organisation: await organisationOf(scenario),
        newest: { pledges: 1n, contributions: 10_000n },
        fromEvents: false,
      });
      expect([some.pledges, some.contributions]).to.deep.equal([
        ...[state.pledges.slice(-1), state.contributions],
      ]);
      expect(some.proposals.map(({ id }) => id)).to.deep.equal([1n, 2n, 3n, 4n]);
    });

    it("lists milestones and resources of a presale", async () => {
      const connection = await network.create();
      const scenario = await released(connection);
      const { budget, custody } = scenario;
      const { milestones, resources } = await readOrganisation({
        rpc: fromEthers(connection.ethers.provider),
        organisation: await organisationOf(scenario),
      });
      expect(milestones.map(({ id, amount, dueAt }) => [id, amount, dueAt])).to.deep.equal(
        await Promise.all(
          [0n, 1n, 2n].map(async (id) => {
            const { amount, dueAt } = (await budget?.milestoneOf(id)) ?? { amount: -1n, dueAt: -1n };
            return [id, amount, dueAt];
          }),
        ),
      );
      expect(BigInt(resources.length)).to.equal(await custody?.resourceCount());
      for (const { id, state, value } of resources) {
        const stored = await custody?.resourceOf(id);
        const name = enums["IResourceCustody.ResourceState"][Number(stored?.state)];
        expect([state, value]).to.deep.equal([name, stored?.value]);
      }
    });

    it("knows from events who has roles, what is scheduled and what is decided", async () => {
      const connection = await network.create();
      const scenario = await governed(connection);
      const { timelock, governor, actors, ballots, addresses } = scenario;
      const rpc = fromEthers(connection.ethers.provider);
      const organisation = await organisationOf(scenario);
      const { roles, operations, decisions } = await readOrganisation({ rpc, organisation });
      const founders = actors.founders.map(({ address }) => address);
      expect(roles.PROPOSER_ROLE).to.include.members([...founders, addresses.governor]);
      for (const holder of roles.PROPOSER_ROLE ?? []) {
        expect(await timelock.hasRole(await timelock.PROPOSER_ROLE(), holder)).to.equal(true);
      }
      expect(roles.GUARDIAN_ROLE).to.deep.equal([actors.guardian.address]);

      expect(decisions.map(({ description }) => description)).to.deep.equal([
        "due",
        "succeeded",
        "active",
        "pending",
      ]);
      expect(decisions.map(({ state }) => state)).to.deep.equal(["Queued", "Succeeded", "Active", "Pending"]);
      for (const { id, description, quorum, votesFor, voteEnd, calls } of decisions) {
        const ballot = ballots[description as keyof typeof ballots];
        expect(id).to.equal(idOf(ballot));
        expect(quorum).to.equal((await governor.decisionOf(id)).quorum);
        expect(votesFor).to.equal((await governor.proposalVotes(id)).forVotes);
        expect(voteEnd).to.equal(await governor.proposalDeadline(id));
        expect(calls.map(({ target }) => target)).to.deep.equal([addresses.registry]);
      }
      expect(operations).to.have.lengthOf(1);
      const [operation] = operations;
      expect(operation?.from).to.equal(await governor.proposalEta(idOf(ballots.due)));
      expect(operation?.calls).to.deep.equal(decisions[0]?.calls);

      await timelock
        .connect(actors.founders[0])
        .renounceRole(await timelock.PROPOSER_ROLE(), founders[0] ?? "");
      await governor.execute(
        [addresses.registry],
        [0n],
        [operation?.calls[0]?.data ?? ""],
        connection.ethers.id("due"),
      );
      const after = await readOrganisation({ rpc, organisation });
      expect(after.roles.PROPOSER_ROLE).to.not.include(founders[0]);
      expect(after.operations).to.deep.equal([]);
      expect(after.decisions[0]?.state).to.equal("Executed");
      expect((await readOrganisation({ rpc, organisation, fromEvents: false })).decisions).to.deep.equal([]);
    });

    it("knows the operations of founders with salt and predecessor, also what was cancelled and scheduled again", async () => {
      const connection = await network.create();
      const scenario = await busy(connection);
      const { timelock, actors, operations: known, addresses } = scenario;
      const rpc = fromEthers(connection.ethers.provider);
      const organisation = await organisationOf(scenario);
      const founder = timelock.connect(actors.founders[0]);
      const waiting = (await readOrganisation({ rpc, organisation })).operations;
      expect(waiting.map(({ id }) => id)).to.include(known.pending);
      for (const { id, calls, salt, predecessor, from } of waiting) {
        expect(await timelock.getTimestamp(id)).to.equal(from);
        const [only] = calls;
        const single = await timelock.hashOperation(
          only?.target ?? "",
          0n,
          only?.data ?? "",
          predecessor,
          salt,
        );
        const batch = await timelock.hashOperationBatch(
          [only?.target ?? ""],
          [0n],
          [only?.data ?? ""],
          predecessor,
          salt,
        );
        expect([single, batch]).to.include(id);
      }
      await founder.cancel(known.pending);
      const without = (await readOrganisation({ rpc, organisation })).operations;
      expect(without.map(({ id }) => id)).to.deep.equal(
        waiting.map(({ id }) => id).filter((id) => id !== known.pending),
      );
      const salt = waiting.find(({ id }) => id === known.pending)?.salt ?? "";
      const call = waiting.find(({ id }) => id === known.pending)?.calls[0]?.data ?? "";
      await founder.schedule(
        addresses.registry,
        0n,
        call,
        `0x${"00".repeat(32)}`,
        salt,
        await timelock.getMinDelay(),
      );
      const again = (await readOrganisation({ rpc, organisation })).operations.find(
        ({ id }) => id === known.pending,
      );
      expect(again?.calls).to.have.lengthOf(1);
    });

    it("is the same through Multicall3, in few requests, and as of the block that is asked for", async () => {
      const connection = await network.create();
      const scenario = await busy(connection);
      const organisation = await organisationOf(scenario);
      const alone = fromEthers(connection.ethers.provider);
      const expected = await readOrganisation({ rpc: alone, organisation });
      const { block } = expected;
      await installMulticall(connection);
      await scenario.token.connect(scenario.holder).transfer(scenario.actors.stranger, 1n);
      const rpc = counted(fromEthers(connection.ethers.provider));
      const { block: next, blockHash, time, ...now } = await readOrganisation({ rpc, organisation });
      expect(next > block && time > expected.time && blockHash !== expected.blockHash).to.equal(true);
      expect(now.pledges).to.deep.equal(expected.pledges);
      expect(rpc.sent.filter((method) => method === "eth_call")).to.have.lengthOf(4);
      expect(rpc.sent.length).to.be.lessThan(8);
      // Before Multicall3 was there, the contracts are asked one by one.
      expect(await readOrganisation({ rpc, organisation, block })).to.deep.equal(expected);
    });

    it("is read by viem, too", async () => {
      const connection = await network.create();
      const scenario = await busy(connection);
      await installMulticall(connection);
      const organisation = await organisationOf(scenario);
      const rpc = fromEthers(connection.ethers.provider);
      const { number, time } = await blockOf(rpc);
      const client = createPublicClient({ transport: custom(rpc) });
      const part = organisationReads({ organisation, time });
      const outcomes = await client.multicall({
        contracts: part.reads,
        multicallAddress: MULTICALL3,
        blockNumber: number,
      });
      const views = part.decode(outcomes);
      expect(views).to.deep.equal(await askPart(rpc, part));
      const ofAccount = accountReads({
        organisation,
        contracts: views.contracts,
        account: scenario.holder.address as Address,
      });
      const answers = await client.multicall({ contracts: ofAccount.reads, multicallAddress: MULTICALL3 });
      expect(ofAccount.decode(answers)).to.deep.equal(await askPart(rpc, ofAccount));
    });

    it("throws when another contract stands there, and when it is aborted", async () => {
      const connection = await network.create();
      const scenario = await launchGrowing(connection);
      const rpc = fromEthers(connection.ethers.provider);
      const organisation = await organisationOf(scenario);
      const { addresses } = organisation;
      const mixed = { ...organisation, addresses: { ...addresses, reserve: addresses.token } };
      expect(await thrownBy(readOrganisation({ rpc, organisation: mixed }))).to.match(
        /^\w+ of 0x\w+ refuses, or there is no such contract$/,
      );
      const signal = AbortSignal.abort(new Error("no longer wanted"));
      expect(await thrownBy(readOrganisation({ rpc, organisation, signal }))).to.equal("no longer wanted");
      expect(await thrownBy(blockOf(rpc, 1_000_000n))).to.equal(
        "the node has no block 0xf4240: wait until it is in sync",
      );
    });
  });

  describe("readAccount", () => {
    it("tells what a holder, a partner of offers, a licensee and a curator have", async () => {
      const connection = await network.create();
      const scenario = await busy(connection);
      const { token, asset, stake, registry, reserve, partnerAcceptance, licenceOffice, holder, actors } =
        scenario;
      const rpc = fromEthers(connection.ethers.provider);
      const organisation = await organisationOf(scenario);
      const read = (who: { readonly address: string }) =>
        readAccount({ rpc, organisation, account: who.address as Address });
      for (const who of [holder, actors.donor, scenario.licensee, actors.curators[0], actors.stranger]) {
        const account = await read(who);
        expect(account.tokens).to.equal(await token.balanceOf(who));
        expect(account.asset).to.equal(await asset.balanceOf(who));
        expect(account.stake).to.equal(await stake.getVotes(who));
        expect(account.unstakable).to.equal(await stake.unstakable(who));
        expect(account.stakeAccount.wholeHolds).to.equal((await stake.accountOf(who)).wholeHolds);
        expect(account.consent).to.equal(await stake.consentOf(await stake.roundCount(), who));
        expect(account.recognised).to.equal(await registry.recognisedOf(who));
        expect(account.curatorSince).to.equal(await registry.curatorSince(who));
        expect(account.donated).to.equal(await reserve.donatedBy(who));
        expect([account.presale, account.budget]).to.deep.equal([undefined, undefined]);
        for (const { offer, quantity } of account.vouchers) {
          expect(quantity).to.equal(await partnerAcceptance.balanceOf(who, offer));
        }
        for (const { id, tier, isValid } of account.licences) {
          expect(await licenceOffice.licenceOf(who, tier)).to.equal(id);
          expect(await licenceOffice.isLicensed(who, tier)).to.equal(isValid);
        }
      }
      expect((await read(holder)).vouchers).to.deep.equal([
        { offer: 1n, quantity: 2n },
        { offer: 2n, quantity: 2n },
      ]);
      expect((await read(scenario.licensee)).licences).to.deep.equal([{ id: 1n, tier: 1n, isValid: true }]);
      expect((await read(holder)).backings.map(({ proposal, backing }) => [proposal, backing])).to.deep.equal(
        [
          [1n, WHOLE / 2n],
          [2n, WHOLE],
          [3n, WHOLE],
          [4n, WHOLE],
        ],
      );
      const { contracts } = await readOrganisation({ rpc, organisation, fromEvents: false });
      const again = { rpc, organisation, account: holder.address as Address, contracts };
      expect(await readAccount(again)).to.deep.equal(await read(holder));
    });

    it("tells what partners and founders of a presale have", async () => {
      const connection = await network.create();
      for (const stage of [selling, released, failed]) {
        const scenario = await stage(connection);
        const { presale, budget, actors } = scenario;
        const organisation = await organisationOf(scenario);
        for (const who of [actors.partners[0], actors.founders[0], actors.stranger]) {
          const { presale: of, budget: part } = await readAccount({
            rpc: fromEthers(connection.ethers.provider),
            organisation,
            account: who.address as Address,
          });
          const tokens = await presale?.tokensOf(who);
          expect(of?.tokens.vested).to.equal(tokens?.vested);
          expect(of?.tokens.founderVesting).to.equal(tokens?.founderVesting);
          expect(of?.refundable).to.equal(await presale?.refundableOf(who));
          expect(of?.position.contributed).to.equal((await presale?.positionOf(who))?.contributed);
          expect(of?.claimable.vested).to.equal((await presale?.previewClaim(who))?.vested);
          expect(of?.given.contributed).to.equal((await presale?.givenBy(who))?.contributed);
          expect(part?.fetchable).to.equal(await budget?.fetchable(who));
          expect(part?.objectionWeight).to.equal(await budget?.objectionWeightOf(who));
        }
      }
    });

    it("tells what holds a stake, and until when, as Stake itself does", async () => {
      const connection = await network.create();
      const scenario = await governed(connection);
      const { stake, governor, holder, addresses, ballots, actors } = scenario;
      const [, second] = actors.producers;
      const rpc = fromEthers(connection.ethers.provider);
      const organisation = await organisationOf(scenario);
      const holdsOf = async (account?: string) =>
        readHolds({
          ...{ rpc, organisation, block: (await blockOf(rpc)).number },
          ...(account !== undefined && { account: account as Address }),
        });
      const operation = (await governor.decisionOf(idOf(ballots.due))).operation;
      await stake.connect(actors.donor).vetoDecision(operation);
      const all = await holdsOf();
      expect(all.map(({ tag }) => tag)).to.include.members([1n, 3n, VETO_TAG]);
      for (const { account, forum, id, tag, until } of all) {
        const isVeto = tag === VETO_TAG;
        if (!isVeto) expect(await stake.holdOf(forum, id, tag, account)).to.not.equal(0n);
        // Closing it earlier is refused with this very end.
        await expect(stake.close(forum, id, tag, account))
          .to.be.revertedWithCustomError(stake, "StillHeld")
          .withArgs(account, until);
      }
      expect(await holdsOf(second.address)).to.deep.equal(
        all.filter(({ account }) => account === second.address),
      );
      expect((await holdsOf(second.address)).map(({ forum, id }) => [forum, id])).to.deep.include([
        addresses.governor,
        idOf(ballots.due),
      ]);
      expect(await holdsOf(actors.deployer.address)).to.deep.equal([]);
      const { id: vetoed = 0n } = all.find(({ tag }) => tag === VETO_TAG) ?? {};
      await stake.connect(actors.donor).takeBackVeto(addresses.timelock, vetoed);
      expect((await holdsOf()).map(({ tag }) => tag)).to.not.include(VETO_TAG);
      expect(
        (await readAccount({ rpc, organisation, account: holder.address as Address })).holds,
      ).to.deep.equal(all.filter(({ account }) => account === holder.address));
    });
  });

  describe("openOrganisation", () => {
    it("finds by token, number, name and symbol, in the book and in the directory", async () => {
      const connection = await network.create();
      const scenario = await launchGrowing(connection);
      const { factory, config, addresses, asset } = scenario;
      const rpc = fromEthers(connection.ethers.provider);
      await factory.launch({ ...config, name: "Second", symbol: "TWO" });
      await factory.launch({ ...config, name: "Third", symbol: "TWO" });
      const at = (name: keyof typeof addresses) => addresses[name] ?? null;
      const listed = {
        ...{ index: 0, name: "Shared car", symbol: "CAR", block: 7, transaction: `0x${"11".repeat(32)}` },
        asset: await asset.getAddress(),
        ...Object.fromEntries(IMPLEMENTATION_NAMES.map((name) => [name, at(name)])),
      };
      const empty = { chainId: 31_337, block: 3, factory: await factory.getAddress(), organisations: [] };
      const { 31_337: book } = defineDeployments({ ...empty, organisations: [listed] });
      const { 31_337: bare } = defineDeployments(empty);
      if (book === undefined || bare === undefined) throw new Error("there is no book");

      for (const which of [
        0,
        "0",
        "CAR",
        "Shared car",
        addresses.token,
        addresses.token.toLowerCase(),
        undefined,
      ]) {
        const found = await openOrganisation({ rpc, book, which });
        expect([found.index, found.name, found.block]).to.deep.equal([0, "Shared car", 7n]);
        expect(found.addresses).to.deep.equal(addresses);
        expect(found.asset).to.deep.equal({ address: listed.asset, symbol: "EURT", decimals: 18 });
        expect(found.suite).to.equal(undefined);
      }
      for (const which of [1, "Second"]) {
        const found = await openOrganisation({ rpc, book, which });
        expect([found.index, found.symbol, found.block]).to.deep.equal([1, "TWO", 3n]);
        expect(found.addresses.token).to.equal((await factory.cdpoAt(1n)).token);
      }
      const inDirectory = await openOrganisation({ rpc, book: bare, which: "CAR" });
      expect(inDirectory.addresses).to.deep.equal(addresses);
      expect(
        (await listOrganisations({ rpc, factory: bare.factory ?? "0x", from: 1, count: 9 })).map(
          ({ name }) => name,
        ),
      ).to.deep.equal(["Second", "Third"]);

      const refused = async (which: string | undefined, of = bare): Promise<readonly [string, string]> => {
        try {
          await openOrganisation({ rpc, book: of, which });
        } catch (thrown) {
          if (thrown instanceof OrganisationError) return [thrown.reason, thrown.message];
          throw thrown;
        }
        throw new Error("it was found");
      };
      expect(await refused("TWO")).to.deep.equal([
        "several",
        "more than one organisation fits, such as 2 (Third), 1 (Second): say which by its number",
      ]);
      expect(await refused("3")).to.deep.equal([
        "none",
        'there is no organisation "3" on chain 31337: name it by its token\'s address, number, name or symbol',
      ]);
      expect((await refused(await asset.getAddress()))[0]).to.equal("none");
      expect(await refused("0", { ...bare, factory: null })).to.deep.equal([
        "no factory",
        "no factory is deployed on chain 31337: deploy the suite first",
      ]);
      expect((await refused("0", { ...bare, factory: listed.asset as Address }))[0]).to.equal("no factory");
      const [entry] = book.organisations;
      if (entry === undefined) throw new Error("nothing is listed");
      const foreign = { ...book, organisations: [{ ...entry, index: 9 }] };
      expect((await refused("9", foreign))[0]).to.equal("other chain");
    });

    it("says so when nothing is launched", async () => {
      const connection = await network.create();
      const { factory } = await launchGrowing(connection);
      const { ethers } = connection;
      const fresh = await ethers.deployContract("CdpoFactory", [
        addressesOf(await factory.implementations()),
      ]);
      const book = defineDeployments({ chainId: 5, factory: await fresh.getAddress() })[5];
      if (book === undefined) throw new Error("there is no book");
      expect(await thrownBy(openOrganisation({ rpc: fromEthers(ethers.provider), book }))).to.equal(
        "no organisation is launched on chain 5 yet",
      );
    });
  });

  describe("contractsAt", () => {
    it("has an ABI for each address", async () => {
      const { addresses } = await launchGrowing(await network.create());
      const contracts = contractsAt(addresses as unknown as OrganisationAddresses);
      expect(Object.keys(contracts)).to.deep.equal(IMPLEMENTATION_NAMES);
      expect(isAddress(contracts.token.address)).to.equal(true);
      expect([contracts.presale, contracts.custody, contracts.budget]).to.deep.equal([
        undefined,
        undefined,
        undefined,
      ]);
    });
  });
});

async function thrownBy(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  throw new Error("nothing was thrown");
}
