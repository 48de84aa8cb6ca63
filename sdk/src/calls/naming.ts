/** What accounts and amounts of an organisation are called. */
import * as OxAddress from "ox/Address";
import { sayPlaceholder } from "../errors/say.ts";
import type { Address, OrganisationAddresses, SuiteAddresses } from "../types.ts";
import { formatAmount, formatBps, shortAddress, type Language } from "../units.ts";
import type { Pair } from "./words/table.ts";

/** What is known of the organisation that is called; more of it makes better sentences. `cdpo-sdk/state` opens one. */
export interface DescribedOrganisation {
  readonly addresses?: Partial<Record<keyof OrganisationAddresses, string | undefined>> | undefined;
  readonly suite?: Partial<Record<keyof SuiteAddresses, string | undefined>> | undefined;
  /** The project token's. */
  readonly symbol?: string | undefined;
  /** What the reserve holds. */
  readonly asset?:
    { readonly address?: string; readonly symbol: string; readonly decimals: number } | undefined;
  /** The wrapped form of the chain's coin. */
  readonly wrapped?: string | undefined;
  /** The coin that gas is paid in, "ETH" if not given. */
  readonly coin?: string | undefined;
  /** What other addresses are called, such as those of trustee and founders. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** Organisations that its treasury may call: the factory's directory has them, or they are as little known as any address. */
  readonly others?: readonly OtherOrganisation[] | undefined;
}

/** Another organisation. */
export interface OtherOrganisation {
  readonly name: string;
  readonly symbol: string;
  readonly addresses: Partial<Record<keyof OrganisationAddresses, string | undefined>>;
  readonly asset: NonNullable<DescribedOrganisation["asset"]>;
}

/** The organisation of `others` that a contract belongs to. */
export function ownerOf(
  { others = [] }: DescribedOrganisation,
  contract: string,
): OtherOrganisation | undefined {
  return others.find(({ addresses }) => Object.values(addresses).some((each) => isSame(each, contract)));
}

/** Whether two addresses are one, whatever their checksum. */
export const isSame = (one: string | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();

const SUITE_ROLES: Readonly<Record<keyof SuiteAddresses, Pair>> = {
  factory: ["the factory", "tehdas"],
  lens: ["the lens", "linssi"],
  totalRecognised: ["the sum of recognition", "tunnustusten summa"],
  standingGifts: ["the standing gifts", "toistuvat lahjat"],
  gateway: ["the gateway of coins", "ketjun rahan portti"],
};

/** Names in one language. */
export class Naming {
  readonly #organisation: DescribedOrganisation;
  readonly #language: Language;

  constructor(organisation: DescribedOrganisation, language: Language) {
    this.#organisation = organisation;
    this.#language = language;
  }

  /** The one of a pair. */
  choose([en, fi]: Pair): string {
    return this.#language === "fi" ? fi : en;
  }

  /** An account by its name or role; undefined: nobody. */
  account(address: string): string | undefined {
    const { names = {}, asset } = this.#organisation;
    const short = shortAddress(OxAddress.checksum(address));
    if (/^0x0*$/.test(address)) return undefined;
    const named = Object.entries(names).find(([known]) => isSame(known, address))?.[1];
    if (named !== undefined) return `${named} (${short})`;
    if (isSame(asset?.address, address)) return asset?.symbol;
    const found = Object.entries(this.#organisation.suite ?? {}).find(([, known]) => isSame(known, address));
    const role = found === undefined ? undefined : SUITE_ROLES[found[0] as keyof SuiteAddresses];
    if (role !== undefined) return `${this.choose(role)} (${short})`;
    const placeholder = { name: "account", kind: undefined, other: undefined };
    const { symbol, addresses: own, coin } = this.#organisation;
    const isOwn = Object.values(own ?? {}).some((each) => isSame(each, address));
    const owner = isOwn ? undefined : ownerOf(this.#organisation, address);
    const addresses = owner?.addresses ?? own;
    const said = sayPlaceholder({
      placeholder,
      inputs: [{ name: "account", type: "address" }],
      args: { account: OxAddress.checksum(address) },
      speech: {
        language: this.#language,
        organisation: { symbol, asset, addresses, coin },
        now: undefined,
        timeZone: undefined,
        out: undefined,
        digits: undefined,
      },
    });
    return owner === undefined ? said : `${said} – ${owner.name}`;
  }

  /** The contract that is called, as a token by its symbol. */
  self(to: Address, name: string): string {
    const { asset, symbol } = this.#organisation;
    if (name === "asset" && asset !== undefined) return asset.symbol;
    if (name === "token" && symbol !== undefined) return symbol;
    return this.account(to) ?? shortAddress(OxAddress.checksum(to));
  }

  /** An amount of the token that is called. */
  own(amount: bigint, to: Address, name: string): string {
    const { asset, symbol, coin = "ETH" } = this.#organisation;
    const language = this.#language;
    if (name === "asset" && asset !== undefined)
      return `${formatAmount(amount, asset.decimals, { language })} ${asset.symbol}`;
    if (name === "token" && symbol !== undefined)
      return `${formatAmount(amount, 18, { language })} ${symbol}`;
    if (name === "wrapped") return `${formatAmount(amount, 18, { language })} ${coin}`;
    const units = formatAmount(amount, 0, { language });
    return this.choose([
      `${units} smallest units of the token ${shortAddress(OxAddress.checksum(to))}`,
      `${units} pienintä yksikköä polettia ${shortAddress(OxAddress.checksum(to))}`,
    ]);
  }

  /** Coins of the chain. */
  coins(amount: bigint): string {
    const { coin = "ETH" } = this.#organisation;
    return `${formatAmount(amount, 18, { language: this.#language })} ${coin}`;
  }

  /** Who gets which part. */
  shares(shares: readonly { readonly account: Address; readonly bps: bigint }[]): string {
    return shares
      .map(({ account, bps }) => `${this.account(account) ?? account} ${formatBps(bps, this.#language)}`)
      .join(", ");
  }
}
