/** The networks of the commands, as a configuration of Hardhat has them. */
import { configVariable } from "hardhat/config";
import type { HardhatUserConfig } from "hardhat/types/config";
import { KEY_VARIABLE, PUBLIC_NETWORKS } from "../../sdk/src/config/networks.ts";

export const networks: NonNullable<HardhatUserConfig["networks"]> = {
  localhost: { type: "http", url: process.env["LOCALHOST_RPC_URL"] ?? "http://127.0.0.1:8545" },
  ...Object.fromEntries(
    Object.entries(PUBLIC_NETWORKS).map(([name, { chainId, urlVariable }]) => [
      name,
      {
        type: "http" as const,
        chainId,
        url: configVariable(urlVariable),
        accounts: [configVariable(KEY_VARIABLE)],
      },
    ]),
  ),
};
