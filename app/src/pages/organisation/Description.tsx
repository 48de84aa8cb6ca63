/** What the organisation says of itself, at the addresses that its contracts name; shown as plain text only. */
import { Trans } from "@lingui/react/macro";
import type { OrganisationState } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { OutsideLink } from "../../parts/Outside.tsx";

const LARGEST = 200_000;
const PATIENCE = 8_000;
const LONGEST_TEXT = 2_000;

export function Description({ state: { contracts, organisation } }: { readonly state: OrganisationState }) {
  const { contractURI } = contracts.token;
  const { daoURI } = contracts.timelock;
  const told = useQuery({
    queryKey: ["description", contractURI, daoURI],
    queryFn: async () => (await descriptionAt(contractURI)) ?? (await descriptionAt(daoURI)) ?? "",
    staleTime: Infinity,
    retry: false,
  });
  const links = [contractURI, daoURI].filter((uri) => uri !== "" && !uri.startsWith("data:"));
  return (
    <>
      {told.data !== undefined && told.data !== "" ? (
        <p className="lead">{told.data}</p>
      ) : (
        <p className="lead">
          <Trans>{organisation.name} describes itself nowhere that this page could read.</Trans>
        </p>
      )}
      {links.length > 0 && (
        <p className="hint">
          <Trans>In its own words:</Trans>{" "}
          {[...new Set(links)].map((uri) => (
            <span key={uri}>
              <OutsideLink uri={uri} />{" "}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

/** The description in a document, as text; undefined where there is none that can be read safely. */
async function descriptionAt(uri: string): Promise<string | undefined> {
  if (!/^(https:\/\/|data:application\/json[;,])/i.test(uri)) return undefined;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = uri.startsWith("data:")
      ? undefined
      : await fetch(uri, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
    const text = response === undefined ? dataOf(uri) : await response.text();
    if (text.length > LARGEST) return undefined;
    const json = JSON.parse(text) as { readonly description?: unknown };
    return typeof json.description === "string" ? json.description.slice(0, LONGEST_TEXT) : undefined;
  } catch {
    return undefined; // it is not there, or no such document: then nothing is told
  }
}

function dataOf(uri: string): string {
  const at = uri.indexOf(",");
  const body = uri.slice(at + 1);
  if (!/;base64$/i.test(uri.slice(0, at))) return decodeURIComponent(body);
  return new TextDecoder().decode(Uint8Array.from(atob(body), (sign) => sign.charCodeAt(0)));
}
