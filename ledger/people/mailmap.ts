/** What a `.mailmap` says of people, and how that changed since an organisation last looked at it. */
import type { Person } from "../history/commits.ts";
import { contactsOf, mapContacts } from "../history/log.ts";
import { withRepository } from "../history/repository.ts";
import { ask } from "../history/run-git.ts";
import { ImportError } from "../import-error.ts";

/** Somebody who is somebody else by now. */
export interface Renaming {
  /** As commits name them. */
  readonly written: string;
  readonly before: string;
  readonly now: string;
}

/** Changes that are shown of many. */
const SHOWN = 10;

/**
 * Whom the commit's `.mailmap` makes of the authors of its history, where that differs from what the one of `accepted` made of
 * them, or from what the commits say where none was agreed to; by what commits say. Throws {@link ImportError} when the repository has no such commit.
 */
export async function mailmapChanges({
  path,
  revision,
  accepted,
}: {
  readonly path: string;
  readonly revision?: string | undefined;
  /** Hash of the commit whose `.mailmap` was looked at; null while nobody looked at any. */
  readonly accepted: string | null;
}): Promise<readonly Renaming[]> {
  return withRepository({ path, revision }, async ({ place, head }) => {
    const blobOf = async (commit: string): Promise<string> =>
      ask(place, ["rev-parse", "--verify", "--quiet", `${commit}:.mailmap`]).catch(() => "");
    if (accepted !== null) {
      await ask(place, ["cat-file", "-e", `${accepted}^{commit}`]).catch(() => {
        throw new ImportError(`${path} has no commit "${accepted}", whose .mailmap was agreed to.`);
      });
    }
    const agreed = accepted === null ? "" : await blobOf(accepted);
    if (agreed === (await blobOf(head))) return [];
    const contacts = await contactsOf({ place, head });
    const before = accepted === null ? null : await mapContacts({ place, head: accepted, contacts });
    const now = await mapContacts({ place, head, contacts });
    const show = (person: Person | undefined): string =>
      `${person?.name ?? ""} <${person?.email ?? ""}>`.trim();
    return [...contacts]
      .map((written) => ({
        written,
        before: before === null ? written : show(before.get(written)),
        now: show(now.get(written)),
      }))
      .filter((each) => each.before !== each.now)
      .sort((a, b) => (a.written < b.written ? -1 : 1));
  });
}

/** Refuses a `.mailmap` that makes others of authors than the organisation agreed to. */
export async function requireMailmap(options: Parameters<typeof mailmapChanges>[0]): Promise<void> {
  const changes = await mailmapChanges(options);
  if (changes.length === 0) return;
  const shown = changes
    .slice(0, SHOWN)
    .map(({ written, before, now }) => `${written} was ${before}, and is ${now}`);
  const more = changes.length > SHOWN ? [`and ${changes.length - SHOWN} more`] : [];
  const others = options.accepted === null ? "its commits name" : `that of ${options.accepted} did`;
  throw new ImportError(
    `The .mailmap of ${options.path} gives work to others than ${others}: ${[...shown, ...more].join("; ")}. Look at it, and say yes with the hash of the commit that is read as "mailmap".`,
  );
}
