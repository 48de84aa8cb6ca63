/** Edits of users as MediaWiki's API lists them: `action=query&list=usercontribs&ucprop=ids|title|timestamp|sizediff|tags`. */
import { z } from "zod";
import { fieldErrorOf } from "../../sdk/src/text.ts";
import { malformed, parseInstant, type Activities, type LeaveOut } from "./activity.ts";
import { readItems } from "./json-items.ts";
import { activityOf, displayName, type Judged } from "./mediawiki.ts";

const REVERTS: readonly string[] = ["mw-rollback", "mw-undo", "mw-manual-revert"];
const REVERTED = "mw-reverted";

const whole = z.int("is not a whole number");
const text = z.string("is not a text");

const editShape = z.object({
  user: text.optional(),
  userid: whole.optional(),
  revid: whole.min(1, "is not a revision"),
  ns: whole,
  title: text.min(1, "is empty"),
  timestamp: text.transform((written, context) => {
    const date = parseInstant(written);
    if (date !== undefined) return date;
    context.addIssue({ code: "custom", message: "is not a time", input: written });
    return z.NEVER;
  }),
  sizediff: whole.optional(),
  tags: z.array(text, "is missing, ask for ucprop=tags"),
});

/** An answer of the API, of which a file may hold many; it goes on where `continue` says. */
const answerShape = z.object({
  continue: z.object({ uccontinue: text.optional() }).optional(),
  query: z.object({ usercontribs: z.array(z.unknown(), "is not a list") }),
});

/** What sources in the API's format have in common. */
interface Reading {
  /** All of a user's answers are in one of them or several. */
  readonly files: readonly string[];
  readonly namespaces: readonly number[];
  readonly where: string;
  readonly leaveOut: LeaveOut;
  /** Told when all is read: what the files lack. */
  readonly onWarning: (sentence: string) => void;
}

/**
 * Reads the API's answers, or only the lists in them. The wiki's own tags say what a revert is and what was reverted. An
 * edit without `sizediff` counts 0 bytes.
 */
export async function* readUsercontribs({
  files,
  namespaces,
  where,
  leaveOut,
  onWarning,
}: Reading): Activities {
  const pages = createPages();
  let sizeless = 0;
  for (const file of files) {
    for await (const edit of readEdits(file, pages)) {
      const { user, userid, revid, ns, title, timestamp, sizediff, tags } = edit;
      if (!namespaces.includes(ns)) {
        leaveOut("edits in other namespaces");
        continue;
      }
      if (sizediff === undefined) sizeless++;
      const verdict: Judged["verdict"] = tags.includes(REVERTED)
        ? "reverted"
        : tags.some((tag) => REVERTS.includes(tag))
          ? "revert"
          : "edit";
      const activity = activityOf(
        {
          verdict,
          revision: {
            id: revid.toString(),
            user: user === undefined || userid === 0 ? null : displayName(user),
            date: timestamp,
            title: displayName(title),
            change: sizediff ?? null,
            sha1: "",
          },
        },
        where,
      );
      if (typeof activity === "string") leaveOut(activity);
      else yield activity;
    }
  }
  for (const place of pages.unfinished()) {
    onWarning(
      `${place}: the answer goes on, but what follows is not in the files: ask the wiki for the rest.`,
    );
  }
  if (sizeless > 0) {
    onWarning(`edits that do not say their size: ${sizeless}; they count 0 bytes, ask for ucprop=sizediff.`);
  }
}

type Edit = z.output<typeof editShape>;

/** The edits of one file. */
async function* readEdits(file: string, pages: Pages): AsyncGenerator<Edit, void, void> {
  for await (const { value, line } of readItems(file)) {
    const refuse = (error: z.ZodError, place: string): Error =>
      malformed(file, line, `the object that begins here is refused, ${place}${fieldErrorOf(error)}`);
    const isAnswer = typeof value === "object" && value !== null && !("revid" in value);
    let edits: readonly unknown[] = [value];
    let goesOn: string | undefined;
    if (isAnswer) {
      if ("error" in value) throw malformed(file, line, "the answer of the API is an error");
      const answer = answerShape.safeParse(value);
      if (!answer.success) throw refuse(answer.error, "");
      edits = answer.data.query.usercontribs;
      goesOn = answer.data.continue?.uccontinue;
      pages.begin();
    }
    for (const [at, each] of edits.entries()) {
      const parsed = editShape.safeParse(each);
      if (!parsed.success) throw refuse(parsed.error, isAnswer ? `query.usercontribs[${at}].` : "");
      if (at === 0) pages.beginsWith(parsed.data.revid);
      yield parsed.data;
    }
    if (goesOn !== undefined) pages.goesOn(goesOn, `${file}, line ${line}`);
  }
}

/** Finds answers that go on in another one which is not there. */
interface Pages {
  begin(): void;
  beginsWith(revision: number): void;
  /** The answer that was read goes on with the revision at the end of `from`, if that names one. */
  goesOn(from: string, place: string): void;
  /** Places of answers whose next one was not read. */
  unfinished(): readonly string[];
}

function createPages(): Pages {
  const beginnings = new Set<number>();
  const awaited: { readonly place: string; readonly revision: number }[] = [];
  /** The last answer that goes on without saying with which revision: any further one is taken for what follows. */
  let open: string | undefined;
  return {
    begin: () => (open = undefined),
    beginsWith: (revision) => beginnings.add(revision),
    goesOn(from, place) {
      const [, revision] = /\|(\d+)$/.exec(from) ?? [];
      if (revision === undefined) open = place;
      else awaited.push({ place, revision: Number(revision) });
    },
    unfinished: () => [
      ...awaited.filter(({ revision }) => !beginnings.has(revision)).map(({ place }) => place),
      ...(open === undefined ? [] : [open]),
    ],
  };
}
