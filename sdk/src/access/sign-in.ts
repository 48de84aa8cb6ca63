/** Sign-In with Ethereum (ERC-4361): the message that a page lets people sign, and its check on a server. */
import * as PersonalMessage from "ox/PersonalMessage";
import * as OxHex from "ox/Hex";
import * as Siwe from "ox/Siwe";
import type { Address, Hex, Rpc } from "../types.ts";
import type { Language } from "../units.ts";
import { isSignedBy } from "./signature.ts";

/** Where people sign in; what another page, server or chain was meant for is refused. */
export interface SignInPlace {
  /** Host and, if there is one, port of the page, such as "example.org". */
  readonly domain: string;
  /** Address of what one signs in to, such as "https://example.org/inside". */
  readonly uri: string;
  readonly chainId: number;
}

/** The message to be signed, by `personal_sign`. It is good for `lifetime` seconds, ten minutes if not given. */
export function signInMessage({
  place,
  address,
  nonce,
  statement,
  now = new Date(),
  lifetime = 600,
}: {
  readonly place: SignInPlace;
  /** With its checksum. */
  readonly address: Address;
  /** From the server, see {@link Nonces}. */
  readonly nonce: string;
  /** One line that people read when they sign. */
  readonly statement?: string | undefined;
  readonly now?: Date | undefined;
  readonly lifetime?: number | undefined;
}): string {
  return Siwe.createMessage({
    ...place,
    address,
    nonce,
    version: "1",
    issuedAt: now,
    expirationTime: new Date(now.getTime() + lifetime * 1_000),
    ...(statement === undefined ? {} : { statement }),
  });
}

/** What a server remembers of the nonces that it gave out. With several servers, keep them in a common store. */
export interface Nonces {
  /** A new one. */
  issue(): Promise<string>;
  /** Whether it was given out and is not used up; uses it up, at once for everybody. */
  take(nonce: string): Promise<boolean>;
}

/** Nonces in the memory of one server, each for `lifetime` seconds; at most `most`, then the oldest are forgotten. */
export function memoryNonces({
  lifetime = 600,
  most = 100_000,
  clock = Date.now,
}: {
  readonly lifetime?: number | undefined;
  readonly most?: number | undefined;
  readonly clock?: (() => number) | undefined;
} = {}): Nonces {
  const until = new Map<string, number>();
  return {
    issue() {
      const now = clock();
      for (const [nonce, end] of until) {
        if (end > now && until.size < most) break;
        until.delete(nonce);
      }
      const nonce = Siwe.generateNonce();
      until.set(nonce, now + lifetime * 1_000);
      return Promise.resolve(nonce);
    },
    take(nonce) {
      const end = until.get(nonce);
      until.delete(nonce);
      return Promise.resolve(end !== undefined && end > clock());
    },
  };
}

/** Why nobody was signed in. */
export type SignInProblem = "message" | "domain" | "uri" | "chain" | "time" | "signature" | "nonce";

const SENTENCES: Readonly<Record<SignInProblem, readonly [en: string, fi: string]>> = {
  message: ["This is no sign-in message. Start again.", "Tämä ei ole kirjautumisviesti. Aloita alusta."],
  domain: [
    "The message was signed for another page. Sign in here again, and beware of that page.",
    "Viesti on allekirjoitettu toiselle sivulle. Kirjaudu täällä uudelleen, ja varo sitä sivua.",
  ],
  uri: [
    "The message was signed for another part of this site. Sign in here again.",
    "Viesti on allekirjoitettu sivuston toiseen osaan. Kirjaudu täällä uudelleen.",
  ],
  chain: [
    "The message was signed for another network. Choose the right one in your wallet and sign in again.",
    "Viesti on allekirjoitettu toiseen verkkoon. Valitse lompakossa oikea verkko ja kirjaudu uudelleen.",
  ],
  time: [
    "The message is not valid now: it has expired, or your clock is wrong. Sign in again.",
    "Viesti ei ole nyt voimassa: se on vanhentunut, tai kellosi on väärässä. Kirjaudu uudelleen.",
  ],
  signature: [
    "The signature is not that of the account. Sign in again.",
    "Allekirjoitus ei ole tämän tilin. Kirjaudu uudelleen.",
  ],
  nonce: [
    "This message has been used already, or is too old. Sign in again.",
    "Tämä viesti on jo käytetty, tai se on liian vanha. Kirjaudu uudelleen.",
  ],
};

/** Nobody was signed in; the message is a sentence for who tried. */
export class SignInError extends Error {
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem, language: Language = "en") {
    super(SENTENCES[problem][language === "fi" ? 1 : 0]);
    this.name = "SignInError";
    this.problem = problem;
  }
}

/** How far clocks may differ (milliseconds). */
const CLOCK_SKEW = 60_000;

/**
 * The account that signed in. The message must be for this place, valid now, with an expiry, signed by the account that it
 * names, and with a nonce that this server gave out and that was not used: it is used up here. Throws {@link SignInError}, and
 * what the node throws when it does not answer.
 */
export async function checkSignIn({
  message,
  signature,
  place,
  nonces,
  rpc,
  now = new Date(),
  language,
}: {
  readonly message: string;
  readonly signature: string;
  readonly place: SignInPlace;
  readonly nonces: Nonces;
  /** A node of the place's chain: it knows accounts with code. */
  readonly rpc: Rpc;
  readonly now?: Date | undefined;
  readonly language?: Language | undefined;
}): Promise<Address> {
  const wrong = (problem: SignInProblem): SignInError => new SignInError(problem, language);
  const { address, domain, uri, chainId, version, nonce, expirationTime, notBefore, issuedAt } =
    readMessage(message) ?? {};
  if (address === undefined || nonce === undefined || version !== "1") throw wrong("message");
  if (domain !== place.domain) throw wrong("domain");
  if (uri !== place.uri) throw wrong("uri");
  if (chainId !== place.chainId) throw wrong("chain");
  if (expirationTime === undefined || !(expirationTime > now)) throw wrong("time");
  const soon = new Date(now.getTime() + CLOCK_SKEW);
  if (issuedAt === undefined || !(issuedAt <= soon)) throw wrong("time");
  if (notBefore !== undefined && !(notBefore <= soon)) throw wrong("time");
  if (!/^0x(?:[0-9a-fA-F]{2})+$/.test(signature)) throw wrong("signature");
  const hash = PersonalMessage.getSignPayload(OxHex.fromString(message));
  if (!(await isSignedBy({ rpc, account: address, hash, signature: signature as Hex })))
    throw wrong("signature");
  // Last, so that nobody else can use up a nonce.
  if (!(await nonces.take(nonce))) throw wrong("nonce");
  return address;
}

const DATE = /^(Expiration Time|Not Before|Issued At): (.+)$/gm;

/** The fields of a message that is written exactly as the standard has it, so that it can be read in one way only. */
function readMessage(message: string): Partial<Siwe.Message> | undefined {
  const sameDates = (text: string): string =>
    text.replace(DATE, (_, field: string, date: string) => `${field}: ${new Date(date).toISOString()}`);
  try {
    const fields = Siwe.parseMessage(message) as Partial<Siwe.Message>;
    return sameDates(Siwe.createMessage(fields as Siwe.Message)) === sameDates(message) ? fields : undefined;
  } catch {
    return undefined;
  }
}
