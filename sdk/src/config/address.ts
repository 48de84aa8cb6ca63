/** The one rule for addresses that people write: the address itself, with its checksum, and nothing else. */
import * as OxAddress from "ox/Address";
import type { Address } from "../types.ts";
import type { Language } from "../units.ts";
import { ODD_SIGNS, problemsIn } from "./sentences/problems.ts";

/** What was written is no address to rely on; the message says why. */
export class AddressError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AddressError";
  }
}

/** Whether this is meant as an address, right or wrong: for lists in which other names may stand, too. */
export function looksLikeAddress(written: string): boolean {
  const bare = Array.from(written.trim())
    .filter((sign) => !(sign in ODD_SIGNS))
    .join("");
  return (
    /^(?:[a-z0-9-]{2,12}:)?0x/i.test(bare) || /^[0-9a-f]{38,42}$/i.test(bare) || /^\S+\.eth$/i.test(bare)
  );
}

/** An address of forty digits as people compare it, with its checksum (ERC-55), however a machine wrote it. */
export function checksumAddress(address: Address): Address {
  return OxAddress.checksum(address.toLowerCase());
}

/**
 * An address that someone wrote, as it is. Throws {@link AddressError}, which names the right checksum, and the reason why
 * names, prefixes and odd characters are refused.
 */
export function parseAddress(written: string, language: Language = "en"): Address {
  const say = problemsIn(language);
  const text = written.trim();
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    if (code > 0x20 && code < 0x7f) continue;
    const name = ODD_SIGNS[sign]?.[language] ?? (code < 0x80 ? say("controlOrSpace") : `"${sign}"`);
    const point = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    throw new AddressError(say("oddSign", { sign: name, point }));
  }
  const [, prefix] = /^([a-z0-9-]{2,12}):0x/i.exec(text) ?? [];
  if (prefix !== undefined) throw new AddressError(say("prefix", { prefix }));
  if (isEnsName(text)) throw new AddressError(say("name", { written: quoted(text) }));
  if (/^[0-9a-fA-F]{40}$/.test(text)) throw new AddressError(say("without0x"));
  const [, digits] = /^0x(\w*)$/i.exec(text) ?? [];
  if (digits === undefined) throw new AddressError(say("noAddress", { written: quoted(text) }));
  const sign = /[^0-9a-f]/i.exec(digits)?.[0];
  if (sign !== undefined) throw new AddressError(say("foreignSign", { sign }));
  const { length: count } = digits;
  if (count !== 40) throw new AddressError(say(count < 40 ? "digitsMissing" : "digitsTooMany", { count }));
  if (/^0+$/.test(digits)) throw new AddressError(say("zeroAddress"));
  const right = checksumAddress(`0x${digits}`);
  if (text !== right) throw new AddressError(say("checksum", { written: text, right }));
  return right;
}

function isEnsName(text: string): boolean {
  return /^(?:[^\s.:/]+\.)+[a-z]{2,}$/i.test(text);
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
