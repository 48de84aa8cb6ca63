/** Edits of a wiki from its XML dump (`Special:Export`, `dumpBackup.php`, or Wikimedia's files, full or stub, of any version). */
import { createHash, type Hash } from "node:crypto";
import sax from "sax";
import { messageOf } from "../../sdk/src/text.ts";
import { malformed, parseCount, parseInstant, type Activities, type LeaveOut } from "./activity.ts";
import { readText } from "./input.ts";
import { activityOf, createJudge, displayName, type Judge, type Judged } from "./mediawiki.ts";

/** Texts of these elements are read; of all others only their place. */
const FIELDS = new Set([
  ...["title", "ns", "id", "parentid", "timestamp", "username", "ip", "sha1", "text", "role"],
]);
/** Characters of a field at most, other than of a page's text. */
const MAX_FIELD = 4_096;

/** The part of a page that people write and read. */
const MAIN = "main";

/** A part of a page's revision: its text, and what else goes with it, such as the data of a picture. */
interface Slot {
  role: string;
  /** As the dump says them; empty where it does not. */
  bytes: string;
  sha1: string;
  /** Whether the text itself is not in the dump: a stub, or hidden by the wiki. */
  isAway: boolean;
  /** Bytes of the text that is in the dump. */
  textBytes: number;
  readonly hash: Hash;
}

/** A revision while it is read; `line` is where it began. */
interface Draft {
  readonly line: number;
  id: string;
  parentid: string;
  timestamp: string;
  username: string;
  sha1: string;
  readonly slots: Slot[];
}

const newSlot = (role: string): Slot => ({
  ...{ role, bytes: "", sha1: "", isAway: true, textBytes: 0, hash: createHash("sha1") },
});

/** What the wiki itself would call a text: SHA-1 to the base of 36. */
function nameOfText(hash: Hash): string {
  return BigInt(`0x${hash.digest("hex")}`)
    .toString(36)
    .padStart(31, "0");
}

/**
 * Reads a dump and judges which edits stand. Only pages of the namespaces count (0 are articles), and of a page the parts whose
 * roles are named. The size of an edit is the difference to the revision before it in the dump; it is unknown when that one is
 * missing, and when the dump has neither the bytes nor the text of one of them, as where the wiki hid it. Texts without a hash
 * are hashed here.
 */
export async function* readRevisions({
  file,
  namespaces = [0],
  slots = [MAIN],
}: {
  readonly file: string;
  readonly namespaces?: readonly number[];
  readonly slots?: readonly string[];
}): AsyncGenerator<Judged, void, void> {
  const parser = sax.parser(true, { position: true });
  let ready: Judged[] = [];
  const path: string[] = [];
  let judge: Judge = createJudge();
  let title = "";
  let namespace = "";
  let draft: Draft | null = null;
  let previous: { readonly bytes: number | null } | null = null;
  let field = "";
  let pages = 0;

  const lineNow = (): number => parser.line + 1;
  const parentOf = (): string => path.at(-2) ?? "";
  const isWanted = (): boolean => {
    if (namespaces.includes(Number(namespace))) return true;
    if (parseCount(namespace.replace(/^-/, "")) === undefined) {
      throw malformed(file, lineNow(), `the namespace ${JSON.stringify(namespace)} is not a number`);
    }
    return false;
  };

  parser.onerror = (error) => {
    throw malformed(file, lineNow(), `is not XML (${messageOf(error)})`);
  };
  parser.onopentag = ({ name, attributes }) => {
    path.push(name);
    if (path.length === 1 && name !== "mediawiki") {
      throw malformed(file, lineNow(), `<${name}> is not a MediaWiki export`);
    }
    field = "";
    if (name === "page") {
      pages++;
      judge = createJudge();
      title = "";
      namespace = "";
      previous = null;
    } else if (name === "revision") {
      draft = {
        line: lineNow(),
        ...{ id: "", parentid: "", timestamp: "", username: "", sha1: "", slots: [] },
      };
    } else if (name === "content") {
      draft?.slots.push(newSlot(""));
    } else if (name === "text" && draft !== null) {
      if (parentOf() !== "content") draft.slots.push(newSlot(MAIN));
      const slot = draft.slots.at(-1);
      if (slot === undefined) return;
      const told = attributes as Readonly<Record<string, string>>;
      slot.bytes = told["bytes"] ?? "";
      slot.sha1 = told["sha1"] ?? "";
      // Stubs name where a text is; a whole dump has an empty text of an empty page.
      slot.isAway = "deleted" in told || "id" in told || "location" in told;
    }
  };
  parser.ontext = (text) => {
    const name = path.at(-1) ?? "";
    if (!FIELDS.has(name)) return;
    if (name === "text") {
      const slot = draft?.slots.at(-1);
      if (slot === undefined) return;
      slot.isAway = false;
      slot.textBytes += Buffer.byteLength(text);
      slot.hash.update(text);
      return;
    }
    field += text;
    if (field.length > MAX_FIELD) throw malformed(file, lineNow(), `<${name}> is too long`);
  };
  parser.onclosetag = (name) => {
    const parent = parentOf();
    if (parent === "page") {
      if (name === "title") title = displayName(field);
      else if (name === "ns") namespace = field;
    } else if (parent === "revision" && draft !== null) {
      if (name === "id" || name === "parentid" || name === "timestamp" || name === "sha1")
        draft[name] = field;
    } else if (parent === "content" && name === "role") {
      const slot = draft?.slots.at(-1);
      if (slot !== undefined) slot.role = field;
    } else if (parent === "contributor" && draft !== null && name === "username") {
      draft.username = displayName(field);
    }
    if (name === "revision" && draft !== null) {
      take(draft);
      draft = null;
    }
    if (name === "page") ready.push(...judge.end());
    path.pop();
    field = "";
  };

  /** The bytes of a revision's parts that count; null when nobody knows. */
  function bytesOf({ line, slots: all }: Draft): number | null {
    let sum: number | null = all.length === 0 ? null : 0;
    for (const { role, bytes, isAway, textBytes } of all) {
      if (!slots.includes(role)) continue;
      const known = bytes === "" ? (isAway ? null : textBytes) : parseCount(bytes);
      if (known === undefined) {
        throw malformed(file, line, `the bytes ${JSON.stringify(bytes)} of the text are not a number`);
      }
      sum = sum === null || known === null ? null : sum + known;
    }
    return sum;
  }

  /** The same for equal texts of the parts that count; empty when nobody knows. */
  function textOf({ sha1, slots: all }: Draft): string {
    const counted = all.filter(({ role }) => slots.includes(role));
    // The revision's own hash is of all its parts.
    if (sha1 !== "" && counted.length === all.length) return sha1;
    const names = counted.map((slot) => slot.sha1 || (slot.isAway ? "" : nameOfText(slot.hash)));
    return names.includes("") ? "" : names.join(" ");
  }

  function take(taken: Draft): void {
    const { line, id, parentid, timestamp, username } = taken;
    if (!isWanted()) return;
    if (title === "") throw malformed(file, line, "the page of this revision has no title");
    if (parseCount(id) === undefined) {
      throw malformed(file, line, `the revision's id ${JSON.stringify(id)} is not a number`);
    }
    const date = parseInstant(timestamp);
    if (date === undefined) {
      throw malformed(file, line, `the revision's timestamp ${JSON.stringify(timestamp)} is not a time`);
    }
    const bytes = bytesOf(taken);
    const isFirst = parentid === "" || parentid === "0";
    const before = previous === null ? (isFirst ? 0 : null) : previous.bytes;
    const change = bytes === null || before === null ? null : bytes - before;
    previous = { bytes };
    const user = username === "" ? null : username;
    ready.push(...judge.next({ id, user, date, title, change, sha1: textOf(taken) }));
  }

  for await (const text of readText(file)) {
    parser.write(text);
    const decided = ready;
    ready = [];
    yield* decided;
  }
  parser.close();
  if (pages === 0) throw malformed(file, lineNow(), "the export has no page");
}

/** What people did according to dumps: edits that stand and reverts. */
export async function* readDump({
  where,
  leaveOut,
  onWarning,
  ...which
}: {
  readonly file: string;
  readonly namespaces: readonly number[];
  /** Roles of the parts of a page that count; its text where none are named. */
  readonly slots?: readonly string[];
  readonly where: string;
  readonly leaveOut: LeaveOut;
  /** Told when all is read: what the dump lacks. */
  readonly onWarning: (sentence: string) => void;
}): Activities {
  let sizeless = 0;
  for await (const judged of readRevisions(which)) {
    const activity = activityOf(judged, where);
    if (typeof activity === "string") leaveOut(activity);
    else {
      if (judged.revision.change === null) sizeless++;
      yield activity;
    }
  }
  if (sizeless > 0) {
    onWarning(
      `${which.file}: edits whose size nobody knows, as a text before or after is hidden or not there: ${sizeless}; they count 0 bytes.`,
    );
  }
}
