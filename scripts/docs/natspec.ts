/** The documentation in the Solidity sources, as it is written there. */
import { glob, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

/** A NatSpec comment, by its tags. */
export interface Natspec {
  readonly title: string;
  readonly notice: string;
  readonly dev: string;
  readonly params: ReadonlyMap<string, string>;
  /** In the order of the tags; the name of a return value is the first word. */
  readonly returns: readonly string[];
  /** What follows "Errors:". */
  readonly errors: string;
  /** The contract that `@inheritdoc` names. */
  readonly inherits: string | undefined;
}

/** A parameter, a return value, or a field. */
export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly indexed: boolean;
}

export type DefinitionKind = "function" | "event" | "error" | "struct" | "enum" | "constant";

/** What a contract, or a file outside of one, defines. */
export interface Definition {
  readonly kind: DefinitionKind;
  readonly name: string;
  readonly doc: Natspec;
  /** As in the source, without the body. */
  readonly signature: string;
  readonly parameters: readonly Variable[];
  readonly returns: readonly Variable[];
  /** Whether a function reads only. */
  readonly view: boolean;
  /** Members of an enum. */
  readonly members: readonly string[];
}

/** A contract, interface or library; or what a file defines outside of any. */
export interface Page {
  readonly kind: "contract" | "interface" | "library" | "file";
  readonly name: string;
  /** From the project's folder. */
  readonly file: string;
  readonly doc: Natspec;
  readonly bases: readonly string[];
  /** What can be used from outside. */
  readonly definitions: readonly Definition[];
}

/** Reads all contracts but the mocks. Parses only, which is fast. */
export async function readPages(root: string): Promise<Page[]> {
  const files: string[] = [];
  for await (const file of glob("contracts/**/*.sol", { cwd: root })) {
    if (!file.startsWith(join("contracts", "mocks"))) files.push(file.replaceAll("\\", "/"));
  }
  files.sort();
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), "utf8")));
  return parsePages(new Map(files.map((file, at) => [file, texts[at] ?? ""])));
}

/** The pages of some sources, in their order. */
export function parsePages(sources: ReadonlyMap<string, string>): Page[] {
  const trees = parse(sources);
  return [...sources].flatMap(([file, text]) => pagesOf({ file, text, tree: trees.get(file) }));
}

/** The tags of a comment, with or without the slashes before its lines. */
export function parseNatspec(text: string): Natspec {
  const single = { title: "", notice: "", dev: "", errors: "" };
  const params = new Map<string, string>();
  const returns: string[] = [];
  let inherits: string | undefined;
  const add = (tag: string, value: string): void => {
    const [, first = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(value) ?? [];
    if (tag === "param") params.set(first, rest);
    else if (tag === "return") returns.push(value);
    else if (tag === "inheritdoc") inherits = first;
    else if (tag in single) {
      const key = tag as keyof typeof single;
      single[key] = [single[key], value].filter(Boolean).join("\n\n");
    }
  };
  let tag = "notice";
  let lines: string[] = [];
  const flush = (): void => {
    const value = lines.join("\n").trim();
    if (value !== "") add(tag, value);
    lines = [];
  };
  for (const line of text.split("\n")) {
    const written = line.replace(/^\s*\/\/\/ ?/, "").trimEnd();
    const [, next, rest = ""] = /^@(\w+)\s*(.*)$/.exec(written) ?? [];
    const errors = /^Errors: ?(.*)$/.exec(written);
    if (next !== undefined) {
      flush();
      [tag, lines] = [next, [rest]];
    } else if (errors !== null) {
      flush();
      [tag, lines] = ["errors", [errors[1] ?? ""]];
    } else if (written === "" && tag === "errors") {
      flush();
      tag = "notice";
    } else {
      lines.push(written);
    }
  }
  flush();
  return { ...single, params, returns, inherits };
}

// ---------------------------------------------------------------- syntax tree

/** A node of the compiler's syntax tree, as far as it is used here. */
interface Node {
  readonly nodeType: string;
  readonly src: string;
  readonly name?: string;
  readonly nodes?: readonly Node[];
  readonly documentation?: Node | null;
  readonly contractKind?: "contract" | "interface" | "library";
  readonly kind?: string;
  readonly visibility?: string;
  readonly stateMutability?: string;
  readonly constant?: boolean;
  readonly indexed?: boolean;
  readonly parameters?: { readonly parameters: readonly Node[] };
  readonly returnParameters?: { readonly parameters: readonly Node[] };
  readonly members?: readonly Node[];
  readonly typeName?: Node;
  readonly body?: Node | null;
  readonly baseContracts?: readonly { readonly baseName: Node }[];
}

function parse(sources: ReadonlyMap<string, string>): ReadonlyMap<string, Node> {
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const input = {
    language: "Solidity",
    sources: Object.fromEntries([...sources].map(([file, content]) => [file, { content }])),
    settings: { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
    readonly sources: Readonly<Record<string, { readonly ast: Node }>>;
  };
  const failed = output.errors?.find(({ severity }) => severity === "error");
  if (failed !== undefined) throw new Error(failed.formattedMessage);
  return new Map(Object.entries(output.sources).map(([file, { ast }]) => [file, ast]));
}

function pagesOf({
  file,
  text,
  tree,
}: {
  readonly file: string;
  readonly text: string;
  readonly tree: Node | undefined;
}): Page[] {
  // The tree counts bytes.
  const source = Buffer.from(text);
  const nodes = tree?.nodes ?? [];
  const pages = nodes
    .filter(({ nodeType }) => nodeType === "ContractDefinition")
    .map((node): Page => ({
      kind: node.contractKind ?? "contract",
      name: node.name ?? "",
      file,
      doc: docOf({ source, node }),
      bases: (node.baseContracts ?? []).map(({ baseName }) => textOf(source, baseName)),
      definitions: (node.nodes ?? []).flatMap((child) =>
        definitionOf({ source, node: child, ofLibrary: node.contractKind === "library" }),
      ),
    }));
  const free = nodes.flatMap((node) => definitionOf({ source, node, ofLibrary: false }));
  if (free.length === 0) return pages;
  const name = /([^/]+)\.sol$/.exec(file)?.[1] ?? file;
  return [{ kind: "file", name, file, doc: parseNatspec(""), bases: [], definitions: free }, ...pages];
}

const KINDS: Readonly<Record<string, DefinitionKind>> = {
  FunctionDefinition: "function",
  EventDefinition: "event",
  ErrorDefinition: "error",
  StructDefinition: "struct",
  EnumDefinition: "enum",
  VariableDeclaration: "constant",
};

function definitionOf({
  source,
  node,
  ofLibrary,
}: {
  readonly source: Buffer;
  readonly node: Node;
  readonly ofLibrary: boolean;
}): Definition[] {
  const kind = KINDS[node.nodeType];
  if (kind === undefined || !isPublic({ kind, node, ofLibrary })) return [];
  const variables = (list: readonly Node[] = []): Variable[] =>
    list.map((variable) => ({
      name: variable.name ?? "",
      type: variable.typeName === undefined ? "" : textOf(source, variable.typeName),
      indexed: variable.indexed === true,
    }));
  const [start = 0, length = 0] = node.src.split(":").map(Number);
  const end = node.body ? Number(node.body.src.split(":")[0]) : start + length;
  return [
    {
      kind,
      name: node.name === "" ? (node.kind ?? "") : (node.name ?? ""),
      doc: docOf({ source, node }),
      signature: source
        .subarray(start, end)
        .toString()
        .replace(/\s+/g, " ")
        .replace(/\( /g, "(")
        .replace(/ \)/g, ")")
        .replace(/;$/, "")
        .trim(),
      parameters: kind === "struct" ? variables(node.members) : variables(node.parameters?.parameters),
      returns: kind === "constant" ? variables([node]) : variables(node.returnParameters?.parameters),
      view: kind === "constant" || ["view", "pure"].includes(node.stateMutability ?? ""),
      members: kind === "enum" ? (node.members ?? []).map(({ name = "" }) => name) : [],
    },
  ];
}

/** Whether users of the suite meet it; of a library's functions, those that are for contracts. */
function isPublic({
  kind,
  node,
  ofLibrary,
}: {
  readonly kind: DefinitionKind;
  readonly node: Node;
  readonly ofLibrary: boolean;
}): boolean {
  if (kind === "constant") return node.visibility === "public";
  if (kind !== "function" || node.kind === "constructor") return kind !== "function";
  return ["external", "public", ...(ofLibrary ? ["internal"] : [])].includes(node.visibility ?? "");
}

/** From the source, as the tree has no empty lines. */
function docOf({ source, node }: { readonly source: Buffer; readonly node: Node }): Natspec {
  return parseNatspec(node.documentation ? textOf(source, node.documentation) : "");
}

function textOf(source: Buffer, { src }: Node): string {
  const [start = 0, length = 0] = src.split(":").map(Number);
  return source.subarray(start, start + length).toString();
}
