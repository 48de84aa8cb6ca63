/** Deploying the suite: what is missing of it, and nothing twice. */
import type { Signer, TransactionResponse } from "ethers";
import {
  contractNameOf,
  deterministicAddress,
  deterministicDeployment,
  DETERMINISTIC_PROXY,
  IMPLEMENTATION_NAMES,
  PERIPHERY_NAMES,
  type SuiteName,
} from "../sdk/src/addresses/index.ts";
import type { Hex } from "../sdk/src/types.ts";
import type { CdpoFactory } from "../typechain-types/CdpoFactory.ts";
import { addressesOf, splitAddresses, type PartialSuiteAddresses, type SuiteAddresses } from "./addresses.ts";
import { isBuiltAt } from "./built.ts";
import { builtCode, contractAt, initCodeOf, type ChainEthers, type CodeSource } from "./compiled.ts";
import { ensureProxy, isProxyThere } from "./proxy.ts";
import { defaultSigner } from "./sender.ts";

/** The suite on one chain: implementations, and the factory that launches organisations. */
export interface Suite {
  readonly factory: CdpoFactory;
  readonly addresses: SuiteAddresses;
}

/** One contract of the suite was deployed, or found where an earlier run had put it. */
export interface DeploymentStep {
  readonly contract: SuiteName;
  readonly address: string;
  /** Whether an earlier run had deployed it. */
  readonly reused: boolean;
  /** The block it was deployed in; undefined when reused. */
  readonly block: number | undefined;
  /** All that is on the chain by now, for a record from which an interrupted run continues. */
  readonly addresses: PartialSuiteAddresses;
}

/** One contract is about to be deployed. */
export interface DeploymentIntent {
  readonly contract: SuiteName;
  /** Where it will be. */
  readonly address: string;
  /** The latest block before it. */
  readonly block: number;
}

/**
 * Deploys what is missing of the suite, through the deterministic proxy: so each contract is at the same address on every
 * chain, and what stands there, or at the given `addresses`, is reused; an interrupted run continues, a complete one changes
 * nothing. `beforeStep` and `onStep` are awaited around each
 * deployment. Throws {@link ForeignCodeError} when other code stands there.
 */
export async function deploySuite({
  ethers,
  signer,
  addresses = {},
  wrappedNative,
  confirmations = 1,
  codeOf = builtCode,
  beforeStep,
  onStep,
}: {
  readonly ethers: ChainEthers;
  readonly signer?: Signer | undefined;
  readonly addresses?: PartialSuiteAddresses | undefined;
  /** The chain's wrapped native currency; without one there is no gateway. */
  readonly wrappedNative?: string | undefined;
  /** Blocks to wait for at the end, from the one with the last contract on. */
  readonly confirmations?: number | undefined;
  readonly codeOf?: CodeSource;
  readonly beforeStep?: ((intent: DeploymentIntent) => void | Promise<void>) | undefined;
  readonly onStep?: ((step: DeploymentStep) => void | Promise<void>) | undefined;
}): Promise<Suite> {
  const deployer = signer ?? (await defaultSigner(ethers));
  const plan = await planSuite({ ethers, addresses, wrappedNative, codeOf });
  if (plan.some(({ isThere }) => !isThere)) await ensureProxy({ ethers, signer: deployer });
  const there: Partial<Record<SuiteName, string>> = Object.fromEntries(
    plan.flatMap(({ contract, address, isThere }) => (isThere ? [[contract, address]] : [])),
  );
  let last: TransactionResponse | undefined;
  for (const { contract, address, isThere, initCode } of plan) {
    let block: number | undefined;
    if (!isThere) {
      await beforeStep?.({ contract, address, block: await ethers.provider.getBlockNumber() });
      last = await deployer.sendTransaction({
        to: DETERMINISTIC_PROXY,
        data: deterministicDeployment(initCode),
      });
      block = (await last.wait())?.blockNumber;
      there[contract] = address;
    }
    await onStep?.({ contract, address, reused: isThere, block, addresses: splitAddresses(there) });
  }
  await last?.wait(confirmations);
  const suite = splitAddresses(there) as SuiteAddresses; // the loop above has set each name
  return {
    factory: await contractAt({ name: "CdpoFactory", address: suite.factory, runner: deployer }),
    addresses: suite,
  };
}

/** What {@link deploySuite} would deploy, and the gas for each; roughly where the chain cannot tell beforehand. */
export async function estimateSuite({
  ethers,
  signer,
  addresses = {},
  wrappedNative,
}: {
  readonly ethers: ChainEthers;
  readonly signer: Signer;
  readonly addresses?: PartialSuiteAddresses | undefined;
  readonly wrappedNative?: string | undefined;
}): Promise<{ readonly contract: SuiteName; readonly gas: bigint }[]> {
  const plan = await planSuite({ ethers, addresses, wrappedNative, codeOf: builtCode });
  const hasProxy = await isProxyThere(ethers);
  const estimates: { contract: SuiteName; gas: bigint }[] = [];
  for (const { contract, initCode, isThere } of plan) {
    if (isThere) continue;
    // Where the proxy is not there yet, creating the contract directly costs little less.
    const gas = await signer
      .estimateGas(
        hasProxy ? { to: DETERMINISTIC_PROXY, data: deterministicDeployment(initCode) } : { data: initCode },
      )
      // What a constructor asks of contracts that are not there yet fails; the code is most of the cost anyway.
      .catch(() => 100_000n + BigInt(initCode.length / 2) * 216n);
    estimates.push({ contract, gas: hasProxy ? gas : (gas * 102n) / 100n });
  }
  return estimates;
}

// ---------------------------------------------------------------- internals

/** A contract of the suite, where it is or will be, and the code that creates it there. */
interface PlannedContract {
  readonly contract: SuiteName;
  readonly address: string;
  readonly isThere: boolean;
  readonly initCode: Hex;
}

/**
 * The contracts of the suite in the order of deployment. Each is at the address in the records if it stands there and is
 * meant for the others, otherwise where the proxy puts it.
 */
async function planSuite({
  ethers,
  addresses,
  wrappedNative,
  codeOf,
}: {
  readonly ethers: ChainEthers;
  readonly addresses: PartialSuiteAddresses;
  readonly wrappedNative: string | undefined;
  readonly codeOf: CodeSource;
}): Promise<PlannedContract[]> {
  const recorded = { ...addresses.implementations, factory: addresses.factory, ...addresses.periphery };
  const plan: PlannedContract[] = [];
  const known: Partial<Record<SuiteName, string>> = {};
  for (const contract of [...IMPLEMENTATION_NAMES, "factory", ...PERIPHERY_NAMES] as const) {
    if (contract === "gateway" && wrappedNative === undefined) continue;
    const name = contractNameOf(contract);
    const args = argumentsOf({ contract, addresses: known, wrappedNative });
    const initCode = await initCodeOf(name, args, codeOf);
    const predicted = deterministicAddress(initCode);
    let address: string = predicted;
    let isThere = false;
    for (const candidate of new Set([recorded[contract], predicted])) {
      if (candidate === undefined || !(await isBuiltAt({ ethers, contract: name, address: candidate })))
        continue;
      const meant =
        candidate === predicted ||
        (await isMeantFor({ ethers, contract, address: candidate, addresses: known, wrappedNative }));
      if (!meant) continue;
      [address, isThere] = [candidate, true];
      break;
    }
    known[contract] = address;
    plan.push({ contract, address, isThere, initCode });
  }
  return plan;
}

/** Whether what stands there is for these other contracts and this wrapped native currency, where it is for any. */
async function isMeantFor({
  ethers,
  contract,
  address,
  addresses,
  wrappedNative,
}: {
  readonly ethers: ChainEthers;
  readonly contract: SuiteName;
  readonly address: string;
  readonly addresses: Partial<Record<SuiteName, string>>;
  readonly wrappedNative: string | undefined;
}): Promise<boolean> {
  const runner = ethers.provider;
  if (contract === "factory") {
    const factory = await contractAt({ name: "CdpoFactory", address, runner });
    const implementations = addressesOf(await factory.implementations());
    return IMPLEMENTATION_NAMES.every((name) => implementations[name] === addresses[name]);
  }
  if (contract === "standingGifts") {
    return (
      (await (await contractAt({ name: "StandingGifts", address, runner })).factory()) === addresses.factory
    );
  }
  if (contract !== "gateway") return true;
  const gateway = await contractAt({ name: "NativeGateway", address, runner });
  return (await gateway.factory()) === addresses.factory && (await gateway.wrapped()) === wrappedNative;
}

/** What a constructor is given; `addresses` has all that is deployed before it. */
function argumentsOf({
  contract,
  addresses,
  wrappedNative,
}: {
  readonly contract: SuiteName;
  readonly addresses: Partial<Record<SuiteName, string>>;
  readonly wrappedNative: string | undefined;
}): unknown[] {
  if (contract === "factory") return [splitAddresses(addresses).implementations];
  if (contract === "standingGifts") return [addresses.factory];
  if (contract === "gateway") return [addresses.factory, wrappedNative];
  return [];
}
