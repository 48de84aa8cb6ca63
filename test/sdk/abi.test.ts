import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { Interface, type InterfaceAbi } from "ethers";
import { artifacts } from "hardhat";
import { IMPLEMENTATIONS, PERIPHERY } from "../../launch/index.ts";
import * as abis from "../../sdk/src/abi/index.ts";

type Entries = readonly { readonly type: string; readonly name?: string }[];

const { enums, ...constants } = abis;
const byName: Readonly<Record<string, Entries>> = constants;
const FOLDER = fileURLToPath(new URL("../../sdk/src/abi", import.meta.url));
const constantOf = (contract: string): string => `${contract.charAt(0).toLowerCase()}${contract.slice(1)}Abi`;

/** All that an ABI says, without names of Solidity's types, in an order of its own. */
const signaturesOf = (abi: InterfaceAbi): string[] => {
  const { fragments } = new Interface(abi);
  const called = fragments.filter(({ type }) => type !== "constructor");
  return called.map((fragment) => fragment.format("sighash")).sort();
};

describe("sdk: abi", () => {
  it("has the ABI of each contract that people call", async () => {
    const called = [
      ...Object.values(IMPLEMENTATIONS),
      "CdpoFactory",
      "MarketLens",
      "StandingGifts",
      "NativeGateway",
    ];
    for (const contract of called) {
      const { abi } = await artifacts.readArtifact(contract);
      const constant = byName[constantOf(contract)];
      expect(constant, contract).to.not.equal(undefined);
      expect(signaturesOf(constant as InterfaceAbi), contract).to.deep.equal(
        signaturesOf(abi as InterfaceAbi),
      );
    }
    // A condition is whatever answers as TotalRecognised does.
    expect(PERIPHERY.totalRecognised).to.equal("TotalRecognised");
    const { abi } = await artifacts.readArtifact("TotalRecognised");
    expect(signaturesOf(abis.iConditionAbi)).to.deep.equal(signaturesOf(abi as InterfaceAbi));
  });

  it("has interfaces without a contract of the suite, and neither mocks nor libraries", async () => {
    const others = Object.keys(byName).filter((name) => /^i[A-Z]/.test(name) && name !== "issuanceAbi");
    expect(others).to.deep.equal([
      "iConditionAbi",
      "iERC4824Abi",
      "iERC5643Abi",
      "iERC7572Abi",
      "iForumAbi",
      "iPausableAbi",
      "iRecognitionAbi",
      "iSweepableAbi",
      "iWrappedNativeAbi",
    ]);
    for (const name of await artifacts.getAllFullyQualifiedNames()) {
      const [source = "", contract = ""] = name.split(":");
      if (!/^contracts\/(mocks|libraries)\//.test(source)) continue;
      expect(byName[constantOf(contract)], contract).to.equal(undefined);
    }
    expect(readdirSync(FOLDER)).to.have.lengthOf(Object.keys(byName).length + 2);
  });

  it("has what tokens answer to", () => {
    const erc20 = new Interface(abis.erc20Abi);
    for (const name of [
      "transfer",
      "approve",
      "allowance",
      "decimals",
      "permit",
      "nonces",
      "DOMAIN_SEPARATOR",
    ]) {
      expect(erc20.hasFunction(name), name).to.equal(true);
    }
    expect(erc20.getError("ERC20InsufficientBalance")).to.not.equal(null);
  });

  it("names all members of structs and all answers but single ones", () => {
    for (const [name, abi] of Object.entries(byName)) {
      for (const entry of abi as readonly {
        type: string;
        name?: string;
        outputs?: readonly { name: string }[];
      }[]) {
        if (entry.type !== "function" || (entry.outputs?.length ?? 0) < 2) continue;
        for (const output of entry.outputs ?? [])
          expect(output.name, `${name}.${entry.name ?? ""}`).to.not.equal("");
      }
    }
  });

  it("names the members of enums as the sources do", () => {
    const root = new URL("../../contracts/interfaces/", import.meta.url);
    for (const [name, members] of Object.entries(enums)) {
      const [contract = "", type = ""] = name.split(".");
      // OpenZeppelin's own.
      if (contract === "IGovernor" || contract === "TimelockControllerUpgradeable") continue;
      const source = readFileSync(new URL(`${contract}.sol`, root), "utf8");
      const [, body = ""] = new RegExp(`enum ${type} \\{([^}]*)\\}`).exec(source) ?? [];
      expect(body.match(/\w+/g), name).to.deep.equal(members);
    }
    expect(enums["IGovernor.ProposalState"][7]).to.equal("Executed");
  });

  it("is typed as by `as const`", () => {
    type Functions = Extract<
      (typeof abis.liquidityReserveAbi)[number],
      { readonly type: "function" }
    >["name"];
    const known: Functions = "buy";
    // @ts-expect-error: the types know that there is no such function
    const unknown: Functions = "withdrawReserve";
    const names: readonly string[] = abis.liquidityReserveAbi.flatMap((each) =>
      "name" in each ? [each.name] : [],
    );
    expect(names).to.include(known);
    expect(names).to.not.include(unknown);
  });
});
