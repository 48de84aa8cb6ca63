/** What documents say, for tests that hold them to it. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The rows of a table in docs/economics.md, by its name there. */
export async function tableOf(name: string): Promise<string[][]> {
  const file = fileURLToPath(new URL("../../docs/economics.md", import.meta.url));
  const [, table = ""] =
    new RegExp(`<!-- ${name}: begin -->([^]*)<!-- ${name}: end -->`).exec(await readFile(file, "utf8")) ?? [];
  const rows = table.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

// ---------------------------------------------------------------- commands, and what they print

/** A block of commands, and what the block after it shows of their output. */
export interface ShownCommands {
  /** A line each, without comments; a function of the shell is one. */
  readonly commands: readonly string[];
  /** Undefined where nothing is shown. */
  readonly output: string | undefined;
}

/** The blocks of commands (`sh`) in a document, in their order. */
export function commandsIn(document: string): ShownCommands[] {
  const blocks = [...document.matchAll(BLOCK)].map(([, indent = "", language = "", body = ""]) => ({
    language,
    lines: body.split("\n").map((line) => line.slice(indent.length)),
  }));
  return blocks.flatMap(({ language, lines }, at): ShownCommands[] => {
    if (language !== "sh") return [];
    const { [at + 1]: next } = blocks;
    const commands = (lines.join("\n").match(/^\w+\(\) \{[^]*?^\}$|^.+$/gm) ?? []).map(withoutComment);
    const output = next?.language === "" ? next.lines.join("\n") : undefined;
    return [{ commands: commands.filter(Boolean), output }];
  });
}

/** A command without the comment behind it; a function keeps its own. */
function withoutComment(command: string): string {
  return command.replace(/^((?:'[^']*'|"[^"]*"|[^'"\n])*?)(?:^|\s+)#\s.*$/, "$1");
}

const BLOCK = /^( *)```(\w*)\n([^]*?)\n\1```$/gm;

/**
 * What is shown, with the addresses and shortened numbers of what was printed: equal to what is shown if that is right. `…` on a
 * line of its own stands for any lines, else for any text; times and gas may be any. Undefined if it does not fit.
 */
export function refreshed(shown: string, printed: string): string | undefined {
  const exact: string[] = [];
  const lines = shown.split("\n").map((line) => {
    if (line === "…") return "(?:.*\\n)*?";
    const parts = line.split(TOKEN).map((part, at) => {
      if (at % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      if (part === "…") return ".*";
      if (TIME.test(part)) return TIME.source;
      if (/^\d+ gas$/.test(part)) return "\\d+ gas";
      exact.push(part);
      return part.includes("…") ? "(\\w+)" : "(0x[0-9a-fA-F]{40})";
    });
    return `${parts.join("")}\\n`;
  });
  const found = new RegExp(`^${lines.join("")}$`).exec(printed);
  if (found === null) return undefined;
  let next = 0;
  return shown.replace(new RegExp(TOKEN, "g"), (token) => {
    if (token !== exact[next]) return token;
    const is = found[++next] ?? "";
    const [head = "", tail] = token.split("…");
    return tail === undefined ? is : `${is.slice(0, head.length)}…${is.slice(-tail.length)}`;
  });
}

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/;
/** What need not be printed as it is shown: addresses, times, gas, and what is shortened. */
const TOKEN = new RegExp(`(0x[0-9a-fA-F]{40}|\\w+…\\w+|…|${TIME.source}|\\d+ gas)`);
