/** Events of an organisation's contracts until a state was read. */
import type { EventOf } from "../history/decode.ts";
import { readEvents } from "../history/read.ts";
import { contractsAt, type OrganisationContracts } from "../state/contracts.ts";
import type { Tended } from "./candidate.ts";

type Args<Name, Event> = Extract<
  EventOf<OrganisationContracts>,
  { readonly contract: Name; readonly event: Event }
>["args"];

/** The values of all events of a kind, the oldest first. */
export async function eventsOf<
  Name extends keyof OrganisationContracts,
  Event extends Extract<EventOf<OrganisationContracts>, { readonly contract: Name }>["event"] & string,
>(
  { rpc, state: { organisation, block }, signal }: Tended,
  contract: Name,
  event: Event,
): Promise<readonly Args<Name, Event>[]> {
  const contracts = { [contract]: contractsAt(organisation.addresses)[contract] };
  const found = await readEvents({
    ...{ rpc, contracts, events: [event], from: organisation.block, to: block },
    signal,
  });
  return found.map(({ args }) => args as unknown as Args<Name, Event>);
}
