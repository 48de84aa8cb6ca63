/** Any call of the suite in one sentence for people, English or Finnish; what is unknown is said plainly. */
import * as OxAddress from "ox/Address";
import { sayPlaceholder } from "../errors/say.ts";
import { fill, type Argument, type Placeholder } from "../errors/table.ts";
import type { Address, Call, Hex, OrganisationAddresses, SuiteAddresses } from "../types.ts";
import { shortAddress, type Language } from "../units.ts";
import type { Parameter } from "./call-of.ts";
import { ANY_TOKEN, ORGANISATION, SUITE, WRAPPED_COIN, type Spoken } from "./contracts.ts";
import { decodeCall, type DecodedCall } from "./decode.ts";
import { Naming, isSame, ownerOf, type DescribedOrganisation } from "./naming.ts";
import type { Args, Pair } from "./words/table.ts";

/** What is described, and how. */
export interface DescribeOptions {
  readonly organisation?: DescribedOrganisation | undefined;
  /** English if not given. */
  readonly language?: Language | undefined;
  /** The present (seconds): moments are told with their distance. */
  readonly now?: bigint | undefined;
  /** An IANA name; UTC if not given. */
  readonly timeZone?: string | undefined;
}

/** What a call does, in one sentence. Calls inside of it (timelock, decisions) are told, too. */
export function describeCall({ call, ...options }: DescribeOptions & { readonly call: Call }): string {
  return new Speaker(options).call(call, 0);
}

/** What calls do, one sentence each. */
export function describeCalls({
  calls,
  ...options
}: DescribeOptions & { readonly calls: readonly Call[] }): string[] {
  const speaker = new Speaker(options);
  return calls.map((call) => speaker.call(call, 0));
}

/** Operations inside of operations are told so deep. */
const MOST_DEPTH = 6;
const KINDS: Readonly<Record<Language, readonly string[]>> = {
  en: ["production", "use", "maintenance"],
  fi: ["tuotanto", "käyttö", "ylläpito"],
};
const VOTES: Readonly<Record<Language, readonly string[]>> = {
  en: ["against", "for", "to abstain from"],
  fi: ["vastaan", "puolesta", "tyhjää"],
};

/** A call with what its sentence is made of. */
interface Subject {
  readonly call: Call;
  readonly name: string;
  readonly inputs: readonly Argument[];
  readonly args: Args;
  readonly depth: number;
}

class Speaker {
  readonly #language: Language;
  readonly #naming: Naming;
  readonly #organisation: DescribedOrganisation;
  readonly #options: DescribeOptions;

  constructor(options: DescribeOptions) {
    this.#language = options.language ?? "en";
    this.#organisation = options.organisation ?? {};
    this.#naming = new Naming(this.#organisation, this.#language);
    this.#options = options;
  }

  call(call: Call, depth: number): string {
    const { spoken, name } = this.#contractAt(call.to);
    const other = spoken === ANY_TOKEN && name === "" ? ownerOf(this.#organisation, call.to) : undefined;
    if (other !== undefined) {
      const organisation = { ...this.#organisation, ...other, others: [] };
      const said = new Speaker({ ...this.#options, organisation }).call(call, depth);
      return this.#naming.choose([`To ${other.name}: ${said}`, `${other.name}: ${said}`]);
    }
    const decoded = depth > MOST_DEPTH ? undefined : decodeCall(spoken.abi, call.data);
    const words = decoded && (this.#deed(call, decoded, name) ?? spoken.words[decoded.fragment.name]);
    if (decoded === undefined || words === undefined) return this.#unknown(call);
    const { inputs, args } = flat(decoded);
    const subject: Subject = { call, name, inputs, args, depth };
    const pair = typeof words === "function" ? words(args) : words;
    const sentence = this.#naming.choose(pair);
    const said = fill({
      sentence,
      say: (placeholder) => this.#say(placeholder, subject),
      otherwise: ({ name: argument }) => this.#otherwise(args[argument]),
    });
    if (call.value === 0n || sentence.includes("{sent:")) return said;
    const coins = this.#naming.coins(call.value);
    return `${said} ${this.#naming.choose([`It sends ${coins} along.`, `Mukana lähtee ${coins}.`])}`;
  }

  #contractAt(to: Address): { readonly spoken: Spoken; readonly name: string } {
    const { addresses = {}, suite = {}, asset, wrapped } = this.#organisation;
    for (const [key, spoken] of Object.entries(ORGANISATION)) {
      const address = addresses[key as keyof OrganisationAddresses];
      if (isSame(address, to)) return { spoken, name: key };
    }
    for (const [key, spoken] of Object.entries(SUITE)) {
      if (isSame(suite[key as keyof SuiteAddresses], to)) return { spoken, name: key };
    }
    if (isSame(wrapped, to)) return { spoken: WRAPPED_COIN, name: "wrapped" };
    return { spoken: ANY_TOKEN, name: isSame(asset?.address, to) ? "asset" : "" };
  }

  /** A deed has the same `approve` as a token; custody takes nothing but deeds. */
  #deed({ to }: Call, { fragment, args: [spender] }: DecodedCall, name: string): Pair | undefined {
    const { custody } = this.#organisation.addresses ?? {};
    if (name !== "" || fragment.name !== "approve" || !isSame(custody, spender as string)) return undefined;
    return [
      `Lets {spender} take deed number {value:number} of ${shortAddress(OxAddress.checksum(to))}.`,
      `Antaa luvan ottaa saantokirjan {value:number} (${shortAddress(OxAddress.checksum(to))}): {spender}.`,
    ];
  }

  #say(placeholder: Placeholder, subject: Subject): string | undefined {
    const { call, name, args } = subject;
    const value = args[placeholder.name];
    const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
    switch (placeholder.kind) {
      case "self":
        return this.#naming.self(call.to, name);
      case "sent":
        return this.#naming.coins(call.value);
      case "coins":
        return placeholder.name === "sent"
          ? this.#naming.coins(call.value)
          : this.#naming.coins(value as bigint);
      case "own":
        return this.#naming.own(value as bigint, call.to, name);
      case "quoted":
        return value === "" ? undefined : `“${String(value)}”`;
      case "text":
        return value === "" ? undefined : String(value);
      case "vote":
        return VOTES[this.#language][Number(value)] ?? String(value);
      case "kind":
        return KINDS[this.#language][Number(value)] ?? String(value);
      case "count":
        return String(list.length);
      case "numbers":
        return list.map(String).join(", ");
      case "accounts":
        return list.map((each) => this.#naming.account(each as string) ?? "").join(", ");
      case "shares":
        return this.#naming.shares(list as readonly { readonly account: Address; readonly bps: bigint }[]);
      case "calls":
        return this.#calls(subject);
      default:
        return this.#plain(placeholder, subject);
    }
  }

  #plain(placeholder: Placeholder, { inputs, args }: Subject): string | undefined {
    const { symbol, asset, addresses, coin } = this.#organisation;
    const { now, timeZone } = this.#options;
    const input = inputs.find(({ name }) => name === placeholder.name);
    if (placeholder.kind === undefined && input?.type === "address")
      return this.#naming.account(args[input.name] as string);
    const organisation = { symbol, asset, addresses, coin };
    const speech = {
      language: this.#language,
      organisation,
      now,
      timeZone,
      out: undefined,
      digits: undefined,
    };
    return sayPlaceholder({ placeholder, inputs, args: args as never, speech });
  }

  /** What is undefined inside of brackets leaves them out; elsewhere it is said. */
  #otherwise(value: unknown): string {
    if (typeof value === "string" && /^0x0*$/.test(value))
      return this.#naming.choose(["the zero address", "nollaosoite"]);
    if (value === "") return this.#naming.choose(["(nothing)", "(tyhjä)"]);
    return this.#naming.choose(["for ever", "ilman loppua"]);
  }

  /** What is inside of an operation or a decision. */
  #calls({ args, depth }: Subject): string {
    const listed = (key: string): readonly unknown[] => {
      const value = args[key];
      return Array.isArray(value) ? value : [];
    };
    const data = listed("payloads").length > 0 ? listed("payloads") : listed("calldatas");
    const calls: Call[] =
      args["targets"] === undefined
        ? [
            {
              to: args["target"] as Address,
              value: args["value"] as bigint,
              data: (args["data"] ?? args["payload"]) as Hex,
            },
          ]
        : listed("targets").map((to, at) => ({
            to: to as Address,
            value: (listed("values")[at] ?? 0n) as bigint,
            data: (data[at] ?? "0x") as Hex,
          }));
    const sentences = calls.map((call) => this.call(call, depth + 1));
    if (sentences.length === 0) return this.#naming.choose(["Nothing.", "Ei mitään."]);
    if (sentences.length === 1) return sentences[0] ?? "";
    return sentences.map((sentence, at) => `(${at + 1}) ${sentence}`).join(" ");
  }

  /** Target, selector and value as they are. */
  #unknown({ to, value, data }: Call): string {
    const who = this.#naming.account(to) ?? to;
    const target = who.includes("(") ? who : to;
    const coins = this.#naming.coins(value);
    if (data === "0x")
      return this.#naming.choose([`Sends ${coins} to ${target}.`, `Lähettää ${coins}, saaja ${target}.`]);
    const selector = data.slice(0, 10);
    const along = value === 0n ? "" : this.#naming.choose([`, sending ${coins} along`, `, mukana ${coins}`]);
    return this.#naming.choose([
      `Calls ${target} with ${selector}, which is not known here${along}.`,
      `Kutsuu sopimusta ${target} tunnisteella ${selector}, jota ei täällä tunneta${along}.`,
    ]);
  }
}

/** Arguments by name, with the members of structs beside them. */
function flat({ fragment, args }: DecodedCall): {
  readonly inputs: readonly Argument[];
  readonly args: Args;
} {
  const inputs: Argument[] = [];
  const found: Record<string, unknown> = {};
  const add = (parameter: Parameter, value: unknown): void => {
    const { name = "", type, components } = parameter;
    if (!(name in found)) {
      inputs.push({ name, type });
      found[name] = value;
    }
    if (type !== "tuple") return;
    for (const member of components ?? [])
      add(member, (value as Readonly<Record<string, unknown>>)[member.name ?? ""]);
  };
  fragment.inputs.forEach((input, at) => {
    add(input, args[at]);
  });
  return { inputs, args: found };
}
