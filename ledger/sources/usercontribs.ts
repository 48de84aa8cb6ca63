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

/** An answer of the API, of which a file may hold many. */
const answerShape = z.object({
  query: z.object({ usercontribs: z.array(z.unknown(), "is not a list") }),
});

/**
 * Reads the API's answers, or only the lists in them. The wiki's own tags say what a revert is and what was reverted.
 */
export async function* readUsercontribs({
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
  for await (const { value, line } of readItems(file)) {
    const refuse = (error: z.ZodError, place: string): Error =>
      malformed(file, line, `the object that begins here is refused, ${place}${fieldErrorOf(error)}`);
    const isAnswer = typeof value === "object" && value !== null && !("revid" in value);
    let edits: readonly unknown[] = [value];
    if (isAnswer) {
      if ("error" in value) throw malformed(file, line, "the answer of the API is an error");
      const answer = answerShape.safeParse(value);
      if (!answer.success) throw refuse(answer.error, "");
      edits = answer.data.query.usercontribs;
    }
    for (const [at, edit] of edits.entries()) {
      const parsed = editShape.safeParse(edit);
      if (!parsed.success) throw refuse(parsed.error, isAnswer ? `query.usercontribs[${at}].` : "");
      const { user, userid, revid, ns, title, timestamp, sizediff = 0, tags } = parsed.data;
      if (!namespaces.includes(ns)) {
        leaveOut("edits in other namespaces");
        continue;
      }
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
            change: sizediff,
            sha1: "",
          },
        },
        where,
      );
      if (typeof activity === "string") leaveOut(activity);
      else yield activity;
    }
  }
}
