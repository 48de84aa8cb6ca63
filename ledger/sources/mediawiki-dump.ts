/** Edits of a wiki from its XML dump (`Special:Export`, `dumpBackup.php`, or Wikimedia's files, full or stub). */
import sax from "sax";
import { messageOf } from "../../sdk/src/text.ts";
import { malformed, parseCount, parseInstant, type Activities, type LeaveOut } from "./activity.ts";
import { readText } from "./input.ts";
import { activityOf, createJudge, displayName, type Judge, type Judged } from "./mediawiki.ts";

/** Texts of these elements are read; of all others only their place. */
const FIELDS = new Set(["title", "ns", "id", "parentid", "timestamp", "username", "ip", "sha1", "text"]);
/** Characters of a field at most, other than of a page's text. */
const MAX_FIELD = 4_096;

/** A revision while it is read; `line` is where it began. */
interface Draft {
  readonly line: number;
  id: string;
  parentid: string;
  timestamp: string;
  username: string;
  sha1: string;
  bytes: string;
  /** Bytes of the text that is in the dump. */
  textBytes: number;
}

/**
 * Reads a dump and judges which edits stand. Only pages of the namespaces count (0 are articles). The size of an edit is
 * the difference to the revision before it in the dump; 0 when that one is missing.
 */
export async function* readRevisions({
  file,
  namespaces = [0],
}: {
  readonly file: string;
  readonly namespaces?: readonly number[];
}): AsyncGenerator<Judged, void, void> {
  const parser = sax.parser(true, { position: true });
  let ready: Judged[] = [];
  const path: string[] = [];
  let judge: Judge = createJudge();
  let title = "";
  let namespace = "";
  let draft: Draft | null = null;
  let previous: { readonly bytes: number } | null = null;
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
        ...{ id: "", parentid: "", timestamp: "", username: "", sha1: "", bytes: "", textBytes: 0 },
      };
    } else if (name === "text" && draft !== null) {
      draft.bytes = (attributes as Readonly<Record<string, string>>)["bytes"] ?? "";
    }
  };
  parser.ontext = (text) => {
    const name = path.at(-1) ?? "";
    if (!FIELDS.has(name)) return;
    if (name === "text") {
      if (draft !== null) draft.textBytes += Buffer.byteLength(text);
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

  function take({ line, id, parentid, timestamp, username, sha1, bytes, textBytes }: Draft): void {
    if (!isWanted()) return;
    if (title === "") throw malformed(file, line, "the page of this revision has no title");
    if (parseCount(id) === undefined) {
      throw malformed(file, line, `the revision's id ${JSON.stringify(id)} is not a number`);
    }
    const date = parseInstant(timestamp);
    if (date === undefined) {
      throw malformed(file, line, `the revision's timestamp ${JSON.stringify(timestamp)} is not a time`);
    }
    const length = bytes === "" ? textBytes : parseCount(bytes);
    if (length === undefined) {
      throw malformed(file, line, `the bytes ${JSON.stringify(bytes)} of the text are not a number`);
    }
    const isFirst = parentid === "" || parentid === "0";
    const change = previous !== null ? length - previous.bytes : isFirst ? length : 0;
    previous = { bytes: length };
    const user = username === "" ? null : username;
    ready.push(...judge.next({ id, user, date, title, change, sha1 }));
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
  file,
  namespaces,
  where,
  leaveOut,
}: {
  readonly file: string;
  readonly namespaces: readonly number[];
  readonly where: string;
  readonly leaveOut: LeaveOut;
}): Activities {
  for await (const judged of readRevisions({ file, namespaces })) {
    const activity = activityOf(judged, where);
    if (typeof activity === "string") leaveOut(activity);
    else yield activity;
  }
}
