/** Any call of any contract, as experts write it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionError, parseAction, type Call } from "cdpo-sdk/calls";
import type { Hex } from "cdpo-sdk/state";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Input, useAddressField, useNumberField, useTextField } from "../../parts/forms/fields.tsx";

/** Calls as experts write them. */
export function Raw({ organisation, add }: PageProps & { readonly add: (calls: readonly Call[]) => void }) {
  const { t } = useLingui();
  const { addresses } = organisation;
  const written = useTextField();
  const target = useAddressField();
  const coins = useNumberField({ initial: "0" });
  const data = useTextField({
    pattern: /^0x(?:[0-9a-fA-F]{2})*$/,
    hint: t`Write bytes as 0x…`,
  });
  let parsed: Call | undefined;
  let problem: string | undefined;
  if (written.value !== undefined) {
    try {
      parsed = parseAction({ written: written.value, addresses });
    } catch (thrown) {
      if (!(thrown instanceof ActionError)) throw thrown;
      problem = thrown.message;
    }
  }
  const to = target.value;
  const raw =
    to === undefined || data.value === undefined || coins.value === undefined
      ? undefined
      : { to, value: coins.value, data: data.value as Hex };
  return (
    <details>
      <summary>
        <Trans>For experts: any call</Trans>
      </summary>
      <Input
        label={t`As a call`}
        field={{ ...written, problem }}
        placeholder="reserve.setTributes(50, 50)"
        hint={<Trans>Numbers in smallest units, texts in quotes, lists in brackets.</Trans>}
      />
      <AddButton
        add={add}
        call={parsed}
        clear={() => {
          written.write("");
        }}
      />
      <Input label={t`or as data: the contract`} field={target} placeholder="0x…" />
      <Input label={t`its data`} field={data} rows={2} placeholder="0x…" />
      <Input isNumeric label={t`the coins that it sends, in wei`} field={coins} />
      <AddButton
        add={add}
        call={raw}
        clear={() => {
          data.write("");
        }}
      />
    </details>
  );
}

function AddButton({
  add,
  call,
  clear,
}: {
  readonly add: (calls: readonly Call[]) => void;
  readonly call: Call | undefined;
  readonly clear: () => void;
}) {
  return (
    <button
      type="button"
      className="minor"
      aria-disabled={call === undefined}
      onClick={() => {
        if (call === undefined) return;
        add([call]);
        clear();
      }}
    >
      <Trans>Add this call</Trans>
    </button>
  );
}
