/** The configuration of Hardhat in the published package: networks and keys, and what was compiled; no compiler. */
import { join } from "node:path";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatKeystore from "@nomicfoundation/hardhat-keystore";
import { defineConfig } from "hardhat/config";
import { networks } from "./networks.ts";

export default defineConfig({
  plugins: [hardhatEthers, hardhatKeystore],
  paths: { artifacts: join(import.meta.dirname, "artifacts") },
  networks,
});
