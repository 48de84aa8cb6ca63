/** Scripts with which shells complete `cdpo`: made of the commands, so that they know what there is. */
import type { Command } from "./command.ts";
import { optionsOf } from "./program.ts";

/** The shells that are known. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What can stand behind the words so far: commands after a noun, options after a command. */
interface Branch {
  /** "" for the first word, "epoch" for the second, "epoch propose" for options. */
  readonly after: string;
  readonly words: readonly { readonly word: string; readonly what: string }[];
}

/** The script of a shell, to be read by it: `source <(cdpo completion bash)`. */
export function completionOf(shell: Shell, commands: readonly Command[]): string {
  const branches = branchesOf(commands);
  return { bash, zsh, fish }[shell](branches);
}

function branchesOf(commands: readonly Command[]): Branch[] {
  const first = new Map<string, string>();
  const second = new Map<string, { word: string; what: string }[]>();
  const options: Branch[] = [];
  for (const command of commands) {
    const [noun = "", verb] = command.name.split(" ");
    if (!first.has(noun)) first.set(noun, verb === undefined ? command.summary : `commands of ${noun}`);
    if (verb !== undefined) {
      second.set(noun, [...(second.get(noun) ?? []), { word: verb, what: command.summary }]);
    }
    const { own, common } = optionsOf(command);
    const words = [...own, ...common].map(({ long, description }) => ({
      word: long ?? "",
      what: description,
    }));
    options.push({ after: command.name, words: [...words, { word: "--help", what: "this text" }] });
  }
  return [
    { after: "", words: [...first].map(([word, what]) => ({ word, what })) },
    ...[...second].map(([after, words]) => ({ after, words })),
    ...options,
  ];
}

const listed = ({ words }: Branch): string => words.map(({ word }) => word).join(" ");

/** The words so far that are no options, two at most, choose what is offered. */
function bash(branches: readonly Branch[]): string {
  return `# cdpo: put "source <(cdpo completion bash)" into ~/.bashrc
_cdpo() {
  local current="\${COMP_WORDS[COMP_CWORD]}" said="" words="" at
  for ((at = 1; at < COMP_CWORD; at++)); do
    [[ "\${COMP_WORDS[at]}" == -* ]] && break
    local longer="\${said:+$said }\${COMP_WORDS[at]}"
    [[ -n "$(_cdpo_words "$longer")" ]] || break
    said="$longer"
  done
  words="$(_cdpo_words "$said")"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
_cdpo_words() {
  case "$1" in
${branches.map((branch) => `    "${branch.after}") echo "${listed(branch)}" ;;`).join("\n")}
  esac
}
complete -o default -F _cdpo cdpo
`;
}

function zsh(branches: readonly Branch[]): string {
  const described = ({ words }: Branch): string =>
    words.map(({ word, what }) => `'${word}:${what.replaceAll("'", "’").replaceAll(":", "\\:")}'`).join(" ");
  return `#compdef cdpo
# cdpo: put "source <(cdpo completion zsh)" into ~/.zshrc, after compinit
_cdpo() {
  local said="" longer at
  local -a found
  for ((at = 2; at < CURRENT; at++)); do
    [[ "\${words[at]}" == -* ]] && break
    longer="\${said:+$said }\${words[at]}"
    _cdpo_words "$longer" || break
    said="$longer"
  done
  _cdpo_words "$said"
  _describe 'cdpo' found || _files
}
_cdpo_words() {
  case "$1" in
${branches.map((branch) => `    "${branch.after}") found=(${described(branch)}) ;;`).join("\n")}
    *) return 1 ;;
  esac
}
compdef _cdpo cdpo
`;
}

function fish(branches: readonly Branch[]): string {
  const quoted = (what: string): string => `'${what.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = branches.flatMap(({ after, words }) =>
    words.map(
      ({ word, what }) =>
        `complete -c cdpo -n ${quoted(`_cdpo_after "${after}"`)} ` +
        `${word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${quoted(word)}`} -d ${quoted(what)}`,
    ),
  );
  return `# cdpo: put "cdpo completion fish | source" into ~/.config/fish/config.fish
function _cdpo_after
  set -l said (commandline -opc)[2..-1]
  if test -z "$argv[1]"
    test (count $said) -eq 0
  else
    string match -q -- "$argv[1]" "$said"; or string match -q -- "$argv[1] *" "$said"
  end
end
${lines.join("\n")}
`;
}
