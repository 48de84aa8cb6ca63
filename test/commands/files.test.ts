import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { termsIn } from "../../scripts/commands/term-files.ts";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import { ROOT } from "../lib/files.ts";

const MARK = "\ufeff";
const GROWING = readFileSync(join(ROOT, "examples", "growing.json"), "utf8");

describe("commands: files that people write", () => {
  let node: CommandNode;
  before(async () => {
    node = await startCommandNode();
    await node.launch({ example: "growing", name: "Files", symbol: "FILE" });
  });
  after(() => node.close());

  const file = (name: string, content: string): string => {
    const path = join(node.folder, name);
    writeFileSync(path, content);
    return path;
  };

  it("may have a byte order mark in front: configurations, terms, codes and records", async () => {
    const config = file("marked.json", MARK + GROWING);
    expect(
      await node.succeeds("launch", "--no-build", "--config", config, "--dry-run", "--network", "localhost"),
    ).to.contain("Dry run: the configuration is right.");
    expect(
      await termsIn(file("terms.json", `${MARK}{"price": "2"}`), z.object({ price: z.string() })),
    ).to.deep.equal({
      price: "2",
    });
    const codes = file("codes.txt", `${MARK}CDPO-VOUCHER:2\n`);
    expect(await node.fails("gate redeem", "--file", codes, "--from", "6")).to.contain(
      'line 1, which has the version "2", and only 1 is understood here',
    );
    const records = join(node.folder, "31337.json");
    writeFileSync(records, MARK + readFileSync(records, "utf8"));
    expect(await node.succeeds("status")).to.match(/^Files \(FILE\)/);
  });

  it("may not have a key twice, which is named with its line", async () => {
    const twice = 'has the key "name" twice in one object, again in line 2: leave one of them out';
    const config = file("twice.json", GROWING.replace("{", '{"name": "Other",\n"name": "Another",'));
    expect(await node.fails("launch", "--no-build", "--config", config, "--network", "localhost")).to.equal(
      `${config} ${twice}`,
    );
    const terms = file("terms.json", '{"name": 1,\n"name": 2}');
    const refused = await termsIn(terms, z.object({})).catch((error: unknown) => (error as Error).message);
    expect(refused).to.equal(`${terms} ${twice}`);
  });
});
