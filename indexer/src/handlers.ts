/** What is done at which event. */
import type { Handlers, Source } from "./handling.ts";
import { licenceOfficeHandlers, partnerAcceptanceHandlers } from "./handlers/access.ts";
import { budgetHandlers, custodyHandlers, presaleHandlers } from "./handlers/bootstrap.ts";
import { givenHandlers, pledgeBookHandlers, standingGiftsHandlers } from "./handlers/gifts.ts";
import { governorHandlers, operationHandlers, proposalsHandlers } from "./handlers/governance.ts";
import { reserveHandlers } from "./handlers/market.ts";
import { factoryHandlers, stakeHandlers, tokenHandlers } from "./handlers/organisation.ts";
import { epochsHandlers, issuanceHandlers, registryHandlers } from "./handlers/recognition.ts";
import {
  curatorHandlers,
  issuerHandlers,
  OWNED,
  partnerRoleHandlers,
  timelockRoleHandlers,
} from "./handlers/roles.ts";

export const HANDLERS: { readonly [S in Source]: Handlers<S> } = {
  factory: factoryHandlers,
  token: { ...tokenHandlers, ...OWNED },
  issuance: { ...issuanceHandlers, ...issuerHandlers, ...OWNED },
  registry: { ...registryHandlers, ...curatorHandlers, ...OWNED },
  epochs: { ...epochsHandlers, ...OWNED },
  stake: stakeHandlers,
  proposals: { ...proposalsHandlers, ...OWNED },
  reserve: { ...reserveHandlers, ...givenHandlers, ...OWNED },
  presale: presaleHandlers,
  custody: custodyHandlers,
  budget: budgetHandlers,
  pledgeBook: { ...pledgeBookHandlers, ...OWNED },
  licenceOffice: { ...licenceOfficeHandlers, ...OWNED },
  partnerAcceptance: { ...partnerAcceptanceHandlers, ...partnerRoleHandlers, ...OWNED },
  timelock: { ...operationHandlers, ...timelockRoleHandlers },
  governor: governorHandlers,
  standingGifts: standingGiftsHandlers,
};
