/** A presale with its custody and its budget, as its page takes them. */
import { readEvents } from "cdpo-sdk/history";
import { contractsAt, type AccountState, type Address, type Organisation } from "cdpo-sdk/state";
import type { OrganisationState } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import type { PageProps } from "../../frame/OrganisationPages.tsx";

type Views = OrganisationState["contracts"];

/** All of it. */
export interface Sale {
  readonly organisation: Organisation;
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
  readonly address: Address;
  readonly presale: NonNullable<Views["presale"]>;
  readonly custody: NonNullable<Views["custody"]>;
  readonly budget: NonNullable<Views["budget"]>;
}

/** What the parts of the page are given. */
export interface SaleProps {
  readonly sale: Sale;
}

/** Of an organisation; undefined where there is no presale. */
export function saleOf({ organisation, state, account }: PageProps): Sale | undefined {
  const { presale: address } = organisation.addresses;
  const { presale, custody, budget } = state.contracts;
  if (!address || !presale || !custody || !budget) return undefined;
  return { organisation, state, account, address, presale, custody, budget };
}

/** What only events tell of a sale. */
export interface SaleHistory {
  /** The account to which each position is offered, by who offers it. */
  readonly offers: ReadonlyMap<Address, Address>;
  /** Who may have whom refunded. */
  readonly operators: readonly { readonly account: Address; readonly operator: Address }[];
  /** Where the deeds of resources are, and their hashes, by the number of the resource. */
  readonly deeds: ReadonlyMap<bigint, { readonly uri: string; readonly hash: string }>;
}

/** Reads it from the chain's events. */
export function useSaleHistory({ organisation, state }: Sale) {
  const { rpc, chain } = useChain();
  return useQuery({
    queryKey: [chain.chainId, "sale history", organisation.index, String(state.block)],
    queryFn: async ({ signal }): Promise<SaleHistory> => {
      const { presale, custody } = contractsAt(organisation.addresses);
      if (rpc === undefined || presale === undefined || custody === undefined) throw new Error("no presale");
      const range = { rpc, from: organisation.block, to: state.block, signal };
      const [ofSale, ofCustody] = await Promise.all([
        readEvents({
          ...range,
          contracts: { presale },
          events: ["PositionOffered", "PositionMoved", "OperatorSet"],
        }),
        readEvents({ ...range, contracts: { custody }, events: ["ResourceOffered"] }),
      ]);
      const offers = new Map<Address, Address>();
      const operators = new Map<string, { readonly account: Address; readonly operator: Address }>();
      for (const each of ofSale) {
        if (each.event === "PositionOffered") {
          if (BigInt(each.args.recipient) === 0n) offers.delete(each.args.account);
          else offers.set(each.args.account, each.args.recipient);
        } else if (each.event === "PositionMoved") offers.delete(each.args.account);
        else if (each.event === "OperatorSet") {
          const { account, operator, allowed } = each.args;
          if (allowed) operators.set(account + operator, { account, operator });
          else operators.delete(account + operator);
        }
      }
      const deeds = new Map(
        ofCustody.flatMap((each) =>
          each.event === "ResourceOffered"
            ? [[each.args.id, { uri: each.args.uri, hash: each.args.deedHash }] as const]
            : [],
        ),
      );
      return { offers, operators: [...operators.values()], deeds };
    },
    enabled: rpc !== undefined,
    placeholderData: (previous) => previous,
    structuralSharing: false,
    gcTime: 30_000,
  });
}
