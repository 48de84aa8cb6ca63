import { expect } from "chai";
import { network } from "hardhat";
import { readDue, readDueChoices } from "../../sdk/src/due/index.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import { readOrganisation, type Organisation, type OrganisationState } from "../../sdk/src/state/index.ts";
import type { Address, OrganisationAddresses } from "../../sdk/src/types.ts";
import { issueBase, launchGrowing, type Scenario } from "../lib/fixtures.ts";
import { busy } from "../lib/stages.ts";

const connection = await network.create();
const { ethers } = connection;
const rpc = fromEthers(ethers.provider);

async function stateOf({ addresses, asset }: Scenario): Promise<OrganisationState> {
  const organisation: Organisation = {
    ...{ index: 0, name: "Shared car", symbol: "CAR", block: 0n, suite: undefined },
    addresses: addresses as unknown as OrganisationAddresses,
    asset: {
      address: (await asset.getAddress()) as Address,
      symbol: await asset.symbol(),
      decimals: Number(await asset.decimals()),
    },
  };
  return readOrganisation({ rpc, organisation });
}

describe("sdk/due", () => {
  it("tells what is due in its order; anyone can make all of it, and then nothing is due", async () => {
    const stage = await busy(connection);
    const { actors } = stage;
    const [first, second] = actors.curators;
    const stranger = actors.stranger.address as Address;
    const setCurator = `run what founders scheduled: registry.setCurator(${stranger}, true)`;
    const due = await readDue({ rpc, state: await stateOf(stage), from: stranger });
    expect(due.map(({ words }) => words)).to.deep.equal([
      ...["decide contribution 5", "open claims of epoch 2", "activate epoch 4"],
      "pay those who made contribution 3",
      ...[`pay ${first.address} for reviews`, `pay ${second.address} for reviews`],
      "hand over what backs proposal 4",
      `pay ${stage.holder.address} for backing proposal 4`,
      // Once scheduled as one call, once as a batch of one.
      ...[setCurator, setCurator],
      `free the stake of ${actors.donor.address} from a veto of contribution 1`,
      "send what was sent to the stake by mistake to the treasury",
      "count what was sent to the reserve past its functions as a gift",
      "send the tribute collected to the treasury",
      "pass pledge 2 on, whose condition holds",
      "send the treasury the makers' part of licences",
    ]);
    // Both do the same, so the second is not due any more once the first was made.
    const twice = due.findLastIndex(({ words }) => words === setCurator);
    for (const { call } of due.toSpliced(twice, 1)) await actors.stranger.sendTransaction(call);
    for (let round = 0; round < 5; ++round) {
      const more = await readDue({ rpc, state: await stateOf(stage), from: stranger });
      if (more.length === 0) break;
      for (const { call } of more) await actors.stranger.sendTransaction(call);
    }
    expect(await readDue({ rpc, state: await stateOf(stage) })).to.deep.equal([]);
  });

  it("finds nothing due in an organisation that begins, and its market a choice once enough was given", async () => {
    const scenario = await launchGrowing(connection);
    const { actors, asset, reserve } = scenario;
    const choices = async () => readDueChoices({ rpc, state: await stateOf(scenario) });
    expect(await readDue({ rpc, state: await stateOf(scenario) })).to.deep.equal([]);
    expect(await choices()).to.deep.equal([]);
    const { minimumReserve } = (await stateOf(scenario)).contracts.reserve.terms;
    await asset.connect(actors.donor).approve(reserve, minimumReserve);
    await reserve.connect(actors.donor).donate(minimumReserve, "");
    await issueBase(connection, scenario);
    const [open] = await choices();
    expect(open?.choice).to.equal("open");
    for (const call of open?.calls ?? []) await actors.stranger.sendTransaction(call);
    expect((await stateOf(scenario)).contracts.reserve.marketState).to.equal("Open");
    expect(await choices()).to.deep.equal([]);
  });

  it("does not take a node that is away for a refusal", async () => {
    const state = await stateOf(await launchGrowing(connection));
    const away = { request: () => Promise.reject(new Error("the node is away")) };
    const told = await readDueChoices({ rpc: away, state }).catch(
      (thrown: unknown) => (thrown as Error).message,
    );
    expect(told).to.equal("the node is away");
  });
});
