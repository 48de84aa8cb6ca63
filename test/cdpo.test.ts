import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { Interface } from "ethers";
import { network } from "hardhat";
import type { JsonRpcServer } from "hardhat/types/network";
import { emptyAddressBook, listedAddressesOf, writeAddressBook } from "../scripts/lib/address-book.ts";
import { ChainError } from "../scripts/lib/chain.ts";
import { describeAction, parseAction } from "../scripts/lib/commands/actions.ts";
import { eventsSince } from "../scripts/lib/commands/command.ts";
import { parseLaunchConfig } from "../scripts/lib/config.ts";
import { deploySuite, launchCdpo, type LaunchedCdpo } from "../scripts/lib/deployment.ts";
import { describeError } from "../scripts/lib/refusals.ts";
import { request, runScript } from "./lib/nodes.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CHAIN_ID = 31_337;
const DAY = 86_400;

describe("cdpo.ts, status.ts and handover.ts", function () {
  this.timeout(60_000);

  let node: JsonRpcServer;
  let url = "";
  let folder = "";
  let cdpo: LaunchedCdpo;
  let accounts: string[] = [];

  before(async () => {
    node = await network.createServer("default", "127.0.0.1", 0);
    url = `http://127.0.0.1:${(await node.listen()).port}`;
    folder = mkdtempSync(join(tmpdir(), "cdpo-"));
    const { ethers } = await network.create({ network: "localhost", override: { url } });
    const signers = await ethers.getSigners();
    accounts = signers.map(({ address }) => address);
    const { factory, addresses } = await deploySuite({ ethers });
    const asset = await ethers.deployContract("TestAsset", ["Test dollar", "tUSD", 6]);
    const config = parseLaunchConfig({
      json: JSON.parse(readFileSync(join(ROOT, "examples", "growing.json"), "utf8")),
      assetDecimals: 6,
      now: 0n,
      resolveAccount: (index) => accounts[index],
    });
    config.reserve.asset = await asset.getAddress();
    config.governance.founders = [accounts[1] ?? "", accounts[2] ?? ""];
    config.governance.timelockDelay = BigInt(2 * DAY);
    config.governance.governorProposes = true;
    cdpo = await launchCdpo({ ethers, factory, config });
    const { receipt } = cdpo;
    await writeAddressBook({
      folder,
      book: {
        ...emptyAddressBook(CHAIN_ID),
        ...addresses,
        block: 1,
        periphery: addresses.periphery,
        organisations: [
          {
            index: 0,
            name: config.name,
            symbol: config.symbol,
            block: receipt.blockNumber,
            transaction: receipt.hash,
            asset: config.reserve.asset,
            ...listedAddressesOf(cdpo.addresses),
          },
        ],
      },
    });
    // One that is in the factory's directory only.
    const governance = { ...config.governance, governorProposes: false };
    await launchCdpo({ ethers, factory, config: { ...config, name: "Second", symbol: "TWO", governance } });
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true });
  });

  const run = (script: string, args: readonly string[]) =>
    runScript({ script, args: [...args, "--deployments", folder], env: { LOCALHOST_RPC_URL: url } });
  async function succeeds(script: string, ...args: readonly string[]): Promise<string> {
    const { code, out, error } = await run(script, args);
    expect([error, code]).to.deep.equal(["", 0]);
    return out;
  }
  async function fails(script: string, ...args: readonly string[]): Promise<string> {
    const { code, error } = await run(script, args);
    expect(code).to.equal(1);
    expect(error).to.match(/^error: [^\n]*\n$/);
    return error.slice("error: ".length, -1);
  }
  const wait = async (seconds: number): Promise<void> => {
    await request(url, "evm_increaseTime", [seconds]);
    await request(url, "evm_mine", []);
  };

  describe("an organisation", () => {
    it("is found by the address of its token, its number, name and symbol, in records or directory", async () => {
      const second = JSON.parse(await succeeds("status.ts", "Second", "--json")) as {
        index: number;
        addresses: { token: string };
      };
      expect(second.index).to.equal(1);
      for (const which of ["0", "FIELD", cdpo.addresses.token.toLowerCase()]) {
        expect(await succeeds("status.ts", which), which).to.match(
          /^Open Field Guide \(FIELD\), organisation 0 on /,
        );
      }
      for (const which of ["1", second.addresses.token]) {
        expect(await succeeds("status.ts", which), which).to.match(/^Second \(TWO\), organisation 1 on /);
      }
    });

    it("is not found by anything else", async () => {
      for (const which of ["2", accounts[0] ?? ""]) {
        expect(await fails("status.ts", which)).to.equal(
          `there is no organisation "${which}" in ${join(folder, "31337.json")} or in the factory's directory: ` +
            "--organisation takes the address of its token, its number, name or symbol",
        );
      }
      const { code, error } = await runScript({
        script: "status.ts",
        args: ["--deployments", join(folder, "none")],
        env: { LOCALHOST_RPC_URL: url },
      });
      expect(code).to.equal(1);
      expect(error).to.equal(
        `error: ${join(folder, "none", "31337.json")} lists no factory: run "npm run deploy -- --network localhost", ` +
          "or name the folder with --deployments\n",
      );
    });
  });

  describe("commands", () => {
    it("are listed, each with its own help", async () => {
      const { out: all } = await runScript({ script: "cdpo.ts", args: [] });
      const help = await runScript({ script: "cdpo.ts", args: ["help"] });
      expect(help.out).to.equal(all);
      for (const name of ["contribute", "submit", "buy", "propose", "dissolve"])
        expect(all).to.contain(`\n  ${name} `);
      const submit = await succeeds("cdpo.ts", "submit", "--help");
      expect(submit).to.contain("submit REWARD: submits a contribution for review");
      expect(submit).to.contain("--share …");
    });

    const WRONG: readonly (readonly [args: readonly string[], sentence: string])[] = [
      [["sel", "1"], 'there is no command "sel" ("npm run cdpo" lists them)'],
      [["sell", "1", "2"], '"2" is one argument too many ("npm run cdpo -- sell --help")'],
      [["sell", "--amount", "1"], "Unknown option '--amount'"],
      [
        ["donate"],
        'amount: is missing, expected an amount in quotes such as "250" or "0.25", with at most 6 decimals ("npm run cdpo -- donate --help")',
      ],
      [
        ["donate", "0.0000001"],
        'amount: expected an amount in quotes such as "250" or "0.25", with at most 6 decimals, not "0.0000001" ("npm run cdpo -- donate --help")',
      ],
      [
        ["review", "1", "maybe"],
        'approve|object: expected "approve" or "object" ("npm run cdpo -- review --help")',
      ],
      [
        ["submit", "5", "--kind", "art"],
        'kind: expected production, use, maintenance or a number ("npm run cdpo -- submit --help")',
      ],
      [
        ["submit", "5", "--share", "signer:1=120%"],
        'share[0]: must be 0.01 % to 100 %, not 120 % ("npm run cdpo -- submit --help")',
      ],
      [["submit", "5", "--content", "no-such"], "no-such cannot be read: check the path after --content"],
      [
        ["contribute", "5"],
        "Open Field Guide was launched without a presale: it grows its liquidity by gifts",
      ],
      [["settle", "9"], 'there is no contribution 9: "npm run status" lists them'],
      [
        ["run", `0x${"1".repeat(64)}`],
        `nothing is scheduled as 0x${"1".repeat(64)}: "npm run status" lists what is`,
      ],
      [["take-back"], "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 locks no tokens to dissolve"],
      [["redeem"], "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 has no FIELD to redeem"],
      [
        ["donate", "1"],
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 has 0 tUSD, not 1 tUSD: get more of it, or take less",
      ],
      [
        ["open"],
        "the contracts refuse: reserve too small: The reserve holds reserve (0) asset units of the minimum",
      ],
    ];
    for (const [args, sentence] of WRONG) {
      it(`refuse in one sentence: ${args.join(" ").slice(0, 40)}`, async () => {
        expect(await fails("cdpo.ts", ...args)).to.satisfy(
          (said: string) => said.startsWith(sentence),
          sentence,
        );
      });
    }

    it("act: submit with shares, object, withdraw", async () => {
      const content = join(folder, "content.txt");
      writeFileSync(content, "a map");
      const shares = [`signer:3=60%`, `signer:4=40%`].flatMap((share) => ["--share", share]);
      const out = await succeeds(
        "cdpo.ts",
        "submit",
        "2.5",
        "--kind",
        "maintenance",
        ...shares,
        "--content",
        content,
      );
      expect(out).to.equal(
        `Submitted contribution 1 for 2.5 FIELD: 60 % to ${accounts[3] ?? ""}, 40 % to ${accounts[4] ?? ""}.\n`,
      );
      const submitted = await cdpo.registry.contribution(1n);
      expect(submitted.reward).to.equal(25n * 10n ** 17n);
      expect(submitted.kind).to.equal(2n);
      const [event] = await cdpo.registry.queryFilter(cdpo.registry.filters.ContributionSubmitted(1n));
      // keccak256("a map")
      expect(event?.args.contentHash)
        .to.match(/^0x[0-9a-f]{64}$/)
        .and.not.match(/^0x0+$/);
      expect(await succeeds("cdpo.ts", "withdraw", "1")).to.equal("Withdrew contribution 1.\n");
      expect((await cdpo.registry.contribution(1n)).status).to.equal(5n);
    });
  });

  describe("handover", () => {
    it("shows what would change, and leaves nobody without a proposer", async () => {
      const shown = await succeeds("handover.ts", "--organisation", "0", "--from", "1");
      for (const at of [1, 2]) expect(shown).to.contain(`${accounts[at] ?? ""}  PROPOSER_ROLE`);
      expect(shown).to.contain(`left to propose: ${cdpo.addresses.governor} (governor)\n`);
      expect(shown).to.contain("Nothing was sent: --renounce or --schedule does it.");
      expect(await fails("handover.ts", "--organisation", "0", "--renounce", "--run")).to.equal(
        "--renounce, --schedule and --run are three ways: choose one",
      );
      expect(await fails("handover.ts", "--organisation", "1", "--schedule", "--from", "1")).to.match(
        /^nobody would be left to propose anything for Second, as its Governor is no proposer yet: schedule 'timelock\.grantRole\(0x\w{64}, 0x\w{40}\)'/,
      );
    });

    it("renounces for the sender, at once", async () => {
      const { timelock } = cdpo;
      const args = ["--organisation", "0", "--renounce", "--keep-cancelling", "--from", "2"];
      const out = await succeeds("handover.ts", ...args);
      expect(out).to.contain(
        `left to propose: ${accounts[1] ?? ""}, ${cdpo.addresses.governor} (governor)\n`,
      );
      expect(out).to.contain(`${accounts[2] ?? ""} gave its rights up.\n`);
      expect(await timelock.hasRole(await timelock.PROPOSER_ROLE(), accounts[2] ?? "")).to.equal(false);
      expect(await timelock.hasRole(await timelock.CANCELLER_ROLE(), accounts[2] ?? "")).to.equal(true);
      expect(await succeeds("handover.ts", ...args)).to.contain("There is nothing to hand over.\n");
    });

    it("schedules for all founders, and runs after the delay", async () => {
      const { timelock } = cdpo;
      const handover = ["--organisation", "0", "--from", "1"];
      expect(await fails("handover.ts", ...handover, "--run")).to.equal(
        "this handover is not scheduled: schedule it with --schedule, and run it with the same options",
      );
      await succeeds("handover.ts", ...handover, "--schedule");
      const status = await succeeds("status.ts", "0");
      expect(status).to.contain(
        `timelock.revokeRole(${await timelock.PROPOSER_ROLE()}, ${accounts[1] ?? ""})`,
      );
      expect(await fails("handover.ts", ...handover, "--schedule")).to.match(
        /^this handover is scheduled already/,
      );
      expect(await fails("handover.ts", ...handover, "--run")).to.match(/^the handover can be run from 20/);
      await wait(2 * DAY);
      expect(await succeeds("handover.ts", ...handover, "--run")).to.contain("Handed over.\n");
      for (const at of [1, 2]) {
        for (const role of [await timelock.PROPOSER_ROLE(), await timelock.CANCELLER_ROLE()]) {
          expect(await timelock.hasRole(role, accounts[at] ?? "")).to.equal(false);
        }
      }
      const governor = cdpo.addresses.governor;
      expect(await timelock.hasRole(await timelock.PROPOSER_ROLE(), governor)).to.equal(true);
    });

    it("is no way in for who has no rights", async () => {
      const args = ["--call", "reserve.setTributes(1, 1)", "--description", "Mine", "--from", "9"];
      expect(await fails("cdpo.ts", "schedule", ...args, "--organisation", "0")).to.match(
        /^the contracts refuse: access control unauthorized account, account 0x/,
      );
    });
  });

  describe("parts", () => {
    it("read calls as they are written, and say them the same way", async () => {
      const { addresses } = cdpo;
      for (const written of [
        "reserve.setTributes(50, 100)",
        'registry.setKind(3, "maps, \\"old\\" (and new)", 1000, true)',
        `timelock.updateDelay(3600)`,
        `licenceOffice.setRecognitionSources([${addresses.registry}, ${addresses.epochs}])`,
      ]) {
        const action = await parseAction({ written, addresses });
        expect(await describeAction({ action, addresses })).to.equal(written);
      }
      const foreign = { target: accounts[0] ?? "", value: 5n, data: "0x12345678" };
      expect(await describeAction({ action: foreign, addresses })).to.equal(
        `${accounts[0] ?? ""}.0x12345678(…) with 5 wei`,
      );
    });

    it("refuse what is no call", async () => {
      const { addresses } = cdpo;
      const cases: readonly (readonly [written: string, sentence: string])[] = [
        [
          "setTributes(1, 2)",
          '"setTributes(1, 2)" is no call: write it as reserve.setTributes(100, 100), with one of token,',
        ],
        ["presale.release()", '"presale.release()" is no call'],
        ["reserve.setTribute(1)", "LiquidityReserve has no function setTribute"],
        ["reserve.setTributes(1)", "setTributes takes 2 arguments, not 1: reserve.setTributes(1)"],
        ["reserve.setTributes(1, x)", "an argument of setTributes(uint16,uint16) does not fit: "],
        [
          "reserve.setTributes(1, )",
          '"1, " is no list of arguments: separate them by commas, and write texts in quotes',
        ],
        ["reserve.setTributes(1 2)", '"1 2" is no list of arguments'],
        ["reserve.setTributes([1)", '"[1" is no list of arguments'],
      ];
      for (const [written, sentence] of cases) {
        const thrown = await parseAction({ written, addresses }).catch((error: unknown) => error);
        expect(thrown, written).to.be.instanceOf(ChainError);
        expect((thrown as Error).message, written).to.satisfy(
          (said: string) => said.startsWith(sentence),
          sentence,
        );
      }
    });

    it("put errors into words, with their values and the members of enums", async () => {
      const parse = async (signature: string, ...args: readonly unknown[]): Promise<string> => {
        const abi = new Interface([`error ${signature}`]);
        const [, name = ""] = /^(\w+)/.exec(signature) ?? [];
        const parsed = abi.parseError(abi.encodeErrorResult(name, args));
        if (parsed === null) throw new Error("no such error");
        return describeError(parsed);
      };
      expect(await parse("SlippageExceeded(uint256 got, uint256 min)", 5, 6)).to.equal(
        "slippage exceeded: got (5) is less than the min (6) that the caller accepts",
      );
      expect(await parse("WrongMarketState(uint8 actual, uint8 needed)", 0, 1)).to.equal(
        "wrong market state: The market is actual (Closed), the call needs needed (Open)",
      );
      expect(
        await parse(
          "ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
          accounts[0],
          1,
          2,
        ),
      ).to.equal(`erc20 insufficient balance, sender ${accounts[0] ?? ""}, balance 1, needed 2`);
    });

    it("search events in pieces where a node refuses many blocks at once", async () => {
      const { ethers } = await network.create({ network: "localhost", override: { url } });
      const asked: [number, number][] = [];
      const query = (from: number, to: number): Promise<number[]> => {
        if (to - from >= 2_500) return Promise.reject(new Error("too many blocks"));
        asked.push([from, to]);
        return Promise.resolve([from]);
      };
      expect(await eventsSince({ ethers, from: 0, to: 9_999, query })).to.deep.equal(
        asked.map(([from]) => from),
      );
      expect(asked[0]?.[0]).to.equal(0);
      expect(asked.at(-1)?.[1]).to.equal(9_999);
      for (const [at, [from]] of asked.entries())
        if (at > 0) expect(from).to.equal((asked[at - 1]?.[1] ?? 0) + 1);
      const never = (): Promise<number[]> => Promise.reject(new Error("no"));
      expect(
        await eventsSince({ ethers, from: 0, to: 5, query: never }).catch(
          (error: unknown) => (error as Error).message,
        ),
      ).to.equal("no");
    });
  });
});
