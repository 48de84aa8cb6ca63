/** Codes that the holder signs and shows at a gate: made, shown, printed, made worthless. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { offers } from "cdpo-sdk/calls";
import { signByWallet } from "cdpo-sdk/permits";
import { contractsAt, listOf, one, read, type Offer, type OrganisationState } from "cdpo-sdk/state";
import { DAY } from "cdpo-sdk/units";
import {
  encodeVoucherCode,
  isSignedByHolder,
  OFFLINE_VALIDITY,
  parseVoucherCode,
  typedDataOf,
  unusedNonce,
} from "cdpo-sdk/vouchers";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { useBlock } from "../../chain/queries.ts";
import { isRejected } from "../../chain/sending.ts";
import { Act } from "../../parts/act/Act.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { Choice, Input, useNumberField } from "../../parts/forms/fields.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Time } from "../../parts/words.tsx";
import { codesOf, keepCodes } from "./kept-codes.ts";
import { QrPicture } from "./QrPicture.tsx";

const LENGTHS = { short: 3_600n, offline: OFFLINE_VALIDITY, week: 7n * DAY } as const;

/** Signs a code for vouchers of an offer. */
export function SignCode({
  offer: { id, terms, state: itsState },
  held,
  state: { organisation },
}: {
  readonly offer: Offer;
  readonly held: bigint;
  readonly state: OrganisationState;
}) {
  const { t } = useLingui();
  const { chain, rpc, connection, actor, isElsewhere } = useChain();
  const { data: block } = useBlock();
  const quantity = useNumberField({ initial: "1", most: held });
  const [length, choose] = useState<keyof typeof LENGTHS>("offline");
  const [isBusy, setBusy] = useState(false);
  const [problem, tell] = useState<string>();
  const [shown, show] = useState<string>();
  if (actor?.by !== "wallet" || connection === undefined || rpc === undefined || block === undefined) {
    return (
      <p className="hint">
        <Trans>A code is signed in the holder's own wallet.</Trans>
      </p>
    );
  }
  if (itsState !== "OnSale" && itsState !== "SaleOver") return null;
  const contract = organisation.addresses.partnerAcceptance;
  const of = { chainId: chain.chainId, contract, holder: actor.address };
  const sign = async (count: bigint) => {
    const before = codesOf(of, block.time);
    const last = before.reduce((most, { code }) => (code.nonce > most ? code.nonce : most), -1n);
    const nonce = await unusedNonce({ rpc, contract, holder: actor.address, from: last + 1n });
    const redemption = {
      ...{ chainId: BigInt(chain.chainId), contract, offer: id, quantity: count },
      ...{ holder: actor.address, nonce, deadline: block.time + LENGTHS[length] },
    };
    const signature = await signByWallet(connection.wallet.provider, actor.address)(typedDataOf(redemption));
    const code = { ...redemption, signature };
    if (!(await isSignedByHolder(rpc, code))) {
      throw new Error(t`The wallet signed it in a way that the contract does not take as yours.`);
    }
    const text = encodeVoucherCode(code);
    keepCodes(of, [...before.map((each) => each.text), text]);
    show(text);
  };
  const start = () => {
    if (quantity.value === undefined || isBusy) return;
    setBusy(true);
    tell(undefined);
    sign(quantity.value)
      .catch((thrown: unknown) => {
        tell(
          isRejected(thrown)
            ? t`Rejected in the wallet. Nothing was signed.`
            : thrown instanceof Error
              ? thrown.message
              : t`The wallet did not sign.`,
        );
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <>
      {held > 1n && <Input isNumeric label={t`Vouchers in one code`} field={quantity} />}
      <Choice
        label={t`How long the code is good`}
        value={length}
        choose={choose}
        among={[
          ["offline", t`36 hours: also for gates without a network`],
          ["short", t`1 hour: for gates with a network only`],
          ["week", t`7 days`],
        ]}
        hint={
          quantity.value !== undefined &&
          quantity.value > 1n && <Trans>Gates without a network take codes for one voucher only.</Trans>
        }
      />
      <div className="act">
        <button
          type="button"
          aria-disabled={quantity.value === undefined || isElsewhere || isBusy}
          onClick={start}
        >
          {isBusy ? <Trans>Sign it in the wallet …</Trans> : <Trans>Make a code to show</Trans>}
        </button>
        {problem !== undefined && (
          <p className="reason" role="alert">
            {problem}
          </p>
        )}
      </div>
      <p className="hint">
        <Trans>
          Signing costs nothing and sends nothing. Show the code only to a gate that delivers: whoever has it
          as the partner's gate can redeem it, once.
        </Trans>
      </p>
      {shown !== undefined && (
        <CodeDialog
          text={shown}
          title={terms.name}
          onClose={() => {
            show(undefined);
          }}
        />
      )}
    </>
  );
}

/** The codes that this device keeps, those left out that were used. */
export function KeptCodes({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const { chain, actor } = useChain();
  const [shown, show] = useState<string>();
  const [, refresh] = useState(0);
  const { addresses } = state.organisation;
  const contract = addresses.partnerAcceptance;
  const of = actor && { chainId: chain.chainId, contract, holder: actor.address };
  const kept = of === undefined ? [] : codesOf(of, state.time);
  const { partnerAcceptance } = contractsAt(addresses);
  const used = usePart(
    of === undefined || kept.length === 0
      ? undefined
      : listOf(
          kept.map(({ code }) =>
            one(read({ ...partnerAcceptance, functionName: "isNonceUsed", args: [of.holder, code.nonce] })),
          ),
        ),
  );
  const codes = kept.filter((_, at) => used.data?.[at] !== true);
  if (of === undefined || codes.length === 0) return null;
  const nameOf = (id: bigint) => state.offers.find((offer) => offer.id === id)?.terms.name ?? `#${id}`;
  const open = codes.find(({ text }) => text === shown);
  return (
    <>
      <h3>
        <Trans>Codes that you made on this device</Trans>
      </h3>
      <ul className="rows">
        {codes.map(({ text, code }) => (
          <li key={text}>
            <span>
              {nameOf(code.offer)}:{" "}
              <Plural value={Number(code.quantity)} one="# voucher" other="# vouchers" />,{" "}
              <Trans>
                good until <Time at={code.deadline} />
              </Trans>
            </span>
            <button
              type="button"
              className="minor"
              onClick={() => {
                show(text);
              }}
            >
              <Trans>Show</Trans>
            </button>
            <Act
              isMinor
              label={t`Make worthless`}
              organisation={state.organisation}
              deed={plain(offers.cancelNonces({ organisation: addresses, nonces: [code.nonce] }))}
              onDone={() => {
                keepCodes(
                  of,
                  codes.flatMap((each) => (each.text === text ? [] : [each.text])),
                );
                refresh((count) => count + 1);
              }}
            />
          </li>
        ))}
      </ul>
      {open && (
        <CodeDialog
          text={open.text}
          title={nameOf(open.code.offer)}
          onClose={() => {
            show(undefined);
          }}
        />
      )}
    </>
  );
}

function CodeDialog({
  text,
  title,
  onClose,
}: {
  readonly text: string;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const { t } = useLingui();
  const [isCopied, setCopied] = useState(false);
  const code = parseVoucherCode(text);
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="voucher">
        <p>
          <Plural value={Number(code.quantity)} one="# voucher" other="# vouchers" /> ·{" "}
          <Trans>
            good until <Time at={code.deadline} />
          </Trans>
        </p>
        <QrPicture text={text} label={t`QR code of the voucher; the same as a text stands below`} />
        <p className="code">
          <code>{text}</code>
        </p>
      </div>
      <div className="buttons">
        <button
          type="button"
          className="minor"
          onClick={() => {
            void navigator.clipboard.writeText(text).then(() => {
              setCopied(true);
            });
          }}
        >
          {isCopied ? <Trans>Copied</Trans> : <Trans>Copy the text</Trans>}
        </button>
        <button
          type="button"
          onClick={() => {
            window.print();
          }}
        >
          <Trans>Print it</Trans>
        </button>
      </div>
    </Dialog>
  );
}
