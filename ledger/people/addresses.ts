/** Telling addresses from names, so that no address with a mistake is taken for somebody who never gets anything. */
import { getAddress } from "ethers";
import { looksLikeAddress, parseAddress } from "../../sdk/src/config/index.ts";
import { messageOf } from "../../sdk/src/text.ts";
import { ImportError } from "../import-error.ts";

/** An address that somebody wrote in place of a name. */
export interface WrittenAddress {
  /** With its checksum. */
  readonly account: string;
  /** Whether it was written in small letters, so that no checksum says that it was copied rightly. */
  readonly unchecked: boolean;
}

/**
 * The address that is meant; null for a name. One in small letters is taken, as programs write it. Throws {@link ImportError}
 * with the right spelling for what looks like an address and is none: without or with a wrong `0x`, with too few or too many
 * digits, with a chain's prefix, a name such as `ann.eth`, signs that nobody sees, a wrong checksum, the zero address.
 */
export function addressOf(written: string): WrittenAddress | null {
  const plain = written.replace(/^[a-z0-9-]{1,32}:(?=\S*0x[0-9a-f]{6})/i, "");
  if (!looksLikeAddress(written) && !looksLikeAddress(plain)) return null;
  try {
    const text = written.trim();
    if (/^0x[0-9a-f]{40}$/.test(text) && !/^0x0+$/.test(text)) {
      return { account: getAddress(text), unchecked: true };
    }
    return { account: parseAddress(text), unchecked: false };
  } catch (thrown) {
    const why = messageOf(thrown);
    const right = digitsOf(written);
    const isSaid = right === undefined || why.includes(right);
    throw new ImportError(
      `A person is named by the address ${JSON.stringify(written)}: ${why}${isSaid ? "" : `; it would be ${right}`}.`,
    );
  }
}

/** The address of the forty digits that are in what was written, as one writes it; undefined where there are none. */
function digitsOf(written: string): string | undefined {
  const [digits] =
    /(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/i.exec(written.replace(/0x/i, " ").replace(/[^\x20-\x7e]/g, "")) ??
    [];
  return digits === undefined || /^0+$/.test(digits) ? undefined : getAddress(`0x${digits.toLowerCase()}`);
}
