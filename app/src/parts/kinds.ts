/** What kinds of contribution are called. */
import { useLingui } from "@lingui/react/macro";
import { contractsAt, type Organisation } from "cdpo-sdk/state";
import { useEvents } from "../chain/events.ts";

/** As registries call them at first. */
const USUAL = ["production", "use", "maintenance"];

/** In the reader's language where it is a usual one, with the organisation's own name where that is another. */
export function useKindNames(organisation: Organisation): (kind: bigint) => string {
  const { t } = useLingui();
  const { registry } = contractsAt(organisation.addresses);
  const { data = [] } = useEvents({ organisation, contracts: { registry }, events: ["KindSet"] });
  const names = new Map<bigint, string>();
  for (const { event, args } of data) if (event === "KindSet") names.set(args.kind, args.name);
  const usual = [t`production`, t`use`, t`maintenance`];
  return (kind) => {
    const name = names.get(kind);
    const number = String(kind);
    const known = usual[Number(kind)];
    const isTold = name !== undefined && name !== "" && name !== USUAL[Number(kind)];
    if (known !== undefined) return isTold ? `${known} (${name})` : known;
    return isTold ? name : t`kind ${number}`;
  };
}
