/** Whether what stands at an address is what these sources build. */
import { artifacts } from "hardhat";
import type { ChainEthers } from "./compiled.ts";

/** A contract stands where the suite should be, but it is not what these sources compile to. */
export class ForeignCodeError extends Error {
  readonly contract: string;
  readonly address: string;

  constructor({ contract, address }: { readonly contract: string; readonly address: string }) {
    super(`the ${contract} at ${address} is not what these sources and compiler settings build`);
    this.name = "ForeignCodeError";
    this.contract = contract;
    this.address = address;
  }
}

/**
 * Whether these sources' `contract` stands at `address`; false when there is no code at all.
 * Throws {@link ForeignCodeError} when there is other code. Immutable variables may differ.
 */
export async function isBuiltAt({
  ethers,
  contract,
  address,
}: {
  readonly ethers: ChainEthers;
  readonly contract: string;
  readonly address: string;
}): Promise<boolean> {
  const code = await ethers.provider.getCode(address);
  if (code === "0x") return false;
  const { deployedBytecode, immutableReferences } = await artifacts.readArtifact(contract);
  const immutables = Object.values(immutableReferences ?? {}).flat();
  const masked = (hex: string): string => {
    const bytes = Buffer.from(hex.slice(2), "hex");
    for (const { start, length } of immutables) bytes.fill(0, start, start + length);
    return bytes.toString("hex");
  };
  if (masked(code) !== masked(deployedBytecode)) throw new ForeignCodeError({ contract, address });
  return true;
}
