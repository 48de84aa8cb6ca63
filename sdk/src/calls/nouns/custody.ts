/** Resources of a presale and their deeds. Values in asset units. */
import { resourceCustodyAbi } from "../../abi/ResourceCustody.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { approval } from "../allowing.ts";
import { addressIn, callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(resourceCustodyAbi, "custody");
const NO_DEED = "0x0000000000000000000000000000000000000000";

interface Resource {
  /** What it is worth, asset units. */
  readonly value: bigint;
  /** Hash of the deed's text. */
  readonly deedHash: Hex;
  readonly uri: string;
  /** A deed as ERC-721; it is given into custody. */
  readonly deed?: { readonly contract: Address; readonly id: bigint } | undefined;
}

/** Offers a resource for tokens; a deed is approved first. */
export const offerResource = ({ organisation, value, deedHash, uri, deed }: For<Resource>): Call[] => {
  const { contract = NO_DEED, id = 0n } = deed ?? {};
  const offer = call(organisation, "offerResource", value, deedHash, uri, contract, id);
  // ERC-721 has the same `approve` as ERC-20: of one deed instead of an amount.
  return deed === undefined ? [offer] : [approval(contract, addressIn(organisation, "custody"), id), offer];
};

/** Takes a resource back: before it is accepted, when it was returned, and while refunds are open. Only who offered it. */
export const withdrawResource = ({
  organisation,
  id,
  recipient,
}: For<{ id: bigint; recipient: Address }>): Call[] => [
  call(organisation, "withdrawResource", id, recipient),
];

/** Accepts a resource: refunds are open until nobody can challenge it. Only the trustee. */
export const acceptResource = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "acceptResource", id),
];

/** Returns a resource to who offered it. Only the trustee. */
export const returnResource = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "returnResource", id),
];

/** Sends a deed to the treasury after the release; anyone may. */
export const deliverResource = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "deliverResource", id),
];

/** Sends asset or project tokens that came here past the functions to the treasury; anyone may. */
export const sweep = ({ organisation, token }: For<{ token: Address }>): Call[] => [
  call(organisation, "sweep", token),
];
