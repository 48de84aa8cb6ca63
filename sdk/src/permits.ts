/**
 * Permits (ERC-2612): allowances by signature, for exactly what an action takes.
 *
 * @module
 */
import { erc20Abi } from "./abi/Erc20.ts";
import type { Allowing, SignedPermit } from "./calls/allowing.ts";
import { ask, chainIdOf, hasCode } from "./reading.ts";
import { splitSignature, type Sign, type TypedDataToSign } from "./typed-data.ts";
import type { Address, Hex, Rpc } from "./types.ts";
import * as TypedData from "ox/TypedData";

export type { Allowing, SignedPermit } from "./calls/allowing.ts";
export {
  hashTypedData,
  signByWallet,
  splitSignature,
  type Sign,
  type TypedDataToSign,
} from "./typed-data.ts";

/** Under what a token's permits are signed. */
export type PermitDomain = TypedDataToSign["domain"];

/** What a permit says: `spender` may take `value` (smallest units) of `owner`, brought in until `deadline` (seconds). */
export interface Permit {
  readonly owner: Address;
  readonly spender: Address;
  readonly value: bigint;
  /** The owner's next one. */
  readonly nonce: bigint;
  readonly deadline: bigint;
}

/** What the owner's wallet is asked to sign. */
export function permitTypedData(
  domain: PermitDomain,
  { owner, spender, value, nonce, deadline }: Permit,
): TypedDataToSign {
  const field = (name: string, type: string) => ({ name, type });
  return {
    domain,
    types: {
      Permit: [
        field("owner", "address"),
        field("spender", "address"),
        field("value", "uint256"),
        field("nonce", "uint256"),
        field("deadline", "uint256"),
      ],
    },
    primaryType: "Permit",
    message: { owner, spender, value, nonce, deadline },
  };
}

const DOMAIN_ABI = [
  {
    type: "function",
    name: "eip712Domain",
    stateMutability: "view",
    inputs: [],
    outputs: ["bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]"].map((type) => ({
      type,
    })),
  },
  { type: "function", name: "version", stateMutability: "view", inputs: [], outputs: [{ type: "string" }] },
] as const;

/**
 * Under what the permits of a token are signed, or undefined when it takes none. Tokens that tell their domain (ERC-5267) are
 * believed when it is the one they hash; of others name and version are tried against `DOMAIN_SEPARATOR`.
 */
export async function permitDomainOf(rpc: Rpc, token: Address): Promise<PermitDomain | undefined> {
  const orNothing = async (
    functionName: string,
    abi: typeof DOMAIN_ABI | typeof erc20Abi,
  ): Promise<readonly unknown[]> => {
    try {
      return await ask({ rpc, abi, address: token, functionName });
    } catch {
      return []; // it does not answer: a token of another kind
    }
  };
  const [separator] = (await orNothing("DOMAIN_SEPARATOR", erc20Abi)) as readonly Hex[];
  if (separator === undefined) return undefined;
  const [told, [name], [version], chainId] = await Promise.all([
    orNothing("eip712Domain", DOMAIN_ABI),
    orNothing("name", erc20Abi),
    orNothing("version", DOMAIN_ABI),
    chainIdOf(rpc),
  ]);
  const place = { chainId, verifyingContract: token };
  const candidates: PermitDomain[] = [
    { name: told[1] as string, version: told[2] as string, ...place },
    ...[version as string, "1", "2"].map((each) => ({ name: name as string, version: each, ...place })),
  ];
  return candidates.find(
    (domain) =>
      typeof domain.name === "string" &&
      typeof domain.version === "string" &&
      TypedData.domainSeparator(domain as never) === separator,
  );
}

/** Signs a permit with the owner's next nonce. Throws an Error when the token takes none. */
export async function signPermit({
  rpc,
  token,
  owner,
  spender,
  value,
  deadline,
  sign,
}: Omit<Permit, "nonce"> & {
  readonly rpc: Rpc;
  readonly token: Address;
  readonly sign: Sign;
}): Promise<SignedPermit> {
  const domain = await permitDomainOf(rpc, token);
  if (domain === undefined)
    throw new Error(`the token ${token} takes no permits: approve the amount instead`);
  const [nonce] = await ask({ rpc, abi: erc20Abi, address: token, functionName: "nonces", args: [owner] });
  const typed = permitTypedData(domain, { owner, spender, value, nonce: nonce as bigint, deadline });
  return { owner, value, deadline, ...splitSignature(await sign(typed)) };
}

/**
 * How `spender` may take exactly `amount` of `owner`, as the builders of `cdpo-sdk/calls` take it: nothing where the allowance is
 * enough; a signed permit where the token takes permits and the owner has a key; otherwise an approval of the exact amount.
 */
export async function allow({
  rpc,
  token,
  owner,
  spender,
  amount,
  deadline,
  sign,
}: {
  readonly rpc: Rpc;
  readonly token: Address;
  readonly owner: Address;
  readonly spender: Address;
  readonly amount: bigint;
  readonly deadline: bigint;
  /** Without it nothing is signed. */
  readonly sign?: Sign | undefined;
}): Promise<Allowing> {
  const [found] = await ask({
    rpc,
    abi: erc20Abi,
    address: token,
    functionName: "allowance",
    args: [owner, spender],
  });
  const allowance = found as bigint;
  if (allowance >= amount || sign === undefined) return { allowance };
  // Accounts with code sign by ERC-1271, which permits do not ask.
  if ((await hasCode(rpc, owner)) || (await permitDomainOf(rpc, token)) === undefined) return { allowance };
  return { permit: await signPermit({ rpc, token, owner, spender, value: amount, deadline, sign }) };
}
