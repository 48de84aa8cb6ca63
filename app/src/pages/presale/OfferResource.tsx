/** Offering a resource with its deed: a document, and an ERC-721 that stands for it if there is one. */
import { Trans, useLingui } from "@lingui/react/macro";
import { custody as keeping } from "cdpo-sdk/calls";
import { tokensFor } from "cdpo-sdk/market";
import type { Hex } from "cdpo-sdk/state";
import * as Hash from "ox/Hash";
import { useId, useState } from "react";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, AmountInput, Input, Tick } from "../../parts/forms/fields.tsx";
import { useAddressField, useAmountField, useNumberField, useTextField } from "../../parts/forms/fields.tsx";
import { Tokens } from "../../parts/money/money.tsx";
import type { SaleProps } from "./sale.ts";

const NO_HASH: Hex = `0x${"0".repeat(64)}`;

export function OfferResource({ sale }: SaleProps) {
  const { t } = useLingui();
  const { organisation, presale } = sale;
  const { asset } = organisation;
  const value = useAmountField({ decimals: asset.decimals });
  const uri = useTextField();
  const [file, setFile] = useState<{ readonly name: string; readonly hash: Hex }>();
  const [offered, count] = useState(0);
  const [hasDeed, setDeed] = useState(false);
  const contract = useAddressField();
  const number = useNumberField();
  const id = useId();
  const deed =
    contract.value === undefined || number.value === undefined
      ? undefined
      : { contract: contract.value, id: number.value };
  const isComplete = value.value !== undefined && (!hasDeed || deed !== undefined);
  return (
    <details>
      <summary>
        <Trans>Offer a resource</Trans>
      </summary>
      <AmountInput
        label={t`What it is worth`}
        field={value}
        symbol={asset.symbol}
        decimals={asset.decimals}
        hint={
          value.value !== undefined && (
            <Trans>
              Tokens for it at the release:{" "}
              <Tokens of={organisation} units={tokensFor(presale.terms.price, value.value)} />
            </Trans>
          )
        }
      />
      <div className="field">
        <label htmlFor={id}>{t`Its deed, a file that says what is given and how`}</label>
        <div className="control">
          <input
            key={offered}
            id={id}
            type="file"
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              if (chosen === undefined) {
                setFile(undefined);
                return;
              }
              void chosen.arrayBuffer().then((bytes) => {
                setFile({ name: chosen.name, hash: Hash.keccak256(new Uint8Array(bytes), { as: "Hex" }) });
              });
            }}
          />
        </div>
        <p className="hint">
          {file === undefined ? (
            <Trans>It stays with you; only its hash goes on the chain.</Trans>
          ) : (
            <Trans>
              Hash of {file.name}: <code>{file.hash}</code>
            </Trans>
          )}
        </p>
      </div>
      <Input label={t`Where anyone finds it`} field={uri} placeholder="https://…" />
      <Tick label={t`An ERC-721 stands for it and goes into custody`} value={hasDeed} tick={setDeed} />
      {hasDeed && (
        <>
          <AddressInput label={t`Contract of the ERC-721`} field={contract} />
          <Input label={t`Its number there`} field={number} isNumeric />
        </>
      )}
      <Act
        label={t`Offer the resource`}
        organisation={organisation}
        deed={
          isComplete
            ? plain(
                keeping.offerResource({
                  organisation: organisation.addresses,
                  value: value.value,
                  deedHash: file?.hash ?? NO_HASH,
                  uri: uri.value ?? "",
                  deed: hasDeed ? deed : undefined,
                }),
              )
            : undefined
        }
        onDone={() => {
          for (const field of [value, uri, contract, number]) field.write("");
          setDeed(false);
          // The next resource has another deed; browsers empty a field of a file only by another one.
          setFile(undefined);
          count(offered + 1);
        }}
      />
    </details>
  );
}
