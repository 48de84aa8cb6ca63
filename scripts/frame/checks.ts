/** What commands ask before they plan, so that what is missing is said in people's words. */
import { erc20Abi } from "../../sdk/src/abi/Erc20.ts";
import { read, readOne } from "../../sdk/src/state/index.ts";
import type { Allowing, SignedPermit } from "../../sdk/src/permits.ts";
import type { Address, Call, OrganisationAddresses } from "../../sdk/src/types.ts";
import { DAY } from "../../sdk/src/units.ts";
import type { TypedContracts } from "../../sdk/src/ethers.ts";
import { ChainError } from "../lib/chain.ts";
import type { Context, Plan, ReadingContext, Sum } from "./command.ts";
import { money, tokens } from "./words.ts";

/** Seconds within which a trade is in a block, or not at all. */
const TRADE = 3_600n;

/** The contracts of a presale, and what it is given in. Throws {@link ChainError} for an organisation without one. */
export function presaleOf({
  contracts,
  organisation: { name },
}: Pick<ReadingContext, "contracts" | "organisation">): {
  readonly presale: NonNullable<TypedContracts["presale"]>;
  readonly custody: NonNullable<TypedContracts["custody"]>;
  readonly budget: NonNullable<TypedContracts["budget"]>;
} {
  const { presale, custody, budget } = contracts;
  if (presale !== undefined && custody !== undefined && budget !== undefined)
    return { presale, custody, budget };
  throw new ChainError(`${name} was launched without a presale: it grows its liquidity by gifts`);
}

/** What organisations of this chain share. Throws {@link ChainError} where the records do not tell. */
export function suiteOf({ organisation: { suite } }: Pick<ReadingContext, "organisation">) {
  if (suite !== undefined) return suite;
  throw new ChainError(
    "the records of this chain list not all of the suite: deploy it anew, or name their folder with --deployments",
  );
}

/** What `owner` has of a token. */
export function balanceAt(
  { rpc }: Pick<ReadingContext, "rpc">,
  token: Address,
  owner: Address,
): Promise<bigint> {
  return readOne(rpc, read({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [owner] }));
}

/** What a builder of the sdk needs to take asset units of the sender. Throws {@link ChainError} when they have less. */
export async function allowingMoney(context: Context, spender: Address, amount: bigint) {
  const { sender, organisation } = context;
  const asset = organisation.asset.address;
  const balance = await balanceAt(context, asset, sender);
  if (balance < amount) {
    throw new ChainError(
      `${sender} has ${money(context, balance)}, not ${money(context, amount)}: get more of it, or take less`,
    );
  }
  return { asset, amount, allowance: await allowanceAt(context, asset, spender) };
}

/** The same for tokens. */
export async function allowingTokens(context: Context, spender: Address, amount: bigint) {
  const { sender, addresses } = context;
  const balance = await balanceAt(context, addresses.token, sender);
  if (balance < amount) {
    throw new ChainError(`${sender} has ${tokens(context, balance)} at hand, not ${tokens(context, amount)}`);
  }
  return { amount, allowance: await allowanceAt(context, addresses.token, spender) };
}

/** What an action takes of the sender, and who takes it. */
interface Taken extends Sum {
  readonly spender: Address;
  /** What they may take already. */
  readonly allowance: bigint;
  /** Until when a permit is good (seconds); of a trade, its own deadline. */
  readonly deadline: bigint;
}

/** The calls of an action that takes tokens: with an approval, and with a permit where more has to be allowed. */
export function taking(
  { allowance, ...taken }: Taken,
  calls: (allowing: Allowing) => readonly Call[],
): Pick<Plan, "calls" | "byPermit"> {
  const byPermit = { ...taken, calls: (permit: SignedPermit) => calls({ permit }) };
  return { calls: calls({ allowance }), byPermit: allowance < taken.amount ? byPermit : undefined };
}

/** What `spender` may take of the sender. */
export function allowanceAt({ rpc, sender }: Context, token: Address, spender: Address): Promise<bigint> {
  const args = [sender, spender] as const;
  return readOne(rpc, read({ address: token, abi: erc20Abi, functionName: "allowance", args }));
}

/** Seconds for which a round collects consent to dissolve. */
const COLLECTING = 14n * DAY;

/** The round that collects consent to dissolve now; undefined when none does, or enough have consented. */
export async function consentOpen({ contracts: { stake }, now }: Pick<ReadingContext, "contracts" | "now">) {
  const number = await stake.roundCount();
  const { openedAt, noticeAt, circulating } = await stake.roundOf(number);
  const collects = openedAt > 0n && noticeAt === 0n && now < openedAt + COLLECTING;
  return collects ? { number, circulating } : undefined;
}

/** When a trade that is sent now is too late. */
export function tradeDeadline({ now }: Pick<ReadingContext, "now">): bigint {
  return now + TRADE;
}

/** Where a contract of a presale is. Throws {@link ChainError} where there is none. */
export function addressOf(context: ReadingContext, name: "presale" | "custody" | "budget"): Address {
  presaleOf(context);
  return context.addresses[name] as NonNullable<OrganisationAddresses[typeof name]>;
}
