/** Resources that partners give instead of money, and their deeds. */
import { Trans, useLingui } from "@lingui/react/macro";
import { custody as keeping } from "cdpo-sdk/calls";
import { contractsAt, listOf, one, read, type Address, type Resource } from "cdpo-sdk/state";
import { formatAmount, shortAddress } from "cdpo-sdk/units";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Source } from "../../parts/Source.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { isSame, Money } from "../../parts/money/money.tsx";
import { Section } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Account } from "../../parts/words.tsx";
import { OfferResource } from "./OfferResource.tsx";
import { useSaleHistory, type SaleProps } from "./sale.ts";

/** A resource with who holds it and where its deed is. */
interface Shown extends Resource {
  readonly holder: Address;
  readonly isWithdrawable: boolean;
  readonly uri: string;
}

export function Resources({ sale }: SaleProps) {
  const { t } = useLingui();
  const { organisation, presale, state } = sale;
  const { resources } = state;
  const { data: history } = useSaleHistory(sale);
  const at = contractsAt(organisation.addresses);
  const { custody: custodyAt, presale: saleAt } = at;
  const { data: holders } = usePart(
    saleAt &&
      listOf(
        resources.map(({ offerer }) => one(read({ ...saleAt, functionName: "holderOf", args: [offerer] }))),
      ),
  );
  const { data: free } = usePart(
    custodyAt &&
      listOf(
        resources.map(({ id }) => one(read({ ...custodyAt, functionName: "isWithdrawable", args: [id] }))),
      ),
  );
  const words: Record<Resource["state"], string> = {
    None: "",
    Offered: t`offered`,
    Accepted: t`accepted`,
    Returned: t`returned`,
    Withdrawn: t`taken back`,
    Delivered: t`delivered to the treasury`,
  };
  const shown = resources.map((resource, place): Shown => ({
    ...resource,
    holder: holders?.[place] ?? resource.offerer,
    isWithdrawable: resource.state === "Offered" || resource.state === "Returned" || (free?.[place] ?? false),
    uri: history?.deeds.get(resource.id)?.uri ?? "",
  }));
  const canOffer = presale.state === "Upcoming" || presale.state === "Open";
  if (resources.length === 0 && (!canOffer || presale.terms.maxResourceBps === 0n)) return null;
  return (
    <Section title={t`Resources`} id="resources">
      <p>
        <Trans>
          Partners can give resources instead of money: a van, a server, a place. The trustee accepts them at
          their value; who disagrees takes their money back while refunds are open. Look at what was accepted.
        </Trans>
      </p>
      <Table
        caption={t`Resources that were offered`}
        file={`${organisation.symbol}-resources`}
        empty={t`No resource was offered yet.`}
        keyOf={({ id }) => String(id)}
        rows={shown}
        columns={[
          {
            title: t({ message: "Number", context: "presale" }),
            cell: ({ id }) => String(id),
            text: ({ id }) => String(id),
          },
          {
            title: t`Worth`,
            isNumber: true,
            cell: ({ value }) => <Money of={organisation} units={value} />,
            text: ({ value }) => formatAmount(value, organisation.asset.decimals),
          },
          {
            title: t({ message: "Of", context: "presale" }),
            cell: ({ holder }) => <Account address={holder} />,
            text: ({ holder }) => holder,
          },
          {
            title: t({ message: "State", context: "presale" }),
            cell: (each) => words[each.state],
            text: (each) => words[each.state],
          },
          { title: t`Deed`, cell: (each) => <DeedOf resource={each} />, text: ({ uri }) => uri },
          {
            title: t`What can be done`,
            cell: (each) => <Doing sale={sale} resource={each} />,
            text: () => "",
          },
        ]}
      />
      {canOffer && <OfferResource sale={sale} />}
    </Section>
  );
}

function DeedOf({ resource: { uri, nftContract, nftId } }: { readonly resource: Shown }) {
  return (
    <span>
      <Source uri={uri} />
      {BigInt(nftContract) !== 0n && (
        <>
          {" "}
          <Trans>
            (in custody: number {String(nftId)} of {shortAddress(nftContract)})
          </Trans>
        </>
      )}
    </span>
  );
}

function Doing({ sale, resource }: SaleProps & { readonly resource: Shown }) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation, presale } = sale;
  const { id, holder, nftContract, isWithdrawable } = resource;
  const isTrustee = isSame(actor?.address, presale.trustee);
  const isMine = isSame(actor?.address, holder);
  const { addresses } = organisation;
  const isRunning = presale.state !== "Released" && presale.state !== "Refunding";
  const number = String(id);
  return (
    <div>
      {isTrustee && isRunning && resource.state === "Offered" && (
        <Act
          isMinor
          label={t`Accept resource ${number}`}
          organisation={organisation}
          deed={plain(keeping.acceptResource({ organisation: addresses, id }))}
        >
          <p className="warning">
            <Trans>This opens refunds for all that was given before.</Trans>
          </p>
        </Act>
      )}
      {isTrustee && isRunning && (resource.state === "Offered" || resource.state === "Accepted") && (
        <Act
          isMinor
          label={t`Return resource ${number}`}
          organisation={organisation}
          deed={plain(keeping.returnResource({ organisation: addresses, id }))}
        />
      )}
      {isMine && actor && isWithdrawable && (
        <Act
          isMinor
          label={t`Take resource ${number} back`}
          organisation={organisation}
          deed={plain(keeping.withdrawResource({ organisation: addresses, id, recipient: actor.address }))}
        />
      )}
      {presale.state === "Released" && resource.state === "Accepted" && BigInt(nftContract) !== 0n && (
        <Act
          isMinor
          label={t`Deliver deed ${number} to the treasury`}
          organisation={organisation}
          deed={plain(keeping.deliverResource({ organisation: addresses, id }))}
        />
      )}
    </div>
  );
}
