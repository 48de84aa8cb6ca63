/** Who may do what in the timelock, how far the handover is, and the guardian's pause. */
import { Trans, useLingui } from "@lingui/react/macro";
import { treasury, type TreasuryPausable, type TreasuryRole } from "cdpo-sdk/calls";
import type { Address } from "cdpo-sdk/state";
import { useState } from "react";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Tick } from "../../parts/forms/fields.tsx";
import { Account, Time } from "../../parts/words.tsx";
import { useContractNames, useRoleNames } from "./names.ts";
import { isAmong, isSame } from "../../parts/same.ts";

const PAUSABLE = [
  "reserve",
  "issuance",
  "presale",
  "pledgeBook",
  "licenceOffice",
  "partnerAcceptance",
  "proposals",
] as const satisfies readonly TreasuryPausable[];
const KEYS = {
  proposer: "PROPOSER_ROLE",
  executor: "EXECUTOR_ROLE",
  canceller: "CANCELLER_ROLE",
  guardian: "GUARDIAN_ROLE",
} as const satisfies Record<TreasuryRole, string>;

/** Rights and their holders. */
export function Roles({ organisation, state, account }: PageProps) {
  const { t } = useLingui();
  const names = useRoleNames();
  const { addresses } = organisation;
  const { foundersPropose } = state.contracts.timelock;
  const governorProposes = isAmong(addresses.governor, state.roles.PROPOSER_ROLE);
  const nameOf = (address: Address): string | undefined =>
    isSame(address, addresses.governor)
      ? t`the stakeholders, by decisions`
      : isSame(address, addresses.timelock)
        ? t`the timelock itself`
        : undefined;
  return (
    <>
      <p>
        {foundersPropose ? (
          governorProposes ? (
            <Trans>
              Founders and stakeholders both schedule what the treasury does: the handover is not complete.
            </Trans>
          ) : (
            <Trans>Only founders schedule what the treasury does: what stakeholders decide are polls.</Trans>
          )
        ) : (
          <Trans>
            The handover is complete: the treasury does what stakeholders decide, and nobody else can ever
            schedule anything again.
          </Trans>
        )}
      </p>
      <dl className="facts">
        {Object.entries(KEYS).map(([role, key]) => {
          const holders = state.roles[key] ?? [];
          return (
            <div key={role}>
              <dt>
                <Trans>Right {names[role as TreasuryRole]}</Trans>
              </dt>
              <dd>
                {holders.length === 0 && <Trans>nobody</Trans>}
                {holders.map((address) => (
                  <div key={address}>
                    {BigInt(address) === 0n ? (
                      <Trans>anyone</Trans>
                    ) : (
                      <Account address={address} name={nameOf(address)} />
                    )}
                    {isSame(address, account?.account) && role !== "executor" && (
                      <GiveUp {...{ organisation, address }} role={role as TreasuryRole} />
                    )}
                  </div>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}

function GiveUp({
  organisation,
  role,
  address,
}: Pick<PageProps, "organisation"> & { readonly role: TreasuryRole; readonly address: Address }) {
  const { t } = useLingui();
  return (
    <details>
      <summary>
        <Trans>Give it up</Trans>
      </summary>
      <Act
        isMinor
        label={t`Give my right up for ever`}
        organisation={organisation}
        deed={plain(treasury.renounceRole({ organisation: organisation.addresses, role, account: address }))}
      />
    </details>
  );
}

/** The one pause that the guardian has. */
export function Guardian({ organisation, state, account }: PageProps) {
  const { t } = useLingui();
  const names = useContractNames();
  const { addresses } = organisation;
  const [chosen, choose] = useState<readonly TreasuryPausable[]>([]);
  const there = PAUSABLE.filter((name) => addresses[name] !== undefined);
  const paused = there.flatMap((name) => {
    const until = state.contracts[name]?.pausedUntil ?? 0n;
    return until > state.time ? [{ name, until }] : [];
  });
  const isGuardian = isAmong(account?.account, state.roles.GUARDIAN_ROLE);
  const form = (
    <>
      <p>
        <Trans>
          The guardian may pause what brings value in or issues tokens, once, for 14 days. Selling, refunds,
          claims, taking stakes out and vetoes are never paused.
        </Trans>
      </p>
      {there.map((name) => (
        <Tick
          key={name}
          label={names[name]}
          value={chosen.includes(name)}
          tick={(yes) => {
            choose(yes ? [...chosen, name] : chosen.filter((each) => each !== name));
          }}
        />
      ))}
      <Act
        label={t`Pause`}
        organisation={organisation}
        deed={
          chosen.length === 0
            ? undefined
            : plain(treasury.pause({ organisation: addresses, contracts: chosen }))
        }
        onDone={() => {
          choose([]);
        }}
      />
    </>
  );
  return (
    <>
      {paused.length === 0 ? (
        <p>
          <Trans>Nothing is paused.</Trans>
        </p>
      ) : (
        <ul>
          {paused.map(({ name, until }) => (
            <li key={name}>
              <Trans>
                {names[name]}: paused until <Time at={until} />.
              </Trans>
            </li>
          ))}
        </ul>
      )}
      {isGuardian ? (
        form
      ) : (
        <details>
          <summary>
            <Trans>For the guardian</Trans>
          </summary>
          {form}
        </details>
      )}
    </>
  );
}
