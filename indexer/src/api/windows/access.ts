import { and, eq, or } from "ponder";
import { db } from "ponder:api";
import { licence, licenceTier, offer } from "../../schema/access.ts";
import type { OrganisationRow, Window } from "./window.ts";

export async function offerWindows(of: OrganisationRow): Promise<Window[]> {
  const rows = await db
    .select()
    .from(offer)
    .where(and(eq(offer.partnerAcceptance, of.partnerAcceptance), eq(offer.withdrawn, false)));
  return rows.flatMap(({ id, name, opens, closes, validUntil }) => [
    {
      ...{ uid: `${of.partnerAcceptance}-${id}-sale`, from: opens, until: closes, title: `On sale: ${name}` },
      what: "Anyone buys vouchers with tokens.",
    },
    {
      ...{ uid: `${of.partnerAcceptance}-${id}`, from: opens, until: validUntil, title: `Valid: ${name}` },
      what: "Holders redeem their vouchers; afterwards they return them.",
    },
  ]);
}

/** Licences that an account has, or that its contributions are for. */
export async function licenceWindows(of: OrganisationRow, account: `0x${string}`): Promise<Window[]> {
  const rows = await db
    .select({ licence, name: licenceTier.name })
    .from(licence)
    .innerJoin(
      licenceTier,
      and(eq(licenceTier.licenceOffice, licence.licenceOffice), eq(licenceTier.tier, licence.tier)),
    )
    .where(
      and(
        eq(licence.licenceOffice, of.licenceOffice),
        or(eq(licence.licensee, account), eq(licence.contributor, account)),
      ),
    );
  return rows.flatMap(({ licence: { id, since, expires }, name }) => {
    const what = "The licence is valid; anyone renews it, best before its end.";
    const uid = `${of.licenceOffice}-${id}`;
    return expires > since ? [{ uid, from: since, until: expires, title: `Licence: ${name}`, what }] : [];
  });
}
