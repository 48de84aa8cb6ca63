/**
 * How refusals are written down: by signature, a sentence in English and one in Finnish. A sentence says what is wrong and
 * what to do next; `{name}` stands for an argument, `{name:kind}` for one of a kind that its type does not tell, and
 * `[…]` is left out when a value in it cannot be told.
 */
export type Sentences = Readonly<Record<`${string}(${string})`, readonly [en: string, fi: string]>>;

/** A placeholder of a sentence. */
export interface Placeholder {
  readonly name: string;
  /** One of {@link KINDS} or of the enums in words; undefined: as its type says. */
  readonly kind: string | undefined;
  /** The argument that it is compared with. */
  readonly other: string | undefined;
}

const PLACEHOLDER = /\{(\w+)(?::(\w+))?(?::(\w+))?\}/g;

/** The placeholders of a sentence, in their order. */
export function placeholdersOf(sentence: string): Placeholder[] {
  return [...sentence.matchAll(PLACEHOLDER)].map(([, name = "", kind, other]) => ({ name, kind, other }));
}

/**
 * A sentence with what `say` says for each placeholder. Where that is nothing, the part in brackets is left out; outside of
 * brackets `otherwise` is said.
 */
export function fill({
  sentence,
  say,
  otherwise,
}: {
  readonly sentence: string;
  readonly say: (placeholder: Placeholder) => string | undefined;
  readonly otherwise: (placeholder: Placeholder) => string;
}): string {
  const put = (text: string): string =>
    text.replace(PLACEHOLDER, (_, name: string, kind?: string, other?: string) => {
      const placeholder = { name, kind, other };
      return say(placeholder) ?? otherwise(placeholder);
    });
  // What stands in brackets has odd places.
  const parts = sentence.split(/\[([^\]]*)\]/);
  const kept = parts.filter(
    (part, at) => at % 2 === 0 || placeholdersOf(part).every((each) => say(each) !== undefined),
  );
  return kept.map(put).join("");
}

/** An argument of an error: `type` is Solidity's. */
export interface Argument {
  readonly name: string;
  readonly type: string;
}

/** Name and arguments of a signature such as "SlippageExceeded(uint256 got, uint256 min)". */
export function parseSignature(signature: string): { name: string; inputs: Argument[]; canonical: string } {
  const [, name = "", list = ""] = /^(\w+)\((.*)\)$/.exec(signature) ?? [];
  const inputs =
    list === ""
      ? []
      : list.split(", ").map((written) => {
          const [type = "", argument = ""] = written.split(" ");
          return { type, name: argument };
        });
  return { name, inputs, canonical: `${name}(${inputs.map(({ type }) => type).join(",")})` };
}
