/** Ballots by signature: signed by who votes, brought in by anybody. */
import { Trans, useLingui } from "@lingui/react/macro";
import { decisions } from "cdpo-sdk/calls";
import { parseAddress } from "cdpo-sdk/config";
import { signByWallet, type TypedDataToSign } from "cdpo-sdk/permits";
import {
  contractsAt,
  read,
  readOne,
  type Address,
  type Decision,
  type Hex,
  type Organisation,
} from "cdpo-sdk/state";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { isRejected } from "../../chain/sending.ts";
import { download } from "../../frame/download.ts";
import { note } from "../../frame/notices.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Input, useTextField } from "../../parts/forms/fields.tsx";
import { Account } from "../../parts/words.tsx";
import type { Support } from "./Vote.tsx";

const FORMAT = "cdpo-ballot/1";
const SUPPORT = decisions.SUPPORT;

/** What is handed over. */
interface Ballot {
  readonly format: typeof FORMAT;
  readonly chainId: number;
  readonly governor: Address;
  readonly decision: string;
  readonly support: Support;
  readonly voter: Address;
  readonly reason: string;
  readonly signature: Hex;
}

/** Signs, and shows what to hand over. */
export function SignBallot({
  organisation,
  decision,
  support,
  reason,
}: {
  readonly organisation: Organisation;
  readonly decision: Decision;
  readonly support: Support;
  readonly reason: string;
}) {
  const { t } = useLingui();
  const { connection, rpc, chain, actor } = useChain();
  const [ballot, setBallot] = useState<string>();
  if (connection === undefined || rpc === undefined || actor?.by !== "wallet") return null;
  const { governor } = contractsAt(organisation.addresses);
  const voter = connection.account;
  const sign = async () => {
    const key = decision.id & (2n ** 192n - 1n);
    const [name, version, nonce] = await Promise.all([
      readOne(rpc, read({ ...governor, functionName: "name" })),
      readOne(rpc, read({ ...governor, functionName: "version" })),
      readOne(rpc, read({ ...governor, functionName: "nonces", args: [voter, key] })),
    ]);
    const typed = ballotToSign({
      domain: { name, version, chainId: BigInt(chain.chainId), verifyingContract: governor.address },
      ballot: { id: decision.id, support, voter, nonce, reason },
    });
    const signature = (await signByWallet(connection.wallet.provider, voter)(typed)) as Hex;
    const written: Ballot = {
      format: FORMAT,
      chainId: chain.chainId,
      governor: governor.address,
      decision: String(decision.id),
      support,
      voter,
      reason,
      signature,
    };
    setBallot(JSON.stringify(written, null, 2));
  };
  return (
    <div className="act">
      <button
        type="button"
        className="minor"
        onClick={() => {
          sign().catch((thrown: unknown) => {
            if (isRejected(thrown)) note({ tone: "plain", text: t`Not signed: rejected in the wallet.` });
            else
              note({
                tone: "bad",
                text: t`The ballot was not signed.`,
                detail: thrown instanceof Error ? thrown.message : String(thrown),
              });
          });
        }}
      >
        <Trans>Sign a ballot instead</Trans>
      </button>
      <p className="hint">
        <Trans>It costs no gas: hand it to somebody who brings it in for you.</Trans>
      </p>
      {ballot !== undefined && (
        <>
          <pre className="ballot">{ballot}</pre>
          <button
            type="button"
            className="minor"
            onClick={() => {
              void navigator.clipboard.writeText(ballot).then(() => {
                note({ tone: "good", text: t`The ballot is copied.` });
              });
            }}
          >
            <Trans>Copy</Trans>
          </button>{" "}
          <button
            type="button"
            className="minor"
            onClick={() => {
              download("ballot.json", `${ballot}\n`, "application/json");
            }}
          >
            <Trans>Save as a file</Trans>
          </button>
        </>
      )}
    </div>
  );
}

/** Brings in a ballot of somebody else. */
export function BringIn({ organisation, state }: PageProps) {
  const { t } = useLingui();
  const { chain } = useChain();
  const written = useTextField();
  const { addresses } = organisation;
  let ballot: Ballot | undefined;
  let problem: string | undefined;
  if (written.value !== undefined) {
    ballot = ballotIn(written.value);
    if (ballot === undefined) problem = t`This is no ballot: paste all of it, from { to }.`;
    else if (ballot.chainId !== chain.chainId || ballot.governor !== addresses.governor) {
      problem = t`This ballot is for another organisation.`;
      ballot = undefined;
    }
  }
  const decision = ballot && state.decisions.find(({ id }) => String(id) === ballot.decision);
  const title = decision?.description.split("\n")[0] ?? ballot?.decision;
  const words = { for: t`for`, against: t`against`, abstain: t`to abstain from` };
  const support = ballot && words[ballot.support];
  return (
    <>
      <p>
        <Trans>
          Somebody signed a ballot and gave it to you: paste it here, or open its file. It counts for who
          signed it, whoever brings it in.
        </Trans>
      </p>
      <Input label={t`The ballot`} field={{ ...written, problem }} rows={5} />
      <input
        type="file"
        accept=".json,application/json"
        aria-label={t`The ballot as a file`}
        onChange={(event) => {
          void event.target.files?.[0]?.text().then(written.write);
        }}
      />
      {ballot && (
        <p>
          <Trans>
            <Account address={ballot.voter} /> votes {support} “{title}”.
          </Trans>
        </p>
      )}
      <Act
        label={t`Bring it in`}
        organisation={organisation}
        deed={
          ballot &&
          plain(
            decisions.voteBySignature({
              organisation: addresses,
              id: BigInt(ballot.decision),
              support: ballot.support,
              voter: ballot.voter,
              signature: ballot.signature,
              reason: ballot.reason === "" ? undefined : ballot.reason,
            }),
          )
        }
        onDone={() => {
          written.write("");
        }}
      />
    </>
  );
}

// ---------------------------------------------------------------- internals

/** As OpenZeppelin's Governor takes it: with a reason, the extended form. */
function ballotToSign({
  domain,
  ballot: { id, support, voter, nonce, reason },
}: {
  readonly domain: TypedDataToSign["domain"];
  readonly ballot: {
    readonly id: bigint;
    readonly support: Support;
    readonly voter: Address;
    readonly nonce: bigint;
    readonly reason: string;
  };
}): TypedDataToSign {
  const field = (name: string, type: string) => ({ name, type });
  const fields = [
    field("proposalId", "uint256"),
    field("support", "uint8"),
    field("voter", "address"),
    field("nonce", "uint256"),
  ];
  const message = { proposalId: id, support: BigInt(SUPPORT[support]), voter, nonce };
  if (reason === "") return { domain, types: { Ballot: fields }, primaryType: "Ballot", message };
  return {
    domain,
    types: { ExtendedBallot: [...fields, field("reason", "string"), field("params", "bytes")] },
    primaryType: "ExtendedBallot",
    message: { ...message, reason, params: "0x" },
  };
}

/** A ballot that was handed over; undefined when a text is none. */
function ballotIn(written: string): Ballot | undefined {
  try {
    const json = JSON.parse(written) as Readonly<Partial<Record<keyof Ballot, unknown>>>;
    const { format, chainId, decision, support, reason, signature } = json;
    const isWhole =
      format === FORMAT &&
      typeof chainId === "number" &&
      /^\d{1,78}$/.test(String(decision)) &&
      Object.keys(SUPPORT).includes(String(support)) &&
      typeof reason === "string" &&
      /^0x(?:[0-9a-fA-F]{2})+$/.test(String(signature));
    if (!isWhole) return undefined;
    return {
      format,
      chainId,
      governor: parseAddress(String(json.governor)),
      decision: String(decision),
      support: support as Support,
      voter: parseAddress(String(json.voter)),
      reason,
      signature: signature as Hex,
    };
  } catch {
    return undefined;
  }
}
