/** All organisations of the chain. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useChain } from "../../chain/context.tsx";
import { useDirectory } from "../../chain/queries.ts";
import { Input, useTextField } from "../../parts/forms/fields.tsx";
import { More, useMore } from "../../parts/More.tsx";
import { Trouble, Waiting } from "../../parts/states.tsx";
import { Account } from "../../parts/words.tsx";

const PAGE = 24;

/** The page. */
export default function Discover() {
  const { t } = useLingui();
  const { chain } = useChain();
  const directory = useDirectory();
  const search = useTextField();
  const [shown, more] = useMore(PAGE);
  const wanted = (search.value ?? "").toLowerCase();
  const found = (directory.data ?? []).filter(
    ({ name, symbol, addresses }) =>
      wanted === "" ||
      name.toLowerCase().includes(wanted) ||
      symbol.toLowerCase().includes(wanted) ||
      addresses.token.toLowerCase() === wanted,
  );
  return (
    <>
      <section className="hero">
        <h1>
          <Trans>Commons projects with an economy of their own</Trans>
        </h1>
        <p>
          <Trans>
            A cDPO recognises what people make, use and look after, by tokens that are backed by a common
            reserve. Here are those of {chain.title}.
          </Trans>
        </p>
        <p>
          <a className="button" href="#/launch">
            <Trans>Launch one</Trans>
          </a>
        </p>
      </section>
      <Input label={t`Search by name, symbol or the token's address`} field={search} />
      {chain.book.factory === null && (
        <p className="reason">
          <Trans>Nothing is deployed on {chain.title} yet.</Trans>
        </p>
      )}
      {directory.isPending && chain.book.factory !== null && <Waiting />}
      {directory.isError && <Trouble thrown={directory.error} />}
      {directory.data && found.length === 0 && (
        <p>
          {wanted === "" ? (
            <Trans>There is none yet: launch the first.</Trans>
          ) : (
            <Trans>None is called so.</Trans>
          )}
        </p>
      )}
      <ul className="cards">
        {found.slice(0, shown).map(({ index, name, symbol, addresses }) => (
          <li key={index} className="card">
            <h2>
              <a href={`#/o/${index}`}>{name}</a>
            </h2>
            <p>
              {symbol} · <Account address={addresses.token} />
            </p>
            <p className="hint">
              {addresses.presale === undefined ? (
                <Trans>Grows its liquidity from contributions.</Trans>
              ) : (
                <Trans>Begins with a presale.</Trans>
              )}
            </p>
          </li>
        ))}
      </ul>
      <More shown={shown} of={found.length} more={more} />
    </>
  );
}
