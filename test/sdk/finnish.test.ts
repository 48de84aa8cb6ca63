import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { ROOT } from "../lib/files.ts";

interface Term {
  readonly english: string;
  readonly finnish: string;
  /** Beginnings of words, or several words, that are not used for it. */
  readonly rejected: readonly string[];
}

function termsIn(document: string): Term[] {
  const rows = document.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((line) => {
    const [, english = "", finnish = "", rejected = ""] = line.split("|").map((cell) => cell.trim());
    return { english, finnish, rejected: rejected.split(", ").filter((word) => word !== "") };
  });
}

/** What a source says in Finnish: the second of a pair, what `fi` names, and what stands where the language is "fi". */
function finnishIn(file: string, text: string): string[] {
  const said: string[] = [];
  const isText = (node: ts.Node): boolean => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
  const collect = (node: ts.Node): void => {
    if (isText(node)) said.push(node.getText().replace(/\$?\{[^}]*\}/g, "…"));
    else ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    const isPair =
      ts.isArrayLiteralExpression(node) && node.elements.length === 2 && node.elements.every(isText);
    if (isPair && node.elements[1] !== undefined) collect(node.elements[1]);
    else if (ts.isPropertyAssignment(node) && node.name.getText() === "fi") collect(node.initializer);
    else if (ts.isConditionalExpression(node) && node.condition.getText().endsWith('=== "fi"'))
      collect(node.whenTrue);
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return said;
}

/** Everything that is said in Finnish, by file. */
async function texts(): Promise<Map<string, readonly string[]>> {
  const all = new Map<string, readonly string[]>([
    ["README.fi.md", readFileSync(join(ROOT, "README.fi.md"), "utf8").split("\n")],
  ]);
  for await (const file of glob("sdk/src/**/*.ts", { cwd: ROOT })) {
    const said = finnishIn(file, readFileSync(join(ROOT, file), "utf8"));
    if (said.length > 0) all.set(file, said);
  }
  for await (const file of glob("app/src/**/fi.po", { cwd: ROOT })) {
    all.set(file, translationsIn(readFileSync(join(ROOT, file), "utf8")));
  }
  return all;
}

/** What a catalogue of the page says; placeholders are no words. */
function translationsIn(catalogue: string): string[] {
  const entries = catalogue.matchAll(/^msgstr ((?:"(?:[^"\\]|\\.)*"\n?)+)/gm);
  return Array.from(entries, ([, quoted = ""]) =>
    quoted.replace(/"\n"/g, "").replace(/\{[^{}]*\}|<\/?\d+\/?>/g, "…"),
  ).slice(1);
}

describe("Finnish", () => {
  const terms = termsIn(readFileSync(join(ROOT, "docs/fi-terms.md"), "utf8"));

  it("has one word for each thing of the vocabulary", () => {
    expect(terms.length).to.be.greaterThan(35);
    for (const { english, finnish, rejected } of terms) {
      expect([english, finnish].includes(""), english).to.equal(false);
      expect(rejected, english).to.not.deep.equal([]);
    }
    const english = terms.flatMap((term) => term.english.split(", "));
    expect(new Set(english).size).to.equal(english.length);
  });

  it("uses none of the words that were rejected", async () => {
    const said = await texts();
    expect([...said.values()].flat().length).to.be.greaterThan(1_500);
    expect([...said.keys()]).to.include.members([
      "README.fi.md",
      "sdk/src/errors/enums.ts",
      "sdk/src/errors/sentences/market.ts",
      "sdk/src/calls/words/production.ts",
      "sdk/src/calls/naming.ts",
      "sdk/src/config/sentences/problems.ts",
      "sdk/src/access/sign-in.ts",
      "app/src/pages/market/locales/fi.po",
    ]);
    const wrong: string[] = [];
    for (const { english, finnish, rejected } of terms) {
      for (const word of rejected) {
        const pattern = new RegExp(`(?<![\\p{L}-])${word}`, "iu");
        for (const [file, sentences] of said) {
          for (const sentence of sentences) {
            if (pattern.test(sentence))
              wrong.push(`${file}: ${english} is ${finnish}, not "${word}": ${sentence}`);
          }
        }
      }
    }
    expect(wrong).to.deep.equal([]);
  });
});
