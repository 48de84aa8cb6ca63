/** The launch itself, in one transaction, and the organisation that it made. */
import { Trans, useLingui, Plural } from "@lingui/react/macro";
import { treasury } from "cdpo-sdk/calls";
import { cdpoFactoryAbi } from "cdpo-sdk/abi";
import { describeTerms } from "cdpo-sdk/config";
import { listOrganisations, one, read } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { memo, useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { Section } from "../../parts/states.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import type { Checked } from "./design/use-design.ts";

/** Organisations of the directory among which the new one is looked for. */
const NEWEST = 50;

/** Drawn when the design was checked, not with each key. */
export const Finish = memo(function Finish({ checked }: { readonly checked: Checked }) {
  const { t } = useLingui();
  const { chain, rpc } = useChain();
  const { config, problems, asset, json } = checked;
  const { factory } = chain.book;
  const [launched, setLaunched] = useState<string>();
  const name = typeof json["name"] === "string" ? json["name"] : "";
  const symbol = typeof json["symbol"] === "string" ? json["symbol"] : "";
  const { data: count } = usePart(
    factory === null
      ? undefined
      : one(read({ address: factory, abi: cdpoFactoryAbi, functionName: "cdpoCount" })),
  );
  const { data: newest = [] } = useQuery({
    queryKey: [chain.chainId, "newest organisations", String(count)],
    queryFn: () => {
      if (rpc === undefined || factory === null) return [];
      const from = Math.max(0, Number(count) - NEWEST);
      return listOrganisations({ rpc, factory, from, count: NEWEST });
    },
    enabled: rpc !== undefined && count !== undefined,
    structuralSharing: false,
  });
  const same = newest.filter((each) => each.name === name || each.symbol === symbol);
  const made = newest.findLast((each) => each.name === name && each.symbol === symbol);
  const wrong = problems.size;
  const isDone = made !== undefined && launched === `${name} ${symbol}`;
  const blocked =
    factory === null
      ? t`The suite is not deployed on this chain.`
      : wrong > 0
        ? t`Something is wrong with the design; see the fields marked.`
        : asset?.address === undefined
          ? t`Choose a token of this chain for the reserve.`
          : undefined;
  return (
    <Section title={t({ message: "Launch", context: "launch" })} id="finish">
      {wrong > 0 && (
        <>
          <p className="reason">
            <Plural value={wrong} one="# field is wrong:" other="# fields are wrong:" />
          </p>
          <ul>
            {[...problems].map(([field, problem]) => (
              <li key={field}>
                <code>{field}</code>: {problem}
              </li>
            ))}
          </ul>
        </>
      )}
      {isDone ? (
        <p>
          <strong>
            <Trans>{name} is launched.</Trans>
          </strong>{" "}
          <a className="button" href={`#/o/${made.index}`}>
            <Trans>Open {name}</Trans>
          </a>
        </p>
      ) : (
        same.length > 0 && (
          <p className="warning">
            <Trans>Organisations of this name or symbol are here already:</Trans>{" "}
            {same.map(({ index, name: other, symbol: its }) => (
              <span key={index}>
                <a href={`#/o/${index}`}>
                  {other} ({its})
                </a>{" "}
              </span>
            ))}
          </p>
        )
      )}
      {config !== undefined && asset !== undefined && (
        <details>
          <summary>
            <Trans>All terms, as they will be fixed</Trans>
          </summary>
          <dl className="facts" lang="en">
            {describeTerms({ config, asset }).map(([term, value], at) => (
              <div key={at}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      <p>
        <Trans>
          One transaction makes the whole organisation. Ratio, price, minters and base amount are fixed for
          ever; the rest can be changed by its own decisions only.
        </Trans>
      </p>
      {!isDone && (
        <Act
          label={t({ message: "Launch", context: "launch" })}
          blocked={blocked}
          deed={config && factory !== null ? plain(treasury.launch({ factory, config })) : undefined}
          onDone={() => {
            setLaunched(`${name} ${symbol}`);
          }}
        />
      )}
    </Section>
  );
});
