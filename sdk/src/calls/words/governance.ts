import { either, type Words } from "./table.ts";

export const STAKE: Words = {
  stake: ["Stakes {amount:tokens}.", "Panee panokseksi {amount:tokens}."],
  stakeWithPermit: [
    "Stakes {amount:tokens} with a permit.",
    "Panee panokseksi {amount:tokens} allekirjoitetulla luvalla.",
  ],
  stakeFor: [
    "Stakes {amount:tokens} in the name of {account}.",
    "Panee panokseksi {amount:tokens} tilin {account} nimiin.",
  ],
  unstake: [
    "Takes {amount:tokens} out of the caller's stake, for {recipient}.",
    "Nostaa omasta panoksesta {amount:tokens}, saaja {recipient}.",
  ],
  close: [
    "Ends the hold of the stake of {account} by matter {id:number} of {forum}.",
    "Vapauttaa tilin {account} panoksen, joka on ollut sidottu asiaan {id:number} ({forum}).",
  ],
  vetoDecision: [
    "Vetoes the operation {id} that waits in the timelock.",
    "Estää aikalukossa odottavan toimen {id}.",
  ],
  takeBackVeto: [
    "Takes the caller's veto of matter {id:number} of {forum} back.",
    "Peruu oman estonsa asiassa {id:number} ({forum}).",
  ],
  consentToDissolve: ["Consents to dissolve the organisation.", "Suostuu organisaation purkamiseen."],
  takeBackConsent: ["Takes the caller's consent to dissolve back.", "Peruu oman suostumuksensa purkamiseen."],
  lowerDissolution: [
    "Lowers what consent to dissolve is measured by to what circulates now.",
    "Laskee määrän, johon purkamissuostumuksia verrataan, nyt liikkeellä olevaan.",
  ],
  closeConsent: [
    "Ends the hold of the stake of {account} by its consent in round {round}.",
    "Vapauttaa tilin {account} panoksen, joka on ollut sidottu suostumukseen kierroksella {round}.",
  ],
  sweep: [
    "Sends to the treasury what came to the stakes past their functions.",
    "Siirtää kassaan sen, mitä on tullut panoksiin toimintojen ohi.",
  ],
  forfeit: [
    "Takes out of the stake of {account} what it lost as a founder.",
    "Poistaa tilin {account} panoksesta sen, minkä se perustajana menetti.",
  ],
  mature: [
    "Records that enough tokens circulate to decide.",
    "Kirjaa, että poletteja on liikkeellä tarpeeksi päättämiseen.",
  ],
};

export const GOVERNOR: Words = {
  propose: [
    "Proposes to the stakeholders: {description:quoted}. It would: {calls:calls}",
    "Esittää osakkaille: {description:quoted}. Se tekisi tämän: {calls:calls}",
  ],
  queue: [
    "Puts what stakeholders agreed on into the timelock: {calls:calls}",
    "Vie osakkaiden päätöksen aikalukkoon: {calls:calls}",
  ],
  execute: [
    "Carries out what stakeholders decided: {calls:calls}",
    "Toteuttaa osakkaiden päätöksen: {calls:calls}",
  ],
  cancel: [
    "Takes a proposed decision back. It would have: {calls:calls}",
    "Peruu esitetyn päätöksen. Se olisi tehnyt tämän: {calls:calls}",
  ],
  castVote: [
    "Votes {support:vote} decision {proposalId:number}.",
    "Äänestää päätöksestä {proposalId:number}: {support:vote}.",
  ],
  castVoteWithReason: [
    "Votes {support:vote} decision {proposalId:number}[, because {reason:quoted}].",
    "Äänestää päätöksestä {proposalId:number}: {support:vote}[; perustelu {reason:quoted}].",
  ],
  castVoteWithReasonAndParams: [
    "Votes {support:vote} decision {proposalId:number}[, because {reason:quoted}].",
    "Äänestää päätöksestä {proposalId:number}: {support:vote}[; perustelu {reason:quoted}].",
  ],
  castVoteBySig: [
    "Brings in the ballot of {voter}, {support:vote} decision {proposalId:number}.",
    "Toimittaa tilin {voter} äänestyslipun päätöksestä {proposalId:number}: {support:vote}.",
  ],
  castVoteWithReasonAndParamsBySig: [
    "Brings in the ballot of {voter}, {support:vote} decision {proposalId:number}[, because {reason:quoted}].",
    "Toimittaa tilin {voter} äänestyslipun päätöksestä {proposalId:number}: {support:vote}[; perustelu {reason:quoted}].",
  ],
  lowerQuorum: [
    "Lowers the quorum of decision {id:number} to the present figure.",
    "Laskee päätöksen {id:number} päätösvaltaisuusrajan nykyiseen lukuun.",
  ],
  setQuorumBps: [
    "Sets the quorum of decisions to {newQuorumBps:bps}.",
    "Asettaa päätösten päätösvaltaisuusrajan: {newQuorumBps:bps}.",
  ],
  setVotingDelay: [
    "Lets {newVotingDelay:duration} pass between proposing and voting.",
    "Asettaa ajan esittämisestä äänestykseen: {newVotingDelay:duration}.",
  ],
  setVotingPeriod: [
    "Lets votes last {newVotingPeriod:duration}.",
    "Asettaa äänestyksen keston: {newVotingPeriod:duration}.",
  ],
  setProposalThreshold: [
    "Lets who has staked {newProposalThreshold:bps} propose decisions.",
    "Asettaa päätöksen esittämiseen vaadittavan panoksen: {newProposalThreshold:bps}.",
  ],
  setLateQuorumVoteExtension: [
    "Lets a vote go on for {newVoteExtension:duration} after its quorum is reached late.",
    "Asettaa äänestyksen jatkoajan, kun päätösvaltaisuus saavutetaan myöhään: {newVoteExtension:duration}.",
  ],
};

export const TIMELOCK: Words = {
  schedule: [
    "Schedules, to be carried out in {delay:duration}: {calls:calls}",
    "Ajastaa toteutettavaksi, viive {delay:duration}: {calls:calls}",
  ],
  scheduleBatch: [
    "Schedules, to be carried out in {delay:duration}: {calls:calls}",
    "Ajastaa toteutettavaksi, viive {delay:duration}: {calls:calls}",
  ],
  execute: ["Carries out what was scheduled: {calls:calls}", "Toteuttaa ajastetun toimen: {calls:calls}"],
  executeBatch: [
    "Carries out what was scheduled: {calls:calls}",
    "Toteuttaa ajastetun toimen: {calls:calls}",
  ],
  cancel: ["Cancels the scheduled operation {id}.", "Peruu ajastetun toimen {id}."],
  pause: [
    "Pauses the entrances of {targets:accounts} for 14 days.",
    "Keskeyttää sisään tulevat maksut ja liikkeeseenlaskun 14 päiväksi: {targets:accounts}.",
  ],
  grantRole: ["Makes {account} {role:role}.", "Antaa tilille {account} oikeuden: {role:role}."],
  revokeRole: ["Makes {account} no longer {role:role}.", "Ottaa tililtä {account} oikeuden: {role:role}."],
  renounceRole: [
    "Gives up being {role:role}, as {callerConfirmation}.",
    "Luopuu tilin {callerConfirmation} oikeudesta: {role:role}.",
  ],
  updateDelay: [
    "Sets the timelock's delay to {newDelay:duration}.",
    "Asettaa aikalukon viiveen: {newDelay:duration}.",
  ],
  setDaoURI: [
    "Says that the organisation is described at {newURI:text}.",
    "Asettaa organisaation kuvauksen osoitteeksi {newURI:text}.",
  ],
};

export const FACTORY: Words = {
  launch: either(
    "withPresale",
    [
      "Launches {name:quoted} ({symbol:text}) with a presale and {reserveRatioBps:bps} of reserve, asset {asset}.",
      "Perustaa organisaation {name:quoted} ({symbol:text}): ennakkomyynti, varantosuhde {reserveRatioBps:bps}, raha {asset}.",
    ],
    [
      "Launches {name:quoted} ({symbol:text}), whose liquidity grows by gifts, with {reserveRatioBps:bps} of reserve, asset {asset}.",
      "Perustaa organisaation {name:quoted} ({symbol:text}), jonka likviditeetti kasvaa lahjoista: varantosuhde {reserveRatioBps:bps}, raha {asset}.",
    ],
  ),
};
