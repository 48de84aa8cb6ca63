/** Events of contributions, stakes, decisions and production as sentences; see event-words.ts. */
import type { Pair } from "./event-words.ts";

export const WORDS_OF_PEOPLE: Readonly<Record<string, Pair>> = {
  "issuance:AwardEntered": [
    "Award {award:n} of {amount:k} was entered in batch {batch:n}",
    "Palkkio {award:n}, {amount:k}, kirjattiin palkkioerään {batch:n}",
  ],
  "issuance:AwardTaken": [
    "{amount:k} of award {award:n} went to {to:a}",
    "Palkkiosta {award:n} maksettiin {amount:k} tilille {to:a}",
  ],
  "issuance:BatchPaid": ["Batch {batch:n} was paid: {paid:k}", "Palkkioerä {batch:n} maksettiin: {paid:k}"],
  "issuance:GrowthSet": ["The growth of issuance was set", "Liikkeeseenlaskun kasvu asetettiin"],
  "registry:ContributionSubmitted": [
    "{submitter:a} submitted contribution {id:n} for {reward:k}: {uri:q}",
    "{submitter:a} jätti kontribuution {id:n}, palkkio {reward:k}: {uri:q}",
  ],
  "registry:ContributionReviewed": [
    "{curator:a} reviewed contribution {id:n}: {note:q}",
    "{curator:a} arvioi kontribuution {id:n}: {note:q}",
  ],
  "registry:ContributionDecided": [
    "Contribution {id:n} was decided: {approvals:n} for, {objections:n} against",
    "Kontribuutiosta {id:n} päätettiin: {approvals:n} puolsi, {objections:n} vastusti",
  ],
  "registry:ContributionAwarded": [
    "Contribution {id:n} was awarded {amount:k}",
    "Kontribuutiolle {id:n} annettiin palkkio {amount:k}",
  ],
  "registry:ContributionPaid": [
    "{producer:a} got {amount:k} for contribution {id:n}",
    "{producer:a} sai {amount:k} kontribuutiosta {id:n}",
  ],
  "registry:ContributionOverruled": [
    "The organisation overruled the rejection of contribution {id:n}",
    "Organisaatio hyväksyi hylätyn kontribuution {id:n}",
  ],
  "registry:ContributionWithdrawn": ["Contribution {id:n} was withdrawn", "Kontribuutio {id:n} peruttiin"],
  "registry:ReviewRewardPaid": [
    "{reviewer:a} got {amount:k} for reviewing contribution {id:n}",
    "{reviewer:a} sai {amount:k} kontribuution {id:n} arvioinnista",
  ],
  "registry:DepositReturned": [
    "The deposit of contribution {id:n}, {amount:k}, went back to {submitter:a}",
    "Kontribuution {id:n} pantti {amount:k} palautettiin: {submitter:a}",
  ],
  "registry:DepositForfeited": [
    "The deposit of contribution {id:n}, {amount:k}, went to the treasury",
    "Kontribuution {id:n} pantti {amount:k} meni kassaan",
  ],
  "registry:CuratorSet": [
    "{curator:a} was made a curator, or no longer is one",
    "{curator:a} nimettiin kuraattoriksi tai ei enää ole sellainen",
  ],
  "registry:KindSet": [
    "The kind of contributions {name:q} was set, at most {maxReward:k}",
    "Kontribuutioiden laji {name:q} asetettiin, enintään {maxReward:k}",
  ],
  "epochs:EpochProposed": [
    "{proposer:a} proposed epoch {epoch:n} of {total:k} for {count:n} accounts",
    "{proposer:a} esitti kauden {epoch:n}: {total:k}, {count:n} tiliä",
  ],
  "epochs:EpochObjected": [
    "{curator:a} objected to epoch {epoch:n}: {note:q}",
    "{curator:a} vastusti kautta {epoch:n}: {note:q}",
  ],
  "epochs:EpochActivated": ["Epoch {epoch:n} was activated", "Kausi {epoch:n} hyväksyttiin"],
  "epochs:EpochOpened": [
    "Awards of epoch {epoch:n}, {paid:k}, can be claimed until {expiresAt:s}",
    "Kauden {epoch:n} palkkiot, {paid:k}, voi nostaa {expiresAt:s} asti",
  ],
  "epochs:EpochRejected": ["Epoch {epoch:n} was rejected", "Kausi {epoch:n} hylättiin"],
  "epochs:EpochWithdrawn": ["Epoch {epoch:n} was withdrawn", "Kausi {epoch:n} peruttiin"],
  "epochs:EpochExpired": [
    "Epoch {epoch:n} expired: {unclaimed:k} went to the treasury",
    "Kausi {epoch:n} raukesi: {unclaimed:k} meni kassaan",
  ],
  "epochs:AwardClaimed": [
    "{account:a} claimed {amount:k} of epoch {epoch:n}",
    "{account:a} nosti {amount:k} kaudesta {epoch:n}",
  ],
  "stake:Staked": [
    "{payer:a} staked {amount:k} for {account:a}",
    "{payer:a} pani panokseksi {amount:k} tilin {account:a} nimiin",
  ],
  "stake:Unstaked": ["{account:a} unstaked {amount:k}", "{account:a} nosti panoksestaan {amount:k}"],
  "stake:VetoCast": [
    "{account:a} vetoes with {weight:k} ({total:k} of {threshold:k} by now)",
    "{account:a} on estämässä painolla {weight:k} (nyt {total:k}, tarvitaan {threshold:k})",
  ],
  "stake:VetoTakenBack": ["{account:a} took a veto back", "{account:a} perui estonsa"],
  "stake:DissolutionConsented": [
    "{account:a} consents to dissolve with {weight:k} ({consented:k} of {needed:k})",
    "{account:a} suostuu purkamiseen painolla {weight:k} ({consented:k}, tarvitaan {needed:k})",
  ],
  "stake:ConsentTakenBack": [
    "{account:a} took the consent to dissolve back",
    "{account:a} perui suostumuksensa purkamiseen",
  ],
  "stake:DissolutionNotice": [
    "Enough consented: the organisation can be dissolved from {from:s} until {until:s}",
    "Suostumus riittää: organisaation voi purkaa {from:s} – {until:s}",
  ],
  "stake:Matured": [
    "Enough circulates to decide: {circulating:k}",
    "Päätöksiin kierrossa on tarpeeksi: {circulating:k}",
  ],
  "stake:StakeForfeited": [
    "{account:a} lost {amount:k} of stake as a founder",
    "{account:a} menetti perustajana panoksestaan {amount:k}",
  ],
  "stake:VestingMoved": [
    "Vesting stake of {amount:k} moved from {from:a} to {to:a}",
    "Kertyvä panos {amount:k} siirtyi: {from:a} → {to:a}",
  ],
  "proposals:ProposalOpened": ["{proposer:a} opened proposal {id:n}", "{proposer:a} avasi ehdotuksen {id:n}"],
  "proposals:ProposalBacked": [
    "{backer:a} backs proposal {id:n} with {amount:k} ({raised:k} in all)",
    "{backer:a} tukee ehdotusta {id:n}: {amount:k} (yhteensä {raised:k})",
  ],
  "proposals:BackingWithdrawn": [
    "{backer:a} took {amount:k} back from proposal {id:n}",
    "{backer:a} otti ehdotuksesta {id:n} takaisin {amount:k}",
  ],
  "proposals:BackingReclaimed": [
    "{backer:a} got {amount:k} back from proposal {id:n}",
    "{backer:a} sai ehdotuksesta {id:n} takaisin {amount:k}",
  ],
  "proposals:ProposalFunded": ["Proposal {id:n} reached its goal", "Ehdotus {id:n} sai tarvitsemansa tuen"],
  "proposals:ProposalDelivered": [
    "{deliverer:a} delivered proposal {id:n} as contribution {contributionId:n}",
    "{deliverer:a} toimitti ehdotuksen {id:n} kontribuutiona {contributionId:n}",
  ],
  "proposals:DeliveryVetoed": [
    "{backer:a} vetoes the delivery of proposal {id:n}",
    "{backer:a} on estämässä ehdotuksen {id:n} toteutusta",
  ],
  "proposals:ProposalCompleted": [
    "Proposal {id:n} was completed: {amount:k} handed over",
    "Ehdotus {id:n} valmistui: luovutettiin {amount:k}",
  ],
  "proposals:ProposalReleased": [
    "Proposal {id:n} failed: its backing is free",
    "Ehdotus {id:n} raukesi: sen tuki vapautui",
  ],
  "proposals:BackerRewardClaimed": [
    "{backer:a} got {amount:k} for backing proposal {id:n}",
    "{backer:a} sai {amount:k} ehdotuksen {id:n} tukemisesta",
  ],
  "timelock:CallScheduled": [
    "A call of {target:a} was scheduled",
    "Kutsu sopimukseen {target:a} ajastettiin",
  ],
  "timelock:CallExecuted": [
    "A call of {target:a} was carried out",
    "Kutsu sopimukseen {target:a} toteutettiin",
  ],
  "timelock:Cancelled": ["A scheduled operation was cancelled", "Ajastettu toimenpide peruttiin"],
  "timelock:OperationVetoed": [
    "Stakeholders vetoed a scheduled operation",
    "Osakkaat estivät ajastetun toimenpiteen",
  ],
  "timelock:RoleGranted": [
    "{account:a} was given a right in the timelock",
    "{account:a} sai oikeuden aikalukossa",
  ],
  "timelock:RoleRevoked": [
    "{account:a} lost a right in the timelock",
    "{account:a} menetti oikeuden aikalukossa",
  ],
  "timelock:GuardianPaused": [
    "The guardian {guardian:a} paused entrances",
    "Vartija {guardian:a} keskeytti sisääntulot",
  ],
  "governor:ProposalCreated": [
    "{proposer:a} proposed a decision: {description:q}",
    "{proposer:a} esitti päätöstä: {description:q}",
  ],
  "governor:VoteCast": [
    "{voter:a} voted with {weight:k}: {reason:q}",
    "{voter:a} äänesti painolla {weight:k}: {reason:q}",
  ],
  "governor:ProposalQueued": [
    "A decision was agreed on: it waits until {etaSeconds:s}",
    "Päätös hyväksyttiin: se odottaa {etaSeconds:s} asti",
  ],
  "governor:ProposalExecuted": ["A decision was carried out", "Päätös toteutettiin"],
  "governor:ProposalCanceled": ["A decision was taken back", "Päätösesitys peruttiin"],
  "governor:QuorumLowered": [
    "The quorum of a decision was lowered to {quorum:k}",
    "Päätöksen päätösvaltaisuusraja laskettiin: {quorum:k}",
  ],
};
