/** A launch that is not sent: the chain is asked whether it would accept it, or it is written for a Safe. */
import { writeFile } from "node:fs/promises";
import { treasury } from "../../../sdk/src/calls/index.ts";
import type { LaunchConfig, ReserveAsset } from "../../../sdk/src/config/index.ts";
import { safeForms } from "../../../sdk/src/safe.ts";
import type { Address } from "../../../sdk/src/types.ts";
import type { CdpoFactory } from "../../../typechain-types/index.ts";
import { ChainError, type Chain } from "../../lib/chain.ts";

/** What would be launched, by which factory. */
interface Trying {
  readonly chain: Chain;
  readonly factory: CdpoFactory;
  readonly config: LaunchConfig;
  readonly asset: ReserveAsset;
  readonly say: (sentence: string) => void;
}

/** Asks the chain whether it would accept the launch. */
export async function rehearse({ chain, factory, config, asset, say }: Trying): Promise<void> {
  if (asset.address === undefined) {
    say("Dry run: the configuration is right. The chain was not asked, as the test asset is not there yet.");
    return;
  }
  const gas = await factory.connect(chain.signer).launch.estimateGas(config);
  say(`Dry run: the configuration is right and the chain would accept it, for ${gas} gas. Nothing was sent.`);
}

/** Writes the launch for a Safe, once the chain was asked whether it would accept it. */
export async function writeSafe({
  chain,
  factory,
  config,
  asset,
  file,
  say,
}: Trying & { readonly file: string }): Promise<void> {
  if (asset.address === undefined) {
    throw new ChainError("a test asset is deployed by who launches: write the address of a token for a Safe");
  }
  const from = chain.signer.address as Address;
  await factory.connect(chain.signer).launch.estimateGas(config);
  const calls = treasury.launch({ factory: (await factory.getAddress()) as Address, config });
  const { batch } = safeForms({ calls, chainId: chain.chainId, from, name: `Launch ${config.name}` });
  await writeFile(file, `${JSON.stringify(batch, null, 2)}\n`).catch(() => {
    throw new ChainError(`${file} cannot be written: check the path after --safe`);
  });
  say(`Nothing was sent. Written: ${file}, for the Transaction Builder of the Safe ${from}.`);
}
