/** Key figures, all from the chain as of the same block. */
import { useLingui } from "@lingui/react/macro";
import type { OrganisationState } from "cdpo-sdk/state";
import { Money, Tokens } from "../../parts/money/money.tsx";
import { Facts } from "../../parts/states.tsx";
import { Amount, Share } from "../../parts/words.tsx";

export function Figures({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const { organisation, contracts, voice, treasury } = state;
  const { reserve, token, stake, registry } = contracts;
  const isOpen = reserve.marketState === "Open";
  const each = `${organisation.asset.symbol} / ${organisation.symbol}`;
  const perToken = (units: bigint) => (
    <Amount units={units} decimals={organisation.asset.decimals} symbol={each} digits={6} />
  );
  return (
    <Facts
      facts={[
        [t`Tokens that exist`, <Tokens key="supply" of={organisation} units={token.totalSupply} />],
        [t`Of these circulate`, <Tokens key="circulating" of={organisation} units={stake.circulating} />],
        [t`In the reserve`, <Money key="reserve" of={organisation} units={reserve.reserveBalance} />],
        [t`Gifts on their way`, <Money key="gifts" of={organisation} units={reserve.drip.pending} />],
        isOpen ? [t`Price`, <span key="price">{perToken(reserve.spotPrice)}</span>] : undefined,
        token.totalSupply > 0n
          ? [t`Reserve behind each token`, <span key="backing">{perToken(reserve.backing)}</span>]
          : undefined,
        [t`Reserve ratio`, <Share key="ratio" bps={reserve.reserveRatioBps} />],
        [t`Staked in all`, <Tokens key="stake" of={organisation} units={voice.totalStake} />],
        [
          t`Recognised for contributions`,
          <Tokens key="made" of={organisation} units={registry.totalRecognised} />,
        ],
        [t`Treasury`, <Money key="treasury" of={organisation} units={treasury.asset} />],
        [t`Treasury, in tokens`, <Tokens key="tokens" of={organisation} units={treasury.tokens} />],
        contracts.budget === undefined
          ? undefined
          : [
              t`Raised in the presale`,
              <Money key="raised" of={organisation} units={contracts.presale?.raised ?? 0n} />,
            ],
      ]}
    />
  );
}
