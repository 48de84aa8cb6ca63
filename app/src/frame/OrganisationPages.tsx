/** The pages of one organisation, with what all of them show. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { AccountState, Organisation, OrganisationState } from "cdpo-sdk/state";
import { Suspense, useEffect, type ComponentType } from "react";
import { useLocation } from "wouter";
import { useChain } from "../chain/context.tsx";
import { OlderProvider } from "../chain/older.tsx";
import { useAccountState, useOrganisation, useOrganisationState } from "../chain/queries.ts";
import { lazyPage } from "../parts/lazy-page.ts";
import { NothingHere } from "./NothingHere.tsx";
import { Trouble, Waiting } from "../parts/states.tsx";

/** What a page of an organisation is given. */
export interface PageProps {
  readonly organisation: Organisation;
  /** As of the newest block. */
  readonly state: OrganisationState;
  /** Of who acts; undefined without anybody, and while it is read. */
  readonly account: AccountState | undefined;
}

type Page = ComponentType<PageProps>;

const PAGES: Readonly<Record<string, Page>> = {
  "": lazyPage("pages/organisation", () => import("../pages/organisation/Overview.tsx")),
  activity: lazyPage("pages/organisation", () => import("../pages/organisation/Activity.tsx")),
  presale: lazyPage("pages/presale", () => import("../pages/presale/Presale.tsx")),
  market: lazyPage("pages/market", () => import("../pages/market/Market.tsx")),
  stake: lazyPage("pages/stake", () => import("../pages/stake/Stake.tsx")),
  decide: lazyPage("pages/decide", () => import("../pages/decide/Decide.tsx")),
  contribute: lazyPage("pages/contribute", () => import("../pages/contribute/Contribute.tsx")),
  fund: lazyPage("pages/fund", () => import("../pages/fund/Fund.tsx")),
  partners: lazyPage("pages/partners", () => import("../pages/partners/Partners.tsx")),
  licences: lazyPage("pages/licences", () => import("../pages/licences/Licences.tsx")),
  pledges: lazyPage("pages/pledges", () => import("../pages/pledges/Pledges.tsx")),
  exit: lazyPage("pages/exit", () => import("../pages/exit/Exit.tsx")),
};

/** The gate works without a network, too: it shows what its browser keeps. */
const Gate = lazyPage("pages/partners", () => import("../pages/partners/Gate.tsx"));

/** One of them. */
export default function OrganisationPages({ which }: { readonly which: string }) {
  return (
    <OlderProvider key={which}>
      <ShownPage which={which} />
    </OlderProvider>
  );
}

function ShownPage({ which }: { readonly which: string }) {
  const { t } = useLingui();
  const [location] = useLocation();
  const { actor } = useChain();
  const organisation = useOrganisation(decodeURIComponent(which));
  const state = useOrganisationState(organisation.data, actor?.address);
  const account = useAccountState(state.data, actor?.address);
  // What stands behind "?" is for the page: `useAsked`.
  const page = location.split("/")[3]?.replace(/\?.*$/, "") ?? "";
  const name = organisation.data?.name;
  useEffect(() => {
    document.title = name === undefined ? "cDPO" : `${name} · cDPO`;
  }, [name]);
  if (page === "gate") {
    return (
      <Suspense fallback={<Waiting />}>
        <Gate which={decodeURIComponent(which)} organisation={organisation.data} state={state.data} />
      </Suspense>
    );
  }
  if (organisation.isError) return <Trouble thrown={organisation.error} />;
  if (organisation.data === undefined) return <Waiting />;
  const { symbol, index, addresses } = organisation.data;
  const tabs: readonly (readonly [page: string, words: string] | undefined)[] = [
    ["", t`Organisation`],
    addresses.presale && ["presale", t`Presale`],
    ["market", t`Market`],
    ["stake", t`Stake`],
    ["decide", t`Decide`],
    ["contribute", t`Contribute`],
    ["fund", t`Fund work`],
    ["partners", t`Partners`],
    ["licences", t`Licences`],
    ["pledges", t`Pledges and grants`],
    ["exit", t`Exit`],
    ["activity", t`Activity`],
  ];
  const Shown = Object.hasOwn(PAGES, page) ? PAGES[page] : undefined;
  return (
    <>
      <header className="organisation">
        <h1>
          {name} <small>{symbol}</small>
        </h1>
        <nav aria-label={t`Pages of ${name ?? ""}`} className="tabs">
          {tabs.map(
            (tab) =>
              tab && (
                <a
                  key={tab[0]}
                  href={`#/o/${index}${tab[0] && `/${tab[0]}`}`}
                  aria-current={tab[0] === page ? "page" : undefined}
                >
                  {tab[1]}
                </a>
              ),
          )}
        </nav>
      </header>
      {Shown === undefined ? (
        <NothingHere />
      ) : state.data === undefined ? (
        state.isError ? (
          <Trouble thrown={state.error} />
        ) : (
          <Waiting />
        )
      ) : (
        <Suspense fallback={<Waiting />}>
          {state.isError && (
            <p className="banner bad" role="status">
              <Trans>The chain cannot be read now; shown as of block {String(state.data.block)}.</Trans>
            </p>
          )}
          <Shown organisation={organisation.data} state={state.data} account={account.data} />
        </Suspense>
      )}
    </>
  );
}
