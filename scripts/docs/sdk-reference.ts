/** The reference of the sdk: a page for each of its imports, from the documentation in the sources. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Application, Logger, LogLevel, type TypeDocOptions } from "typedoc";
import { load, type PluginOptions } from "typedoc-plugin-markdown";

/** What is wrong, and what was made all the same. */
export interface SdkReference {
  /** One sentence each: what is exported without documentation, links that lead nowhere. */
  readonly problems: readonly string[];
  /** Texts by the paths of their files. */
  readonly pages: ReadonlyMap<string, string>;
}

/** What has to say what it is; members say it by their names and types where those suffice. */
const DOCUMENTED: NonNullable<TypeDocOptions["requiredToBeDocumented"]> = [
  ...(["Class", "Enum", "EnumMember", "Function", "Interface", "Method", "TypeAlias", "Variable"] as const),
];

/** Keeps what is wrong instead of telling it. */
class Collecting extends Logger {
  readonly #problems: string[];

  constructor(problems: string[]) {
    super();
    this.#problems = problems;
  }

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.#problems.push(message);
  }
}

/**
 * Makes the reference of TypeScript sources, in `folder`: of everything that `entries` export. The same sources give the same
 * pages.
 */
export async function makeReference({
  entries,
  tsconfig,
  name,
  folder,
}: {
  readonly entries: readonly string[];
  readonly tsconfig: string;
  readonly name: string;
  readonly folder: string;
}): Promise<SdkReference> {
  const problems: string[] = [];
  const options: TypeDocOptions & Partial<PluginOptions> = {
    ...{ entryPoints: [...entries], tsconfig, name, readme: "none", plugin: [load] },
    // Neither lines nor versions, which change without anything that is documented.
    ...{ disableSources: true, hideGenerator: true, disableGit: true, includeVersion: false },
    ...{ excludeExternals: true, excludePrivate: true, excludeInternal: true, sort: ["source-order"] },
    requiredToBeDocumented: DOCUMENTED,
    validation: { notDocumented: true, notExported: false, invalidLink: true, rewrittenLink: true },
    ...{ router: "module", hidePageHeader: true, hideBreadcrumbs: true },
    ...{ parametersFormat: "table", interfacePropertiesFormat: "table", typeAliasPropertiesFormat: "table" },
    ...{ logLevel: LogLevel.Warn, cleanOutputDir: true },
    outputs: [{ name: "markdown", path: folder }],
  };
  const app = await Application.bootstrapWithPlugins(options);
  app.logger = new Collecting(problems);
  const project = await app.convert();
  if (project === undefined)
    return { problems: [...problems, "the sources do not compile"], pages: new Map() };
  app.validate(project);
  await app.generateOutputs(project);
  const pages = new Map<string, string>();
  for (const file of (await readdir(folder, { recursive: true })).sort()) {
    if (!file.endsWith(".md")) continue;
    const text = await readFile(join(folder, file), "utf8");
    // The one object that most functions take has no name in the sources.
    pages.set(file.replaceAll("\\", "/"), text.replaceAll("__namedParameters", "options"));
  }
  return { problems, pages };
}
