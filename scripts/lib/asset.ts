/** The token in the reserve: one that exists, or one that is made for a test. */
import { isRefusedCall } from "./causes.ts";
import type { Chain } from "./chain.ts";
import { deployOnce, initCodeOf } from "../../launch/index.ts";
import { erc20Abi } from "../../sdk/src/abi/Erc20.ts";
import {
  deterministicAddress,
  deterministicDeployment,
  DETERMINISTIC_PROXY,
} from "../../sdk/src/addresses/index.ts";
import { contractAt } from "../../sdk/src/ethers.ts";
import type { Address, Hex } from "../../sdk/src/types.ts";
import { LaunchConfigError, type AssetChoice, type ReserveAsset } from "../../sdk/src/config/index.ts";

const MIN_DECIMALS = 6;
const MAX_DECIMALS = 18;

/**
 * What is known of the asset that a configuration names; of a test asset that is not on the chain yet no address. Throws
 * {@link LaunchConfigError} when it will not do.
 */
export async function readAsset({
  chain,
  choice,
}: {
  readonly chain: Pick<Chain, "ethers" | "chainId" | "forTests">;
  readonly choice: AssetChoice;
}): Promise<ReserveAsset> {
  const { ethers, chainId, forTests } = chain;
  if ("test" in choice) {
    const { name, symbol, decimals } = choice.test;
    if (forTests) {
      const address = deterministicAddress(await testAssetCode(choice.test));
      const isThere = (await ethers.provider.getCode(address)) !== "0x";
      return { address: isThere ? address : undefined, name, symbol, decimals };
    }
    throw wrong(`test assets are for test networks, write the address of a token on chain ${chainId}`);
  }
  const { address } = choice;
  const token = contractAt({ address, abi: erc20Abi, runner: ethers.provider });
  let asset: ReserveAsset;
  try {
    const [name, symbol, decimals] = [await token.name(), await token.symbol(), await token.decimals()];
    asset = { address, name, symbol, decimals: Number(decimals) };
  } catch (thrown) {
    if (!isRefusedCall(thrown)) throw thrown;
    throw wrong(`there is no ERC-20 token with name, symbol and decimals at ${address} on chain ${chainId}`);
  }
  if (asset.decimals >= MIN_DECIMALS && asset.decimals <= MAX_DECIMALS) return asset;
  throw wrong(
    `${asset.symbol} has ${asset.decimals} decimals, ${MIN_DECIMALS} to ${MAX_DECIMALS} are supported`,
  );
}

/** The gas for {@link deployTestAsset}. */
export async function estimateTestAsset({ chain, asset }: Making): Promise<bigint> {
  const initCode = await testAssetCode(asset);
  return chain.signer.estimateGas({ to: DETERMINISTIC_PROXY, data: deterministicDeployment(initCode) });
}

/**
 * Deploys a token that anyone may mint, unless it is there: of one name, symbol and number of decimals a chain has one,
 * whatever is interrupted. All that the signer has sent must be in a block.
 */
export async function deployTestAsset({ chain: { ethers, signer }, asset }: Making): Promise<Address> {
  const initCode = await testAssetCode(asset);
  await deployOnce({ ethers, signer, initCode });
  return deterministicAddress(initCode);
}

interface Making {
  readonly chain: Pick<Chain, "ethers" | "signer">;
  readonly asset: TestAssetTerms;
}

type TestAssetTerms = Pick<ReserveAsset, "name" | "symbol" | "decimals">;

function testAssetCode({ name, symbol, decimals }: TestAssetTerms): Promise<Hex> {
  return initCodeOf("TestAsset", [name, symbol, decimals]);
}

function wrong(problem: string): LaunchConfigError {
  return new LaunchConfigError([`reserve.asset: ${problem}`]);
}
