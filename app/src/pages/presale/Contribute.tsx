/** Giving money to a sale: by permit, by the chain's coin, for oneself or for somebody else. */
import { Trans, useLingui } from "@lingui/react/macro";
import { gateway as coins, presale as sales } from "cdpo-sdk/calls";
import { contributionTaken, tokensFor } from "cdpo-sdk/market";
import { contractsAt, one, read, type Address, type Hex } from "cdpo-sdk/state";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain, type Deed } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, AmountInput, Choice, Input, Tick } from "../../parts/forms/fields.tsx";
import { useAddressField, useAmountField, useTextField } from "../../parts/forms/fields.tsx";
import { isSame, Money, Tokens } from "../../parts/money/money.tsx";
import { Section } from "../../parts/states.tsx";
import { useCoins, useGateway } from "../../parts/money/use-gateway.ts";
import { usePart } from "../../parts/money/use-part.ts";
import { Span, Time } from "../../parts/words.tsx";
import type { Sale, SaleProps } from "./sale.ts";

const HASHES = /0x[0-9a-fA-F]{64}/g;

export function Contribute({ sale }: SaleProps) {
  const { t } = useLingui();
  const { presale } = sale;
  if (presale.state === "Ended") {
    return (
      <Section title={t({ message: "Contribute", context: "presale" })}>
        <p>
          <Trans>
            Nothing more is taken: the sale is over, or it raised its maximum. A refund before{" "}
            <Time at={presale.terms.closes} /> would make room again.
          </Trans>
        </p>
      </Section>
    );
  }
  return (
    <Section title={t({ message: "Contribute", context: "presale" })}>
      <Form sale={sale} />
    </Section>
  );
}

function Form({ sale }: SaleProps) {
  const { t } = useLingui();
  const { chain, actor } = useChain();
  const { organisation, presale, account, address: spender } = sale;
  const { asset } = organisation;
  const { terms } = presale;
  const gateway = useGateway(organisation);
  const coinsAtHand = useCoins();
  const [means, choose] = useState<"asset" | "coin">("coin");
  const [isForOther, setForOther] = useState(false);
  const other = useAddressField();
  const isByCoin = gateway !== undefined && means === "coin";
  const whose = isForOther ? other.value : actor?.address;
  const contributed = useGiven(sale, whose);
  const room = least(terms.perPartnerMaximum - contributed, terms.maximum - presale.raised);
  const has = isByCoin ? coinsAtHand : account?.asset;
  const amount = useAmountField({
    decimals: asset.decimals,
    most: has === undefined ? room : least(room, has),
    tooMuch:
      has !== undefined && has < room
        ? t`That is more than you have.`
        : t`That is more than the sale still takes of one partner.`,
  });
  const proof = useProof();
  const needsProof = BigInt(terms.allowlistRoot) !== 0n;
  const given = amount.value;
  const isComplete = given !== undefined && whose !== undefined && (!needsProof || proof.hashes.length > 0);
  const hashes = needsProof ? proof.hashes : [];
  const deed: Deed | undefined = isComplete
    ? isByCoin
      ? plain(
          coins.contribute({
            organisation: organisation.addresses,
            gateway,
            amount: given,
            account: whose,
            proof: hashes,
          }),
        )
      : {
          calls: (allowing) => {
            const money = {
              organisation: organisation.addresses,
              asset: asset.address,
              amount: given,
              proof: hashes,
              // Only where others could fill the sale meanwhile something of the allowance could stay.
              atMost: given * 2n > terms.maximum - presale.raised,
              ...allowing,
            };
            return isForOther
              ? sales.contributeFor({ ...money, account: whose })
              : sales.contribute({ ...money });
          },
          spend: { token: asset.address, spender, amount: given },
        }
    : undefined;
  const taken =
    given === undefined
      ? 0n
      : contributionTaken({ terms, raised: presale.raised, contributed, amount: given });
  const tokens = tokensFor(terms.price, contributed + taken) - tokensFor(terms.price, contributed);
  const isTooLittle = given !== undefined && given > 0n && tokensFor(terms.price, contributed + given) === 0n;
  const promise = (
    <p>
      <Trans>
        At the release this becomes <Tokens of={organisation} units={tokens} />.
      </Trans>{" "}
      {terms.partnerVesting.duration > 0n && (
        <Trans>
          They vest over <Span seconds={terms.partnerVesting.duration} />, and have a voice at once.
        </Trans>
      )}
    </p>
  );
  return (
    <>
      <p>
        <Trans>
          A token costs <Money of={organisation} units={terms.price} />. One partner may give{" "}
          <Money of={organisation} units={terms.perPartnerMaximum} /> at most. The trustee holds the money
          until the release.
        </Trans>
      </p>
      {contributed > 0n && !isForOther && (
        <p>
          <Trans>
            You gave <Money of={organisation} units={contributed} /> so far.
          </Trans>
        </p>
      )}
      {gateway !== undefined && (
        <Choice
          label={t`Pay with`}
          value={means}
          choose={choose}
          among={[
            ["asset", asset.symbol],
            ["coin", t`${chain.coin}, the coin of this chain`],
          ]}
        />
      )}
      <AmountInput
        label={t`Amount`}
        field={amount}
        symbol={isByCoin ? chain.coin : asset.symbol}
        decimals={asset.decimals}
        has={has}
      />
      {isTooLittle && <p className="reason">{t`So little buys no token.`}</p>}
      <Tick
        label={t`For another account, whose place in the sale it becomes`}
        value={isForOther}
        tick={setForOther}
      />
      {isForOther && <AddressInput label={t`Whose place`} field={other} />}
      {needsProof && (
        <Input
          label={t`Proof that the account is on the list of this sale`}
          field={proof}
          rows={3}
          hint={t`The hashes that who keeps the list gives you, one after the other.`}
        />
      )}
      {given !== undefined && promise}
      <Act
        label={t({ message: "Contribute", context: "presale" })}
        organisation={organisation}
        deed={deed}
        blocked={isTooLittle ? t`So little buys no token.` : undefined}
        onDone={() => {
          amount.write("");
        }}
      >
        {promise}
      </Act>
      <p className="hint">
        <Trans>
          If the sale fails, or while refunds are open, you take your money back yourself. Nobody else can.
        </Trans>
      </p>
    </>
  );
}

/** A proof as it was pasted: any text with its hashes. */
export function useProof() {
  const { t } = useLingui();
  const field = useTextField();
  const hashes = (field.written.match(HASHES) ?? []) as Hex[];
  const problem =
    field.written.trim() !== "" && hashes.length === 0 ? t`There is no hash in this text.` : undefined;
  return { ...field, hashes, problem };
}

/** What an account gave so far; 0 while it is not known. */
function useGiven({ organisation, account, presale }: Sale, whose: Address | undefined): bigint {
  const at = contractsAt(organisation.addresses).presale;
  const isOwn = isSame(whose, account?.account);
  const { data } = usePart(
    !isOwn && whose !== undefined && at !== undefined && presale.state === "Open"
      ? one(read({ ...at, functionName: "givenBy", args: [whose] }))
      : undefined,
  );
  return (isOwn ? account?.presale?.given.contributed : data?.contributed) ?? 0n;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
