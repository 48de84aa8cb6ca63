/** Addresses that follow from what is deployed, and so are the same on every chain. */
import * as OxAddress from "ox/Address";
import * as ContractAddress from "ox/ContractAddress";
import * as Hash from "ox/Hash";
import type { Address, Hex } from "../types.ts";

/** The proxy through which the suite is deployed: it stands at this address on most chains, and can be put on any. */
export const DETERMINISTIC_PROXY: Address = "0x4e59b44847b379578588920cA78FbF26c0B4956C";

/** The salt of all contracts of the suite. */
export const SALT: Hex = `0x${"00".repeat(32)}`;

/** Where the proxy puts a contract: its code of creation, constructor's arguments included, decides alone. */
export function deterministicAddress(initCode: Hex): Address {
  const address = ContractAddress.fromCreate2({
    from: DETERMINISTIC_PROXY,
    salt: SALT,
    bytecodeHash: Hash.keccak256(initCode),
  });
  return OxAddress.checksum(address);
}

/** What is sent to the proxy so that it deploys a contract. */
export function deterministicDeployment(initCode: Hex): Hex {
  return `${SALT}${initCode.slice(2)}`;
}
