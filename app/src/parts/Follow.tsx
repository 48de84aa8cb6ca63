/** How to keep up without looking here: feeds of what happens, and calendars of every window, which the indexer gives. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useChain } from "../chain/context.tsx";
import { Copy } from "./words.tsx";

/** Whose. */
export type Followed =
  { readonly organisation: { readonly index: number; readonly name: string } } | { readonly account: string };

/** Links to the feed and to the calendar of an organisation or an account; without an indexer why there are none. */
export function Follow({ of }: { readonly of: Followed }) {
  const { t } = useLingui();
  const { chain } = useChain();
  if (chain.indexer === undefined) {
    return (
      <p className="hint">
        <Trans>There is no indexer here, so there is no feed of what happens and no calendar either.</Trans>
      </p>
    );
  }
  const isOwn = "account" in of;
  const place = isOwn ? `accounts/${of.account.toLowerCase()}` : `organisations/${of.organisation.index}`;
  const feed = `${chain.indexer}/${place}/feed.atom`;
  const calendar = `${chain.indexer}/${place}/calendar.ics`;
  const title = isOwn ? t`What concerns my account` : of.organisation.name;
  return (
    <>
      <link rel="alternate" type="application/atom+xml" title={title} href={feed} />
      <ul className="follow">
        <li>
          <a href={feed} target="_blank" rel="noreferrer">
            {isOwn ? <Trans>Feed of what concerns my account</Trans> : <Trans>Feed of what happens</Trans>}
          </a>{" "}
          (Atom) <Copy text={feed} label={t`Copy the address of the feed`} />
        </li>
        <li>
          <a href={calendar} target="_blank" rel="noreferrer">
            {isOwn ? (
              <Trans>Calendar of what I may do until when</Trans>
            ) : (
              <Trans>Calendar of what one may do until when</Trans>
            )}
          </a>{" "}
          (iCalendar) <Copy text={calendar} label={t`Copy the address of the calendar`} />
        </li>
      </ul>
      <p className="hint">
        <Trans>
          Give these addresses to a feed reader and to a calendar: both keep up by themselves. They remind;
          what holds is what the contracts say.
        </Trans>
      </p>
    </>
  );
}
