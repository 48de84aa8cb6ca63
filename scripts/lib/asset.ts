/** The token in the reserve: one that exists, or one that is made for a test. */
import { isRefusedCall } from "./causes.ts";
import { type Chain } from "./chain.ts";
import { erc20Abi } from "../../sdk/src/abi/Erc20.ts";
import { contractAt } from "../../sdk/src/ethers.ts";
import type { Address } from "../../sdk/src/types.ts";
import { LaunchConfigError, type AssetChoice, type ReserveAsset } from "../../sdk/src/config/index.ts";

const MIN_DECIMALS = 6;
const MAX_DECIMALS = 18;

/** What is known of the asset that a configuration names. Throws {@link LaunchConfigError} when it will not do. */
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
    if (forTests) return { address: undefined, name, symbol, decimals };
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
export async function estimateTestAsset({
  chain,
  asset,
}: {
  readonly chain: Pick<Chain, "ethers" | "signer">;
  readonly asset: ReserveAsset;
}): Promise<bigint> {
  const factory = await chain.ethers.getContractFactory("TestAsset", chain.signer);
  return chain.signer.estimateGas(
    await factory.getDeployTransaction(asset.name, asset.symbol, asset.decimals),
  );
}

/** Deploys a token that anyone may mint. */
export async function deployTestAsset({
  chain,
  asset,
}: {
  readonly chain: Pick<Chain, "ethers" | "signer">;
  readonly asset: ReserveAsset;
}): Promise<Address> {
  const factory = await chain.ethers.getContractFactory("TestAsset", chain.signer);
  const token = await factory.deploy(asset.name, asset.symbol, asset.decimals);
  await token.waitForDeployment();
  return (await token.getAddress()) as Address;
}

function wrong(problem: string): LaunchConfigError {
  return new LaunchConfigError([`reserve.asset: ${problem}`]);
}
