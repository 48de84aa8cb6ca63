/** The identity file: who somebody is under all their names, and the account that what they do is paid to. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { parseAddress, parseJson } from "../../sdk/src/config/index.ts";
import { fieldErrorOf, messageOf } from "../../sdk/src/text.ts";
import { ImportError } from "../import-error.ts";

const text = z.string("is not a text").trim().min(1, "is empty");
const texts = z
  .union(
    [text.transform((one) => [one]), z.array(text, "is not a text or a list of texts")],
    "is not a text or a list of texts",
  )
  .default([]);
const account = text.transform((written, context) => {
  try {
    return parseAddress(written);
  } catch (thrown) {
    context.addIssue({ code: "custom", message: messageOf(thrown), input: written });
    return z.NEVER;
  }
});

const person = z
  .strictObject({
    name: text,
    names: texts,
    emails: texts,
    github: texts,
    gitlab: texts,
    wiki: texts,
    account: account.nullable().default(null),
    $comment: z.string().optional(),
  })
  .refine(({ emails }) => emails.every((email) => email.includes("@")), {
    message: "has an address without @",
    path: ["emails"],
  });

const shape = z.strictObject({
  people: z.array(person, "is not a list"),
  bots: texts,
  mailmap: z
    .string("is not a text")
    .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "is not the whole hash of a commit")
    .optional(),
  $comment: z.string().optional(),
});

const plainShape = z.record(z.string().trim(), account);

/** One person, as the organisation knows them. */
export interface Identity {
  readonly name: string;
  /** Null while nobody knows where to pay to. */
  readonly account: string | null;
  /** Emails in small letters, and names with the prefix of where they are names. */
  readonly keys: readonly string[];
}

export interface IdentityFile {
  readonly people: readonly Identity[];
  /** Globs of names of programs, after the usual ones. */
  readonly bots: readonly string[];
  /** The commit whose `.mailmap` the organisation looked at and said yes to. */
  readonly mailmap: string | undefined;
}

/** A name as sources give it: of MediaWiki with spaces and a capital letter first, of forges in small letters. */
const wikiName = (name: string): string => {
  const shown = name.replaceAll("_", " ").trim();
  return `wiki:${shown.slice(0, 1).toUpperCase()}${shown.slice(1)}`;
};

function identityOf({
  name,
  names,
  emails,
  github,
  gitlab,
  wiki,
  account,
}: z.output<typeof person>): Identity {
  const forge = (prefix: string) => (login: string) => `${prefix}:${login.replace(/^@/, "").toLowerCase()}`;
  const keys = [
    ...[name, ...names],
    ...emails.map((email) => email.toLowerCase()),
    ...[...github.map(forge("github")), ...gitlab.map(forge("gitlab")), ...wiki.map(wikiName)],
  ];
  return { name, account, keys: [...new Set(keys)] };
}

/**
 * Reads an identity file, or a plain one of `{"email or name": "0x… address with checksum"}`. Throws {@link ImportError}
 * with the first thing that is wrong, such as a name that two people have.
 */
export async function readIdentities(file: string): Promise<IdentityFile> {
  const written = await readFile(file, "utf8").catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportError(
      code === "ENOENT"
        ? `The file of people ${file} does not exist.`
        : `The file of people ${file} cannot be read (${code}).`,
    );
  });
  let json: unknown;
  try {
    json = parseJson(written);
  } catch (error) {
    throw new ImportError(`The file of people ${file} ${messageOf(error)}.`);
  }
  const isPlain = typeof json === "object" && json !== null && !Array.isArray(json) && !("people" in json);
  const read = isPlain ? fromPlain(json) : shape.safeParse(json);
  if (!read.success)
    throw new ImportError(`The file of people ${file} is refused, ${fieldErrorOf(read.error)}.`);
  const { people, bots, mailmap } = read.data;
  const identities = people.map(identityOf);
  const owners = new Map<string, Identity>();
  for (const identity of identities) {
    for (const key of identity.keys) {
      const other = owners.get(key);
      if (other !== undefined) {
        throw new ImportError(
          `The file of people ${file} gives "${key}" to two people, ${other.name} and ${identity.name}: a name or an address is one person's.`,
        );
      }
      owners.set(key, identity);
    }
  }
  return { people: identities, bots, mailmap };
}

function fromPlain(json: unknown): z.ZodSafeParseResult<z.output<typeof shape>> {
  const parsed = plainShape.safeParse(json);
  if (!parsed.success) return parsed as unknown as z.ZodSafeParseResult<z.output<typeof shape>>;
  return shape.safeParse({
    people: Object.entries(parsed.data).map(([key, to]) => ({
      name: key.trim(),
      emails: key.includes("@") ? [key] : [],
      account: to,
    })),
  });
}
