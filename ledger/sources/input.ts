/** Files as streams of text, whatever their size. */
import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { messageOf } from "../../sdk/src/text.ts";
import { ImportError } from "../import-error.ts";
import { malformed } from "./activity.ts";

const CHUNK = 1 << 18; // 256 KiB
const LINE_BREAK = 10;
const BYTE_ORDER_MARK = "\ufeff";
/** Characters of one line, or of one item of JSON. */
export const MAX_ITEM = 1 << 26; // 64 Mi

/**
 * The text of a file in pieces, without a byte order mark; a file whose name ends in `.gz` is decompressed.
 * Throws {@link ImportError} for what cannot be read and for a line that is not UTF-8.
 */
export async function* readText(file: string): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let line = 1;
  let first = true;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of readBytes(file)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.subarray(0, wholeCharacters(bytes));
    rest = bytes.subarray(whole.length);
    const text = decode(whole);
    yield first && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    first = false;
  }
  if (rest.length > 0) decode(rest);

  function decode(bytes: Buffer): string {
    const broken = !isUtf8(bytes);
    for (let from = 0, to; (to = bytes.indexOf(LINE_BREAK, from) + 1) > 0; from = to) {
      if (broken && !isUtf8(bytes.subarray(from, to))) break;
      line++;
    }
    if (broken) throw malformed(file, line, "is not UTF-8");
    return decoder.decode(bytes);
  }
}

/** How many bytes are whole characters: at the end one may be cut. */
function wholeCharacters(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= 0 && at >= bytes.length - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return at + length > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

async function* readBytes(file: string): AsyncGenerator<Buffer, void, void> {
  if (/\.(?:bz2|7z|xz|zst|zip)$/i.test(file)) {
    throw new ImportError(`${file} is compressed in a way that is not read here: decompress it first.`);
  }
  const stream = createReadStream(file, { highWaterMark: CHUNK });
  try {
    if (!file.endsWith(".gz")) {
      for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk;
      return;
    }
    const plain = createGunzip({ chunkSize: CHUNK });
    // What goes wrong with the file reaches the reader of the decompressed bytes.
    pipeline(stream, plain, () => undefined);
    for await (const chunk of plain as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new ImportError(`${file} does not exist.`);
    if (code === "EISDIR") throw new ImportError(`${file} is a folder, not a file.`);
    throw new ImportError(`${file} cannot be read: ${messageOf(error)}.`);
  } finally {
    stream.destroy();
  }
}

/** A line and its number, from 1. */
export interface Line {
  readonly text: string;
  readonly line: number;
}

/** The lines of a file, without their line breaks (`\n` or `\r\n`); none after the last line break. */
export async function* readLines(file: string): AsyncGenerator<Line, void, void> {
  let line = 1;
  let rest = "";
  const withoutReturn = (text: string): string => (text.endsWith("\r") ? text.slice(0, -1) : text);
  for await (const piece of readText(file)) {
    const text = rest + piece;
    let from = 0;
    for (let at; (at = text.indexOf("\n", from)) !== -1; from = at + 1) {
      yield { text: withoutReturn(text.slice(from, at)), line };
      line++;
    }
    rest = text.slice(from);
    if (rest.length > MAX_ITEM) throw malformed(file, line, "the line is longer than 64 MiB");
  }
  if (rest !== "") yield { text: withoutReturn(rest), line };
}
