/** Finds one's leaf in a published ledger, and proves that the ledger is the one on the chain. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { EpochClaim } from "cdpo-sdk/calls";
import { readEvents } from "cdpo-sdk/history";
import { LedgerError, verifyLedger } from "cdpo-sdk/ledger";
import {
  askPart,
  contractsAt,
  leafReads,
  type Address,
  type OrganisationState,
  type Rpc,
} from "cdpo-sdk/state";
import { useId, useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { Tokens } from "../../parts/money/money.tsx";

type Found =
  { readonly award: EpochClaim; readonly isClaimed: boolean } | "none" | { readonly problem: string };

export function LeafFinder({
  state,
  awards,
  add,
}: {
  readonly state: OrganisationState;
  readonly awards: readonly EpochClaim[];
  readonly add: (award: EpochClaim) => void;
}) {
  const { t } = useLingui();
  const { rpc, actor } = useChain();
  const id = useId();
  const [found, tell] = useState<Found>();
  if (rpc === undefined || actor === undefined) return null;
  if (state.epochs.length === 0) {
    return (
      <p className="hint">
        <Trans>There was no epoch yet whose awards could be shown.</Trans>
      </p>
    );
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        <Trans>An epoch's ledger, as it was published (ledger.jsonl)</Trans>
      </label>
      <input
        id={id}
        type="file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file === undefined) return;
          file
            .arrayBuffer()
            .then((bytes) => findLeaf({ rpc, state, account: actor.address, bytes: new Uint8Array(bytes) }))
            .then((result) => {
              tell(result);
              if (result !== "none" && "award" in result && result.isClaimed) add(result.award);
            })
            .catch((thrown: unknown) => {
              tell({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
            });
        }}
      />
      <p
        className={found === undefined || (found !== "none" && "award" in found) ? "hint" : "reason"}
        role="status"
      >
        {found === undefined ? (
          t`It is read in your browser, and compared with what the chain keeps of it.`
        ) : found === "none" ? (
          t`It is the ledger on the chain, and has no award for your account.`
        ) : "problem" in found ? (
          found.problem === "" ? (
            t`This is the ledger of no epoch on this chain.`
          ) : (
            found.problem
          )
        ) : found.isClaimed ? (
          <Trans>
            ✓ Epoch {String(found.award.epoch)}, entry {String(found.award.index)}:{" "}
            <Tokens of={state.organisation} units={found.award.amount} />, proven and claimed.
          </Trans>
        ) : (
          <Trans>
            Epoch {String(found.award.epoch)} has{" "}
            <Tokens of={state.organisation} units={found.award.amount} /> for you: claim it first, on the page
            “Contribute”; then it counts.
          </Trans>
        )}
      </p>
      {awards.length > 0 && (
        <p className="hint">
          <Trans>Awards shown of epochs: {awards.map(({ epoch }) => String(epoch)).join(", ")}</Trans>
        </p>
      )}
    </div>
  );
}

async function findLeaf({
  rpc,
  state: { organisation, block },
  account,
  bytes,
}: {
  readonly rpc: Rpc;
  readonly state: OrganisationState;
  readonly account: Address;
  readonly bytes: Uint8Array<ArrayBuffer>;
}): Promise<Found> {
  const { epochs } = contractsAt(organisation.addresses);
  const hash = `0x${[...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")}`;
  const proposed = await readEvents({
    ...{ rpc, contracts: { epochs }, events: ["EpochProposed"], from: organisation.block, to: block },
  });
  for (const { event, args } of proposed) {
    if (event !== "EpochProposed" || args.contentHash.toLowerCase() !== hash) continue;
    const { epoch, root, total, count, contentHash } = args;
    try {
      const facts = { root, total, count: Number(count), contentHash };
      const entry = verifyLedger({ bytes, facts }).entryOf(account);
      if (entry === undefined) return "none";
      const { leaf, proof } = entry;
      const award = { epoch, index: BigInt(leaf.index), amount: leaf.amount, proof };
      const [read] = await askPart(rpc, leafReads({ organisation, leaves: [award] }), { block });
      return { award, isClaimed: read?.isClaimed === true };
    } catch (thrown) {
      if (!(thrown instanceof LedgerError)) throw thrown;
      return { problem: thrown.message };
    }
  }
  return { problem: "" };
}
