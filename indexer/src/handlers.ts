/** What is done at which event. */
import type { Handlers, Source } from "./handling.ts";
import { budgetHandlers, custodyHandlers, presaleHandlers } from "./handlers/bootstrap.ts";
import { reserveHandlers } from "./handlers/market.ts";
import { factoryHandlers, stakeHandlers, tokenHandlers } from "./handlers/organisation.ts";
import { epochsHandlers, issuanceHandlers, registryHandlers } from "./handlers/recognition.ts";

export const HANDLERS: { readonly [S in Source]: Handlers<S> } = {
  factory: factoryHandlers,
  token: tokenHandlers,
  issuance: issuanceHandlers,
  registry: registryHandlers,
  epochs: epochsHandlers,
  stake: stakeHandlers,
  proposals: {},
  reserve: reserveHandlers,
  presale: presaleHandlers,
  custody: custodyHandlers,
  budget: budgetHandlers,
  pledgeBook: {},
  licenceOffice: {},
  partnerAcceptance: {},
  timelock: {},
  governor: {},
  standingGifts: {},
};
