import { expect } from "chai";
import { network } from "hardhat";
import { market, recognition, token, treasury } from "../../sdk/src/calls/index.ts";
import { batchChecksum, callsOfBatch, safeForms, type SafeBatch } from "../../sdk/src/safe.ts";
import type { Address, Call, OrganisationAddresses } from "../../sdk/src/types.ts";
import { readLaunch } from "../../launch/index.ts";
import { DAY, launchGrowing } from "../lib/fixtures.ts";
import { deploySafe } from "../lib/safes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const CHAIN_ID = 31_337n;

/** Written by Safe's Transaction Builder 1.16.5, as a public repository keeps it. */
const OF_THE_BUILDER = {
  version: "1.0",
  chainId: "1",
  createdAt: 1713949623894,
  meta: {
    name: "Transactions Batch",
    description: "",
    txBuilderVersion: "1.16.5",
    createdFromSafeAddress: "0xcdd57D11476c22d265722F68390b036f3DA48c21",
    createdFromOwnerAddress: "",
    checksum: "0x37b66d67757452f835ebc6540e283e27544d1414409577963593e7e535ce3ad9",
  },
  transactions: [
    {
      to: "0x9f26d4C958fD811A1F59B01B86Be7dFFc9d20761",
      value: "0",
      data: null,
      contractMethod: {
        inputs: [
          { internalType: "address", name: "target", type: "address" },
          { internalType: "uint256", name: "value", type: "uint256" },
          { internalType: "bytes", name: "data", type: "bytes" },
          { internalType: "bytes32", name: "predecessor", type: "bytes32" },
          { internalType: "bytes32", name: "salt", type: "bytes32" },
          { internalType: "uint256", name: "delay", type: "uint256" },
        ],
        name: "schedule",
        payable: false,
      },
      contractInputsValues: {
        target: "0x9FFDF407cDe9a93c47611799DA23924Af3EF764F",
        value: "0",
        data: "0x3beb551700000000000000000000000061ff310ac15a517a846da08ac9f9abf2a0f9a2bf00000000000000000000000000000000000000000000000000000000000007d00000000000000000000000000000000000000000000000000000000000001388",
        predecessor: "0x0",
        salt: "0x0",
        delay: "259200",
      },
    },
  ],
};

describe("sdk/safe", () => {
  const calls: Call[] = [
    { to: "0x9f26d4c958fd811a1f59b01b86be7dffc9d20761", value: 3n, data: "0x12345678" },
    { to: "0x9ffdf407cde9a93c47611799da23924af3ef764f", value: 0n, data: "0x" },
  ];
  const from: Address = "0xcdd57d11476c22d265722f68390b036f3da48c21";

  it("computes the checksum of the Builder", () => {
    expect(batchChecksum(OF_THE_BUILDER as unknown as SafeBatch)).to.equal(OF_THE_BUILDER.meta.checksum);
  });

  it("gives all three forms, each with its meaning", () => {
    const forms = safeForms({ calls, chainId: 100n, from, name: "Two calls", createdAt: 1_800_000_000_000 });
    expect(forms.calls).to.equal(calls);
    expect(forms.meaning).to.have.lengthOf(2);
    const batch = JSON.parse(JSON.stringify(forms.batch)) as SafeBatch;
    expect(batch).to.deep.equal({
      version: "1.0",
      chainId: "100",
      createdAt: 1_800_000_000_000,
      meta: {
        name: "Two calls",
        description: `1. ${forms.meaning[0] ?? ""}\n2. ${forms.meaning[1] ?? ""}`,
        txBuilderVersion: "1.18.0",
        createdFromSafeAddress: "0xcdd57D11476c22d265722F68390b036f3DA48c21",
        createdFromOwnerAddress: "",
        checksum: forms.batch.meta.checksum,
      },
      transactions: [
        {
          to: "0x9f26d4C958fD811A1F59B01B86Be7dFFc9d20761",
          value: "3",
          data: "0x12345678",
          contractMethod: null,
          contractInputsValues: null,
        },
        {
          to: "0x9FFDF407cDe9a93c47611799DA23924Af3EF764F",
          value: "0",
          data: "0x",
          contractMethod: null,
          contractInputsValues: null,
        },
      ],
    });
    expect(callsOfBatch(batch).map(({ to, ...call }) => ({ to: to.toLowerCase(), ...call }))).to.deep.equal(
      calls,
    );
    expect(() => callsOfBatch({ ...batch, chainId: "1" })).to.throw("was changed after it was written");
    expect(forms.sendCalls).to.deep.equal({
      version: "2.0.0",
      chainId: "0x64",
      from,
      atomicRequired: true,
      calls: [
        { to: calls[0]?.to, value: "0x3", data: "0x12345678" },
        { to: calls[1]?.to, value: "0x0", data: "0x" },
      ],
    });
    expect(() => safeForms({ calls: [], chainId: 1n, from, name: "" })).to.throw("nothing to sign");
  });

  it("launches an organisation with a 2-of-2 Safe as its only founder, which decides, all from files", async () => {
    const other = await launchGrowing(connection); // for a factory, an asset and terms
    const [, first, second] = await ethers.getSigners();
    if (first === undefined || second === undefined) throw new Error("the chain has too few accounts");
    const safe = await deploySafe(connection, [first, second]);
    const from = safe.address as Address;
    const config = {
      ...other.config,
      name: "Common print shop",
      governance: { ...other.config.governance, founders: [from] },
    } as unknown as treasury.LaunchConfig;
    const factory = (await other.factory.getAddress()) as Address;
    const asset = (await other.asset.getAddress()) as Address;

    // From words to a file, and from the file to the chain
    const signed = async (name: string, ...steps: Call[]) => {
      const forms = safeForms({ calls: steps, chainId: CHAIN_ID, from, name, organisation });
      const written = JSON.stringify(forms.batch, null, 2);
      return { ...forms, receipt: await safe.execute(JSON.parse(written) as SafeBatch) };
    };
    let organisation: Parameters<typeof safeForms>[0]["organisation"] = {
      suite: { factory },
      asset: { address: asset, symbol: "EURT", decimals: 18 },
    };
    const launch = await signed("Launch", ...treasury.launch({ factory, config }));
    expect(launch.meaning[0]).to.match(
      /^Launches “Common print shop” \(CAR\), whose liquidity grows by gifts, with 50 % of reserve, asset EURT\.$/,
    );
    const { addresses, timelock, reserve, registry } = await readLaunch({
      ethers,
      factory: other.factory,
      receipt: launch.receipt,
    });
    const launched = addresses as unknown as OrganisationAddresses;
    organisation = { ...organisation, addresses: launched, symbol: "CAR" };
    expect(await timelock.hasRole(treasury.ROLES.proposer, from)).to.equal(true);

    // One operation of two calls, scheduled beside a transfer: over MultiSend.
    await other.asset.mint(from, 100n);
    const decided = [
      ...market.setTributes({ organisation: launched, entryBps: 100, exitBps: 50 }),
      ...recognition.setCurator({ organisation: launched, curator: from, allowed: true }),
    ];
    const operation = { organisation: launched, calls: decided, salt: treasury.saltOf("first decision") };
    const scheduled = await signed(
      "Schedule",
      ...treasury.schedule({ ...operation, delay: 2n * DAY }),
      ...token.transfer({ token: asset, to: launched.timelock, amount: 60n }),
    );
    expect(scheduled.batch.meta.description).to.contain(
      "1. Schedules, to be carried out in 2 days: (1) Sets the tribute of buys to 1 % and of sells to 0.5 %. (2) Names ",
    );
    expect(await other.asset.balanceOf(launched.timelock)).to.equal(60n);
    expect((await reserve.terms()).entryTributeBps).to.equal(0n);
    await networkHelpers.time.increase(2n * DAY);
    await signed("Carry out", ...treasury.execute(operation));
    const terms = await reserve.terms();
    expect([terms.entryTributeBps, terms.exitTributeBps]).to.deep.equal([100n, 50n]);
    expect(await registry.curatorSince(from)).to.be.above(0n);
  });
});
