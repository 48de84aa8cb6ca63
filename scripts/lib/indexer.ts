/** The indexer as a process of its own, as its users start it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = join(import.meta.dirname, "..", "..");
/** Of what it says so much is kept (characters). */
const SAID = 4_000;

/** An indexer that answers. */
export interface IndexerProcess {
  readonly url: string;
  /** Of what starts Ponder, and of the group of both if it is one. */
  readonly pid: number | undefined;
  /** Waits until something is so, asked over and over. Throws when the indexer ends before, with what it said last. */
  readonly until: (what: string, isSo: () => Promise<boolean>) => Promise<void>;
  /** Settles when it ends, with its exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  /** Lets it end. */
  readonly stop: () => Promise<number | null>;
}

/** Installs what is locked for it, if that is missing. */
export async function installIndexer(): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, "scripts", "ensure-install.mjs"), "indexer"], {
    stdio: ["ignore", 2, 2],
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error("the indexer could not be installed");
}

/**
 * Starts it, and waits until it has caught up. Throws with what it said when it ends before. `settings`: those of
 * indexer/README.md; nothing but the path is taken from this process's environment. `isGroup`: its processes are a group of their
 * own, so that a signal to this one does not reach them. `signal`: ends it, also before it is ready. `tell`: is told which block it
 * has reached meanwhile.
 */
export async function startIndexer({
  settings,
  port,
  isGroup = false,
  signal,
  tell,
}: {
  readonly settings: Readonly<Record<string, string>>;
  readonly port: number;
  readonly isGroup?: boolean;
  readonly signal?: AbortSignal;
  readonly tell?: (block: number) => void;
}): Promise<IndexerProcess> {
  const url = `http://127.0.0.1:${port}`;
  let said = "";
  const child = spawn(process.execPath, [join(ROOT, "indexer", "start.ts")], {
    env: { PATH: process.env["PATH"], ...settings, CDPO_INDEXER_PORT: String(port) },
    detached: isGroup,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = `${said}${text}`.slice(-SAID);
    });
  }
  const end = () => child.kill("SIGTERM");
  signal?.addEventListener("abort", end);
  process.once("exit", end);
  const ended = once(child, "close").then(([code]) => {
    process.off("exit", end);
    return code as number | null;
  });
  const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
    while (!(await isSo().catch(() => false))) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`the indexer ended before ${what}:\n${said}`);
      }
      await sleep(100);
    }
  };
  await until("it was ready", async () => {
    if (tell !== undefined) {
      const status = (await (await fetch(`${url}/status`)).json()) as {
        readonly cdpo: { readonly block: { readonly number: number } };
      };
      tell(status.cdpo.block.number);
    }
    return (await fetch(`${url}/ready`)).ok;
  });
  return {
    ...{ url, until, ended, pid: child.pid },
    stop() {
      end();
      return ended;
    },
  };
}
