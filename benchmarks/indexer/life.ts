/** The life of several organisations, day by day, in which everything happens that people do often. */
import { getAddress, ZeroHash } from "ethers";
import type { ContractName } from "../../sdk/src/state/contracts.ts";
import { DAY, launchOpenMarket, WHOLE, type Connection, type Scenario } from "../../test/lib/fixtures.ts";
import { ledgerOf, type Ledger } from "../../test/lib/epochs.ts";
import { inDays, offer, tier } from "../../test/lib/stages.ts";
import { termsHashOf } from "../../test/lib/third-parties.ts";
import { actionOf, callsOf, hashedOf, idOf, type Proposal } from "../../test/lib/votes.ts";
import type { Crowd } from "./crowd.ts";

const NEVER = 2n ** 256n - 1n;
const SECONDS = Number(DAY);
/** Days between two decisions, and between two epochs. */
const DECISION_DAYS = 9;
const EPOCH_DAYS = 7;

/** An account that nobody has a key of. */
export function personOf(number: number): string {
  return getAddress(`0x${(0xabc0000000000n + BigInt(number)).toString(16).padStart(40, "0")}`);
}

/** An organisation with what its days refer to. */
export class Life {
  readonly #crowd: Crowd;
  readonly #scenario: Scenario;
  readonly #people: readonly string[];
  readonly #backed: string;
  readonly #offered: string;
  readonly #submitted = new Map<number, { readonly from: bigint; readonly by: readonly string[] }>();
  readonly #ledgers = new Map<number, Ledger>();
  #contributions = 0n;
  #decision: { readonly day: number; readonly proposal: Proposal } | undefined;

  private constructor(
    crowd: Crowd,
    scenario: Scenario,
    people: readonly string[],
    { backed, offered }: { readonly backed: string; readonly offered: string },
  ) {
    this.#crowd = crowd;
    this.#scenario = scenario;
    this.#people = people;
    this.#backed = backed;
    this.#offered = offered;
  }

  /** Launches one with an open market, a tier of licences, an offer, a pledge that matches and a proposal. */
  static async begin(connection: Connection, crowd: Crowd, people: readonly string[]): Promise<Life> {
    const scenario = await launchOpenMarket(connection, {
      issuance: { period: 7n * DAY, openGrowthBps: 230n },
      registry: { reviewerRewardBps: 500n },
      governance: { governorProposes: true },
    });
    const { actors, owner, reserve, unit, licenceOffice, partnerAcceptance, proposals, pledgeBook } =
      scenario;
    const { asset, token, addresses } = scenario;
    const now = await inDays(connection, 0n);
    await reserve.connect(owner).setTributes(100n, 100n);
    await licenceOffice.connect(owner).addTier(tier(unit));
    const sold = { ...offer(now), stock: 10n ** 9n, closes: now + 900n * DAY, validUntil: now + 900n * DAY };
    await partnerAcceptance.connect(actors.donor).publish({ ...sold, price: WHOLE / 100n });
    await proposals.connect(actors.stranger).open({
      ...{ goal: 10n ** 6n * WHOLE, reward: WHOLE, deadline: now + 300n * DAY, deliverBy: now + 600n * DAY },
      ...{ backersBps: 1_000n, kind: 0n, deliverers: [{ account: actors.donor.address, bps: 9_000n }] },
      ...{ contentHash: ZeroHash, uri: "" },
    });
    await asset.connect(actors.donor).approve(pledgeBook, NEVER);
    await pledgeBook.connect(actors.donor).pledgeMatching(10_000n * unit, now + 300n * DAY, "");
    const { termsHash: backed } = await proposals.proposal(1n);
    const offered = await termsHashOf(partnerAcceptance, 1n);
    for (const person of people) await asset.mint(person, 10_000n * unit);
    const life = new Life(crowd, scenario, people, { backed, offered });
    await crowd.start(people);
    const money = await asset.getAddress();
    for (const person of people) {
      for (const to of [addresses.reserve, addresses.licenceOffice, addresses.pledgeBook])
        crowd.send(person, money, asset, "approve", to, NEVER);
      for (const to of [addresses.stake, addresses.proposals, addresses.partnerAcceptance])
        crowd.send(person, addresses.token, token, "approve", to, NEVER);
      life.#does(person, "reserve", "buy", 500n * unit, 0n, person, NEVER);
    }
    await crowd.mine();
    for (const person of people) life.#does(person, "stake", "stake", 20n * WHOLE);
    await crowd.mine(SECONDS);
    return life;
  }

  /** Its contracts by their names. */
  get contracts(): readonly (readonly [ContractName, string])[] {
    const all = Object.entries(this.#scenario.addresses) as [ContractName, string | undefined][];
    return all.flatMap(([name, address]) => (address === undefined ? [] : [[name, address] as const]));
  }

  /** What the people do on a day: each something else than their neighbour, and the next day another thing. */
  async live(day: number): Promise<void> {
    const acts = this.#acts();
    for (const [at, person] of this.#people.entries()) {
      const next = this.#people[(at + day + 1) % this.#people.length] ?? person;
      for (const act of [day + at, day + 2 * at + 5]) acts[act % acts.length]?.(person, next);
    }
    await this.#recognise(day);
    await this.#award(day);
    await this.#decide(day);
  }

  #does(
    who: string,
    where: "reserve" | "token" | "stake" | "registry" | "epochs" | "issuance" | "proposals" | "governor",
    name: string,
    ...args: readonly unknown[]
  ): void {
    this.#crowd.send(who, this.#scenario.addresses[where], this.#scenario[where], name, ...args);
  }

  /** What one does at any time, with another. */
  #acts(): readonly ((who: string, other: string) => void)[] {
    const { unit, partnerAcceptance, licenceOffice, pledgeBook, addresses } = this.#scenario;
    const accepts = (who: string, name: string, ...args: readonly unknown[]): void => {
      this.#crowd.send(who, addresses.partnerAcceptance, partnerAcceptance, name, ...args);
    };
    return [
      (who) => {
        this.#does(who, "reserve", "buy", 3n * unit, 0n, who, NEVER);
      },
      (who) => {
        this.#does(who, "reserve", "sell", WHOLE / 2n, 0n, who, NEVER);
      },
      (who, other) => {
        this.#does(who, "token", "transfer", other, WHOLE / 7n);
      },
      (who) => {
        this.#does(who, "stake", "stake", WHOLE / 5n);
      },
      (who) => {
        this.#does(who, "reserve", "donate", unit / 3n, "for all");
      },
      (who) => {
        accepts(who, "purchase", 1n, 3n, this.#offered, who);
      },
      (who) => {
        accepts(who, "redeemVoucher", 1n, 1n);
      },
      (who, other) => {
        accepts(who, "safeTransferFrom", who, other, 1n, 1n, "0x");
      },
      (who) => {
        this.#crowd.send(who, addresses.licenceOffice, licenceOffice, "buy", 1n, who, NEVER);
      },
      (who) => {
        this.#does(who, "proposals", "back", 1n, WHOLE / 9n, this.#backed);
      },
      (who) => {
        this.#does(who, "stake", "unstake", WHOLE / 20n, who);
      },
      (who) => {
        this.#crowd.send(who, addresses.pledgeBook, pledgeBook, "donateMatched", 1n, unit / 10n, who);
      },
    ];
  }

  /** Work is submitted each day, reviewed on the next, decided after its window, and paid weeks later. */
  async #recognise(day: number): Promise<void> {
    const { curators } = this.#scenario.actors;
    const by = this.#people.filter((_, at) => (at + day) % 4 === 0);
    this.#submitted.set(day, { from: this.#contributions + 1n, by });
    this.#contributions += BigInt(by.length);
    for (const account of by) {
      this.#does(
        account,
        "registry",
        "submit",
        0n,
        WHOLE,
        [{ account, bps: 10_000n }],
        ZeroHash,
        `ipfs://${day}`,
      );
    }
    for (const [before, what] of [
      [1, "review"],
      [5, "decide"],
      [40, "settle"],
    ] as const) {
      const work = this.#submitted.get(day - before);
      for (const [at, account] of work?.by.entries() ?? []) {
        const id = (work?.from ?? 0n) + BigInt(at);
        if (what === "review") {
          for (const curator of curators.slice(0, 2))
            this.#does(curator.address, "registry", "review", id, at % 5 !== 0, "as agreed");
        } else if (what === "decide") this.#does(account, "registry", "decide", id);
        else this.#does(account, "registry", "settle", id, [{ account, bps: 10_000n }]);
      }
    }
    await this.#crowd.mine(SECONDS);
  }

  /** An epoch a week: proposed, activated, opened, claimed by all. */
  async #award(day: number): Promise<void> {
    const [curator] = this.#scenario.actors.curators;
    const { epochs } = this.#scenario;
    if (day % EPOCH_DAYS === 0) {
      const number = day / EPOCH_DAYS;
      const ledger = ledgerOf(
        this.#people.map((address) => ({ address })),
        this.#people.length,
        BigInt(number),
      );
      this.#ledgers.set(number, ledger);
      const { root, total, awards } = ledger;
      this.#does(
        curator.address,
        "epochs",
        "propose",
        root,
        total,
        awards.length,
        ZeroHash,
        "ipfs://ledger",
        "hours",
      );
    }
    for (const [number, ledger] of this.#ledgers) {
      const epoch = BigInt(number + 1);
      const age = day - number * EPOCH_DAYS;
      if (age === 4) this.#does(curator.address, "epochs", "activate", epoch);
      if (age === 35) this.#does(curator.address, "epochs", "open", epoch);
      if (age !== 36) continue;
      for (const [at, account] of this.#people.entries()) {
        const { index, amount, proof } = ledger.leaf(at);
        this.#crowd.send(
          account,
          this.#scenario.addresses.epochs,
          epochs,
          "claim",
          epoch,
          index,
          account,
          amount,
          proof,
        );
      }
      this.#ledgers.delete(number);
    }
    await this.#crowd.mine();
  }

  /** A decision every nine days, on which everyone votes. */
  async #decide(day: number): Promise<void> {
    const { registry, actors, governor } = this.#scenario;
    const { day: begun = 0, proposal } = this.#decision ?? {};
    const [proposer = ""] = this.#people;
    if (day % DECISION_DAYS === 0) {
      const action = await actionOf(registry, "setCurator", actors.stranger.address, day % 2 === 0);
      this.#decision = { day, proposal: { actions: [action], description: `Day ${day}` } };
      this.#does(
        proposer,
        "governor",
        "propose(address[],uint256[],bytes[],string)",
        ...callsOf(this.#decision.proposal),
        `Day ${day}`,
      );
    } else if (proposal !== undefined && day - begun === 2) {
      for (const [at, person] of this.#people.entries()) {
        const args = [idOf(proposal), at % 4 === 0 ? 0n : 1n, at % 2 === 0 ? "as agreed" : ""];
        this.#crowd.send(person, this.#scenario.addresses.governor, governor, "castVoteWithReason", ...args);
      }
    } else if (proposal !== undefined && day - begun === 7) {
      this.#does(proposer, "governor", "queue(address[],uint256[],bytes[],bytes32)", ...hashedOf(proposal));
    }
    await this.#crowd.mine();
  }
}
