/** What is done at which event. */
import type { Handlers, Source } from "./handling.ts";
import { licenceOfficeHandlers, partnerAcceptanceHandlers } from "./handlers/access.ts";
import { budgetHandlers, custodyHandlers, presaleHandlers } from "./handlers/bootstrap.ts";
import { givenHandlers, pledgeBookHandlers, standingGiftsHandlers } from "./handlers/gifts.ts";
import { governorHandlers, operationHandlers, proposalsHandlers } from "./handlers/governance.ts";
import { reserveHandlers } from "./handlers/market.ts";
import { factoryHandlers, tokenHandlers } from "./handlers/organisation.ts";
import { PAUSABLE } from "./handlers/pauses.ts";
import { epochsHandlers, issuanceHandlers, registryHandlers } from "./handlers/recognition.ts";
import {
  curatorHandlers,
  issuerHandlers,
  OWNED,
  partnerRoleHandlers,
  timelockRoleHandlers,
} from "./handlers/roles.ts";
import { stakeHandlers } from "./handlers/stakes.ts";

export const HANDLERS: { readonly [S in Source]: Handlers<S> } = {
  factory: factoryHandlers,
  token: { ...tokenHandlers, ...OWNED },
  issuance: { ...issuanceHandlers, ...issuerHandlers, ...PAUSABLE, ...OWNED },
  registry: { ...registryHandlers, ...curatorHandlers, ...OWNED },
  epochs: { ...epochsHandlers, ...OWNED },
  stake: stakeHandlers,
  proposals: { ...proposalsHandlers, ...PAUSABLE, ...OWNED },
  reserve: { ...reserveHandlers, ...givenHandlers, ...PAUSABLE, ...OWNED },
  presale: { ...presaleHandlers, ...PAUSABLE },
  custody: custodyHandlers,
  budget: budgetHandlers,
  pledgeBook: { ...pledgeBookHandlers, ...PAUSABLE, ...OWNED },
  licenceOffice: { ...licenceOfficeHandlers, ...PAUSABLE, ...OWNED },
  partnerAcceptance: { ...partnerAcceptanceHandlers, ...partnerRoleHandlers, ...PAUSABLE, ...OWNED },
  timelock: { ...operationHandlers, ...timelockRoleHandlers },
  governor: governorHandlers,
  standingGifts: standingGiftsHandlers,
};
