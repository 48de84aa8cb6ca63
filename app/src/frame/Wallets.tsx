/** The wallet: choosing one, leaving it, and acting for an address such as a Safe. */
import { Trans, useLingui } from "@lingui/react/macro";
import { shortAddress } from "cdpo-sdk/units";
import { useEffect, useState } from "react";
import { useChain } from "../chain/context.tsx";
import { isRejected } from "../chain/sending.ts";
import { connect, disconnect, useWallets, type Wallet } from "../chain/wallets.ts";
import { AddressInput, useAddressField } from "../parts/forms/fields.tsx";
import { Follow } from "../parts/Follow.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { note } from "./notices.ts";

const OPEN = "cdpo:wallets";

/** Opens the dialog, from anywhere. */
export function openWallets(): void {
  window.dispatchEvent(new Event(OPEN));
}

/** The button in the header, with its dialog. */
export function Wallets() {
  const [isOpen, setOpen] = useState(false);
  const { actor } = useChain();
  useEffect(() => {
    const open = () => {
      setOpen(true);
    };
    window.addEventListener(OPEN, open);
    return () => {
      window.removeEventListener(OPEN, open);
    };
  }, []);
  return (
    <>
      <button type="button" className={actor === undefined ? "" : "minor"} onClick={openWallets}>
        {actor === undefined ? (
          <Trans>Connect</Trans>
        ) : actor.by === "file" ? (
          <Trans>For {shortAddress(actor.address)}</Trans>
        ) : (
          shortAddress(actor.address)
        )}
      </button>
      {isOpen && (
        <Choosing
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function Choosing({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  const { wallets, connection } = useWallets();
  const { actor, actFor } = useChain();
  const field = useAddressField(actor?.by === "file" ? actor.address : "");
  const choose = (wallet: Wallet) => {
    connect(wallet)
      .then(onClose)
      .catch((thrown: unknown) => {
        const detail = isRejected(thrown) ? undefined : (thrown as Error).message;
        note({ tone: "plain", text: t`${wallet.name} did not connect.`, detail });
      });
  };
  return (
    <Dialog title={t`Who acts`} onClose={onClose}>
      {connection !== undefined && (
        <p>
          <Trans>
            Connected: <code>{connection.account}</code> by {connection.wallet.name}
          </Trans>{" "}
          <button type="button" className="minor" onClick={disconnect}>
            <Trans>Disconnect</Trans>
          </button>
        </p>
      )}
      <h3>
        <Trans>Wallets of this browser</Trans>
      </h3>
      {wallets.length === 0 && (
        <p>
          <Trans>
            None announced itself. Install a wallet such as a browser extension and load the page again;
            everything can be read without one.
          </Trans>
        </p>
      )}
      <ul className="wallets">
        {wallets.map((wallet) => (
          <li key={wallet.id}>
            <button
              type="button"
              className="minor"
              onClick={() => {
                choose(wallet);
              }}
            >
              {wallet.icon !== undefined && <img src={wallet.icon} alt="" width="24" height="24" />}
              {wallet.name}
              {wallet.isTest === true && (
                <small>
                  <Trans>not for money: keys that everybody knows, on this machine's chain only</Trans>
                </small>
              )}
            </button>
          </li>
        ))}
      </ul>
      {actor !== undefined && (
        <>
          <h3>
            <Trans>Follow what concerns {shortAddress(actor.address)}</Trans>
          </h3>
          <Follow of={{ account: actor.address }} />
        </>
      )}
      <h3>
        <Trans>Act for an address</Trans>
      </h3>
      <p>
        <Trans>
          For a Safe whose owner or preparer you are: nothing is sent, every button writes a file for Safe's
          Transaction Builder.
        </Trans>
      </p>
      <AddressInput label={t`Address of the Safe`} field={field} />
      <div className="buttons">
        {actor?.by === "file" && (
          <button
            type="button"
            className="minor"
            onClick={() => {
              actFor(undefined);
              onClose();
            }}
          >
            <Trans>Act for myself again</Trans>
          </button>
        )}
        <button
          type="button"
          aria-disabled={field.value === undefined}
          onClick={() => {
            if (field.value === undefined) return;
            actFor(field.value);
            onClose();
          }}
        >
          <Trans>Act for it</Trans>
        </button>
      </div>
    </Dialog>
  );
}
