import type { Sentences } from "../table.ts";

/** What OpenZeppelin's parts of the contracts refuse, and the language itself. */
export const OPENZEPPELIN = {
  "Error(string message)": ["The contract says: {message}", "Sopimus sanoo: {message}"],
  "Panic(uint256 code)": [
    "The contract failed by itself: {code:Panic}. If your input is right, tell who maintains it.",
    "Sopimus epäonnistui: {code:Panic}. Jos syötteesi on oikein, kerro sopimuksen ylläpitäjille.",
  ],
  "InvalidInitialization()": [
    "This contract is set up already: that happens once, at launch.",
    "Tämä sopimus on jo otettu käyttöön: se tapahtuu vain kerran, organisaatiota perustettaessa.",
  ],
  "NotInitializing()": [
    "This only works while a contract is set up, at launch.",
    "Tämä toimii vain, kun sopimusta otetaan käyttöön organisaatiota perustettaessa.",
  ],
  "OwnableInvalidOwner(address owner)": [
    "{owner:address} cannot own a contract. Name another account.",
    "Tämä osoite ei voi omistaa sopimusta: {owner:address}. Nimeä toinen tili.",
  ],
  "OwnableUnauthorizedAccount(address account)": [
    "Only the organisation itself may do this, through its timelock, not {account}. Propose it as a decision.",
    "Tämän saa tehdä vain organisaatio itse aikalukkonsa kautta, ei {account}. Esitä se päätöksenä.",
  ],
  "SafeERC20FailedOperation(address token)": [
    "The token {token} refused to move. Check that your balance and your approval suffice, and that it is not paused or blocked for you.",
    "Poletti {token} ei suostunut siirtymään. Tarkista, että saldosi ja antamasi lupa riittävät ja ettei poletin siirtämistä ole keskeytetty tai estetty tililtäsi.",
  ],
  "ReentrancyGuardReentrantCall()": [
    "A contract called back in the middle of a call, which is not allowed.",
    "Sopimus kutsui takaisin kesken kutsun, mikä ei ole sallittua.",
  ],
  "SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)": [
    "A number is larger than the contract can keep ({bits} bits). Enter a smaller one.",
    "Luku on suurempi kuin sopimus pystyy tallentamaan ({bits} bittiä). Anna pienempi luku.",
  ],
  "FailedCall()": [
    "A call inside this one failed and did not say why. Look at the actions it carries out.",
    "Tämän sisällä tehty kutsu epäonnistui eikä kertonut syytä. Tarkista toimet, jotka se toteuttaa.",
  ],
  "InsufficientBalance(uint256 balance, uint256 needed)": [
    "There are {balance:coins} here, and {needed:coins} are needed. Send less, or bring more in first.",
    "Täällä on {balance:coins}; tarvitaan {needed:coins}. Lähetä vähemmän, tai tuo ensin lisää.",
  ],
  "StringsInsufficientHexLength(uint256 value, uint256 length)": [
    "A number does not fit its place in the text. This should never happen: tell who maintains the contracts.",
    "Luku ei mahdu paikkaansa tekstissä. Näin ei pitäisi koskaan käydä: kerro sopimusten ylläpitäjille.",
  ],
  "InvalidAccountNonce(address account, uint256 currentNonce)": [
    "What {account} signed is used already, or was signed in another order. Sign anew.",
    "Tilin {account} allekirjoitus on jo käytetty, tai se tehtiin eri järjestyksessä. Allekirjoita uudelleen.",
  ],
  "ECDSAInvalidSignature()": [
    "The signature is wrong. Sign anew.",
    "Allekirjoitus on väärä. Allekirjoita uudelleen.",
  ],
  "ECDSAInvalidSignatureLength(uint256 length)": [
    "The signature is {length} bytes long, which none is. Sign anew.",
    "Allekirjoituksen pituus ei voi olla {length} tavua. Allekirjoita uudelleen.",
  ],
  "ECDSAInvalidSignatureS(bytes32 s)": [
    "The signature is in a form that is not accepted. Sign anew with an up-to-date wallet.",
    "Allekirjoitus on muodossa, jota ei hyväksytä. Allekirjoita uudelleen ajantasaisella lompakolla.",
  ],
  "ERC1155InsufficientBalance(address sender, uint256 balance, uint256 needed, uint256 tokenId)": [
    "{sender} has {balance} vouchers of offer {tokenId}, and {needed} are needed. Use fewer.",
    "Tarjouksen {tokenId} lippuja on tilillä {sender} vain {balance}; tarvitaan {needed}. Käytä vähemmän.",
  ],
  "ERC1155InvalidApprover(address approver)": [
    "The zero address cannot approve anything.",
    "Nollaosoite ei voi antaa lupia.",
  ],
  "ERC1155InvalidArrayLength(uint256 idsLength, uint256 valuesLength)": [
    "There are {idsLength} numbers and {valuesLength} quantities: give as many of both.",
    "Numeroita on {idsLength} ja määriä {valuesLength}: anna molempia yhtä monta.",
  ],
  "ERC1155InvalidOperator(address operator)": [
    "The zero address cannot be approved. Name another account.",
    "Nollaosoitteelle ei voi antaa lupaa. Nimeä toinen tili.",
  ],
  "ERC1155InvalidReceiver(address receiver)": [
    "{receiver:address} cannot receive vouchers. Name another account.",
    "Tämä osoite ei voi ottaa vastaan lippuja: {receiver:address}. Nimeä toinen tili.",
  ],
  "ERC1155InvalidSender(address sender)": [
    "Vouchers cannot be sent from {sender:address}.",
    "Lippuja ei voi lähettää tästä osoitteesta: {sender:address}.",
  ],
  "ERC1155MissingApprovalForAll(address operator, address owner)": [
    "{operator} may not move the vouchers of {owner}. They have to approve it first.",
    "Tili {operator} ei saa siirtää tilin {owner} lippuja. Lippujen haltijan on ensin annettava siihen lupa.",
  ],
  "ERC721IncorrectOwner(address sender, uint256 tokenId, address owner)": [
    "Number {tokenId} is not {sender}'s but belongs to {owner}.",
    "Numero {tokenId} ei kuulu tilille {sender}; sen omistaja on {owner}.",
  ],
  "ERC721InsufficientApproval(address operator, uint256 tokenId)": [
    "{operator} may not move number {tokenId}. Its owner has to approve it first.",
    "Tili {operator} ei saa siirtää numeroa {tokenId}. Omistajan on ensin annettava siihen lupa.",
  ],
  "ERC721InvalidApprover(address approver)": [
    "{approver:address} cannot give this approval: only the owner can.",
    "Tämä osoite ei voi antaa lupaa: {approver:address}. Sen voi antaa vain omistaja.",
  ],
  "ERC721InvalidOperator(address operator)": [
    "{operator:address} cannot be approved. Name another account.",
    "Tälle osoitteelle ei voi antaa lupaa: {operator:address}. Nimeä toinen tili.",
  ],
  "ERC721InvalidOwner(address owner)": [
    "{owner:address} owns nothing here. Enter another address.",
    "Tämä osoite ei omista täällä mitään: {owner:address}. Anna toinen osoite.",
  ],
  "ERC721InvalidReceiver(address receiver)": [
    "{receiver:address} cannot receive this. Name another account.",
    "Tämä osoite ei voi ottaa tätä vastaan: {receiver:address}. Nimeä toinen tili.",
  ],
  "ERC721InvalidSender(address sender)": [
    "Nothing can be sent from {sender:address}: there is such a number already.",
    "Mitään ei voi lähettää tästä osoitteesta: {sender:address}. Numero on jo käytössä.",
  ],
  "ERC721NonexistentToken(uint256 tokenId)": [
    "There is no number {tokenId}. Check it.",
    "Numeroa {tokenId} ei ole. Tarkista se.",
  ],
} as const satisfies Sentences;
