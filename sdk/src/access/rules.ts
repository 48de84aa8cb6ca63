/** What a stakeholder, a contributor or a licensee may enter: rules, read in one batch as of one block. */
import { cdpoTokenAbi } from "../abi/CdpoToken.ts";
import { licenceOfficeAbi } from "../abi/LicenceOffice.ts";
import { stakeAbi } from "../abi/Stake.ts";
import { latestBlock, read, readAll } from "../state/read.ts";
import type { Address, OrganisationAddresses, Rpc } from "../types.ts";
import { formatAmount, TOKEN_DECIMALS, type Language } from "../units.ts";

/** Who may enter; amounts are tokens of 18 decimals. */
export type AccessRule =
  /** Has as many tokens at hand; what is staked does not count. */
  | { readonly holds: bigint }
  /** Has as many staked, what still vests included. */
  | { readonly stakes: bigint }
  /** Was recognised for as much: single contributions, and awards of epochs that were shown to the licence office. */
  | { readonly recognised: bigint }
  /** Has a valid licence of this tier. */
  | { readonly licence: bigint }
  | { readonly all: readonly AccessRule[] }
  | { readonly any: readonly AccessRule[] };

type SingleRule = Exclude<AccessRule, { readonly all: unknown } | { readonly any: unknown }>;

/** A single rule that is not met. */
export interface UnmetRule {
  readonly rule: SingleRule;
  /** What the account has; for a licence 0. */
  readonly has: bigint;
  /** What it lacks; for a licence 1. */
  readonly missing: bigint;
  readonly sentence: string;
}

/** Whether an account may enter, and if not, why. */
export interface AccessAnswer {
  readonly allowed: boolean;
  /** The single rules that are in the way; of an `any` all of its own. Empty when allowed. */
  readonly unmet: readonly UnmetRule[];
  /** What is missing, for who wants to enter; empty when allowed. */
  readonly sentence: string;
  /** The block of which all of this is read. */
  readonly block: bigint;
}

/**
 * Whether `account` may enter. An `all` of nothing lets everybody in, an `any` of nothing nobody. Throws an Error when a
 * contract does not answer (a tier that is not there is one that nobody has a licence of).
 */
export async function checkAccess({
  rpc,
  addresses,
  symbol,
  account,
  rule,
  block: at,
  language = "en",
}: {
  readonly rpc: Rpc;
  readonly addresses: Pick<OrganisationAddresses, "token" | "stake" | "licenceOffice">;
  /** The token's, for sentences. */
  readonly symbol: string;
  readonly account: Address;
  readonly rule: AccessRule;
  /** The latest if not given. */
  readonly block?: bigint | undefined;
  readonly language?: Language | undefined;
}): Promise<AccessAnswer> {
  const block = at ?? (await latestBlock(rpc));
  const singles = singlesOf(rule);
  const { token, stake, licenceOffice } = addresses;
  const outcomes = await readAll(
    rpc,
    singles.map((single) => {
      if ("holds" in single)
        return read({ address: token, abi: cdpoTokenAbi, functionName: "balanceOf", args: [account] });
      if ("stakes" in single)
        return read({ address: stake, abi: stakeAbi, functionName: "getVotes", args: [account] });
      if ("recognised" in single) {
        return read({
          address: licenceOffice,
          abi: licenceOfficeAbi,
          functionName: "recognisedOf",
          args: [account],
        });
      }
      return read({
        address: licenceOffice,
        abi: licenceOfficeAbi,
        functionName: "isLicensed",
        args: [account, single.licence],
      });
    }),
    { block },
  );
  const found = new Map<AccessRule, UnmetRule | undefined>();
  singles.forEach((single, i) => {
    const outcome = outcomes[i];
    if (outcome?.status !== "success") {
      throw new Error(`the contracts of ${symbol} do not answer: check the addresses and the chain`, {
        cause: outcome?.error,
      });
    }
    const has = typeof outcome.result === "bigint" ? outcome.result : outcome.result ? 1n : 0n;
    const needed = neededOf(single);
    const missing = has >= needed ? 0n : needed - has;
    found.set(
      single,
      missing === 0n
        ? undefined
        : { rule: single, has, missing, sentence: sentenceOf({ rule: single, has, symbol, language }) },
    );
  });
  const { met, unmet, sentence } = weigh({ rule, found, language });
  return { allowed: met, unmet: met ? [] : unmet, sentence: met ? "" : sentence, block };
}

function singlesOf(rule: AccessRule): SingleRule[] {
  if ("all" in rule) return rule.all.flatMap(singlesOf);
  if ("any" in rule) return rule.any.flatMap(singlesOf);
  return [rule];
}

function neededOf(rule: SingleRule): bigint {
  if ("holds" in rule) return rule.holds;
  if ("stakes" in rule) return rule.stakes;
  return "recognised" in rule ? rule.recognised : 1n;
}

interface Weighed {
  readonly met: boolean;
  readonly unmet: readonly UnmetRule[];
  readonly sentence: string;
}

function weigh({
  rule,
  found,
  language,
}: {
  readonly rule: AccessRule;
  readonly found: ReadonlyMap<AccessRule, UnmetRule | undefined>;
  readonly language: Language;
}): Weighed {
  if (!("all" in rule) && !("any" in rule)) {
    const unmet = found.get(rule);
    return {
      met: unmet === undefined,
      unmet: unmet === undefined ? [] : [unmet],
      sentence: unmet?.sentence ?? "",
    };
  }
  const parts = ("all" in rule ? rule.all : rule.any).map((part) => weigh({ rule: part, found, language }));
  const failed = parts.filter(({ met }) => !met);
  const unmet = failed.flatMap((part) => part.unmet);
  const said = failed.map(({ sentence }) => sentence);
  if ("all" in rule) return { met: failed.length === 0, unmet, sentence: said.join(" ") };
  const nobody = language === "fi" ? "Tänne ei pääse kukaan." : "Nobody may enter here.";
  const sentence =
    said.length < 2
      ? (said[0] ?? nobody)
      : `${language === "fi" ? "Yksi näistä riittää:" : "One of these is enough:"} ${said.join(" ")}`;
  return { met: failed.length < parts.length, unmet, sentence };
}

function sentenceOf({
  rule,
  has,
  symbol,
  language,
}: {
  readonly rule: SingleRule;
  readonly has: bigint;
  readonly symbol: string;
  readonly language: Language;
}): string {
  const fi = language === "fi";
  if ("licence" in rule) {
    return fi
      ? `Tarvitset voimassa olevan lisenssin (luokka ${rule.licence}).`
      : `You need a valid licence of tier ${rule.licence}.`;
  }
  const tokens = (units: bigint): string => `${formatAmount(units, TOKEN_DECIMALS, { language })} ${symbol}`;
  const [needed, there, missing] = [neededOf(rule), has, neededOf(rule) - has].map(tokens);
  if ("holds" in rule) {
    return fi
      ? `Tarvitset poletteja ${needed ?? ""}, sinulla on ${there ?? ""}: puuttuu ${missing ?? ""}.`
      : `You need ${needed ?? ""} at hand and have ${there ?? ""}: ${missing ?? ""} are missing.`;
  }
  if ("stakes" in rule) {
    return fi
      ? `Tarvitset panoksen ${needed ?? ""}, panoksesi on ${there ?? ""}: puuttuu ${missing ?? ""}.`
      : `You need a stake of ${needed ?? ""} and have ${there ?? ""}: ${missing ?? ""} are missing.`;
  }
  return fi
    ? `Tarvitset tunnustettuja kontribuutioita ${needed ?? ""}, sinulla on ${there ?? ""}: puuttuu ${missing ?? ""}.`
    : `You need contributions recognised with ${needed ?? ""} and have ${there ?? ""}: ${missing ?? ""} are missing.`;
}
