/** What names a published file: its hash on chain, and the same hash as a content identifier of IPFS. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { CID } from "multiformats/cid";
import { code as RAW } from "multiformats/codecs/raw";
import { create as createDigest } from "multiformats/hashes/digest";

/** The multihash code of SHA-256. */
const SHA2_256 = 0x12;

export interface ContentNames {
  /** SHA-256 of the bytes: the `contentHash` on chain. */
  readonly contentHash: string;
  /** CIDv1 of the bytes as one raw block: the same digest in IPFS's notation. */
  readonly cid: string;
}

/** Hashes a text in pieces. */
export interface ContentHasher {
  update(piece: string | Uint8Array): void;
  names(): ContentNames;
}

export function createContentHasher(): ContentHasher {
  const hash = createHash("sha256");
  return {
    update: (piece) => void hash.update(piece),
    names() {
      const digest = hash.digest();
      return {
        contentHash: `0x${digest.toString("hex")}`,
        cid: CID.createV1(RAW, createDigest(SHA2_256, new Uint8Array(digest))).toString(),
      };
    },
  };
}

/** Names a file by its bytes. */
export async function namesOf(file: string): Promise<ContentNames> {
  const hasher = createContentHasher();
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hasher.update(chunk);
  return hasher.names();
}
