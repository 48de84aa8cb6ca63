/** The one rule for addresses that people write: the address itself, with its checksum, and nothing else. */
import * as OxAddress from "ox/Address";
import type { Address } from "../types.ts";

/** What was written is no address to rely on; the message says why. */
export class AddressError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AddressError";
  }
}

/** Characters that cannot be seen, or hardly. */
const ODD: Readonly<Record<string, string>> = {
  "\u00a0": "a space that breaks no line",
  "\u00ad": "a soft hyphen",
  "\u200b": "a zero width space",
  "\u200c": "a zero width non-joiner",
  "\u200d": "a zero width joiner",
  "\u200e": "a left-to-right mark",
  "\u200f": "a right-to-left mark",
  "\u202a": "a left-to-right embedding",
  "\u202c": "the end of a change of direction",
  "\u202d": "a left-to-right override",
  "\u202e": "a right-to-left override",
  "\u202f": "a narrow space that breaks no line",
  "\u2060": "a word joiner",
  "\u2066": "a left-to-right isolate",
  "\u2069": "the end of an isolate",
  "\ufeff": "a byte order mark",
};

/** Whether this is meant as an address, right or wrong: for lists in which other names may stand, too. */
export function looksLikeAddress(written: string): boolean {
  const bare = Array.from(written.trim())
    .filter((sign) => !(sign in ODD))
    .join("");
  return (
    /^(?:[a-z0-9-]{2,12}:)?0x/i.test(bare) || /^[0-9a-f]{38,42}$/i.test(bare) || /^\S+\.eth$/i.test(bare)
  );
}

/**
 * An address that someone wrote, as it is. Throws {@link AddressError}, which names the right checksum, and the reason why
 * names, prefixes and odd characters are refused.
 */
export function parseAddress(written: string): Address {
  const text = written.trim();
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    if (code > 0x20 && code < 0x7f) continue;
    const name = ODD[sign] ?? (code < 0x80 ? "a control character or space" : `"${sign}"`);
    const point = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    throw new AddressError(
      `holds ${name} (${point}), which no address has: type it anew, or copy it from elsewhere`,
    );
  }
  const [, prefix] = /^([a-z0-9-]{2,12}):0x/i.exec(text) ?? [];
  if (prefix !== undefined) {
    throw new AddressError(
      `has the prefix "${prefix}:", which is not read, as it could name another network than this: leave it out`,
    );
  }
  if (isEnsName(text)) {
    throw new AddressError(
      `${quoted(text)} is a name, and who owns it can change what it stands for: write the address that it stands for now`,
    );
  }
  if (/^[0-9a-fA-F]{40}$/.test(text)) throw new AddressError('lacks the "0x" in front: write it with it');
  const [, digits] = /^0x(\w*)$/i.exec(text) ?? [];
  if (digits === undefined) throw new AddressError(`${quoted(text)} is no address`);
  const foreign = /[^0-9a-f]/i.exec(digits)?.[0];
  if (foreign !== undefined) {
    throw new AddressError(
      `has "${foreign}", and an address has only digits and the letters a to f after "0x"`,
    );
  }
  if (digits.length !== 40) {
    throw new AddressError(
      `has ${digits.length} digits after "0x" instead of 40: some are ${digits.length < 40 ? "missing" : "too many"}`,
    );
  }
  if (/^0+$/.test(digits)) throw new AddressError("must not be the zero address");
  const right = OxAddress.checksum(`0x${digits.toLowerCase()}`);
  if (text !== right) {
    throw new AddressError(
      `the checksum of ${text} is wrong, it would be ${right}: compare it with where you copied it from`,
    );
  }
  return right;
}

function isEnsName(text: string): boolean {
  return /^(?:[^\s.:/]+\.)+[a-z]{2,}$/i.test(text);
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
