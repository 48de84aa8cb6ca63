/** Where the tokens came from. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { OrganisationState } from "cdpo-sdk/state";
import { Tokens } from "../../parts/money/money.tsx";
import { Trouble } from "../../parts/states.tsx";
import { PartsPicture } from "./Parts.tsx";
import { useOrigins } from "./past/tokens-history.ts";

export function Origin({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const found = useOrigins(state);
  const { organisation, contracts } = state;
  if (found.isError) return <Trouble thrown={found.error} />;
  if (found.data === undefined) {
    return (
      <p className="waiting" role="status">
        <Trans>Reading what was issued …</Trans>
      </p>
    );
  }
  const { contributions, epochs, presale, founders, market } = found.data;
  const parts = [
    { words: t`recognised contributions`, value: contributions },
    { words: t`epochs of contributions`, value: epochs },
    { words: t`partners of the presale`, value: presale },
    { words: t`founders, at the presale's price`, value: founders },
    { words: t`bought from the reserve`, value: market },
  ].filter(({ value }) => value > 0n);
  const minted = parts.reduce((sum, { value }) => sum + value, 0n);
  const gone = minted - contracts.token.totalSupply;
  return (
    <>
      <PartsPicture
        label={t`What tokens were issued for, as parts of all that were ever issued; the list below has the figures.`}
        parts={parts}
      />
      <ol className="legend numbered">
        {parts.map(({ words, value }) => (
          <li key={words}>
            {words}: <Tokens of={organisation} units={value} />
          </li>
        ))}
      </ol>
      {gone > 0n && (
        <p className="hint">
          <Trans>
            Of these <Tokens of={organisation} units={gone} /> were sold back to the reserve, redeemed or
            burned.
          </Trans>
        </p>
      )}
    </>
  );
}
