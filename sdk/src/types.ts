/** What all parts of the sdk share. */

/** A 20-byte address, with or without checksum. */
export type Address = `0x${string}`;
/** Bytes as hexadecimal digits. */
export type Hex = `0x${string}`;

/** One call of a contract, as any library sends it. */
export interface Call {
  readonly to: Address;
  /** Wei of the chain's coin. */
  readonly value: bigint;
  readonly data: Hex;
}

/** What answers JSON-RPC requests: a wallet (EIP-1193), a viem client, or what `cdpo-sdk/ethers` makes of an ethers provider. */
export interface Rpc {
  /** The answer to a request. Throws what the node answers with instead. */
  request(args: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
}

/** Where the contracts of one organisation are; one without a presale grows its liquidity. */
export interface OrganisationAddresses {
  readonly token: Address;
  readonly issuance: Address;
  readonly registry: Address;
  readonly epochs: Address;
  readonly stake: Address;
  readonly proposals: Address;
  readonly reserve: Address;
  readonly presale: Address | undefined;
  readonly custody: Address | undefined;
  readonly budget: Address | undefined;
  readonly pledgeBook: Address;
  readonly licenceOffice: Address;
  readonly partnerAcceptance: Address;
  readonly timelock: Address;
  readonly governor: Address;
}

/** What all organisations of a chain share. */
export interface SuiteAddresses {
  readonly factory: Address;
  readonly lens: Address;
  readonly totalRecognised: Address;
  readonly standingGifts: Address;
  /** There is none where the wrapped form of the chain's coin is not known. */
  readonly gateway: Address | undefined;
}
