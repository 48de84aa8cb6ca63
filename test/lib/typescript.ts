/** TypeScript in a project of its own, in this process. */
import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";

/**
 * Compiles files of a project, each to JavaScript beside it, as Node resolves what they import. The errors in them, and in the
 * types of all that is installed there; what is linked from elsewhere, and the standard library, are not checked.
 */
export function compileProject(folder: string, files: readonly string[]): string {
  const root = realpathSync(folder);
  const program = ts.createProgram(
    files.map((file) => join(root, file)),
    {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      types: ["node"],
      typeRoots: [join(root, "node_modules", "@types")],
      module: ts.ModuleKind.NodeNext,
    },
  );
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(root + sep));
  const found = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
  program.emit();
  return ts.formatDiagnostics(found, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  });
}
