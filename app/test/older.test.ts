/** Lists that are longer than what is read at once: the newest first, and older ones when they are asked for. */
import { expect } from "chai";
import { ZeroHash } from "ethers";
import {
  DAY,
  launchMarket,
  ROLES,
  timeOf,
  TOKEN,
  UNIT,
  type LaunchedSale,
} from "../../test/lib/command-stages.ts";
import { openStage, settled, type Stage } from "./lib/stage.ts";

const LISTED = 2;
const LENGTH = 5;

describe("page: long lists", () => {
  let stage: Stage;
  let car: LaunchedSale;
  before(async () => {
    stage = await openStage();
    stage.extra["listed"] = LISTED;
    car = await launchMarket(stage.node, { name: "Car", symbol: "CAR" });
    const { pledgeBook, registry, token, partnerAcceptance } = car.cdpo;
    const donor = stage.node.signer(ROLES.partner);
    const now = await timeOf(stage.node);
    await car.asset.mint(donor, 100n * UNIT);
    await car.asset.connect(donor).approve(pledgeBook, 100n * UNIT);
    await token.connect(donor).approve(registry, 1_000n * TOKEN);
    const shares = [{ account: donor.address, bps: 10_000n }];
    for (let at = 1n; at <= LENGTH; ++at) {
      await pledgeBook
        .connect(donor)
        .pledge(at * UNIT, donor, now + 90n * BigInt(DAY), `ipfs://pledge-${at}`);
      await registry.connect(donor).submit(0, at * TOKEN, shares, ZeroHash, `ipfs://work-${at}`);
      await partnerAcceptance.connect(donor).publish({
        ...{ name: `Seat ${at}`, uri: "ipfs://seat", price: TOKEN, stock: 10n, periodQuota: 0n, period: 0n },
        ...{ opens: now + BigInt(DAY), closes: now + 9n * BigInt(DAY), validUntil: now + 9n * BigInt(DAY) },
        ...{ treasuryBps: 0n, settlement: 0n, perAccount: 0n, feeBps: 0n, bound: false },
      });
    }
    await stage.node.wait(60);
  });
  after(() => stage.close());

  for (const [what, path, words] of [
    ["pledges", "pledges", "ipfs://pledge-"],
    ["offers", "partners", "Seat "],
    ["contributions", "contribute", "ipfs://work-"],
  ] as const) {
    it(`reads older ${what} page by page, to the first`, async () => {
      const { page, go, context, errors } = await stage.person(0, { isReader: true });
      await go(`/o/0/${path}`);
      await settled(page);
      const main = page.locator("main");
      const shown = async (): Promise<readonly number[]> => {
        const pieces = (await main.innerText()).split(words).slice(1);
        return [...new Set(pieces.map((piece) => Number.parseInt(piece, 10)))].sort();
      };
      for (let read = LISTED; read < LENGTH; read += LISTED) {
        const older = page.getByRole("button", {
          name: `Older ones (the newest ${read} of ${LENGTH} are read)`,
        });
        await older.waitFor();
        expect(await shown()).to.deep.equal(numbers(LENGTH - read + 1));
        await older.click();
        const next = Math.max(LENGTH - read - LISTED + 1, 1);
        await main.getByText(`${words}${next}`).first().waitFor();
      }
      expect(await shown()).to.deep.equal(numbers(1));
      expect(await page.getByRole("button", { name: /^Older ones/ }).count()).to.equal(0);
      expect(errors).to.deep.equal([]);
      await context.close();
    });
  }
});

/** From one to the last. */
const numbers = (first: number): readonly number[] =>
  Array.from({ length: LENGTH - first + 1 }, (_, at) => first + at);
