import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { runCdpo } from "../../scripts/commands/index.ts";
import { callsOfBatch, type SafeBatch } from "../../sdk/src/safe.ts";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";
import { waitUntil } from "../lib/command-stages.ts";
import { request, startProxy } from "../lib/nodes.ts";

const UNIT = 10n ** 6n;

describe("commands: what is the same for all", () => {
  let node: CommandNode;
  let tools: Launched;
  let partner = "";
  before(async () => {
    node = await startCommandNode();
    tools = await node.launch({ example: "bootstrapped", name: "Tools", symbol: "TOOL" });
    partner = node.accounts[6] ?? "";
    await tools.asset.mint(partner, 5_000n * UNIT);
  });
  after(() => node.close());

  const allowed = (): Promise<bigint> => tools.asset.allowance(partner, tools.cdpo.addresses.presale ?? "");

  it("approves nothing for an action that is refused, and says why in words", async () => {
    const count = await node.ethers.provider.getTransactionCount(partner);
    expect(await node.fails("contribute", "100", "--from", "6")).to.match(
      /^the contracts refuse: The sale has not/,
    );
    expect(await allowed()).to.equal(0n);
    expect(await node.ethers.provider.getTransactionCount(partner)).to.equal(count);
    const { code, out } = await node.run("contribute", "100", "--from", "6", "--json");
    const { error } = JSON.parse(out) as { error: { sentence: string; name: string; args: object } };
    expect(code).to.equal(1);
    expect(error.name).to.equal("WrongState");
    expect(error.sentence).to.match(/^the contracts refuse: /);
    expect(error.args).to.have.property("actual");
  });

  it("tells an outcome before it is sent, and then it is that", async () => {
    await node.wait(86_400);
    const dry = await node.succeeds("contribute", "100", "--from", "6", "--dry-run");
    expect(dry.split("\n")).to.deep.equal([
      `Dry run: Contribute 100 tUSD to the presale. 2 calls of ${partner}, with a permit for 100 tUSD that is signed then:`,
      ...[
        "1. Gives up to 100 tUSD to the presale with a permit.",
        "2. Takes back what the presale (0xaa69…18BE) may take of tUSD.",
      ],
      ...["You give 100 tUSD.", "Nothing was sent."],
    ]);
    const tried = await node.json("contribute", "100", "--from", "6", "--dry-run");
    expect(tried["permit"]).to.include({
      ...{
        token: await tools.asset.getAddress(),
        spender: tools.cdpo.addresses.presale,
        amount: "100000000",
      },
    });
    // The call itself is not known before the permit is signed.
    expect((tried["calls"] as readonly object[]).map((call) => "data" in call)).to.deep.equal([false, true]);
    expect(await allowed()).to.equal(0n);
    const done = await node.json("contribute", "100", "--from", "6");
    expect(done["said"]).to.deep.equal([
      "Signed a permit for 100 tUSD.",
      "Contributed 100 tUSD; raised so far: 100 tUSD.",
    ]);
    expect(done["changes"]).to.deep.equal([
      { what: "asset", symbol: "tUSD", before: "5000000000", after: "4900000000" },
    ]);
    // The permit was used up: nothing is taken back.
    expect(done["transactions"]).to.have.lengthOf(1);
    expect(await tools.asset.nonces(partner)).to.equal(1n);
    expect(await allowed()).to.equal(0n);
    expect(done).to.include({
      command: "contribute",
      network: "localhost",
      chainId: 31_337,
      raised: "100000000",
    });
  });

  /** What a command tells by way of a node that `allows` a request, or not. */
  async function runPast(
    allows: (body: string) => Promise<boolean>,
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
    const proxy = await startProxy(node.url, allows);
    let out = "";
    let error = "";
    try {
      const code = await runCdpo([...args, "--from", "6", "--deployments", node.folder], {
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (error += text) },
        override: { url: proxy.url },
      });
      return { code, out, error };
    } finally {
      await proxy.close();
    }
  }
  const AFTER_SALE = 90 * 86_400;

  it("makes a permit void, and leaves allowed what was before, where the action fails all the same", async () => {
    const presale = tools.cdpo.addresses.presale ?? "";
    const { asset } = tools;
    await asset.connect(node.signer(6)).approve(presale, 7n * UNIT);
    const nonce = await asset.nonces(partner);
    const { closes } = (await tools.cdpo.presale?.terms()) ?? { closes: 0n };
    let snapshot = await request(node.url, "evm_snapshot", []);
    /** Contributes a minute before the sale closes; it is over, `late` seconds later, once the permit was tried and the gas estimated. */
    const contribute = async (late: number): Promise<string> => {
      await waitUntil(node, closes - 60n);
      let estimates = 0;
      const { code, out, error } = await runPast(
        async (body) => {
          if (body.includes('"eth_estimateGas"') && ++estimates === 2) await node.wait(late);
          return true;
        },
        "contribute",
        "100",
      );
      expect(code).to.equal(1);
      expect(error).to.match(/^error: the contracts refuse: The sale /);
      return out;
    };
    try {
      expect(await contribute(120)).to.equal(
        "Signed a permit for 100 tUSD.\nMade the permit void, as the action failed.\n",
      );
      expect(await allowed()).to.equal(7n * UNIT);
      // What was signed is good for nothing: its number is used.
      expect(await asset.nonces(partner)).to.equal(nonce + 1n);
      await request(node.url, "evm_revert", [snapshot]);
      snapshot = await request(node.url, "evm_snapshot", []);
      // After an hour a permit lapses by itself.
      expect(await contribute(86_400)).to.equal("Signed a permit for 100 tUSD.\n");
      expect(await allowed()).to.equal(7n * UNIT);
      expect(await asset.nonces(partner)).to.equal(nonce);
    } finally {
      await request(node.url, "evm_revert", [snapshot]);
      await asset.connect(node.signer(6)).approve(presale, 0n);
    }
  });

  for (const { what, third, told, left } of [
    {
      what: "leaves nothing more allowed where a stranger brings the permit in while it is made void",
      third: "stranger",
      told: "Took the approval back, as the action failed; 7 tUSD stays approved.\n",
      left: 1n,
    },
    {
      what: "says that a permit could not be made void, and still why the action failed, where the node goes away",
      third: "away",
      told: "What was allowed for it could not be taken back: ",
      left: 0n,
    },
  ]) {
    it(what, async () => {
      const presale = tools.cdpo.presale;
      if (presale === undefined) throw new Error("there is no presale");
      const { asset } = tools;
      await asset.connect(node.signer(6)).approve(presale, 7n * UNIT);
      const nonce = await asset.nonces(partner);
      const { closes } = await presale.terms();
      const snapshot = await request(node.url, "evm_snapshot", []);
      try {
        await waitUntil(node, closes - 60n);
        let estimates = 0;
        let signed = "0x";
        const bringIn = async (): Promise<void> => {
          const call = presale.interface.decodeFunctionData("contributeWithPermit", signed);
          const [amount, , deadline, v, r, s] = call.toArray() as [
            bigint,
            string[],
            bigint,
            bigint,
            string,
            string,
          ];
          await asset.connect(node.signer(9)).permit(partner, presale, amount, deadline, v, r, s);
        };
        const { code, out, error } = await runPast(
          async (body) => {
            if (!body.includes('"eth_estimateGas"')) return true;
            estimates += 1;
            if (estimates === 1) [, signed = "0x"] = /"data":"(0x\w+)"/.exec(body) ?? [];
            if (estimates === 2) await node.wait(120);
            if (estimates < 3) return true;
            if (third === "away") return false;
            if (estimates === 3) await bringIn();
            return true;
          },
          "contribute",
          "100",
        );
        expect(code).to.equal(1);
        // Why the action failed is told, not why its permit could not be made void.
        expect(error).to.match(/^error: the contracts refuse: The sale /);
        expect(out.startsWith(`Signed a permit for 100 tUSD.\n${told}`), out).to.equal(true);
        expect(await allowed()).to.equal(7n * UNIT);
        expect(await asset.nonces(partner)).to.equal(nonce + left);
      } finally {
        await request(node.url, "evm_revert", [snapshot]);
        await asset.connect(node.signer(6)).approve(presale, 0n);
      }
    });
  }

  it("approves nothing where the action is refused once the permit is signed", async () => {
    const snapshot = await request(node.url, "evm_snapshot", []);
    const count = await node.ethers.provider.getTransactionCount(partner);
    try {
      // The sale is over when the wallet has signed.
      const { code, out, error } = await runPast(
        async (body) => {
          if (body.includes("eth_signTypedData")) await node.wait(AFTER_SALE);
          return true;
        },
        "contribute",
        "100",
      );
      expect([code, out]).to.deep.equal([1, ""]);
      expect(error).to.match(/^error: the contracts refuse: The sale /);
      expect(await node.ethers.provider.getTransactionCount(partner)).to.equal(count);
      expect(await allowed()).to.equal(0n);
    } finally {
      await request(node.url, "evm_revert", [snapshot]);
    }
  });

  it("approves for an account with code, which signs no permits", async () => {
    const wallet = await (await node.ethers.deployContract("TestCondition")).getAddress();
    await tools.asset.mint(wallet, 10n * UNIT);
    const told = await node.succeeds("contribute", "10", "--from", wallet, "--dry-run");
    expect(told.split("\n").at(0)).to.equal(
      `Dry run: Contribute 10 tUSD to the presale. 3 calls of ${wallet}:`,
    );
  });

  it("approves where the wallet signs nothing, and takes that back, to what it was, where the action fails", async () => {
    const presale = tools.cdpo.addresses.presale ?? "";
    await tools.asset.connect(node.signer(6)).approve(presale, 7n * UNIT);
    let snapshot = await request(node.url, "evm_snapshot", []);
    const signsNothing = (body: string): boolean => !body.includes("eth_signTypedData");
    try {
      const { out, error } = await runPast(
        (body) => Promise.resolve(signsNothing(body)),
        "contribute",
        "100",
      );
      expect([out, error]).to.deep.equal([
        "Approved 100 tUSD.\nContributed 100 tUSD; raised so far: 200 tUSD.\n",
        "",
      ]);
      expect(await allowed()).to.equal(0n);
      await request(node.url, "evm_revert", [snapshot]);

      snapshot = await request(node.url, "evm_snapshot", []);
      // The sale is over before the node tells that the approval is in a block.
      const late = await runPast(
        async (body) => {
          const approves = body.includes('"eth_sendTransaction"') && body.includes("0x095ea7b3");
          if (approves && (await allowed()) === 100n * UNIT) await node.wait(AFTER_SALE);
          return signsNothing(body);
        },
        "contribute",
        "100",
      );
      expect(late.code).to.equal(1);
      expect(late.out).to.equal(
        "Approved 100 tUSD.\nTook the approval back, as the action failed; 7 tUSD stays approved.\n",
      );
      expect(late.error).to.match(/^error: the contracts refuse: The sale /);
      expect(await allowed()).to.equal(7n * UNIT);
    } finally {
      await request(node.url, "evm_revert", [snapshot]);
      await tools.asset.connect(node.signer(6)).approve(presale, 0n);
    }
  });

  it("writes for a Safe what it would send, decoded, for an address without a key here", async () => {
    const safe = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    await tools.asset.mint(safe, 10n * UNIT);
    const file = join(node.folder, "batch.json");
    const told = await node.succeeds("contribute", "10", "--from", safe, "--safe", file);
    expect(told).to.contain(`For the Safe ${safe}: Contribute 10 tUSD to the presale.`);
    const batch = JSON.parse(readFileSync(file, "utf8")) as SafeBatch;
    expect(callsOfBatch(batch).map(({ to }) => to)).to.deep.equal([
      await tools.asset.getAddress(),
      tools.cdpo.addresses.presale,
      await tools.asset.getAddress(),
    ]);
    expect(batch.meta.description).to.contain("10 tUSD");
    expect(await node.fails("contribute", "10", "--safe", file)).to.equal(
      "--safe needs --from ADDRESS: the Safe that sends",
    );
    expect(await node.fails("contribute", "10", "--from", safe)).to.match(
      /^network "localhost" has no account 0x5FbD/,
    );
  });

  it("shows of names on chain what a terminal would act on as ?", async () => {
    const evil = await node.launch({
      ...{ example: "growing", name: "Evil\u001b[2K\u202e", symbol: "E\u001b[1A\n", listed: false },
    });
    await evil.asset.mint(partner, 5n * UNIT);
    const which = ["--organisation", evil.cdpo.addresses.token];
    expect(await node.succeeds("donate", "5", "--from", "6", ...which)).to.equal(
      "Approved 5 tUSD.\nDonated 5 tUSD to the holders of E?[1A?.",
    );
    const refused = await node.run("donate", "5", "--organisation", "\u001b[2J");
    expect(refused.code).to.equal(1);
    expect(refused.error).to.contain("?[2J").and.not.contain("\u001b");
  });

  it("has one rule for addresses, wherever one is written", async () => {
    const right = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    const wrong: readonly (readonly [written: string, said: RegExp])[] = [
      [
        right.toLowerCase(),
        new RegExp(`the checksum of ${right.toLowerCase()} is wrong, it would be ${right}`),
      ],
      [right.slice(0, -1), /has 39 digits after "0x" instead of 40: some are missing/],
      [`eth:${right}`, /has the prefix "eth:"/],
      ["vitalik.eth", /is a name, and who owns it can change what it stands for/],
    ];
    for (const [written, said] of wrong) {
      expect(await node.fails("claim", "--to", written)).to.match(said);
      expect(await node.fails("claim", "--from", written, "--dry-run")).to.match(said);
    }
  });

  it("completes words in bash, for commands, their second words and options", async () => {
    let script = "";
    const code = await runCdpo(["completion", "bash"], {
      stdout: { write: (text) => (script += text) },
      stderr: process.stderr,
    });
    expect(code).to.equal(0);
    const complete = (...words: readonly string[]): string[] =>
      execFileSync("bash", [
        "-c",
        `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cdpo; printf '%s\\n' "\${COMPREPLY[@]}"`,
        "bash",
        ...words,
      ])
        .toString()
        .trim()
        .split("\n")
        .sort();
    expect(complete("cdpo", "sta")).to.deep.equal(["stake", "standing-gift", "standing-gifts", "status"]);
    expect(complete("cdpo", "epoch", "ex")).to.deep.equal(["expire"]);
    expect(complete("cdpo", "buy", "--sl")).to.deep.equal(["--slippage"]);
    for (const shell of ["zsh", "fish"]) {
      let out = "";
      await runCdpo(["completion", shell], {
        stdout: { write: (text) => (out += text) },
        stderr: process.stderr,
      });
      expect(out).to.contain("expire");
    }
  });
});
