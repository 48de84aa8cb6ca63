import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { parseNatspec, parsePages, readPages, type Page } from "../scripts/docs/natspec.ts";
import { renderReference } from "../scripts/docs/reference.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Too much: \`got\`.
error TooMuch(uint256 got);

/// @title IShop
/// @notice Sells things. And more.
/// @dev Two states:
///
/// | from | to |
/// |---|---|
/// | Open | Closed |
interface IShop {
    /// @notice See {IShop}.
    enum State {
        Open,
        Closed
    }

    /// @param price Asset units.
    struct Thing {
        uint256 price;
        address maker;
    }

    /// @notice \`buyer\` bought.
    event Sold(address indexed buyer, uint256 amount);

    /// @notice Buys for \`a|b\`, see {state} and {Shop-state}; ä is two bytes.
    /// @param amount How many
    /// of them.
    /// Errors: TooMuch, and those of {IOther-call}.
    /// @return cost Asset units.
    function buy(uint256 amount, bool now_) external returns (uint256 cost);

    /// @notice What it is.
    function state() external view returns (State);
}

contract Shop is IShop {
    State public state;
    uint256 private secret;

    constructor() {}

    /// @inheritdoc IShop
    function buy(uint256 amount, bool) external returns (uint256) {
        require(amount < 2, TooMuch(amount));
        return _inner();
    }

    function _inner() internal pure returns (uint256) {
        return 1;
    }
}

library Sums {
    /// @notice Adds.
    function add(uint256 a) internal pure returns (uint256) {
        return a;
    }

    function _hidden() private {}
}
`;

describe("contract reference", () => {
  const pages = parsePages(new Map([["contracts/interfaces/Shop.sol", SOURCE]]));
  const page = (name: string): Page => {
    const found = pages.find((candidate) => candidate.name === name && candidate.kind !== "file");
    if (found === undefined) throw new Error(`there is no page ${name}`);
    return found;
  };

  it("finds what can be used from outside", () => {
    expect(pages.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([
      "file Shop",
      "interface IShop",
      "contract Shop",
      "library Sums",
    ]);
    expect(page("IShop").definitions.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([
      "enum State",
      "struct Thing",
      "event Sold",
      "function buy",
      "function state",
    ]);
    expect(page("Shop").definitions.map(({ name }) => name)).to.deep.equal(["state", "buy"]);
    expect(page("Sums").definitions.map(({ name }) => name)).to.deep.equal(["add"]);
    expect(page("Shop").bases).to.deep.equal(["IShop"]);
  });

  it("reads tags over several lines", () => {
    const doc = parseNatspec(
      "/// @title T\n    /// @notice One\n    /// two.\n    /// @param a Alpha\n    /// beta.\n    /// Errors: X,\n    /// Y.\n    ///\n    /// More.\n    /// @return r Back.\n    /// @inheritdoc IBase",
    );
    expect(doc).to.deep.equal({
      title: "T",
      notice: "One\ntwo.\n\nMore.",
      dev: "",
      errors: "X,\nY.",
      params: new Map([["a", "Alpha\nbeta."]]),
      returns: ["r Back."],
      inherits: "IBase",
    });
  });

  it("says what a function takes, gives and refuses", () => {
    const text = renderReference(pages).get("IShop.md") ?? "";
    expect(text).to.contain(
      "# IShop\n\ninterface in [contracts/interfaces/Shop.sol](../../contracts/interfaces/Shop.sol)",
    );
    expect(text).to.contain("Two states:\n\n| from | to |\n|---|---|\n| Open | Closed |");
    expect(text).to.contain(
      "```solidity\nfunction buy(uint256 amount, bool now_) external returns (uint256 cost)\n```",
    );
    expect(text).to.contain("see [state](#state) and [Shop.state](Shop.md#state); ä is two bytes.");
    expect(text).to.contain("| `amount` | `uint256` | How many of them. |\n| `now_` | `bool` |  |");
    expect(text).to.contain("| `cost` | `uint256` | Asset units. |");
    expect(text).to.contain("**Errors:** TooMuch, and those of `call`.");
    expect(text).to.contain("0. Open\n1. Closed");
    expect(text).to.contain("| `price` | `uint256` | Asset units. |\n| `maker` | `address` |  |");
    expect(text.indexOf("## Views")).to.be.greaterThan(text.indexOf("## Functions"));
    expect(text.indexOf("### state")).to.be.greaterThan(text.indexOf("## Views"));
  });

  it("refers to the interface for what is documented there", () => {
    const text = renderReference(pages).get("Shop.md") ?? "";
    expect(text).to.contain(
      "## Documented in the interface\n\n[IShop.state](IShop.md#state) · [IShop.buy](IShop.md#buy)",
    );
    expect(text).to.not.contain("_inner");
  });

  it("lists every page in the index, with its first sentence", () => {
    const index = renderReference(pages).get("README.md") ?? "";
    expect(index).to.contain("| [IShop](IShop.md) | Sells things. |");
    expect(index).to.not.contain("And more.");
  });

  it("is committed for each contract, and no link leads nowhere", async () => {
    const all = await readPages(ROOT);
    const files = renderReference(all);
    const folder = join(ROOT, "docs", "reference");
    const committed = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(committed.map(({ name }) => name).sort()).to.deep.equal([...files.keys()].sort());
    for (const [file, text] of files) {
      for (const [, target = "", anchor] of text.matchAll(/\]\(([^)#]*)(?:#([^)]+))?\)/g)) {
        const of = target === "" ? file : target;
        expect(existsSync(join(folder, of)), `${file} → ${target}`).to.equal(true);
        if (anchor === undefined) continue;
        const headings = [...readFileSync(join(folder, of), "utf8").matchAll(/^### (\S+)$/gm)];
        const anchors = headings.map(([, name = ""]) => name.replaceAll("\\", "").toLowerCase());
        expect(anchors, `${file} → ${of}#${anchor}`).to.include(anchor);
      }
    }
  });
});
