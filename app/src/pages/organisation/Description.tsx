/** What the organisation says of itself, at the addresses that its contracts name; shown as plain text only. */
import { Trans } from "@lingui/react/macro";
import type { OrganisationState } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Source } from "../../parts/Source.tsx";

const LARGEST = 200_000;
const PATIENCE = 8_000;
const LONGEST_TEXT = 2_000;

export function Description({ state: { contracts, organisation } }: { readonly state: OrganisationState }) {
  const { contractURI } = contracts.token;
  const { daoURI } = contracts.timelock;
  const uris = [...new Set([contractURI, daoURI])].filter((uri) => uri !== "");
  const links = uris.filter((uri) => !isData(uri));
  // Whoever wrote the address would know of everyone who opens this page: it is asked when its reader says so.
  const [isAsked, ask] = useState(false);
  const told = useQuery({
    queryKey: ["description", uris.join(" "), isAsked],
    queryFn: async () => {
      for (const uri of isAsked ? uris : uris.filter(isData)) {
        const text = await descriptionAt(uri);
        if (text !== undefined) return text;
      }
      return "";
    },
    staleTime: Infinity,
    retry: false,
  });
  return (
    <>
      {told.data !== undefined && told.data !== "" ? (
        <p className="lead">{told.data}</p>
      ) : links.length > 0 && !isAsked ? (
        <button
          type="button"
          className="minor"
          onClick={() => {
            ask(true);
          }}
        >
          <Trans>Read how it describes itself there</Trans>
        </button>
      ) : (
        <p className="lead">
          <Trans>{organisation.name} describes itself nowhere that this page could read.</Trans>
        </p>
      )}
      {links.length > 0 && (
        <p className="hint">
          <Trans>In its own words:</Trans>{" "}
          {links.map((uri) => (
            <span key={uri}>
              <Source uri={uri} />{" "}
            </span>
          ))}
        </p>
      )}
    </>
  );
}

const isData = (uri: string): boolean => uri.startsWith("data:");

/** The description in a document, as text; undefined where there is none that can be read safely. */
async function descriptionAt(uri: string): Promise<string | undefined> {
  if (!/^(https:\/\/|data:application\/json[;,])/i.test(uri)) return undefined;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = isData(uri)
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
