/** What the reserve is to hold. */
import { Trans, useLingui } from "@lingui/react/macro";
import { AddressInput } from "../../parts/forms/fields.tsx";
import { shortAddress } from "cdpo-sdk/units";
import { at } from "./design/draft.ts";
import { putting } from "./Fields.tsx";
import { useKnownAssets } from "./design/use-asset.ts";
import type { Design } from "./design/use-design.ts";

export function AssetField({ design }: { readonly design: Design }) {
  const { t } = useLingui();
  const known = useKnownAssets();
  const path = ["reserve", "asset"] as const;
  const value = at(design.json, path);
  const put = putting(design, path);
  const written = typeof value === "string" ? value : "";
  const isTest = typeof value === "object";
  const { isAssetMissing, checked } = design;
  // Until what was written is checked, what is known is of the one before.
  const asset = at(checked.json, path) === value ? checked.asset : undefined;
  const isOdd = asset !== undefined && (asset.decimals < 6 || asset.decimals > 18);
  const problem = isAssetMissing
    ? t`There is no token with name, symbol and decimals at this address of this chain.`
    : isOdd
      ? t`It has ${asset.decimals} decimals; 6 to 18 are supported.`
      : isTest
        ? undefined
        : checked.problems.get("reserve.asset");
  return (
    <>
      <AddressInput
        label={t`What the reserve holds: the address of a token`}
        field={{
          written,
          value: undefined,
          problem,
          write: (text) => {
            put(text === "" ? undefined : text);
          },
        }}
        hint={
          <>
            {asset !== undefined && !isTest && (
              <Trans>
                This is {asset.name} ({asset.symbol}), with {asset.decimals} decimals.
              </Trans>
            )}{" "}
            <code>reserve.asset</code>
          </>
        }
      />
      {isTest && asset !== undefined && (
        <p className="warning">
          <Trans>
            The design names a test asset, {asset.symbol}, which the command <code>cdpo launch</code> makes.
            Choose a token that exists on this chain to launch from here.
          </Trans>
        </p>
      )}
      {known.length > 0 && (
        <p className="choices">
          <Trans>What other organisations here hold:</Trans>{" "}
          {known.map(({ address, symbol }) => {
            if (address === undefined) return null;
            return (
              <button
                key={address}
                type="button"
                className="minor"
                onClick={() => {
                  put(address);
                }}
              >
                {symbol} <small>{shortAddress(address)}</small>
              </button>
            );
          })}
        </p>
      )}
    </>
  );
}
