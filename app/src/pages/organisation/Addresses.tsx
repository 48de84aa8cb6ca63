/** Where the contracts are, and who has which right. */
import { Trans, useLingui } from "@lingui/react/macro";
import { CONTRACT_NAMES, type ContractName, type Organisation, type OrganisationState } from "cdpo-sdk/state";
import type { ReactNode } from "react";
import { isSame } from "../../parts/money/money.tsx";
import { Facts } from "../../parts/states.tsx";
import { Account } from "../../parts/words.tsx";
import { useCurators } from "./curators.ts";

/** What contracts are called. */
export function useContractNames(): Readonly<Record<ContractName, string>> {
  const { t } = useLingui();
  return {
    token: t`Token`,
    issuance: t`Issuance`,
    registry: t`Contributions`,
    epochs: t`Epochs`,
    stake: t`Stake`,
    proposals: t`Proposals for production`,
    reserve: t`Reserve and market`,
    presale: t`Presale`,
    custody: t`Custody of resources`,
    budget: t`Production budget`,
    pledgeBook: t`Pledges and grants`,
    licenceOffice: t`Licences`,
    partnerAcceptance: t`Partners' offers`,
    timelock: t`Timelock and treasury`,
    governor: t`Decisions`,
  };
}

export function Addresses({ organisation }: { readonly organisation: Organisation }) {
  const { t } = useLingui();
  const names = useContractNames();
  const { addresses, asset } = organisation;
  return (
    <Facts
      facts={[
        ...CONTRACT_NAMES.map((name) => {
          const address = addresses[name];
          return address === undefined
            ? undefined
            : ([names[name], <Account key={name} address={address} />] as const);
        }),
        [t`${asset.symbol}, the reserve's asset`, <Account key="asset" address={asset.address} />],
      ]}
    />
  );
}

const ANYONE = /^0x0*$/;

export function Roles({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const { organisation, roles, contracts } = state;
  const { addresses } = organisation;
  const curators = useCurators(state);
  const { index } = organisation;
  const isContract = (account: string) =>
    isSame(account, addresses.governor) || isSame(account, addresses.timelock);
  const founders = (roles.PROPOSER_ROLE ?? []).filter((account) => !isContract(account));
  const governs = (roles.PROPOSER_ROLE ?? []).some((account) => isSame(account, addresses.governor));
  const executors = roles.EXECUTOR_ROLE ?? [];
  return (
    <>
      <Facts
        facts={[
          [
            t`Founders: schedule what the organisation does, stakeholders can stop it`,
            <List key="founders" accounts={founders} none={<Trans>nobody any more</Trans>} />,
          ],
          [
            t`Stakeholders decide`,
            governs ? (
              <Trans key="governs">
                yes, by votes: <a href={`#/o/${index}/decide`}>decisions</a>
              </Trans>
            ) : (
              t`not yet: founders have not handed over`
            ),
          ],
          contracts.presale === undefined
            ? undefined
            : [
                t`Trustee: holds what partners gave, until the organisation is set up`,
                <List key="trustee" accounts={[contracts.presale.trustee]} none="" />,
              ],
          [
            t`Guardian: can pause entrances for 14 days, never exits`,
            <List key="guardian" accounts={roles.GUARDIAN_ROLE ?? []} none={<Trans>nobody</Trans>} />,
          ],
          [
            t`Curators: review contributions`,
            curators.data === undefined ? (
              "…"
            ) : (
              <List
                key="curators"
                accounts={curators.data}
                none={<Trans>none named: whoever has enough stake reviews</Trans>}
              />
            ),
          ],
          [
            t`Who carries out what was decided`,
            executors.some((account) => ANYONE.test(account)) ? (
              t`anyone`
            ) : (
              <List key="executors" accounts={executors} none={<Trans>nobody</Trans>} />
            ),
          ],
        ]}
      />
    </>
  );
}

function List({ accounts, none }: { readonly accounts: readonly string[]; readonly none: ReactNode }) {
  if (accounts.length === 0) return <>{none}</>;
  return (
    <>
      {accounts.map((account) => (
        <span key={account}>
          <Account address={account} />{" "}
        </span>
      ))}
    </>
  );
}
