/** The end of an organisation: consent of stakes, notice, its term, and what comes after. */
import { Trans, useLingui } from "@lingui/react/macro";
import { market as markets, stake as stakes, treasury } from "cdpo-sdk/calls";
import { contractsAt, one, read, type ResultOf } from "cdpo-sdk/state";
import { DAY } from "cdpo-sdk/units";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { isSame, Money, Tokens } from "../../parts/money/money.tsx";
import { Facts, Section } from "../../parts/states.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Share, Time } from "../../parts/words.tsx";
import { ConsentBar } from "./ConsentBar.tsx";

/** How long consents gather, then the notice runs, then its term, then nothing can begin. */
const PHASE = 14n * DAY;

export function Dissolution(props: PageProps) {
  const { t } = useLingui();
  const { organisation, state } = props;
  const { reserve } = state.contracts;
  if (reserve.marketState === "Dissolved") {
    return (
      <Section title={t`Dissolution`}>
        <p>
          <Trans>
            The organisation was dissolved <Time at={reserve.dissolvedAt} />. Nothing is issued any more;
            every token is redeemed for its part of the reserve, for ever.
          </Trans>
        </p>
        <Facts
          facts={[
            [t`Left in the reserve`, <Money key="r" of={organisation} units={reserve.reserveBalance} />],
            [t`For each token`, <Money key="b" of={organisation} units={reserve.backing} />],
            [t`Tokens left`, <Tokens key="s" of={organisation} units={state.contracts.token.totalSupply} />],
          ]}
        />
      </Section>
    );
  }
  return (
    <Section title={t`Dissolution`}>
      <Consent {...props} />
      <Founders {...props} />
    </Section>
  );
}

function Consent({ organisation, state, account }: PageProps) {
  const { t } = useLingui();
  const { addresses } = organisation;
  const { stake, reserve } = state.contracts;
  const at = contractsAt(addresses).stake;
  const { data: round } = usePart(one(read({ ...at, functionName: "roundOf", args: [stake.roundCount] })));
  const phase = phaseOf(round, state.time);
  const consented = round?.consented ?? 0n;
  const measured = phase === "none" || round === undefined ? stake.circulating : round.circulating;
  const needed = (measured * reserve.dissolveBps) / 10_000n;
  const own = account?.consent ?? 0n;
  const openedAt = round?.openedAt ?? 0n;
  const noticeAt = round?.noticeAt ?? 0n;
  return (
    <>
      <p>
        {phase === "collecting" ? (
          <Trans>
            Stakeholders can consent to dissolve the organisation until <Time at={openedAt + PHASE} />. When
            stakes of more than <Tokens of={organisation} units={needed} /> do, the notice begins.
          </Trans>
        ) : phase === "notice" ? (
          <Trans>
            Enough consented. The notice runs: from <Time at={noticeAt + PHASE} /> anyone can dissolve the
            organisation. Who wants to sell before can.
          </Trans>
        ) : phase === "term" ? (
          <Trans>
            The notice has passed: anyone can dissolve the organisation until{" "}
            <Time at={noticeAt + 2n * PHASE} />. After that it goes on.
          </Trans>
        ) : phase === "rest" ? (
          <Trans>
            A notice passed and nobody dissolved the organisation. A new round can begin{" "}
            <Time at={noticeAt + 3n * PHASE} />.
          </Trans>
        ) : (
          <Trans>
            Nobody has asked to dissolve the organisation. Stakes of more than{" "}
            <Share bps={reserve.dissolveBps} /> of what circulates can: they consent within 14 days, give
            notice for 14 more, and then everybody redeems their part of the reserve.
          </Trans>
        )}
      </p>
      {(phase === "collecting" || phase === "notice" || phase === "term") && (
        <ConsentBar
          consented={consented}
          needed={needed}
          circulating={measured}
          symbol={organisation.symbol}
        />
      )}
      {!stake.matured && (
        <p className="hint">
          <Trans>
            So little circulates yet that stakeholders decide nothing:{" "}
            <Tokens of={organisation} units={stake.floor} /> are needed once.
          </Trans>
        </p>
      )}
      {(phase === "none" || phase === "collecting") && (
        <>
          <p>
            <Trans>
              Your consent weighs the lesser of your stake now and 30 days before the round began. It holds
              all of your stake until the round is over.
            </Trans>
          </p>
          <Act
            label={own > 0n ? t`Consent with more` : t`Consent to dissolve`}
            isMinor
            organisation={organisation}
            deed={plain(stakes.consentToDissolve({ organisation: addresses }))}
          />
        </>
      )}
      {own > 0n && (
        <>
          <p>
            <Trans>
              You consent with <Tokens of={organisation} units={own} />.
            </Trans>
          </p>
          {phase === "collecting" && (
            <Act
              label={t`Take my consent back`}
              isMinor
              organisation={organisation}
              deed={plain(stakes.takeBackConsent({ organisation: addresses }))}
            />
          )}
          {(phase === "none" || phase === "rest") && account && (
            <Act
              label={t`Free my stake from this consent`}
              isMinor
              organisation={organisation}
              deed={plain(
                stakes.closeConsent({
                  organisation: addresses,
                  round: stake.roundCount,
                  account: account.account,
                }),
              )}
            />
          )}
        </>
      )}
      {phase === "collecting" && stake.circulating < measured && (
        <Act
          label={t`Measure it by what circulates now`}
          isMinor
          organisation={organisation}
          deed={plain(stakes.lowerDissolution({ organisation: addresses }))}
        />
      )}
      {(phase === "notice" || phase === "term") && (
        <Act
          label={t`Dissolve the organisation`}
          organisation={organisation}
          deed={plain(markets.dissolve({ organisation: addresses }))}
        >
          <p className="warning">
            <Trans>
              This ends the market for ever. Everybody redeems their part of the reserve; what still vested of
              founders’ tokens is burned, and unspent production money is the partners’ again.
            </Trans>
          </p>
        </Act>
      )}
    </>
  );
}

/** Founders can dissolve through the timelock as long as they propose its operations. */
function Founders({ organisation, state }: PageProps) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { addresses } = organisation;
  const founders = (state.roles.PROPOSER_ROLE ?? []).filter((each) => !isSame(each, addresses.governor));
  if (founders.length === 0) return null;
  const isFounder = founders.some((each) => isSame(each, actor?.address));
  const calls = markets.dissolve({ organisation: addresses });
  const delay = state.contracts.timelock.getMinDelay;
  return (
    <details>
      <summary>
        <Trans>For the founders, while they propose</Trans>
      </summary>
      <p>
        <Trans>
          Founders can dissolve the organisation through its timelock. Everybody sees it wait, and can sell or
          veto it.
        </Trans>
      </p>
      <Act
        label={t`Schedule the dissolution`}
        isMinor
        organisation={organisation}
        blocked={actor !== undefined && !isFounder ? t`Only founders schedule.` : undefined}
        deed={plain(treasury.schedule({ organisation: addresses, delay, calls }))}
      />
    </details>
  );
}

type Round = ResultOf<{
  readonly outputs: readonly [
    {
      readonly type: "tuple";
      readonly components: readonly [
        { readonly name: "openedAt"; readonly type: "uint48" },
        { readonly name: "noticeAt"; readonly type: "uint48" },
      ];
    },
  ];
}>;

function phaseOf(round: Round | undefined, time: bigint): "none" | "collecting" | "notice" | "term" | "rest" {
  if (round === undefined || round.openedAt === 0n) return "none";
  const { openedAt, noticeAt } = round;
  if (noticeAt === 0n) return time < openedAt + PHASE ? "collecting" : "none";
  if (time < noticeAt + PHASE) return "notice";
  if (time < noticeAt + 2n * PHASE) return "term";
  return time < noticeAt + 3n * PHASE ? "rest" : "none";
}
