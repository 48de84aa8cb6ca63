/** How sentences of configurations are written down: by a key, in English and Finnish, `{name}` for a value. */
import type { Language } from "../../units.ts";

/** A sentence, or a part of one, in every language there is. */
export type Sentence = Readonly<Record<Language, string>>;

/** The names of values in a sentence; what has quotes in its braces is an example of JSON. */
type ValuesOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${string}"${string}` ? never : Name) | ValuesOf<Rest>
  : never;

type Given<Text extends string> = [ValuesOf<Text>] extends [never]
  ? readonly []
  : readonly [values: Readonly<Record<ValuesOf<Text>, string | number | bigint>>];

/** Says the sentence of a key, with its values. */
export type Say<Table extends Readonly<Record<string, Sentence>>> = <Key extends keyof Table>(
  key: Key,
  ...given: Given<Table[Key]["en"]>
) => string;

/** What says sentences of a table in one language. */
export function sayIn<const Table extends Readonly<Record<string, Sentence>>>(
  table: Table,
  language: Language,
): Say<Table> {
  return (key, ...given) => {
    const [values = {}] = given as readonly [values?: Readonly<Record<string, string | number | bigint>>];
    const text: string = table[key]?.[language] ?? "";
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
  };
}
