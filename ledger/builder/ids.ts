/** Which ids of which sources were seen: by the million, in little memory. */
import { keccak256Of } from "../keccak.ts";

/** Bytes of a hash that stand for an id: 96 bits, of which two never agree by chance. */
const LENGTH = 12;

/** Remembers ids. */
export interface Ids {
  /** Remembers one; answers whether it is new. */
  add(source: string, id: string): boolean;
}

export function createIds(): Ids {
  const seen = new Set<string>();
  return {
    add(source, id) {
      const hash = Buffer.from(keccak256Of(`${source}\n${id}`)).toString("latin1", 0, LENGTH);
      return !seen.has(hash) && seen.add(hash).size > 0;
    },
  };
}
