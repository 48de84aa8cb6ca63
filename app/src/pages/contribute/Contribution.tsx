/** One contribution: what it is, how its review stands, and what one may do. */
import { Trans, useLingui } from "@lingui/react/macro";
import { recognition } from "cdpo-sdk/calls";
import { contractsAt, one, read, together, type OrganisationState } from "cdpo-sdk/state";
import { useAsk } from "../../chain/asking.ts";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Input, useTextField } from "../../parts/forms/fields.tsx";
import { Source } from "../../parts/Source.tsx";
import { Facts } from "../../parts/states.tsx";
import { Veto } from "../../parts/act/Veto.tsx";
import { Account, Amount, Share, Time } from "../../parts/words.tsx";
import { CheckFile } from "./CheckFile.tsx";
import { useStatusNames } from "./names.ts";
import { useSubmissions } from "./records.ts";
import { useKindNames } from "../../parts/kinds.ts";
import { isSame } from "../../parts/same.ts";

/** With what issuance pays for it. */
export type ContributionOf = OrganisationState["contributions"][number];
type Props = PageProps & { readonly contribution: ContributionOf };

const NOBODY = "0x0000000000000000000000000000000000000000";

/** It. */
export function Contribution(props: Props) {
  const { t } = useLingui();
  const { organisation, state, account, contribution } = props;
  const { symbol, addresses } = organisation;
  const { id, kind, reward, status, submitter, approvals, objections, quorum, deposit, payment } =
    contribution;
  const names = useStatusNames();
  const nameOf = useKindNames(organisation);
  const { submissions, reviews } = useSubmissions(organisation);
  const told = submissions.get(id);
  const said = reviews.get(id) ?? [];
  const number = String(id);
  const kindName = nameOf(kind);
  const isOwn = isSame(account?.account, submitter);
  return (
    <article className="matter">
      <h3>
        <Trans>
          Contribution {number}: {kindName}, <Amount units={reward} symbol={symbol} />
        </Trans>{" "}
        <span className="state">{names[status]}</span>
      </h3>
      {told && (
        <p className="told">
          <Source uri={told.uri} />
        </p>
      )}
      {status === "Submitted" && <Progress {...props} />}
      {status === "Rejected" && (
        <p className="hint">
          <Trans>
            Stakeholders can still accept it by a <a href={`#/o/${organisation.index}/decide`}>decision</a>,
            within 30 days after it was rejected.
          </Trans>
        </p>
      )}
      {payment && (
        <p>
          {payment.isFinal ? (
            <Trans>
              It was paid <Amount units={payment.paid} symbol={symbol} />, and no more will come.
            </Trans>
          ) : (
            <Trans>
              It was paid <Amount units={payment.paid} symbol={symbol} /> so far, and would have{" "}
              <Amount units={payment.expected} symbol={symbol} /> after the running batch.
            </Trans>
          )}
        </p>
      )}
      {status === "Submitted" && <Review {...props} />}
      <div className="acts">
        {status === "Submitted" && contribution.reviewEnd <= state.time && (
          <Act
            label={t`Decide on it`}
            organisation={organisation}
            deed={plain(recognition.decide({ organisation: addresses, id }))}
          />
        )}
        {status === "Submitted" && isOwn && (
          <Act
            isMinor
            label={t`Take my contribution back`}
            organisation={organisation}
            deed={plain(recognition.withdraw({ organisation: addresses, id }))}
          />
        )}
        {status === "Accepted" && told && (payment?.paid ?? 0n) > 0n && (
          <Act
            isMinor
            label={t`Send everyone their part`}
            organisation={organisation}
            deed={plain(
              recognition.settle({
                organisation: addresses,
                id,
                shares: told.shares.map(({ account: whose, bps }) => ({ account: whose, bps: Number(bps) })),
              }),
            )}
          />
        )}
      </div>
      {status === "Submitted" && (
        <details>
          <summary>
            <Trans>Veto it with a stake</Trans>
          </summary>
          <Veto
            {...{ organisation, account }}
            forum={addresses.registry}
            id={id}
            terms={{ proposedAt: contribution.submittedAt, bps: 0n, minimum: 0n }}
            calls={recognition.veto({ organisation: addresses, id })}
          />
        </details>
      )}
      <details>
        <summary>
          <Trans>Who made it, reviews, evidence</Trans>
        </summary>
        <Facts
          facts={[
            [t`Submitted by`, <Account key="by" address={submitter} />],
            [t`Submitted`, <Time key="at" at={contribution.submittedAt} />],
            [
              t`Reviews`,
              t`${String(approvals)} for it, ${String(objections)} against, ${String(quorum)} needed`,
            ],
            deposit > 0n ? [t`Deposit`, <Amount key="deposit" units={deposit} symbol={symbol} />] : undefined,
          ]}
        />
        {told && (
          <>
            <ul>
              {told.shares.map(({ account: whose, bps }) => (
                <li key={whose}>
                  <Account address={whose} />: <Share bps={bps} />
                </li>
              ))}
            </ul>
            <CheckFile hash={told.contentHash} />
          </>
        )}
        {said.length > 0 && (
          <ul>
            {said.map(({ curator, approve, note }) => (
              <li key={curator}>
                <Account address={curator} /> {approve ? <Trans>approved it</Trans> : <Trans>objected</Trans>}
                {note !== "" && <span className="told">: {note}</span>}
              </li>
            ))}
          </ul>
        )}
      </details>
    </article>
  );
}

/** How the review stands. */
function Progress({ state, contribution }: Props) {
  const { approvals, objections, quorum, reviewEnd } = contribution;
  const isAgreed = approvals >= quorum && approvals > objections;
  const counts = { approvals: String(approvals), quorum: String(quorum), objections: String(objections) };
  return (
    <p>
      <Trans>
        {counts.approvals} of {counts.quorum} approvals, {counts.objections} objections.
      </Trans>{" "}
      {isAgreed ? <Trans>It would be accepted.</Trans> : <Trans>It would not be accepted.</Trans>}{" "}
      {reviewEnd <= state.time ? (
        <Trans>The review is over: anyone may decide on it.</Trans>
      ) : (
        <Trans>
          Curators review and stakeholders may veto it until <Time at={reviewEnd} />.
        </Trans>
      )}
    </p>
  );
}

/** Approving or objecting; open to curators, folded for others. */
function Review({ organisation, account, contribution }: Props) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const { registry } = contractsAt(addresses);
  const { id, submittedAt } = contribution;
  const who = account?.account ?? NOBODY;
  const note = useTextField();
  const { data } = useAsk(
    ["standing", id, who],
    together({
      curator: one(read({ ...registry, functionName: "isCurator", args: [who, submittedAt] })),
      standing: one(read({ ...registry, functionName: "standingOf", args: [id, who] })),
      curationStake: one(read({ ...registry, functionName: "curationStake" })),
    }),
  );
  const standing = data?.standing;
  const hasReviewed = standing === "Reviewed" || standing === "InvolvedReviewed";
  if (hasReviewed)
    return (
      <p>
        <Trans>You have reviewed it.</Trans>
      </p>
    );
  const isInvolved = standing === "Involved";
  const deed = (approve: boolean) =>
    plain(recognition.review({ organisation: addresses, ids: [id], approve, note: note.value ?? "" }));
  const done = () => {
    note.write("");
  };
  const form = (
    <>
      <Input label={t`Note (public, if you like)`} field={note} />
      {data?.curator.byStake === true && (
        <p className="hint">
          <Trans>
            You review by your stake: <Amount units={data.curationStake} symbol={symbol} /> of it are held
            until the award is paid, or the contribution is rejected.
          </Trans>
        </p>
      )}
      <div className="acts">
        <Act
          label={t`Approve`}
          organisation={organisation}
          blocked={isInvolved ? t`You have a part in it: you may object, not approve.` : undefined}
          deed={deed(true)}
          onDone={done}
        />
        <Act isMinor label={t`Object`} organisation={organisation} deed={deed(false)} onDone={done} />
      </div>
    </>
  );
  if (data?.curator.eligible === true) return form;
  return (
    <details>
      <summary>
        <Trans>For curators: approve or object</Trans>
      </summary>
      <p className="hint">
        <Trans>Who was a curator before it was submitted reviews it: named, or by their stake.</Trans>
      </p>
      {form}
    </details>
  );
}
