/** What stands around every page: where one is, who acts, in which language and light, and how fresh it is. */
import { Trans, useLingui } from "@lingui/react/macro";
import { formatTime, shortAddress } from "cdpo-sdk/units";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useChain } from "../chain/context.tsx";
import { useBlock, useIsSilent } from "../chain/queries.ts";
import { testWalletOf } from "../chain/test-wallet.ts";
import { switchChain } from "../chain/wallets.ts";
import { useLanguage } from "./language.tsx";
import { Notices } from "./Notices.tsx";
import { applyTheme, theme, type Theme } from "./theme.ts";
import { Wallets } from "./Wallets.tsx";

/** Seconds. */
const DAY = 86_400;

/** Header, banners, page, footer. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const { t } = useLingui();
  const { language, speak } = useLanguage();
  const { chains, chain, show } = useChain();
  return (
    <>
      <a className="skip" href="#main">
        <Trans>To the page</Trans>
      </a>
      <header className="top">
        <a className="brand" href="#/">
          cDPO
        </a>
        <nav aria-label={t`Main`}>
          <a href="#/">
            <Trans>Discover</Trans>
          </a>
          <a href="#/launch">
            <Trans>Launch</Trans>
          </a>
        </nav>
        <div className="tools">
          {chains.length > 1 && (
            <select
              aria-label={t`Chain`}
              value={chain.chainId}
              onChange={(event) => {
                show(Number(event.target.value));
              }}
            >
              {chains.map(({ chainId, title }) => (
                <option key={chainId} value={chainId}>
                  {title}
                </option>
              ))}
            </select>
          )}
          <select
            aria-label={t`Language`}
            value={language}
            onChange={(event) => {
              speak(event.target.value === "fi" ? "fi" : "en");
            }}
          >
            <option value="en" lang="en">
              English
            </option>
            <option value="fi" lang="fi">
              suomi
            </option>
          </select>
          <ThemeChoice />
          <Wallets />
        </div>
      </header>
      <Banners />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Freshness />
      <Notices />
    </>
  );
}

function ThemeChoice() {
  const { t } = useLingui();
  const [chosen, choose] = useState(theme);
  return (
    <select
      aria-label={t`Light or dark`}
      value={chosen}
      onChange={(event) => {
        const next = event.target.value as Theme;
        applyTheme(next);
        choose(next);
      }}
    >
      <option value="system">{t`as the system`}</option>
      <option value="light">{t`light`}</option>
      <option value="dark">{t`dark`}</option>
    </select>
  );
}

/** What one must know before anything else. */
function Banners() {
  const { chain, connection, isElsewhere, actor, actFor, rpc } = useChain();
  return (
    <>
      {rpc === undefined && (
        <p className="banner bad" role="status">
          <Trans>There is no node to read {chain.title} from: connect a wallet that shows it.</Trans>
        </p>
      )}
      {isElsewhere && connection && actor?.by === "wallet" && (
        <p className="banner bad" role="status">
          <Trans>Your wallet shows another chain; this page shows {chain.title}.</Trans>{" "}
          <button
            type="button"
            className="minor"
            onClick={() => {
              switchChain(connection, chain).catch(() => undefined);
            }}
          >
            <Trans>Switch the wallet</Trans>
          </button>
        </p>
      )}
      {actor?.by === "file" && (
        <p className="banner" role="status">
          <Trans>
            You act for <code>{actor.address}</code>: nothing is sent, every button writes a file for its
            Safe.
          </Trans>{" "}
          <button
            type="button"
            className="minor"
            onClick={() => {
              actFor(undefined);
            }}
          >
            <Trans>Act for myself again</Trans>
          </button>
        </p>
      )}
      {connection?.wallet.isTest === true && actor?.by === "wallet" && <TestAccounts />}
    </>
  );
}

/** Which account of the test wallet acts. */
function TestAccounts() {
  const { t } = useLingui();
  const { chain, connection } = useChain();
  const wallet = testWalletOf(chain.chainId);
  const { data: people = [] } = useQuery({
    queryKey: [chain.chainId, "people"],
    queryFn: async () => (await wallet?.people()) ?? [],
    staleTime: Infinity,
  });
  return (
    <p className="banner test" role="status">
      <Trans>Test wallet: play money on a chain of this machine.</Trans>{" "}
      <select
        aria-label={t`Account of the test wallet`}
        value={connection?.account}
        onChange={(event) => {
          const person = people.find(({ address }) => address === event.target.value);
          if (person !== undefined) wallet?.choose(person.address);
        }}
      >
        {people.map(({ label, address }) => (
          <option key={address} value={address}>
            {label} · {shortAddress(address)}
          </option>
        ))}
      </select>{" "}
      <button
        type="button"
        className="minor"
        onClick={() => {
          void wallet?.pass(DAY);
        }}
      >
        <Trans>Let a day pass</Trans>
      </button>
    </p>
  );
}

/** As of which block, and whether the node still answers. */
function Freshness() {
  const { chain } = useChain();
  const { language, timeZone } = useLanguage();
  const { data: block } = useBlock();
  const isSilent = useIsSilent();
  return (
    <footer className="fresh">
      {block === undefined ? (
        isSilent ? (
          <Trans>The node of {chain.title} does not answer.</Trans>
        ) : (
          <Trans>Asking {chain.title} …</Trans>
        )
      ) : isSilent ? (
        <strong>
          <Trans>
            The node of {chain.title} does not answer; shown as of block {String(block.number)},{" "}
            {formatTime(block.time, { language, timeZone })}.
          </Trans>
        </strong>
      ) : (
        <Trans>
          {chain.title}, as of block {String(block.number)}, {formatTime(block.time, { language, timeZone })}.
        </Trans>
      )}
    </footer>
  );
}
