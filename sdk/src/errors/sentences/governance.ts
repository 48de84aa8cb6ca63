import type { Sentences } from "../table.ts";

/** Decisions, the timelock that carries them out, and the stakes that vote. */
export const GOVERNANCE = {
  "DecisionLive(address account, uint256 id)": [
    "{account} has proposed decision {id}, which is not over: one at a time. Wait for its end, or cancel it before voting starts.",
    "Tili {account} on esittänyt päätöksen {id}, joka on yhä kesken: päätöksiä voi esittää vain yhden kerrallaan. Odota sen loppua, tai peru se ennen äänestyksen alkua.",
  ],
  "PollOnly(uint256 id)": [
    "Decision {id} is a poll: it was proposed while stakeholders' decisions were not carried out. Propose it anew.",
    "Päätös {id} on mielipidekysely: se esitettiin, kun osakkaiden päätöksiä ei vielä toteutettu. Esitä se uudelleen.",
  ],
  "NothingToVoteWith(uint256 id, address account)": [
    "{account} has no stake that counts in decision {id}: it must have been staked before voting started, and still be there. Stake for the next one.",
    "Tilillä {account} ei ole panosta, joka laskettaisiin päätöksessä {id}: se on pitänyt panna ennen äänestyksen alkua, ja sen pitää olla yhä paikallaan. Pane panos seuraavaa päätöstä varten.",
  ],
  "QuorumNotLower(uint256 id, uint256 quorum, uint256 present)": [
    "The quorum of decision {id}, {quorum:tokens}, is not above what it would be now, {present:tokens}. Nothing needs to be done.",
    "Päätöksen {id} päätösvaltaisuusraja {quorum:tokens} ei ole korkeampi kuin se nyt olisi ({present:tokens}). Mitään ei tarvitse tehdä.",
  ],
  "QuorumFixed(uint256 id, uint256 snapshot)": [
    "Voting on decision {id} started on {snapshot:time}: its quorum stands.",
    "Äänestys päätöksestä {id} alkoi {snapshot:time}: sen päätösvaltaisuusraja on kiinteä.",
  ],
  "TimelockFixed()": [
    "The timelock of the organisation can never be exchanged.",
    "Organisaation aikalukkoa ei voi koskaan vaihtaa.",
  ],
  "ReservedSalt(bytes32 salt)": [
    "The salt of this operation is kept for stakeholders' decisions. Use one whose first 20 bytes are zero.",
    "Tämän toimen tunnisteluku (salt) on varattu osakkaiden päätöksille. Käytä lukua, jonka 20 ensimmäistä tavua ovat nollia.",
  ],
  "CancelledByVetoOnly(bytes32 id)": [
    "Operation {id} is a decision of the stakeholders: only their veto can cancel it.",
    "Toimi {id} on osakkaiden päätös: sen voi perua vain osakkaiden esto.",
  ],
  "OperationNotPending(bytes32 id)": [
    "Operation {id} does not wait: it was never scheduled, or is done, cancelled or expired. Check its id.",
    "Toimi {id} ei ole odottamassa: sitä ei ole ajastettu, tai se on tehty, peruttu tai vanhentunut. Tarkista tunnus.",
  ],
  "OnlyGovernorProposes(address account)": [
    "{account} cannot be given the right to propose: only stakeholders' decisions propose, for ever.",
    "Tilille {account} ei voi antaa esitysoikeutta: toimia esitetään pysyvästi vain osakkaiden päätöksillä.",
  ],
  "LastProposer(address account)": [
    "Without {account} nobody could propose anything any more. Let stakeholders' decisions propose first.",
    "Ilman tiliä {account} kukaan ei voisi enää esittää mitään. Anna ensin osakkaiden päätöksille esitysoikeus.",
  ],
  "AdminIsTimelock(address account)": [
    "Only the timelock is its own administrator; {account} cannot become it or stop being it. Roles change by scheduled operations.",
    "Vain aikalukko hallitsee itseään; tili {account} ei voi saada tai menettää sitä asemaa. Oikeudet muuttuvat ajastetuin toimin.",
  ],
  "EveryoneExecutes()": [
    "Everybody may carry out what is due: that right cannot be taken away.",
    "Jokainen saa toteuttaa sen, minkä aika on tullut: sitä oikeutta ei voi ottaa pois.",
  ],
  "NotStake(address account)": [
    "{account} cannot veto here directly. Veto through the stakes of the organisation.",
    "Tili {account} ei voi estää suoraan täällä. Estä organisaation panosten kautta.",
  ],
  "CannotStake(address account)": [
    "{account} cannot have a stake. Stake for an account of a person or an organisation.",
    "Tilillä {account} ei voi olla panosta. Pane panos ihmisen tai organisaation tilille.",
  ],
  "StakeHeld(address account, uint256 amount, uint256 free)": [
    "Of the stake of {account} {free:tokens} can be taken out now, and {amount:tokens} were asked for: the rest is held by votes or reviews, or still vests. Take out less, or close votes that are over.",
    "Tilin {account} panoksesta voi nyt nostaa vain osan: {free:tokens}, pyydetty {amount:tokens}. Muu on sidottu äänestyksiin tai arviointeihin, tai se on vielä kertymättä. Nosta vähemmän, tai vapauta ensin päättyneisiin äänestyksiin sidottu panos.",
  ],
  "DelegationUnsupported()": [
    "Each account votes with its own stake: votes cannot be delegated. Sign a ballot instead, which anyone can bring in.",
    "Jokainen tili äänestää omalla panoksellaan: ääntä ei voi siirtää. Allekirjoita äänestyslippu, jonka kuka tahansa voi toimittaa.",
  ],
  "NotForum(address account)": [
    "{account} is no contract of the organisation that may hold stakes.",
    "Tili {account} ei ole organisaation sopimus, joka saisi sitoa panoksia.",
  ],
  "AlreadyHeld(address account, uint256 id, uint8 tag)": [
    "{account} has done this already: it counts once.",
    "Tili {account} on jo tehnyt tämän: se lasketaan vain kerran.",
  ],
  "NothingHeld(address account, address forum, uint256 id, uint8 tag)": [
    "The stake of {account} is not held for this matter. There is nothing to close or take back.",
    "Tilin {account} panosta ei ole sidottu tähän asiaan. Ei ole mitään vapautettavaa tai peruttavaa.",
  ],
  "StillHeld(address account, uint256 until)": [
    "The stake of {account} is still held for this matter[ until {until:time}]: who decides, stays until it is carried out or over. Try again afterwards.",
    "Tilin {account} panos on yhä sidottu tähän asiaan[ {until:time} asti]: kuka päättää, pysyy, kunnes asia on toteutettu tai ohi. Yritä sen jälkeen uudelleen.",
  ],
  "NothingToVetoWith(address account)": [
    "{account} has no stake that counts in this veto: it must have been there before the matter was proposed, and still be there.",
    "Tilillä {account} ei ole panosta, joka laskettaisiin tässä estossa: se on pitänyt panna ennen asian esittämistä, ja sen pitää olla yhä paikallaan.",
  ],
  "NothingToConsentWith(address account)": [
    "{account} has nothing more to consent with: a stake counts if it was there 30 days before the round opened, and still is.",
    "Tilillä {account} ei ole enempää panosta, jolla suostua: panos lasketaan, jos se oli paikallaan 30 päivää ennen kierroksen alkua ja on yhä.",
  ],
  "DissolutionRests(uint64 until)": [
    "A dissolution was attempted not long ago: a new round can begin on {until:time}.",
    "Purkamista yritettiin hiljattain: uusi kierros voi alkaa aikaisintaan {until:time}.",
  ],
  "ConsentHeld(address account, uint256 round)": [
    "The notice of dissolution is out: the consent of {account} is held until it is carried out or lapses.",
    "Purkamisilmoitus on annettu: tilin {account} suostumus on sidottu, kunnes purkaminen toteutuu tai ilmoitus raukeaa.",
  ],
  "RoundRunning(uint256 round)": [
    "Round {round} of consent to a dissolution is not over. Try again when it is.",
    "Purkamissuostumusten kierros {round} on kesken. Yritä uudelleen, kun se on ohi.",
  ],
  "NotMatured(uint256 circulating, uint256 floor)": [
    "The organisation is too young to decide: {circulating:tokens} circulate, and {floor:tokens} are needed once. Founders decide until then.",
    "Organisaatio on liian nuori päättämään: liikkeellä on {circulating:tokens}, ja määrän on kerran saavutettava {floor:tokens}. Siihen asti päättävät perustajat.",
  ],
  "GovernorAlreadyCastVote(address voter)": [
    "{voter} has voted on this already. A vote stands.",
    "Tili {voter} on jo äänestänyt tästä. Ääntä ei voi muuttaa.",
  ],
  "GovernorAlreadyQueuedProposal(uint256 proposalId)": [
    "Decision {proposalId} waits in the timelock already. Carry it out when its delay is over.",
    "Päätös {proposalId} odottaa jo aikalukossa. Toteuta se, kun viive on ohi.",
  ],
  "GovernorDisabledDeposit()": [
    "Nothing can be sent to the contract of decisions. Send it to the treasury.",
    "Päätösten sopimukselle ei voi lähettää mitään. Lähetä kassaan.",
  ],
  "GovernorInsufficientProposerVotes(address proposer, uint256 votes, uint256 threshold)": [
    "{proposer} has a stake of {votes:tokens}, and {threshold:tokens} are needed to propose a decision. Stake more, or ask somebody who has it.",
    "Tilin {proposer} panos on {votes:tokens}; päätöksen esittämiseen tarvitaan {threshold:tokens}. Lisää panosta, tai pyydä esittäjäksi jotakuta, jonka panos riittää.",
  ],
  "GovernorInvalidProposalLength(uint256 targets, uint256 calldatas, uint256 values)": [
    "The decision has no actions, or lists of different lengths ({targets} targets, {calldatas} calls, {values} values). Mend it.",
    "Päätöksessä ei ole toimia, tai luettelot ovat eripituiset (kohteita {targets}, kutsuja {calldatas}, arvoja {values}). Korjaa se.",
  ],
  "GovernorInvalidSignature(address voter)": [
    "The signed ballot is not {voter}'s, or is used, or for something else. Have it signed anew.",
    "Allekirjoitettu äänestyslippu ei ole tilin {voter} antama, tai se on jo käytetty tai tehty muuhun asiaan. Pyydä uusi allekirjoitus.",
  ],
  "GovernorInvalidVoteParams()": [
    "The vote carries parameters that are not understood here. Vote without them.",
    "Äänessä on lisätietoja, joita täällä ei ymmärretä. Äänestä ilman niitä.",
  ],
  "GovernorInvalidVoteType()": [
    "That is no way to vote: choose against, for or abstain.",
    "Näin ei voi äänestää: valitse vastaan, puolesta tai tyhjä.",
  ],
  "GovernorInvalidVotingPeriod(uint256 votingPeriod)": [
    "A vote cannot last {votingPeriod:duration}. Choose 3 to 30 days.",
    "Äänestyksen kesto ei käy: {votingPeriod:duration}. Valitse 3–30 päivää.",
  ],
  "GovernorNonexistentProposal(uint256 proposalId)": [
    "There is no decision {proposalId}. Check its id.",
    "Päätöstä {proposalId} ei ole. Tarkista tunnus.",
  ],
  "GovernorOnlyExecutor(address account)": [
    "Only the timelock may do this, not {account}. Propose it as a decision.",
    "Tämän saa tehdä vain aikalukko, ei {account}. Esitä se päätöksenä.",
  ],
  "GovernorPreventLateQuorumVoteExtensionTooLarge(uint256 newVoteExtension, uint256 maxVoteExtension)": [
    "The extension of a vote, {newVoteExtension:duration}, must be {maxVoteExtension:duration} at most.",
    "Äänestyksen jatkoajan enimmäiskesto on {maxVoteExtension:duration}; annettu on {newVoteExtension:duration}.",
  ],
  "GovernorProposalQueueingFailed(uint256 proposalId)": [
    "Decision {proposalId} could not be put into the timelock. Look at its actions.",
    "Päätöstä {proposalId} ei voitu panna aikalukkoon. Tarkista sen toimet.",
  ],
  "GovernorProposalQueueingNotRequired(uint256 proposalId)": [
    "Decision {proposalId} needs no queue.",
    "Päätöstä {proposalId} ei tarvitse panna aikalukkoon.",
  ],
  "GovernorRestrictedProposer(address proposer)": [
    "The description names another proposer than {proposer}. Let the one named propose it, or change the description.",
    "Kuvauksessa nimetään toinen esittäjä kuin {proposer}. Anna nimetyn esittää se, tai muuta kuvausta.",
  ],
  "GovernorUnableToCancel(uint256 proposalId, address account)": [
    "{account} cannot cancel decision {proposalId}: only its proposer can, before voting starts.",
    "Tili {account} ei voi perua päätöstä {proposalId}: sen voi tehdä vain esittäjä ennen äänestyksen alkua.",
  ],
  "GovernorUnexpectedProposalState(uint256 proposalId, uint8 current, bytes32 expectedStates)": [
    "Decision {proposalId} is {current:DecisionState}, which this does not fit[: it must be {expectedStates:DecisionStates}].",
    "Tämä ei sovi päätöksen {proposalId} nykyiseen tilaan ({current:DecisionState})[; tarvittava tila: {expectedStates:DecisionStates}].",
  ],
  "AccessControlBadConfirmation()": [
    "A role can be given up only by the account that has it.",
    "Oikeudesta voi luopua vain se tili, jolla se on.",
  ],
  "AccessControlUnauthorizedAccount(address account, bytes32 neededRole)": [
    "{account} does not have the right to do this; it needs to be {neededRole:role}. Use another account, or propose it as a decision.",
    "Tilillä {account} ei ole tähän oikeutta; tarvittava rooli on {neededRole:role}. Käytä toista tiliä, tai esitä se päätöksenä.",
  ],
  "TimelockInsufficientDelay(uint256 delay, uint256 minDelay)": [
    "A delay of {delay:duration} is too short: {minDelay:duration} are needed, so that people can leave first.",
    "Viive on liian lyhyt: {delay:duration}. Sen pitää olla vähintään {minDelay:duration}, jotta muut ehtivät lähteä ensin.",
  ],
  "TimelockInvalidOperationLength(uint256 targets, uint256 payloads, uint256 values)": [
    "The operation has lists of different lengths: {targets} targets, {payloads} calls, {values} values. Mend it.",
    "Toimen luettelot ovat eripituiset: kohteita {targets}, kutsuja {payloads}, arvoja {values}. Korjaa ne.",
  ],
  "TimelockUnauthorizedCaller(address caller)": [
    "Only the timelock may do this to itself, not {caller}. Propose it as a decision.",
    "Tämän voi tehdä vain aikalukko itselleen, ei {caller}. Esitä se päätöksenä.",
  ],
  "TimelockUnexecutedPredecessor(bytes32 predecessorId)": [
    "Operation {predecessorId} must be carried out first.",
    "Toimi {predecessorId} on toteutettava ensin.",
  ],
  "TimelockUnexpectedOperationState(bytes32 operationId, bytes32 expectedStates)": [
    "Operation {operationId} is in a state that this does not fit[: it must be {expectedStates:OperationStates}]. Look when its delay ends, and whether it was done, cancelled or expired.",
    "Tämä ei sovi toimen {operationId} nykyiseen tilaan[; tarvittava tila: {expectedStates:OperationStates}]. Katso, milloin viive päättyy ja onko toimi tehty, peruttu tai vanhentunut.",
  ],
  "VotesExpiredSignature(uint256 expiry)": [
    "The signature was good until {expiry:time}. Sign anew.",
    "Allekirjoitus oli voimassa {expiry:time} asti. Allekirjoita uudelleen.",
  ],
  "ERC5805FutureLookup(uint256 timepoint, uint48 clock)": [
    "Votes can be looked up for times that have passed, not for {timepoint:time}. Try again in a moment.",
    "Äänimäärän voi katsoa vain menneeltä hetkeltä; pyydetty hetki on {timepoint:time}. Yritä hetken päästä uudelleen.",
  ],
  "ERC6372InconsistentClock()": [
    "The contract's clock is broken. Tell who maintains it.",
    "Sopimuksen kello on rikki. Kerro siitä ylläpitäjille.",
  ],
  "CheckpointUnorderedInsertion()": [
    "Votes were recorded out of order. This should never happen: tell who maintains the contracts.",
    "Ääniä kirjattiin väärässä järjestyksessä. Näin ei pitäisi koskaan käydä: kerro sopimusten ylläpitäjille.",
  ],
} as const satisfies Sentences;
