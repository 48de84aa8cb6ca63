/**
 * Use: how often pages were read, from hourly page-view files as Wikimedia publishes them (`pageviews-20270301-130000.gz`,
 * lines of `domain_code page_title count_views total_response_size`). Readers have no names; so what was read counts for
 * those whose edits of the page stand.
 */
import { basename } from "node:path";
import { ImportError } from "../import-error.ts";
import { malformed, parseCount, parseInstant, personOf, type Activities, type LeaveOut } from "./activity.ts";
import { readLines } from "./input.ts";
import { displayName } from "./mediawiki.ts";
import { readRevisions } from "./mediawiki-dump.ts";

const HOUR = 3_600;
/** Makers of one page at most, those who changed most of it. */
const MAX_MAKERS = 10;

/** The makers of each page: users with an account, by the bytes that they changed and that stand. */
export type Makers = ReadonlyMap<string, readonly string[]>;

/** Reads dumps for {@link Makers}. */
export async function readMakers({
  files,
  namespaces,
}: {
  readonly files: readonly string[];
  readonly namespaces: readonly number[];
}): Promise<Makers> {
  const bytes = new Map<string, Map<string, number>>();
  for (const file of files) {
    for await (const { revision, verdict } of readRevisions({ file, namespaces })) {
      const { user, title, change } = revision;
      if (verdict !== "edit" || user === null) continue;
      const ofPage = bytes.get(title) ?? new Map<string, number>();
      ofPage.set(user, (ofPage.get(user) ?? 0) + Math.abs(change ?? 0));
      bytes.set(title, ofPage);
    }
  }
  const makers = new Map<string, readonly string[]>();
  for (const [title, ofPage] of bytes) {
    const ranked = [...ofPage].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    makers.set(
      title,
      ranked.slice(0, MAX_MAKERS).map(([user]) => user),
    );
  }
  return makers;
}

/** Seconds of the hour that a file is about; its name has the hour's end. */
function hourOf(file: string): number {
  const [, year, month, day, hour] = /(\d{4})(\d\d)(\d\d)-(\d\d)0000(?:\.gz)?$/.exec(basename(file)) ?? [];
  const end = year === undefined ? undefined : parseInstant(`${year}-${month}-${day}T${hour}:00:00Z`);
  if (end === undefined || end < HOUR) {
    throw new ImportError(
      `${file} does not say its hour: a page-view file is named like pageviews-20270301-130000.gz.`,
    );
  }
  return end - HOUR;
}

/** Reads one hour; lines of other domains and of pages without makers are left out. A size is a number of views. */
export async function* readPageViews({
  file,
  domains,
  makers,
  where,
  leaveOut,
}: {
  readonly file: string;
  /** Domain codes such as `en` and `en.m`. */
  readonly domains: readonly string[];
  readonly makers: Makers;
  readonly where: string;
  readonly leaveOut: LeaveOut;
}): Activities {
  const date = hourOf(file);
  for await (const { text, line } of readLines(file)) {
    const fields = text.split(" ");
    const [domain = "", page = "", count = ""] = fields;
    if (fields.length !== 4 || domain === "" || page === "") {
      throw malformed(file, line, "is not domain, page, views and bytes with a space between");
    }
    const size = parseCount(count);
    if (size === undefined)
      throw malformed(file, line, `the views ${JSON.stringify(count)} are not a number`);
    if (!domains.includes(domain)) {
      leaveOut("views in other domains");
      continue;
    }
    const title = displayName(page);
    const users = makers.get(title);
    if (users === undefined) {
      leaveOut("views of pages without makers in the dumps");
      continue;
    }
    const people = users.map((user) => personOf(where, user));
    yield { id: `${domain}/${page}@${date}`, kind: "use", date, people, size, note: title };
  }
}
