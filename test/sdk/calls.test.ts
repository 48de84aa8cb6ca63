import { expect } from "chai";
import { Interface, getAddress, keccak256 } from "ethers";
import { shortAddress } from "../../sdk/src/units.ts";
import * as abis from "../../sdk/src/abi/index.ts";
import * as calls from "../../sdk/src/calls/index.ts";
import type { Address, Call } from "../../sdk/src/types.ts";
import { ORGANISATION, OTHERS, SAMPLES, type Target } from "../lib/call-samples.ts";

/* Every builder beside ethers' encoder, every function of the suite beside its builder and its sentence. */

const ABI_OF: Readonly<Record<Target, readonly unknown[]>> = {
  token: abis.cdpoTokenAbi,
  issuance: abis.issuanceAbi,
  registry: abis.contributionRegistryAbi,
  epochs: abis.contributionEpochsAbi,
  stake: abis.stakeAbi,
  proposals: abis.productionProposalsAbi,
  reserve: abis.liquidityReserveAbi,
  presale: abis.presaleAbi,
  custody: abis.resourceCustodyAbi,
  budget: abis.productionBudgetAbi,
  pledgeBook: abis.pledgeBookAbi,
  licenceOffice: abis.licenceOfficeAbi,
  partnerAcceptance: abis.partnerAcceptanceAbi,
  timelock: abis.cdpoTimelockAbi,
  governor: abis.cdpoGovernorAbi,
  factory: abis.cdpoFactoryAbi,
  standingGifts: abis.standingGiftsAbi,
  gateway: abis.nativeGatewayAbi,
  asset: abis.erc20Abi,
  wrapped: [...abis.iWrappedNativeAbi, ...abis.erc20Abi],
  deed: abis.erc20Abi,
};
const interfaceOf = (target: Target): Interface => new Interface(ABI_OF[target] as never);
const addressOf = (target: Target): Address => ({ ...ORGANISATION, ...OTHERS })[target] as Address;

/** What nobody calls by a builder, and why. */
const NOT_CALLED: Readonly<Record<string, string>> = {
  "*.initialize": "sets a clone up, once, by the factory",
  "*.onERC721Received": "called by tokens that arrive",
  "*.onERC1155Received": "called by tokens that arrive",
  "*.onERC1155BatchReceived": "called by tokens that arrive",
  "token.mint": "only Issuance, Presale and LiquidityReserve",
  "token.redeemFrom": "only LiquidityReserve",
  "issuance.onOpening": "only LiquidityReserve",
  "reserve.openAtPresalePrice": "only Presale",
  "presale.creditResource": "only ResourceCustody",
  "presale.uncreditResource": "only ResourceCustody",
  "presale.dissolve": "only LiquidityReserve",
  "budget.receiveBudget": "only Presale",
  "budget.dissolve": "only Presale",
  "stake.stakeVesting": "only Presale",
  "stake.moveVesting": "only Presale",
  "stake.burnVesting": "only Presale",
  "stake.hold": "only forums",
  "stake.castVeto": "only forums",
  "timelock.onVetoed": "only Stake",
  "registry.rejectDelivery": "only ProductionProposals",
  "governor.relay": "always refuses",
  "licenceOffice.approve": "licences are locked to their licensee (ERC-5192)",
  "licenceOffice.setApprovalForAll": "licences are locked to their licensee (ERC-5192)",
  "licenceOffice.transferFrom": "licences are locked to their licensee (ERC-5192)",
  "licenceOffice.safeTransferFrom": "licences are locked to their licensee (ERC-5192)",
};

/** Builders whose sample is a whole launch, compared where one is launched: `calls-life.test.ts`. */
const LAUNCHED = new Set(["treasury.launch"]);

const targets = Object.keys(ABI_OF) as Target[];

function writingOf(target: Target): string[] {
  const functions: string[] = [];
  interfaceOf(target).forEachFunction(({ name, constant }) => {
    if (!constant) functions.push(name);
  });
  return [...new Set(functions)];
}

describe("sdk/calls", () => {
  it("encodes every action as ethers does, to the right contract, with the approval it needs", () => {
    for (const { builder, calls: built, expected } of SAMPLES) {
      const wanted = expected.map(([target, name, args, value = 0n]) => ({
        to: addressOf(target),
        value,
        data: interfaceOf(target).encodeFunctionData(name, args),
      }));
      expect(built, builder).to.deep.equal(wanted);
    }
  });

  it("has a sample of every builder", () => {
    const sampled = new Set([...SAMPLES.map(({ builder }) => builder), ...LAUNCHED]);
    for (const [space, members] of Object.entries(calls)) {
      if (typeof members !== "object") continue;
      for (const [name, member] of Object.entries(members as Record<string, unknown>)) {
        if (typeof member !== "function" || name === "saltOf") continue;
        expect(sampled.has(`${space}.${name}`), `${space}.${name}`).to.equal(true);
      }
    }
  });

  it("has a builder of every function that someone calls, and a reason for every other", () => {
    const covered = new Set(
      SAMPLES.flatMap(({ expected }) => expected.map(([target, name]) => `${target}.${name}`)),
    );
    covered.add("factory.launch");
    const used = new Set<string>();
    for (const target of targets) {
      if (target === "deed") continue;
      for (const name of writingOf(target)) {
        const key = [`${target}.${name}`, `*.${name}`].find((each) => each in NOT_CALLED);
        if (key !== undefined) used.add(key);
        // The asset is any token: wrapped and project token have samples of their own.
        expect(key !== undefined || covered.has(`${target}.${name}`), `${target}.${name}`).to.equal(true);
      }
    }
    expect(
      Object.keys(NOT_CALLED).filter((key) => !used.has(key) && key !== "licenceOffice.approve"),
    ).to.deep.equal([]);
  });

  it("refuses what cannot be: another organisation's kind, a permit for another amount, wrong arguments", () => {
    const growing = { ...ORGANISATION, presale: undefined };
    expect(() => calls.presale.release({ organisation: growing })).to.throw("has no presale");
    const permit = { owner: OTHERS.asset, value: 69n, deadline: 1n, v: 27, r: "0x", s: "0x" } as const;
    expect(() => calls.stake.stake({ organisation: ORGANISATION, amount: 70n, permit })).to.throw(
      "sign it for 70",
    );
    const abi = abis.presaleAbi;
    const { asset: address } = OTHERS;
    const wrong = (functionName: string, args: readonly unknown[]) => () =>
      calls.callOf({ abi, address, functionName: functionName as "claim", args: args as never });
    expect(wrong("nothing", [])).to.throw("there is no function nothing");
    expect(wrong("claim", [])).to.throw("claim takes 1 arguments, not 0");
    expect(wrong("claim", ["0x12"])).to.throw(/invalid/i);
    expect(() =>
      calls.offers.publish({ organisation: ORGANISATION, terms: { settlement: "Give" } as never }),
    ).to.throw('"Give" is none of Keep, Burn, Share');
  });
});

describe("sdk/calls: in words", () => {
  const organisation = {
    addresses: ORGANISATION,
    suite: OTHERS,
    symbol: "CAR",
    asset: { address: OTHERS.asset, symbol: "EURT", decimals: 6 },
    wrapped: OTHERS.wrapped,
    names: { [`0x${"11".repeat(20)}`]: "Aino" },
  };
  const say = (call: Call, language: "en" | "fi" = "en"): string =>
    calls.describeCall({ call, organisation, language });
  const short = (n: number): string => shortAddress(getAddress(`0x${n.toString(16).repeat(20)}`));
  const only = ([call]: readonly Call[]): Call => call as Call;

  it("says every action in English and in Finnish, with nothing left open", () => {
    const missing: string[] = [];
    for (const { builder, calls: built } of SAMPLES) {
      for (const call of built) {
        const [en, fi] = [say(call, "en"), say(call, "fi")];
        for (const text of [en, fi]) {
          if (/[{}[\]]|undefined|not known here|ei täällä tunneta/.test(text))
            missing.push(`${builder}: ${text}`);
          expect(text, builder).to.match(/^[A-ZÄÖ].*[.”]$/s);
        }
        expect(en, builder).not.to.equal(fi);
      }
    }
    expect(missing).to.deep.equal([]);
  });

  it("has a sentence of every function that someone calls, of arguments that it has", () => {
    for (const target of targets) {
      const spoken = { ...calls.SPOKEN }[target];
      if (spoken === undefined) continue;
      for (const name of writingOf(target)) {
        if ([`${target}.${name}`, `*.${name}`].some((key) => key in NOT_CALLED)) continue;
        expect(spoken.words[name], `${target}.${name}`).to.not.equal(undefined);
      }
    }
  });

  it("says amounts in whole units, addresses by role or name, times and parts as people write them", () => {
    const { market, treasury, decisions, recognition, gifts, custody, token } = calls;
    const o = { organisation: ORGANISATION };
    const someone: Address = "0xAbcDef0000000000000000000000000000001234";
    const someoneShort = shortAddress(getAddress(someone.toLowerCase()));
    const aino: Address = `0x${"11".repeat(20)}`;
    const buying = market.buy({
      ...o,
      asset: OTHERS.asset,
      amount: 1_234_567_890n,
      minimum: 10n ** 18n,
      recipient: someone,
      deadline: 1_900_000_000n,
    });
    expect(buying.map((call) => say(call))).to.deep.equal([
      `Lets the reserve (${short(0xa7)}) take 1,234.56789 EURT.`,
      `Buys tokens for 1,234.56789 EURT, at least 1 CAR, for ${someoneShort}, until 17 March 2030 17:46 UTC.`,
    ]);
    expect(
      say(only(gifts.donate({ ...o, asset: OTHERS.asset, amount: 5n, allowance: 5n, note: "" }))),
    ).to.equal("Donates 0.000005 EURT to the reserve.");
    const inner = [
      ...market.setTributes({ ...o, entryBps: 100, exitBps: 50 }),
      ...token.transfer({ token: OTHERS.asset, to: aino, amount: 2_500_000n }),
    ];
    const scheduled = treasury.schedule({ ...o, calls: inner, delay: 172_800n });
    expect(say(only(scheduled))).to.equal(
      "Schedules, to be carried out in 2 days: (1) Sets the tribute of buys to 1 % and of sells to 0.5 %. " +
        "(2) Sends 2.5 EURT to Aino (0x1111…1111).",
    );
    expect(say(only(scheduled), "fi")).to.equal(
      "Ajastaa toteutettavaksi, viive 2 päivää: (1) Asettaa ostomaksuksi 1 % ja myyntimaksuksi 0,5 %. " +
        "(2) Lähettää 2,5 EURT, saaja Aino (0x1111…1111).",
    );
    const nested = decisions.propose({ ...o, calls: scheduled, description: "Cheaper exits" });
    expect(say(only(nested))).to.match(
      /^Proposes to the stakeholders: “Cheaper exits”\. It would: Schedules, to be carried out in 2 days: \(1\) Sets/,
    );
    const shares = [{ account: someone, bps: 10_000 }];
    const submission = {
      ...o,
      reward: 3n * 10n ** 18n,
      shares,
      contentHash: `0x${"0".repeat(64)}`,
      uri: "ipfs://x",
    } as const;
    expect(say(only(recognition.submit({ ...submission, kind: "use" })))).to.equal(
      `Submits a contribution (use) for 3 CAR, for ${someoneShort} 100 %; see ipfs://x.`,
    );
    const deed = { contract: OTHERS.deed, id: 9n };
    expect(
      custody
        .offerResource({ ...o, value: 1_000_000n, deedHash: `0x${"0".repeat(64)}`, uri: "", deed })
        .map((call) => say(call)),
    ).to.deep.equal([
      `Lets the custody of resources (${short(0xa9)}) take deed number 9 of ${short(0xb6)}.`,
      `Offers a resource worth 1 EURT for tokens; its deed is number 9 of ${short(0xb6)}.`,
    ]);
    expect(
      say(only(treasury.grantRole({ ...o, role: "proposer", account: ORGANISATION.governor }))),
    ).to.equal(`Makes the decisions (${short(0xaf)}) a proposer.`);
  });

  it("says by name which other organisation is called, and in whose money", () => {
    const pledgeBook: Address = `0x${"c1".repeat(20)}`;
    const asset = { address: `0x${"c2".repeat(20)}`, symbol: "DAIT", decimals: 2 };
    const others = [{ name: "Shared bikes", symbol: "BIKE", addresses: { pledgeBook }, asset }];
    const { gifts } = calls;
    const pledged = gifts.pledge({
      organisation: { ...ORGANISATION, pledgeBook },
      ...{
        asset: OTHERS.asset,
        amount: 1_250n,
        verifier: ORGANISATION.timelock,
        deadline: 1_900_000_000n,
        uri: "",
      },
    });
    const told = (knows: boolean, language: "en" | "fi" = "en"): readonly string[] =>
      calls.describeCalls({
        calls: pledged,
        language,
        organisation: knows ? { ...organisation, others } : organisation,
      });
    const by = shortAddress(getAddress(ORGANISATION.timelock));
    expect(told(true)).to.deep.equal([
      `Lets the pledges (${short(0xc1)}) – Shared bikes take 0.00125 EURT.`,
      `To Shared bikes: Pledges 12.5 DAIT to the reserve, to be given when ${by} confirms it, until 17 March 2030 17:46 UTC.`,
    ]);
    expect(told(true, "fi")[1]).to.match(/^Shared bikes: Lupaa varantoon 12,5 DAIT, /);
    expect(told(false)[1]).to.match(/^Calls 0xc1c1.* which is not known here\.$/i);
  });

  it("says the unknown plainly, and trusts no data", () => {
    const to: Address = "0x00000000000000000000000000000000000000ff";
    expect(say({ to, value: 0n, data: "0x12345678aa" })).to.equal(
      `Calls ${to} with 0x12345678, which is not known here.`,
    );
    expect(say({ to, value: 10n ** 18n, data: "0x12345678" })).to.equal(
      `Calls ${to} with 0x12345678, which is not known here, sending 1 ETH along.`,
    );
    expect(say({ to, value: 10n ** 17n, data: "0x" })).to.equal(`Sends 0.1 ETH to ${to}.`);
    // Of the reserve, but cut off or too long for its function.
    const sell = calls.market.sell({
      organisation: ORGANISATION,
      tokens: 1n,
      minimum: 1n,
      recipient: to,
      deadline: 1n,
    });
    const cut = { ...only(sell), data: only(sell).data.slice(0, -10) as Call["data"] };
    expect(say(cut)).to.equal(
      `Calls the reserve (${short(0xa7)}) with ${only(sell).data.slice(0, 10)}, which is not known here.`,
    );
    // Coins that nothing asks for are told.
    expect(
      say({ ...only(calls.market.open({ organisation: ORGANISATION })), value: 5n * 10n ** 18n }),
    ).to.equal("Opens the market. It sends 5 ETH along.");
    // Operations in operations, deeper than anybody reads.
    let deep: Call[] = calls.market.open({ organisation: ORGANISATION });
    for (let i = 0; i < 12; ++i) deep = calls.treasury.execute({ organisation: ORGANISATION, calls: deep });
    expect(say(only(deep))).to.match(/^(Carries out what was scheduled: ){7}Calls /);
    // Without anything known of the organisation
    expect(calls.describeCall({ call: { to, value: 0n, data: "0x12345678" } })).to.contain(to);
  });

  it("writes and reads actions as people write them", () => {
    const addresses = ORGANISATION;
    for (const { calls: built, builder } of SAMPLES) {
      for (const call of built) {
        const written = calls.writeAction({ call, addresses });
        if (written.includes("(…)")) continue;
        expect(calls.parseAction({ written, addresses }).data, `${builder}: ${written}`).to.equal(call.data);
      }
    }
    for (const [written, why] of [
      ["reserve.setTributes(1)", "setTributes takes 2 arguments, not 1"],
      ["reserve.setTributes(1, -1)", "an argument of setTributes(uint16,uint16) does not fit"],
      ["reserve.setTributes(1, 70000)", "an argument of setTributes(uint16,uint16) does not fit"],
      ["presale.claim(0x12)", "recipient must be an address"],
      ["presale.claim(0xABcdef0000000000000000000000000000001234)", "a right checksum"],
      ["stake.vetoDecision(0x1234)", "id must be 32 bytes as 0x…"],
      [
        "registry.settle(1, [[0x1111111111111111111111111111111111111111]])",
        "shares must be 2 values in brackets: account, bps",
      ],
      [
        "presale.setOperator(0x1111111111111111111111111111111111111111, yes)",
        "allowed must be true or false",
      ],
      ["nothing.at(1)", "is no call"],
      ["reserve.fly()", "reserve has no function fly"],
    ] as const) {
      expect(() => calls.parseAction({ written, addresses }), written).to.throw(calls.ActionError, why);
    }
  });

  it("hashes texts of terms byte by byte", () => {
    const text = new TextEncoder().encode("You may use the tools in your business.\n");
    expect(calls.textHash(text)).to.equal(keccak256(text));
    expect(calls.textHash(text.slice(1))).to.not.equal(keccak256(text));
  });
});
