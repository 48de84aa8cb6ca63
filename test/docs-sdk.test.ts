import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { makeReference } from "../scripts/docs/sdk-reference.ts";
import { createTestFolder, ROOT } from "./lib/files.ts";

const REFERENCE = join(ROOT, "docs", "reference", "sdk");

describe("sdk reference", () => {
  const folder = createTestFolder("reference");
  after(() => {
    folder.remove();
  });

  const referenceOf = (source: string) => {
    const place = folder.fresh("sources");
    writeFileSync(join(place, "shop.ts"), source);
    writeFileSync(join(place, "till.ts"), "/** One of two imports. */\nexport const TILLS = 1;\n");
    const compilerOptions = { strict: true, module: "node20", types: [], noEmit: true };
    writeFileSync(
      join(place, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["shop.ts", "till.ts"] }),
    );
    return makeReference({
      ...{ entries: ["shop.ts", "till.ts"].map((file) => join(place, file)), name: "shop" },
      tsconfig: join(place, "tsconfig.json"),
      folder: folder.fresh("pages"),
    });
  };

  it("has what is exported, with its documentation", async () => {
    const { problems, pages } = await referenceOf(`
      /** What is sold. */
      export interface Thing {
        readonly name: string;
        /** Cents. */
        readonly price: bigint;
      }
      /** Buys a thing for {@link Thing.price}. */
      export function buy({ thing }: { readonly thing: Thing }): bigint {
        return thing.price;
      }
      function hidden(): void {}
    `);
    expect(problems).to.deep.equal([]);
    const text = [...pages.values()].join("\n");
    for (const said of ["What is sold.", "Cents.", "Buys a thing for", "### buy()", "`options.thing`"]) {
      expect(text).to.contain(said);
    }
    expect(text).to.not.contain("hidden");
  });

  it("is not made of what has no documentation, or links to nothing", async () => {
    const { problems } = await referenceOf(`
      export const PRICE = 1n;
      export type Thing = { readonly name: string };
      export interface Shop { readonly things: readonly Thing[] }
      export class Till { open(): void {} }
      export function buy(): void {}
      /** See {@link Nowhere}. */
      export function sell(): void {}
    `);
    const names = problems.map(
      (problem) => /^(?:Failed to resolve link to "|shop\.)([\w.]+)/.exec(problem)?.[1],
    );
    expect(names).to.have.members(["PRICE", "Thing", "Shop", "Till", "Till.open", "buy", "Nowhere"]);
  });

  it("is committed for each import, and no link leads nowhere", () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, "sdk", "package.json"), "utf8")) as {
      readonly exports: Readonly<Record<string, unknown>>;
    };
    const files = readdirSync(REFERENCE, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".md"),
    );
    const index = readFileSync(join(REFERENCE, "README.md"), "utf8");
    for (const name of Object.keys(exports)) {
      if (name === "./abi" || name === "./package.json") continue;
      expect(index).to.contain(`- [${name.slice(2)}](`);
    }
    for (const file of files) {
      const text = readFileSync(join(REFERENCE, file), "utf8");
      for (const [, target = ""] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
        if (/^https?:/.test(target)) continue;
        expect(existsSync(join(REFERENCE, dirname(file), target)), `${file} → ${target}`).to.equal(true);
      }
    }
  });
});
