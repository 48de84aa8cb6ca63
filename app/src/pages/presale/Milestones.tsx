/** The production budget: its milestones, whose turn it is, and what may be done about it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { budget as budgets } from "cdpo-sdk/calls";
import type { Milestone } from "cdpo-sdk/state";
import { DAY, formatAmount } from "cdpo-sdk/units";
import * as Hash from "ox/Hash";
import * as OxHex from "ox/Hex";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { Input, useTextField } from "../../parts/forms/fields.tsx";
import { isSame, Money } from "../../parts/money/money.tsx";
import { Facts, Section } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Share, Span, Time } from "../../parts/words.tsx";
import type { SaleProps } from "./sale.ts";
import { STAKING_TIME } from "./Windows.tsx";

/** What cannot be paid for so long after its objections fails. */
const UNPAID_TERM = 90n * DAY;

export function Milestones({ sale }: SaleProps) {
  const { t } = useLingui();
  const { organisation, presale, budget, state } = sale;
  const isReleased = presale.releasedAt > 0n;
  const { milestones } = state;
  const turn = isReleased ? milestones.find(({ id }) => id === budget.turn) : undefined;
  const words: Record<Milestone["state"], string> = {
    Planned: t`planned`,
    Approved: t`approved`,
    Paid: t({ message: "paid", context: "presale" }),
    Refused: t`refused`,
    Missed: t`missed`,
  };
  const { account } = budget;
  return (
    <Section title={t`Milestones`} id="milestones">
      {isReleased ? (
        <>
          <Facts
            facts={[
              [t`For production`, <Money key="r" of={organisation} units={account.received} />],
              [t`Paid to the treasury`, <Money key="p" of={organisation} units={account.paid} />],
              [
                t({ message: "Left", context: "presale" }),
                <Money key="l" of={organisation} units={account.left} />,
              ],
              [t`The partners’ again`, <Money key="o" of={organisation} units={account.owed} />],
              account.owed > 0n
                ? [t`Of it fetched`, <Money key="f" of={organisation} units={account.fetched} />]
                : undefined,
            ]}
          />
          {turn === undefined ? (
            <p>
              <Trans>All milestones are settled. Partners fetch what was not spent.</Trans>
            </p>
          ) : (
            <Turn sale={sale} milestone={turn} />
          )}
        </>
      ) : (
        <p>
          <Trans>
            After the release the money for production reaches the treasury milestone by milestone: the
            trustee approves each, partners may object for <Span seconds={budget.terms.objectionWindow} />,
            and what is missed or refused is the partners’ again.
          </Trans>
        </p>
      )}
      <Table
        caption={t`Milestones in their order`}
        file={`${organisation.symbol}-milestones`}
        keyOf={({ id }) => String(id)}
        rows={milestones}
        columns={[
          {
            title: t({ message: "Number", context: "presale" }),
            cell: ({ id }) => String(id),
            text: ({ id }) => String(id),
          },
          {
            title: t({ message: "Part", context: "presale" }),
            cell: ({ bps }) => <Share bps={bps} />,
            text: ({ bps }) => `${bps} bps`,
          },
          {
            title: t({ message: "Brings", context: "presale" }),
            isNumber: true,
            cell: ({ amount }) => (amount === 0n ? "" : <Money of={organisation} units={amount} />),
            text: ({ amount }) => formatAmount(amount, organisation.asset.decimals),
          },
          {
            title: t({ message: "Due", context: "presale" }),
            cell: ({ id, dueAt }) =>
              dueAt > 0n ? (
                <Time at={dueAt} />
              ) : (
                <Trans>
                  <Span seconds={budget.terms.milestones[Number(id)]?.dueAfter ?? 0n} /> after the release
                </Trans>
              ),
            text: ({ dueAt }) => String(dueAt),
          },
          {
            title: t({ message: "State", context: "presale" }),
            cell: (each) => words[each.state],
            text: (each) => words[each.state],
          },
          {
            title: t`Objections until`,
            cell: ({ objectionsEnd }) => (objectionsEnd === 0n ? "" : <Time at={objectionsEnd} />),
            text: ({ objectionsEnd }) => String(objectionsEnd),
          },
          {
            title: t`Objecting`,
            isNumber: true,
            cell: ({ objecting }) => (objecting === 0n ? "" : <Money of={organisation} units={objecting} />),
            text: ({ objecting }) => formatAmount(objecting, organisation.asset.decimals),
          },
        ]}
      />
      <CheckText sale={sale} />
    </Section>
  );
}

/** Of what a milestone must reach the chain has a hash only: a text can be compared with it. */
function CheckText({ sale }: SaleProps) {
  const { t } = useLingui();
  const text = useTextField();
  const hash = text.value && Hash.keccak256(OxHex.fromString(text.value));
  const found = sale.state.milestones.filter(({ descriptionHash }) => descriptionHash === hash);
  const numbers = found.map(({ id }) => String(id)).join(", ");
  return (
    <details>
      <summary>
        <Trans>What each must reach</Trans>
      </summary>
      <p>
        <Trans>
          It stands in the text that the organisation published; the chain keeps its hash. Paste the text here
          to see whether it is the one that was promised.
        </Trans>
      </p>
      <Input label={t`Text of a milestone`} field={text} rows={2} />
      {hash !== undefined && (
        <p className={found.length === 0 ? "reason" : undefined} role="status">
          {found.length === 0 ? (
            <Trans>No milestone has this text, to the letter.</Trans>
          ) : (
            <Trans>This is the text of milestone {numbers}.</Trans>
          )}
        </p>
      )}
    </details>
  );
}

function Turn({ sale, milestone }: SaleProps & { readonly milestone: Milestone }) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation, presale, budget, state, account } = sale;
  const { addresses } = organisation;
  const { id: index, objectionsEnd, objecting } = milestone;
  const isTrustee = isSame(actor?.address, presale.trustee);
  const isApproved = milestone.state === "Approved";
  const from = presale.releasedAt + STAKING_TIME;
  const noticeEnds = state.contracts.stake.noticeEnds;
  const isObjecting = isApproved && state.time < objectionsEnd;
  const canFail = isApproved
    ? state.time >= objectionsEnd + UNPAID_TERM
    : state.time >= budget.deadline && budget.deadline > 0n;
  const weight = account?.budget?.objectionWeight ?? 0n;
  const half = presale.raised / 2n;
  const forTrustee = (
    <>
      {!isApproved && (
        <Act
          label={t`Approve milestone ${String(index)}`}
          organisation={organisation}
          deed={plain(budgets.approveMilestone({ organisation: addresses, index }))}
        />
      )}
      <Act
        isMinor
        label={t`Refuse milestone ${String(index)} for good`}
        organisation={organisation}
        deed={plain(budgets.refuseMilestone({ organisation: addresses, index }))}
      />
    </>
  );
  return (
    <>
      <h3>
        <Trans>It is the turn of milestone {String(index)}</Trans>
      </h3>
      <p>
        {!isApproved ? (
          canFail ? (
            <Trans>It was missed: anyone can say so, and its money is the partners’ again.</Trans>
          ) : state.time < from ? (
            <Trans>
              The trustee can approve it from <Time at={from} /> until <Time at={budget.deadline} />. Claim
              and stake before: only stakes of that time can object.
            </Trans>
          ) : (
            <Trans>
              The trustee can approve it until <Time at={budget.deadline} />.
            </Trans>
          )
        ) : isObjecting ? (
          <Trans>
            The trustee approved it. Partners can object until <Time at={objectionsEnd} />;{" "}
            <Money of={organisation} units={objecting} /> object, and more than{" "}
            <Money of={organisation} units={half} /> return it.
          </Trans>
        ) : state.time < noticeEnds ? (
          <Trans>
            It is approved. Stakeholders gave notice of a dissolution, so it is not paid before{" "}
            <Time at={noticeEnds} />.
          </Trans>
        ) : (
          <Trans>Nobody can object any more: anyone can pay it to the treasury.</Trans>
        )}
      </p>
      {isObjecting && (
        <>
          {account !== undefined && (
            <p>
              <Trans>
                Your objection weighs <Money of={organisation} units={weight} />: the money you gave, as far
                as you have staked its tokens. It holds that stake until <Time at={objectionsEnd} />, and
                cannot be taken back.
              </Trans>
            </p>
          )}
          <Act
            label={t`Object to milestone ${String(index)}`}
            organisation={organisation}
            deed={plain(budgets.objectToMilestone({ organisation: addresses, index }))}
          />
        </>
      )}
      {isApproved && !isObjecting && (
        <Act
          label={t`Pay milestone ${String(index)}`}
          organisation={organisation}
          deed={plain(budgets.payMilestone({ organisation: addresses, index }))}
        />
      )}
      {canFail && (
        <Act
          label={t`Say that milestone ${String(index)} failed`}
          organisation={organisation}
          deed={plain(budgets.failMilestone({ organisation: addresses, index }))}
        />
      )}
      {isTrustee ? (
        forTrustee
      ) : (
        <details>
          <summary>
            <Trans>For the trustee</Trans>
          </summary>
          {forTrustee}
        </details>
      )}
    </>
  );
}
