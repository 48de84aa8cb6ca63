/** Where the suite and one organisation are, as programs that deploy keep it. */
import {
  IMPLEMENTATION_NAMES,
  PERIPHERY_NAMES,
  type ImplementationName,
  type PeripheryName,
  type PresaleName,
  type SuiteName,
} from "../sdk/src/addresses/index.ts";
import type { ICdpoFactory } from "../typechain-types/CdpoFactory.ts";

export type ImplementationAddresses = Record<ImplementationName, string>;
/** There is no gateway where the wrapped native currency is not known. */
export type PeripheryAddresses = Record<Exclude<PeripheryName, "gateway">, string> & {
  readonly gateway?: string | undefined;
};

/** Where the suite is on one chain. */
export interface SuiteAddresses {
  readonly factory: string;
  readonly implementations: ImplementationAddresses;
  readonly periphery: PeripheryAddresses;
}

/** What is deployed of a suite so far; a run that was interrupted leaves some out. */
export interface PartialSuiteAddresses {
  readonly factory?: string | undefined;
  readonly implementations?: { readonly [Name in ImplementationName]?: string | undefined } | undefined;
  readonly periphery?: { readonly [Name in PeripheryName]?: string | undefined } | undefined;
}

/** Where the contracts of one organisation are; one without a presale grows its liquidity. */
export type CdpoAddresses = Readonly<
  Record<Exclude<ImplementationName, PresaleName>, string> & Record<PresaleName, string | undefined>
>;

/** The addresses as the factory returns them, undefined where it says the zero address. */
export function addressesOf(cdpo: ICdpoFactory.CdpoStructOutput): CdpoAddresses {
  const known = IMPLEMENTATION_NAMES.map((name) => {
    const address = cdpo[name];
    return [name, BigInt(address) === 0n ? undefined : address] as const;
  });
  return Object.fromEntries(known) as CdpoAddresses; // only a presale's contracts can be missing
}

/** What is known of a suite, by kind. */
export function splitAddresses(addresses: Partial<Record<SuiteName, string>>): PartialSuiteAddresses {
  const pick = (names: readonly SuiteName[]): Partial<Record<SuiteName, string>> =>
    Object.fromEntries(
      names.flatMap((name) => (addresses[name] === undefined ? [] : [[name, addresses[name]]])),
    );
  return {
    factory: addresses.factory,
    implementations: pick(IMPLEMENTATION_NAMES),
    periphery: pick(PERIPHERY_NAMES),
  };
}
