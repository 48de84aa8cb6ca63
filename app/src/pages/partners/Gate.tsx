/** The gate: reads codes of vouchers, with a network or without, and says yes or no. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Address, Organisation, OrganisationState } from "cdpo-sdk/state";
import type { Shown, ShownRefusal } from "cdpo-sdk/vouchers";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { useBlock, useIsSilent } from "../../chain/queries.ts";
import { Choice, Input, useTextField } from "../../parts/forms/fields.tsx";
import { Section } from "../../parts/states.tsx";
import { deviceNow, gateOf, keepDay, readDay, startDay, type Day } from "./gate-store.ts";
import { GateQueue } from "./GateQueue.tsx";
import { decoder, Scanner } from "./Scanner.tsx";
import { usePartnerNames } from "./words.tsx";
import { keepShell } from "../../frame/shell.ts";

/** What the gate is given: without a network it is the organisation's name in the address only. */
export interface GateProps {
  readonly which: string;
  readonly organisation: Organisation | undefined;
  readonly state: OrganisationState | undefined;
}

export default function Gate({ which, organisation, state }: GateProps) {
  const { t } = useLingui();
  const { chain } = useChain();
  const [day, setDay] = useState(() => readDay(chain.chainId, which));
  const [result, show] = useState<{ readonly key: number; readonly shown: Shown }>();
  const { data: block } = useBlock();
  const isSilent = useIsSilent();
  const queries = useQueryClient();
  const isConnected = useOnline() && !isSilent;
  const isOnline = isConnected && block !== undefined;
  const isAsking = isConnected && block === undefined;
  const isBack = block !== undefined && !isSilent && organisation === undefined;
  useEffect(() => {
    keepShell();
    void decoder();
  }, []);
  useEffect(() => {
    // What could not be read while there was no network is read once there is one again.
    if (isBack) void queries.invalidateQueries({ queryKey: [chain.chainId, "organisation"] });
  }, [isBack, queries, chain.chainId, block?.number]);
  const change = (next: Day) => {
    keepDay(chain.chainId, which, next);
    setDay(next);
  };
  const look = (text: string) => {
    if (day === undefined) return;
    const now = deviceNow();
    const shown = gateOf(day).show(text, BigInt(now + day.ahead));
    if (shown.letIn) change({ ...day, taken: [...day.taken, { text: text.trim(), at: now, isSent: false }] });
    show({ key: Date.now(), shown });
  };
  return (
    <>
      <p>
        <a href={`#/o/${which}/partners`}>
          ← <Trans>Partners</Trans>
        </a>
      </p>
      <h1>
        <Trans>Gate</Trans> <small>{organisation?.name ?? day?.organisation}</small>
      </h1>
      <p className={isConnected ? "hint" : "warning"} role="status">
        {isOnline ? (
          <Trans>
            There is a network. Once the list is made, this page works without one: codes are checked and kept
            on this device.
          </Trans>
        ) : isAsking ? (
          <Trans>
            Asking the chain. Until it answers, codes are checked by the list of the morning and kept here.
          </Trans>
        ) : (
          <Trans>
            There is no network. Codes are checked by the list of the morning and kept on this device until
            you redeem them.
          </Trans>
        )}
      </p>
      {day && (
        <Section title={t`Show a code`}>
          <div className="gate">
            <div>
              <Scanner onText={look} />
              <Pasted onText={look} />
            </div>
            <Verdict key={result?.key} shown={result?.shown} day={day} />
          </div>
        </Section>
      )}
      {day && (
        <Section title={t`What was let in`}>
          <GateQueue
            day={day}
            organisation={organisation}
            onSent={(texts) => {
              const taken = day.taken.map((each) =>
                texts.has(each.text) ? { ...each, isSent: true } : each,
              );
              change({ ...day, taken });
            }}
          />
        </Section>
      )}
      <Section title={t`The list of the morning`}>
        {day && (
          <p>
            <Trans>
              Made {new Date(day.madeAt * 1_000).toLocaleString()} as of block {String(day.block)}:
            </Trans>{" "}
            <Plural value={day.list.held.size} one="# holder of vouchers" other="# holders of vouchers" />,{" "}
            {[...day.names.values()].join(", ")}.
          </p>
        )}
        {state === undefined ? (
          <p className="hint">
            <Trans>A list can be made when there is a network.</Trans>
          </p>
        ) : (
          <MakeList state={state} day={day} onMade={change} />
        )}
        <p className="hint">
          <Trans>
            The list tells who had vouchers when it was made. A gate lets in for one voucher a code, and for
            no more codes of a holder than they had. It cannot see what was shown at other gates since: such a
            code is refused when all are redeemed. Accounts with code, such as Safes, are not on the list.
          </Trans>
        </p>
      </Section>
    </>
  );
}

function MakeList({
  state,
  day,
  onMade,
}: {
  readonly state: OrganisationState;
  readonly day: Day | undefined;
  readonly onMade: (day: Day) => void;
}) {
  const { t } = useLingui();
  const { rpc, actor } = useChain();
  const names = usePartnerNames(state);
  const live = state.offers.filter((offer) => offer.state === "OnSale" || offer.state === "SaleOver");
  const partners = [...new Set(live.map(({ partner }) => partner))];
  const own = partners.find((each) => each.toLowerCase() === actor?.address.toLowerCase());
  const [chosen, choose] = useState<Address>();
  const [isBusy, setBusy] = useState(false);
  const [problem, tell] = useState<string>();
  const partner = chosen ?? partners.find((each) => each === day?.partner) ?? own ?? partners[0];
  if (partner === undefined || rpc === undefined) {
    return (
      <p>
        <Trans>No offer has vouchers that could be redeemed.</Trans>
      </p>
    );
  }
  return (
    <>
      <Choice
        label={t`Whose offers are delivered here`}
        value={partner}
        choose={choose}
        among={partners.map((each) => {
          const told = live.filter((offer) => offer.partner === each).map(({ terms }) => terms.name);
          const name = names.get(each);
          return [each, `${name === undefined || name === "" ? each : name}: ${told.join(", ")}`] as const;
        })}
      />
      <button
        type="button"
        className={day ? "minor" : undefined}
        aria-disabled={isBusy}
        onClick={() => {
          if (isBusy) return;
          setBusy(true);
          tell(undefined);
          startDay({ rpc, state, partner, before: day?.partner === partner ? day : undefined })
            .then(onMade)
            .catch((thrown: unknown) => {
              tell(thrown instanceof Error ? thrown.message : String(thrown));
            })
            .finally(() => {
              setBusy(false);
            });
        }}
      >
        {isBusy ? (
          <Trans>Reading the chain …</Trans>
        ) : day ? (
          <Trans>Make a new list</Trans>
        ) : (
          <Trans>Make the list</Trans>
        )}
      </button>
      {problem !== undefined && (
        <p className="reason" role="alert">
          {problem}
        </p>
      )}
      {day && day.partner !== partner && day.taken.some(({ isSent }) => !isSent) && (
        <p className="warning">
          <Trans>
            Codes of the other partner wait: redeem or save them first, a list of this one drops them.
          </Trans>
        </p>
      )}
    </>
  );
}

function Pasted({ onText }: { readonly onText: (text: string) => void }) {
  const { t } = useLingui();
  const text = useTextField();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.value === undefined) return;
        onText(text.value);
        text.write("");
      }}
    >
      <Input
        label={t`Or paste a code, or read it with a hand scanner`}
        field={text}
        placeholder="CDPO-VOUCHER:…"
      />
      <button type="submit" className="minor">
        <Trans>Check it</Trans>
      </button>
    </form>
  );
}

/** Yes or no, to be read from afar. */
function Verdict({ shown, day }: { readonly shown: Shown | undefined; readonly day: Day }) {
  const { t } = useLingui();
  const words: Readonly<Record<ShownRefusal, string>> = {
    NoCode: t`This is no code of a voucher.`,
    OtherChain: t`The code is of another chain.`,
    OtherContract: t`The code is of another organisation.`,
    OtherOffer: t`The code is for something that is not delivered here.`,
    Ended: t`The code has ended: its holder can make a new one.`,
    SeveralVouchers: t`The code is for several vouchers; here it is one at a time.`,
    EndsTooSoon: t`The code ends before it could be redeemed: its holder should make one for 36 hours.`,
    ShownBefore: t`This very code was shown here before.`,
    NoVoucher: t`Its holder had no voucher when the list was made.`,
    VouchersUsed: t`Its holder has used here all vouchers that they had.`,
    NotSigned: t`The holder of the vouchers did not sign it.`,
  };
  return (
    <div
      className={`verdict ${shown === undefined ? "" : shown.letIn ? "yes" : "no"}`}
      role="status"
      aria-live="assertive"
    >
      {shown === undefined ? (
        <p>
          <Trans>Ready for a code.</Trans>
        </p>
      ) : shown.letIn ? (
        <>
          <strong>
            ✓ <Trans>Yes</Trans>
          </strong>
          <p>
            <Trans>One voucher:</Trans> {day.names.get(shown.code.offer) ?? `#${shown.code.offer}`}
          </p>
        </>
      ) : (
        <>
          <strong>
            ✗ <Trans>No</Trans>
          </strong>
          <p>{words[shown.reason]}</p>
        </>
      )}
    </div>
  );
}

function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener("online", listener);
      window.addEventListener("offline", listener);
      return () => {
        window.removeEventListener("online", listener);
        window.removeEventListener("offline", listener);
      };
    },
    () => navigator.onLine,
  );
}
