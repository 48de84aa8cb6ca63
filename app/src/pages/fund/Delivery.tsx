/** Delivering a proposal, its veto by backers, and its end. */
import { Trans, useLingui } from "@lingui/react/macro";
import { proposals } from "cdpo-sdk/calls";
import { contractsAt, one, read, together } from "cdpo-sdk/state";
import { useAsk } from "../../chain/asking.ts";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { Bar } from "../../parts/pictures/Bar.tsx";
import { Input, useTextField } from "../../parts/forms/fields.tsx";
import { EvidenceInput, useEvidence } from "../../parts/forms/hashing.tsx";
import { Amount, Time } from "../../parts/words.tsx";
import type { ProposalProps } from "./Proposal.tsx";
import { deliverersOf } from "./terms.ts";

const NOBODY = "0x0000000000000000000000000000000000000000";

/** A delivery under review or accepted. */
export function Delivery({ organisation, state, account, proposal: overview, opened }: ProposalProps) {
  const { t } = useLingui();
  const { addresses, symbol, index } = organisation;
  const { id, state: how, proposal, backing } = overview;
  const { contributionId } = proposal;
  const { proposals: contract } = contractsAt(addresses);
  const who = account?.account ?? NOBODY;
  const { data } = useAsk(
    ["delivery", contributionId, who],
    together({
      vetoes: one(read({ ...contract, functionName: "vetoesOf", args: [contributionId] })),
      hasVetoed: one(read({ ...contract, functionName: "hasVetoed", args: [contributionId, who] })),
    }),
  );
  const number = String(contributionId);
  const contribution = state.contributions.find((each) => each.id === contributionId);
  if (how === "Accepted")
    return (
      <Act
        label={t`Send the backing to its deliverers`}
        organisation={organisation}
        deed={
          opened &&
          plain(proposals.complete({ organisation: addresses, id, deliverers: deliverersOf(opened) }))
        }
      />
    );
  const half = proposal.goal / 2n;
  return (
    <>
      <p>
        <Trans>
          It was delivered as <a href={`#/o/${index}/contribute`}>contribution {number}</a>.
        </Trans>{" "}
        {contribution && (
          <Trans>
            Its review ends <Time at={contribution.reviewEnd} />.
          </Trans>
        )}
      </p>
      {data && (
        <Bar
          caption={t`Vetoes of backers`}
          whole={proposal.goal}
          parts={[
            {
              label: <Trans>vetoed with</Trans>,
              value: data.vetoes,
              shown: <Amount units={data.vetoes} symbol={symbol} />,
              tone: "second",
            },
          ]}
          marks={[
            {
              label: <Trans>more than this rejects it</Trans>,
              at: half,
              shown: <Amount units={half} symbol={symbol} />,
            },
          ]}
        />
      )}
      {data?.hasVetoed === true ? (
        <p>
          <Trans>You vetoed this delivery.</Trans>
        </p>
      ) : backing > 0n ? (
        <Act
          isMinor
          label={t`Veto the delivery with my backing`}
          organisation={organisation}
          deed={plain(proposals.vetoDelivery({ organisation: addresses, id }))}
        />
      ) : (
        <p className="hint">
          <Trans>Who backs it may veto the delivery.</Trans>
        </p>
      )}
    </>
  );
}

/** What its deliverers may do. */
export function Deliverers({ organisation, state, account, proposal: overview, opened }: ProposalProps) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const { id, state: how, proposal } = overview;
  const { proposals: contract } = contractsAt(addresses);
  const evidence = useEvidence();
  const uri = useTextField();
  const where = uri.value;
  const who = account?.account ?? NOBODY;
  const { data: hasDeclined } = useAsk(
    ["declined", id, who],
    one(read({ ...contract, functionName: "hasDeclined", args: [id, who] })),
  );
  if (opened === undefined) return null;
  const deliverers = deliverersOf(opened);
  const { incentives, takesDeposits } = state.contracts.registry;
  const deposit = takesDeposits ? incentives.deposit : 0n;
  return (
    <>
      {how === "Funded" && (
        <>
          <EvidenceInput label={t`What was made`} evidence={evidence} />
          <Input label={t`Where it can be seen`} field={uri} placeholder="https://…" />
          {deposit > 0n && (
            <p className="hint">
              <Trans>
                A deposit of <Amount units={deposit} symbol={symbol} /> is taken, and comes back when the
                review ends unless a quorum of curators objects.
              </Trans>
            </p>
          )}
          <Act
            label={t`Deliver it`}
            organisation={organisation}
            deed={
              where === undefined
                ? undefined
                : {
                    calls: (allowing) =>
                      proposals.deliver({
                        organisation: addresses,
                        id,
                        deliverers,
                        contentHash: evidence.hash,
                        uri: where,
                        deposit,
                        ...allowing,
                      }),
                    spend:
                      deposit === 0n
                        ? undefined
                        : { token: addresses.token, spender: addresses.proposals, amount: deposit },
                  }
            }
            onDone={() => {
              uri.write("");
              evidence.clear();
            }}
          />
        </>
      )}
      {how === "Delivered" && (
        <Act
          isMinor
          label={t`Take the delivery back`}
          organisation={organisation}
          deed={plain(proposals.withdrawDelivery({ organisation: addresses, id, deliverers }))}
        />
      )}
      {how !== "Delivered" &&
        (hasDeclined === true ? (
          <p>
            <Trans>You declined to deliver it.</Trans>
          </p>
        ) : (
          <details>
            <summary>
              <Trans>Decline to deliver it</Trans>
            </summary>
            <p className="hint">
              <Trans>
                When deliverers of more than half of the parts decline and nothing was delivered, the backing
                is its backers' again at once.
              </Trans>
            </p>
            <Act
              isMinor
              label={t`Decline`}
              organisation={organisation}
              deed={plain(proposals.decline({ organisation: addresses, id, deliverers }))}
            />
          </details>
        ))}
      {proposal.contributionId > 0n && <ReturnDeposit {...{ organisation }} id={proposal.contributionId} />}
    </>
  );
}

function ReturnDeposit({ organisation, id }: Pick<ProposalProps, "organisation"> & { readonly id: bigint }) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const { proposals: contract } = contractsAt(addresses);
  const { data: due = 0n } = useAsk(
    ["depositDue", id],
    one(read({ ...contract, functionName: "depositDue", args: [id] })),
  );
  if (due === 0n) return null;
  return (
    <>
      <p>
        <Trans>
          A deposit of <Amount units={due} symbol={symbol} /> is due to who delivered.
        </Trans>
      </p>
      <Act
        isMinor
        label={t`Return the deposit`}
        organisation={organisation}
        deed={plain(proposals.returnDeposit({ organisation: addresses, contribution: id }))}
      />
    </>
  );
}
