/** What a command of `cdpo` is: data. The frame does with every command what is the same for all. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { TransactionReceipt } from "ethers";
import type { NetworkConfigOverride } from "hardhat/types/config";
import type { z } from "zod";
import type { nativeGatewayAbi } from "../../sdk/src/abi/NativeGateway.ts";
import type { standingGiftsAbi } from "../../sdk/src/abi/StandingGifts.ts";
import type { RefusingOrganisation } from "../../sdk/src/errors/index.ts";
import type { SignedPermit } from "../../sdk/src/permits.ts";
import type { TypedContracts } from "../../sdk/src/ethers.ts";
import type { EventOf } from "../../sdk/src/history/decode.ts";
import type { ContractAt, OrganisationContracts } from "../../sdk/src/state/index.ts";
import type { Address, Call, OrganisationAddresses, Rpc } from "../../sdk/src/types.ts";
import type { ChainReader } from "../lib/chain.ts";
import type { FoundOrganisation } from "../lib/organisation.ts";

// ---------------------------------------------------------------- what a command works with

/** Where commands write, and whom they may ask. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Who answers questions; without one nothing is asked. */
  readonly stdin?: (NodeJS.ReadableStream & { readonly isTTY?: boolean }) | undefined;
  /** Where questions go; stdout, if not given. */
  readonly asks?: { write(text: string): unknown } | undefined;
  /** Another configuration of the network, such as the address of a node. */
  readonly override?: NetworkConfigOverride | undefined;
}

/** The organisation that a command reads. */
export interface ReadingContext {
  readonly chain: ChainReader;
  readonly rpc: Rpc;
  readonly organisation: FoundOrganisation;
  readonly addresses: OrganisationAddresses;
  /** Views of its contracts; those of a presale are undefined where there is none. */
  readonly contracts: TypedContracts;
  /** The accounts that "signer:0" … stand for; none on public chains. */
  readonly accounts: readonly Address[];
  /** The chain's time (seconds). */
  readonly now: bigint;
  /** Tells the user a sentence. */
  readonly say: (sentence: string) => void;
}

/** … and who acts in it. */
export interface Context extends ReadingContext {
  readonly sender: Address;
  /** Undefined when nothing is to be sent. */
  readonly signer: HardhatEthersSigner | undefined;
}

/** The contracts whose events a receipt may have. */
export type Emitters = OrganisationContracts & {
  readonly standingGifts: ContractAt<typeof standingGiftsAbi> | undefined;
  readonly gateway: ContractAt<typeof nativeGatewayAbi> | undefined;
};

type Emitted<Name, Event> = Extract<
  EventOf<Emitters>,
  { readonly contract: Name; readonly event: Event }
>["args"];
type EventName<Name> = Extract<EventOf<Emitters>, { readonly contract: Name }>["event"];

/** What happened when a plan was carried out. */
export interface Outcome {
  readonly receipts: readonly TransactionReceipt[];
  /** All events of a kind, in their order. */
  events<Name extends keyof Emitters, Event extends EventName<Name>>(
    contract: Name,
    event: Event,
  ): readonly Emitted<Name, Event>[];
  /** The first of them; throws when there is none. */
  event<Name extends keyof Emitters, Event extends EventName<Name>>(
    contract: Name,
    event: Event,
  ): Emitted<Name, Event>;
}

/** What to tell afterwards: a sentence, and data for `--json`. */
export type Told = string | { readonly words: string; readonly data: Readonly<Record<string, unknown>> };

/** An amount of a token, in its smallest units. */
export interface Sum {
  readonly token: Address;
  readonly amount: bigint;
}

/** A permit (ERC-2612) that stands in for the approval of an action. */
export interface ByPermit extends Sum {
  readonly spender: Address;
  /** Until when the permit is good (seconds). */
  readonly deadline: bigint;
  /** What is sent with it; the first call has it. */
  calls(permit: SignedPermit): readonly Call[];
}

/** What a command would do: calls that one account sends in order, made by the builders of the sdk. */
export interface Plan {
  /** What this is, in a few words without a dot: the name of the batch in a Safe. */
  readonly words: string;
  readonly calls: readonly Call[];
  /** The same by a permit, where the contract takes one: one transaction less, and nothing is approved. It is not tried before. */
  readonly byPermit?: ByPermit | undefined;
  /** What to tell once it is done; without it, `words`. */
  readonly tell?: ((outcome: Outcome) => Promise<Told> | Told) | undefined;
  /** Calls that do not need each other: each is told by itself, and one that is refused stops no other. */
  readonly apart?: readonly string[] | undefined;
  /** What to do after that; undefined when that was all. */
  readonly next?: ((sent: number) => Promise<Plan | undefined>) | undefined;
}

// ---------------------------------------------------------------- what a command is

/** An option of a command: what it means, or more. */
export type OptionSpec =
  string | { readonly what: string; readonly flag?: true; readonly repeated?: true; readonly takes?: string };

/** An argument in its place: what it means. In brackets it may be left out; "…" behind it takes all that follow. */
export type ArgumentSpecs = Readonly<Record<string, string>>;

interface Spoken {
  /** One word, or a noun and a verb: "buy", "epoch propose". */
  readonly name: string;
  /** The heading that it stands under in the list of commands. */
  readonly group: string;
  /** What it does, in one line that begins with a verb. */
  readonly summary: string;
  /** More about it, shown in its help. */
  readonly details?: string | undefined;
  readonly arguments?: ArgumentSpecs | undefined;
  readonly options?: Readonly<Record<string, OptionSpec>> | undefined;
}

/** A command that sends. */
export interface Acting<Schema extends z.ZodType = z.ZodType> extends Spoken {
  /**
   * Who may make its calls: whoever sends, if not given; or the treasury, for which stakeholders decide (`--propose`) or
   * founders schedule (`--schedule`).
   */
  readonly by?: "treasury" | undefined;
  /** What arguments and options must be, by their names. */
  schema(context: Context): Schema;
  plan(context: Context, args: z.output<Schema>): Promise<Plan> | Plan;
}

/** A command that only reads an organisation. */
export interface Reading<Schema extends z.ZodType = z.ZodType> extends Spoken {
  schema(context: ReadingContext): Schema;
  /** `value` for `--json`, and the same in words. */
  read(
    context: ReadingContext,
    args: z.output<Schema>,
  ): Promise<{ readonly value: unknown; readonly words: string }>;
}

/** A command that finds its own way: it deploys, or needs no chain. */
export interface Tool<Schema extends z.ZodType = z.ZodType> extends Spoken {
  /** Which options of the frame it takes. */
  readonly takes: "nothing" | "reading" | "sending" | "acting";
  schema(): Schema;
  /** Writes by itself; what it returns is the document of `--json`, if it has one. */
  run(tools: Tools, args: z.output<Schema>): Promise<unknown>;
}

/** What a tool is given. */
export interface Tools {
  readonly io: Io;
  readonly json: boolean;
  /** The options of the frame as they were written. */
  readonly common: CommonOptions;
  readonly say: (sentence: string) => void;
  /** What the frame closes, and needs for words about what went wrong. */
  readonly opened: { chain?: ChainReader | undefined; organisation?: RefusingOrganisation | undefined };
}

/** The options that the frame takes for all commands. */
export interface CommonOptions {
  readonly network?: string | undefined;
  readonly deployments: string;
  readonly organisation?: string | undefined;
  readonly from?: string | undefined;
  readonly yes: boolean;
  readonly confirmations?: string | undefined;
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly safe?: string | undefined;
  readonly propose?: string | undefined;
  readonly schedule?: string | undefined;
}

export type Command = Spoken &
  (
    | { readonly kind: "acting"; readonly it: Acting }
    | { readonly kind: "reading"; readonly it: Reading }
    | { readonly kind: "tool"; readonly it: Tool }
  );

/** A command that sends; keeps the types of schema and arguments together. */
export function acting<Schema extends z.ZodType>(it: Acting<Schema>): Command {
  return { ...spoken(it), kind: "acting", it };
}

/** A command that only reads. */
export function reading<Schema extends z.ZodType>(it: Reading<Schema>): Command {
  return { ...spoken(it), kind: "reading", it };
}

/** A command that finds its own way. */
export function tool<Schema extends z.ZodType>(it: Tool<Schema>): Command {
  return { ...spoken(it), kind: "tool", it };
}

function spoken({ name, group, summary, details, arguments: places, options }: Spoken): Spoken {
  return { name, group, summary, details, arguments: places, options };
}
