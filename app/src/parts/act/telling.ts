/** What becomes of what was sent, as notices. */
import { useLingui } from "@lingui/react/macro";
import type { Call } from "cdpo-sdk/calls";
import { explainError, type ExplainOptions } from "cdpo-sdk/errors";
import type { Hex } from "cdpo-sdk/state";
import { useChain } from "../../chain/context.tsx";
import { send, type Ended, type Progress, type Sending } from "../../chain/sending.ts";
import { note, renote } from "../../frame/notices.ts";

type Place = Pick<Sending, "rpc" | "connection" | "chainId">;

/** Makes what follows one thing that is sent. */
export function useTelling({
  speaking,
  onClose,
  onDone,
  onRejected,
}: {
  readonly speaking: Omit<ExplainOptions, "thrown" | "call" | "data">;
  readonly onClose: () => void;
  readonly onDone: (() => void) | undefined;
  readonly onRejected: () => void;
}) {
  const { t } = useLingui();
  const { chain } = useChain();

  const why = ({ why, done, of, thrown }: Ended, call: Hex | undefined): string => {
    const before = done === 0 ? t`Nothing was sent.` : t`${done} of ${of} were done before.`;
    if (why === "rejected") return t`Rejected in the wallet. ${before}`;
    if (why === "elsewhere") return t`The wallet shows another chain than ${chain.title}. ${before}`;
    if (why === "cancelled") return t`Replaced in the wallet by another transaction: this one was not done.`;
    const sentence = explainError({ thrown, call, ...speaking })?.sentence;
    const message = (thrown as { readonly message?: string } | null | undefined)?.message ?? "";
    return t`Failed: ${sentence ?? message}`;
  };

  return ({
    label,
    place,
    call,
  }: {
    readonly label: string;
    readonly place: Place;
    /** What is explained when it fails. */
    readonly call: Hex | undefined;
  }) => {
    const key = note({ tone: "busy", text: label, detail: t`Confirm it in the wallet.` });
    const follow = (progress: Progress): void => {
      switch (progress.step) {
        case "signing":
          renote(key, { detail: t`Sign the permit in the wallet: it allows this one amount.` });
          break;
        case "asking": {
          const { at, of } = progress;
          const detail = of === 1 ? t`Confirm it in the wallet.` : t`Confirm ${at} of ${of} in the wallet.`;
          renote(key, { detail });
          break;
        }
        case "sent": {
          const { at, of, hash } = progress;
          const detail =
            of === 1 ? t`Sent, waiting for its block.` : t`${at} of ${of} sent, waiting for its block.`;
          renote(key, { detail, hash });
          break;
        }
        case "proposed":
          renote(key, {
            detail: t`Proposed to the Safe: its other owners sign there. It is done once the Safe executes it.`,
          });
          onClose();
          break;
        case "faster":
          renote(key, { detail: t`Replaced in the wallet by a faster one.`, hash: progress.by });
          break;
        case "done":
          renote(key, {
            tone: "good",
            detail: t`Done in block ${String(progress.block)}.`,
            hash: progress.hash,
          });
          onClose();
          onDone?.();
          break;
        case "ended":
          end(progress);
      }
    };
    const end = (ended: Ended): void => {
      const { hash, undo, done } = ended;
      const isBad = ended.why === "failed" || ended.why === "elsewhere";
      const offer = undo && {
        label: t`Take back what it may take`,
        run: async () => {
          await takeBack(undo);
        },
      };
      const left = undo === undefined ? "" : ` ${t`The contract may still take what was allowed for it.`}`;
      renote(key, { tone: isBad ? "bad" : "plain", detail: `${why(ended, call)}${left}`, hash, offer });
      // Who said no to the first question may say yes to it after all.
      if (ended.why === "rejected" && done === 0) onRejected();
      else onClose();
    };
    const takeBack = async (undo: NonNullable<Ended["undo"]>): Promise<void> => {
      const { rpc, connection } = place;
      const again = note({ tone: "busy", text: t`Taking back what it may take` });
      let calls: readonly Call[];
      try {
        calls = await undo({ rpc, account: connection.account, wallet: connection.wallet });
      } catch (thrown) {
        renote(again, { tone: "bad", detail: (thrown as Error).message });
        return;
      }
      await send({
        ...place,
        calls: () => calls,
        spend: undefined,
        tell: (progress) => {
          if (progress.step === "done")
            renote(again, { tone: "good", detail: t`Nothing of it stays allowed.` });
          if (progress.step === "ended") renote(again, { tone: "bad", detail: why(progress, undefined) });
        },
      });
    };
    return follow;
  };
}
