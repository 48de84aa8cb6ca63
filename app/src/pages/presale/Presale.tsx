/** A presale: partnership in the project before it works, from the first contribution to the last milestone. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Section } from "../../parts/states.tsx";
import { Claim } from "./Claim.tsx";
import { Contribute } from "./Contribute.tsx";
import { Milestones } from "./Milestones.tsx";
import { MoneyPaths } from "./MoneyPaths.tsx";
import { Positions } from "./Positions.tsx";
import { Progress } from "./Progress.tsx";
import { Refund } from "./Refund.tsx";
import { Resources } from "./Resources.tsx";
import { saleOf } from "./sale.ts";
import { Terms } from "./Terms.tsx";
import { Trustee } from "./Trustee.tsx";
import { Windows } from "./Windows.tsx";

export default function Presale(props: PageProps) {
  const { t } = useLingui();
  const sale = saleOf(props);
  if (sale === undefined) {
    return (
      <Section title={t`No presale`}>
        <p>
          <Trans>This organisation grows without a presale: its tokens are issued for contributions.</Trans>
        </p>
      </Section>
    );
  }
  const { state } = sale.presale;
  const isOver = state === "Released" || state === "Refunding";
  return (
    <>
      <Progress sale={sale} />
      <div className="columns">
        {!isOver && <Contribute sale={sale} />}
        {state === "Released" && <Claim sale={sale} />}
        {state !== "Released" && <Refund sale={sale} />}
      </div>
      <MoneyPaths sale={sale} />
      {state !== "Refunding" && <Milestones sale={sale} />}
      <Windows sale={sale} />
      <Resources sale={sale} />
      <div className="columns">
        <Trustee sale={sale} />
        <Positions sale={sale} />
      </div>
      <Terms sale={sale} />
    </>
  );
}
