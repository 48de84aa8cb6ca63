/** What Ponder watches: the factory, and every contract of every organisation that it launches. */
import { createConfig, factory } from "ponder";
import { cdpoFactoryAbi } from "../sdk/src/abi/CdpoFactory.ts";
import { standingGiftsAbi } from "../sdk/src/abi/StandingGifts.ts";
import { ORGANISATION_ABIS, type ContractName } from "../sdk/src/state/contracts.ts";
import { LOCAL_CHAIN, readSettings } from "./settings.ts";

const settings = readSettings(process.env);
const { startBlock } = settings;
const chain = "cdpo";
const NOWHERE = "0x0000000000000000000000000000000000000000";

const launched = launchedEvent();

/** One contract of all organisations: its address is a field of what the factory says at the launch. */
function each<Name extends ContractName>(name: Name) {
  const address = factory({
    address: settings.factory,
    event: launched,
    parameter: `cdpo.${name}`,
    startBlock,
  });
  return { chain, abi: ORGANISATION_ABIS[name], address, startBlock } as const;
}

export default createConfig({
  database:
    settings.databaseUrl === undefined
      ? { kind: "pglite", directory: settings.folder ?? ".ponder/pglite" }
      : { kind: "postgres", connectionString: settings.databaseUrl },
  chains: {
    cdpo: {
      id: settings.chainId,
      rpc: settings.rpcUrl,
      pollingInterval: settings.pollingInterval,
      // A development node that starts anew has other blocks under the same numbers.
      disableCache: settings.chainId === LOCAL_CHAIN,
    },
  },
  contracts: {
    factory: { chain, abi: cdpoFactoryAbi, address: settings.factory, startBlock },
    token: each("token"),
    issuance: each("issuance"),
    registry: each("registry"),
    epochs: each("epochs"),
    stake: each("stake"),
    proposals: each("proposals"),
    reserve: each("reserve"),
    presale: each("presale"),
    custody: each("custody"),
    budget: each("budget"),
    pledgeBook: each("pledgeBook"),
    licenceOffice: each("licenceOffice"),
    partnerAcceptance: each("partnerAcceptance"),
    timelock: each("timelock"),
    governor: each("governor"),
    standingGifts: { chain, abi: standingGiftsAbi, address: settings.standingGifts ?? NOWHERE, startBlock },
  },
});

/** The only event of the factory. */
function launchedEvent() {
  const found = cdpoFactoryAbi.find((item) => item.type === "event");
  if (found === undefined) throw new Error("the factory's ABI has no event");
  return found;
}
