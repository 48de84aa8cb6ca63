/** The codes that a gate let in, and redeeming them together. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { partnerAcceptanceAbi } from "cdpo-sdk/abi";
import { callOf, offers } from "cdpo-sdk/calls";
import type { Address, Hex, Organisation, Rpc } from "cdpo-sdk/state";
import {
  CODES_AT_ONCE,
  parseVoucherCode,
  redemptionOf,
  type CodeOutcome,
  type VoucherCode,
} from "cdpo-sdk/vouchers";
import { enums } from "cdpo-sdk/abi";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { useBlock } from "../../chain/queries.ts";
import { download } from "../../frame/download.ts";
import { Act } from "../../parts/act/Act.tsx";
import { Table } from "../../parts/Table.tsx";
import { Account } from "../../parts/words.tsx";
import type { Day, Taken } from "./gate-store.ts";

type Outcome = CodeOutcome | "NotGate";

export function GateQueue({
  day,
  organisation,
  onSent,
}: {
  readonly day: Day;
  /** Undefined while there is no network. */
  readonly organisation: Organisation | undefined;
  readonly onSent: (texts: ReadonlySet<string>) => void;
}) {
  const { t } = useLingui();
  const { rpc, actor, chain } = useChain();
  const { data: block, isError } = useBlock();
  const waiting = day.taken.filter(({ isSent }) => !isSent);
  const sent = day.taken.length - waiting.length;
  const codes = waiting.map(({ text }) => parseVoucherCode(text));
  const outcomes = useQuery({
    queryKey: [
      chain.chainId,
      "outcomes",
      actor?.address,
      String(block?.number),
      waiting.map(({ text }) => text).join(),
    ],
    queryFn: () => {
      if (rpc === undefined || actor === undefined) throw new Error("no node");
      return outcomesOf({ rpc, gate: actor.address, contract: day.list.contract, codes });
    },
    enabled: rpc !== undefined && actor !== undefined && block !== undefined && codes.length > 0,
    placeholderData: (previous) => (previous?.length === codes.length ? previous : undefined),
  });
  const words = useOutcome();
  const isGood = (at: number) => outcomes.data?.[at] === "Redeemed";
  const good = codes.filter((_, at) => isGood(at));
  const calls =
    organisation === undefined
      ? []
      : chunksOf(good).flatMap((chunk) =>
          offers.redeemCodes({
            organisation: organisation.addresses,
            codes: chunk.map((code) => redemptionOf(code)),
          }),
        );
  const goodTexts = new Set(waiting.filter((_, at) => isGood(at)).map(({ text }) => text));
  return (
    <>
      <p>
        <Plural
          value={waiting.length}
          _0="No code waits to be redeemed."
          one="# code waits to be redeemed."
          other="# codes wait to be redeemed."
        />{" "}
        {sent > 0 && (
          <Plural value={sent} one="# was redeemed by this list." other="# were redeemed by this list." />
        )}
      </p>
      {waiting.length > 0 && (
        <>
          {block === undefined || isError || organisation === undefined ? (
            <p className="hint">
              <Trans>There is no network now: they stay on this device until there is one.</Trans>
            </p>
          ) : (
            <Act
              label={t`Redeem all that can be redeemed`}
              organisation={organisation}
              deed={calls.length === 0 ? undefined : plain(calls)}
              blocked={
                outcomes.data?.some((each) => each === "NotGate") === true
                  ? t`Your account is neither the partner of these offers nor one of their gates.`
                  : outcomes.data !== undefined && good.length === 0
                    ? t`None of them can be redeemed now: the table tells why.`
                    : undefined
              }
              onDone={() => {
                onSent(goodTexts);
              }}
            />
          )}
          <Table
            caption={t`Codes that wait`}
            file="gate-codes"
            rows={waiting.map((taken, at) => ({ taken, code: codes[at], outcome: outcomes.data?.[at] }))}
            keyOf={({ taken }) => taken.text}
            columns={[
              {
                title: t`Offer`,
                cell: ({ code }) => code && (day.names.get(code.offer) ?? `#${code.offer}`),
                text: ({ code }) => String(code?.offer ?? ""),
              },
              {
                title: t`Holder`,
                cell: ({ code }) => code && <Account address={code.holder} />,
                text: ({ code }) => code?.holder ?? "",
              },
              {
                title: t`Let in at`,
                cell: ({ taken }) => <Clock {...taken} />,
                text: ({ taken }) => isoOf(taken),
              },
              {
                title: t`The chain says`,
                cell: ({ outcome }) => (outcome === undefined ? t`not asked` : words(outcome)),
                text: ({ outcome }) => outcome ?? "",
              },
            ]}
          />
          <button
            type="button"
            className="minor"
            onClick={() => {
              download("gate-codes.txt", `${waiting.map(({ text }) => text).join("\n")}\n`, "text/plain");
            }}
          >
            <Trans>Save the codes as a file, for another account to redeem</Trans>
          </button>
        </>
      )}
    </>
  );
}

const isoOf = ({ at }: Taken): string => new Date(at * 1_000).toISOString();

function Clock({ at }: Taken) {
  return (
    <time dateTime={new Date(at * 1_000).toISOString()}>{new Date(at * 1_000).toLocaleTimeString()}</time>
  );
}

function chunksOf<T>(all: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / CODES_AT_ONCE) }, (_, at) =>
    all.slice(at * CODES_AT_ONCE, (at + 1) * CODES_AT_ONCE),
  );
}

/** What would become of codes if `gate` redeemed them now; nothing is sent. */
export async function outcomesOf({
  rpc,
  gate,
  contract,
  codes,
}: {
  readonly rpc: Rpc;
  readonly gate: Address;
  readonly contract: Address;
  readonly codes: readonly VoucherCode[];
}): Promise<readonly Outcome[]> {
  const all: Outcome[] = [];
  for (const chunk of chunksOf(codes)) {
    const redemptions = chunk.map((code) => redemptionOf(code));
    const { to, data } = callOf({
      ...{ abi: partnerAcceptanceAbi, address: contract, functionName: "redeemMany" },
      args: [redemptions],
    });
    try {
      const answer = (await rpc.request({
        method: "eth_call",
        params: [{ from: gate, to, data }, "latest"],
      })) as Hex;
      // An array of small numbers: its place, its length, and a word for each.
      for (let at = 0; at < chunk.length; at++) {
        const word = answer.slice(2 + 64 * (2 + at), 2 + 64 * (3 + at));
        all.push(enums["IPartnerAcceptance.Outcome"][Number(`0x${word}`)] ?? "NotGate");
      }
    } catch (thrown) {
      // The call is refused as a whole only to those who are no gate.
      if (!navigator.onLine) throw thrown;
      all.push(...chunk.map(() => "NotGate" as const));
    }
  }
  return all;
}

/** What becomes of a code, in words. */
export function useOutcome(): (outcome: Outcome) => string {
  const { t } = useLingui();
  const words: Readonly<Record<Outcome, string>> = {
    Redeemed: t`can be redeemed`,
    OfferOver: t`the offer is over`,
    CodeExpired: t`the code has ended`,
    NonceUsed: t`the code was used or made worthless`,
    QuantityOutOfRange: t`the code is for another quantity`,
    TooFewVouchers: t`the holder has too few vouchers`,
    WrongSignature: t`the holder did not sign it`,
    NotGate: t`your account is no gate of the partner`,
  };
  return (outcome) => words[outcome];
}
