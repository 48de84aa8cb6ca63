/** Who holds the tokens. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { CONTRACT_NAMES, type OrganisationState } from "cdpo-sdk/state";
import { WHOLE_BPS } from "cdpo-sdk/units";
import { useChain } from "../../chain/context.tsx";
import { isSame } from "../../parts/money/money.tsx";
import { Trouble } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Account, Amount, Share } from "../../parts/words.tsx";
import { useContractNames } from "./Addresses.tsx";
import { PartsPicture } from "./Parts.tsx";
import { useHolders } from "./past/tokens-history.ts";

const DRAWN = 5;

export function Holders({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const { chain } = useChain();
  const found = useHolders(state);
  const names = useContractNames();
  const { organisation, contracts } = state;
  const { addresses, symbol } = organisation;
  const supply = contracts.token.totalSupply;
  const nameOf = (account: string) => {
    const name = CONTRACT_NAMES.find((each) => isSame(addresses[each], account));
    return name && names[name];
  };
  if (found.isError && found.data === undefined) {
    return (
      <>
        <Trouble thrown={found.error} />
        <p className="hint">
          <Trans>Without the history of transfers it cannot be shown who holds tokens.</Trans>
        </p>
      </>
    );
  }
  if (found.data === undefined) {
    const { progress } = found;
    return (
      <p className="waiting" role="status">
        {progress === undefined || progress.of === 0n ? (
          <Trans>Reading transfers …</Trans>
        ) : (
          <Trans>Reading transfers: {String((progress.done * 100n) / progress.of)} %</Trans>
        )}
      </p>
    );
  }
  const { pages } = found.data;
  const holders = pages.flatMap((page) => page.holders);
  const { count, by } = pages[0] ?? { count: 0, by: "chain" };
  const isByChain = pages.some((page) => page.by === "chain");
  const bpsOf = (balance: bigint) => (supply === 0n ? 0n : (balance * WHOLE_BPS) / supply);
  const drawn = holders.slice(0, DRAWN);
  const rest = supply - drawn.reduce((sum, { balance }) => sum + balance, 0n);
  return (
    <>
      <PartsPicture
        label={t`The largest holders and all others, as parts of the supply; the table below has the figures.`}
        parts={[
          ...drawn.map(({ account, balance }) => ({ words: account, value: balance })),
          ...(rest > 0n ? [{ words: "rest", value: rest }] : []),
        ]}
      />
      <Table
        caption={t`Holders, the largest first`}
        file={`${symbol}-holders`}
        rows={holders}
        keyOf={({ account }) => account}
        columns={[
          {
            title: t`Account`,
            cell: ({ account }) => <Account address={account} name={nameOf(account)} />,
            text: ({ account }) => account,
          },
          {
            ...{ title: symbol, isNumber: true },
            cell: ({ balance }) => <Amount units={balance} />,
            text: ({ balance }) => String(balance),
          },
          {
            ...{ title: t`Part`, isNumber: true },
            cell: ({ balance }) => <Share bps={bpsOf(balance)} />,
            text: ({ balance }) => String(bpsOf(balance)),
          },
        ]}
      />
      {found.isError && <Trouble thrown={found.error} />}
      {found.hasNextPage && (
        <div className="buttons">
          <button
            type="button"
            className="minor"
            aria-disabled={found.isFetchingNextPage}
            onClick={() => {
              if (!found.isFetchingNextPage) void found.fetchNextPage();
            }}
          >
            <Trans>More holders</Trans>
          </button>
        </div>
      )}
      <p className="hint">
        <Plural value={count} one="# account ever had tokens." other="# accounts ever had tokens." />{" "}
        {by === "indexer" ? (
          <Trans>Which accounts is told by the indexer, what they have by the chain.</Trans>
        ) : (
          <Trans>Read from the chain.</Trans>
        )}{" "}
        {isByChain && chain.indexer !== undefined && (
          <>
            <Trans>The indexer does not answer, so the chain is read instead.</Trans>{" "}
          </>
        )}
        <Trans>Tokens that people staked are with the contract “Stake”.</Trans>
      </p>
    </>
  );
}
