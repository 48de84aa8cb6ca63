import { readFile } from "node:fs/promises";
import { expect } from "chai";
import {
  at,
  commentOf,
  fileOf,
  nameOf,
  problemsByField,
  withAt,
  type JsonObject,
} from "../../app/src/pages/launch/design/draft.ts";
import { LaunchConfigError, parseLaunchConfig } from "../../sdk/src/config/index.ts";

const read = async (name: string): Promise<JsonObject> =>
  JSON.parse(await readFile(`examples/${name}.json`, "utf8")) as JsonObject;

describe("A design on the page", () => {
  for (const name of ["bootstrapped", "growing"]) {
    it(`saves what it loaded: ${name}`, async () => {
      const json = await read(name);
      expect(JSON.parse(fileOf(json))).to.deep.equal(json);
      expect(Object.keys(JSON.parse(fileOf(json)) as object)).to.deep.equal(Object.keys(json));
    });
  }

  it("changes one field and leaves the rest, in its order", async () => {
    const json = await read("bootstrapped");
    const changed = withAt(json, ["presale", "founders", 1, "share"], "30 %");
    expect(at(changed, ["presale", "founders", 1, "share"])).to.equal("30 %");
    expect(withAt(changed, ["presale", "founders", 1, "share"], "40 %")).to.deep.equal(json);
    expect(fileOf(withAt(changed, ["presale", "founders", 1, "share"], "40 %") ?? null)).to.equal(
      fileOf(json),
    );
    expect(at(json, ["presale", "founders", 1, "share"])).to.equal("40 %");
  });

  it("takes a field out, with an object that holds nothing but a comment then", () => {
    const json: JsonObject = { name: "A", epochs: { $comment: "why", claimPeriod: "3 years" } };
    expect(withAt(json, ["epochs", "claimPeriod"], undefined)).to.deep.equal({ name: "A" });
    expect(withAt({ list: ["a", "b", "c"] }, ["list", 1], undefined)).to.deep.equal({ list: ["a", "c"] });
  });

  it("makes the objects on the way to a field", () => {
    expect(withAt({}, ["presale", "founders", 0, "share"], "1 %")).to.deep.equal({
      presale: { founders: [{ share: "1 %" }] },
    });
  });

  it("shows each problem beside its field", async () => {
    const json = withAt(await read("growing"), ["reserve", "ratio"], "500 %");
    let thrown: unknown;
    try {
      parseLaunchConfig({
        json,
        assetDecimals: 18,
        now: 0n,
        resolveAccount: () => "0x5FbDB2315678afecb367f032d93F642f64180aa3",
      });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).to.be.instanceOf(LaunchConfigError);
    const problems = problemsByField((thrown as LaunchConfigError).problems);
    expect(problems.get(nameOf(["reserve", "ratio"]))).to.equal("Must be 1 % to 100 %, not 500 %.");
    expect(nameOf(["presale", "founders", 0, "share"])).to.equal("presale.founders[0].share");
  });

  it("reads comments of one line and of several", () => {
    expect(commentOf({ $comment: "one" })).to.equal("one");
    expect(commentOf({ $comment: ["one", "two"] })).to.equal("one two");
    expect(commentOf({})).to.equal(undefined);
  });
});
