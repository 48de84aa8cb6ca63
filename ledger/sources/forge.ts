/** What the answers of GitHub and GitLab have in common, however they were asked: REST, GraphQL, or a program's own output. */
import { z } from "zod";
import { fieldErrorOf } from "../../sdk/src/text.ts";
import { malformed, parseInstant, type AccountType, type Actor } from "./activity.ts";
import { readItems, type Item } from "./json-items.ts";

export const text = z.string("is not a text");
export const count = z.int("is not a whole number").min(0, "is negative");
export const instant = text.transform((written, context) => {
  const date = parseInstant(written);
  if (date !== undefined) return date;
  context.addIssue({ code: "custom", message: "is not a time", input: written });
  return z.NEVER;
});

/** Reads an item by its shape. Throws `ImportError` with the field that is wrong. */
export function readAs<T>(shape: z.ZodType<T>, { value, line }: Item, file: string): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(file, line, `the object that begins here is refused, ${fieldErrorOf(parsed.error)}`);
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The items of a file: objects of a list, of `items` of a search, or wherever they are in the `data` of GraphQL. Throws
 * `ImportError` with the service's own words when a file has its refusal instead.
 */
export async function* readAnswers({
  file,
  service,
  isItem,
  onUnfinished,
}: {
  readonly file: string;
  readonly service: string;
  /** Whether an object in an answer of GraphQL is what is read. */
  readonly isItem: (value: Plain) => boolean;
  /** Told once at the end when the last page says that others follow. */
  readonly onUnfinished: (file: string) => void;
}): AsyncGenerator<Item, void, void> {
  let goesOn = false;
  for await (const { value, line } of readItems(file)) {
    const answer = isPlain(value) ? value : {};
    const refusal = refusalOf(answer);
    if (refusal !== undefined) {
      throw malformed(
        file,
        line,
        `is an answer of ${service} that says ${JSON.stringify(refusal)}: ask it again`,
      );
    }
    if ("data" in answer) {
      const found: Plain[] = [];
      goesOn = walk(answer["data"], found) ?? goesOn;
      for (const each of found) yield { value: each, line };
    } else if (Array.isArray(answer["items"])) {
      for (const each of answer["items"] as readonly unknown[]) yield { value: each, line };
    } else yield { value, line };
  }
  if (goesOn) onUnfinished(file);

  /** Collects the items; answers whether the list that they are in goes on, if it says so. */
  function walk(value: unknown, found: Plain[]): boolean | undefined {
    if (Array.isArray(value)) {
      for (const each of value as readonly unknown[]) walk(each, found);
      return undefined;
    }
    if (!isPlain(value)) return undefined;
    if (isItem(value)) {
      found.push(value);
      return undefined;
    }
    const page = value["pageInfo"];
    let more = isPlain(page) && typeof page["hasNextPage"] === "boolean" ? page["hasNextPage"] : undefined;
    for (const each of Object.values(value)) more = walk(each, found) ?? more;
    return more;
  }
}

/** What a service says when it gives nothing. */
function refusalOf(answer: Plain): string | undefined {
  const { errors, message, error, error_description: described } = answer;
  if (Array.isArray(errors) && errors.length > 0) {
    const [first] = errors as readonly unknown[];
    if (isPlain(first) && typeof first["message"] === "string") return first["message"];
  }
  if ("url" in answer || "web_url" in answer || "id" in answer) return undefined;
  for (const said of [message, described, error]) if (typeof said === "string") return said;
  return undefined;
}

/** Somebody as a forge names them; null for who was deleted, whom they also call `ghost`. Names are the same in any case. */
export function actorOf(where: string, login: string | null | undefined, type?: AccountType): Actor {
  const name = login?.toLowerCase() ?? "ghost";
  if (name === "ghost") return { name: `${where}:ghost`, email: "", type: "ghost" };
  return { name: `${where}:${name}`, email: "", ...(type === undefined ? {} : { type }) };
}
