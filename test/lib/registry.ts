/** A registry on this machine that has the packages that are installed here: a test installs from it without a network. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A tarball that npm made. */
export interface Tarball {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

export interface Registry {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves what the package in `folder` depends on, as it is installed for it; tarballs are made in `workspace`. */
export async function startRegistry(folder: string, workspace: string): Promise<Registry> {
  const packages = new Map<string, Map<string, { manifest: Manifest; tarball: string }>>();
  const folders = [...dependenciesOf(folder)];
  const made = await pack(folders, workspace, ["--ignore-scripts"]);
  for (const { name, version, filename } of made) {
    const at = folders.find((each) => {
      const own = manifestIn(each);
      return own.name === name && own.version === version;
    });
    if (at === undefined) throw new Error(`npm pack made ${filename}, which nobody asked for`);
    const versions = packages.get(name) ?? new Map<string, { manifest: Manifest; tarball: string }>();
    packages.set(name, versions.set(version, { manifest: manifestIn(at), tarball: filename }));
  }
  let url = "";
  const server = createServer((request, response) => {
    void (async () => {
      const path = decodeURIComponent(request.url ?? "").slice(1);
      if (path.endsWith(".tgz")) {
        response.end(await readFile(join(workspace, path)));
        return;
      }
      const versions = packages.get(path);
      if (versions === undefined) {
        response.writeHead(404).end("{}");
        return;
      }
      const all = [...versions.values()].map(({ manifest, tarball }) => [
        manifest.version,
        { ...manifest, dist: { tarball: `${url}/${tarball}` } },
      ]);
      const latest = [...versions.keys()].at(-1);
      response.end(
        JSON.stringify({ name: path, "dist-tags": { latest }, versions: Object.fromEntries(all) as object }),
      );
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Makes a tarball of each folder. */
export async function pack(
  folders: readonly string[],
  workspace: string,
  options: readonly string[] = [],
): Promise<readonly Tarball[]> {
  const into = ["--json", "--pack-destination", workspace];
  const json = await npm(workspace, ["pack", ...folders, ...into, ...options]);
  // What scripts print comes before it.
  return JSON.parse(json.slice(json.search(/^\[$/m))) as readonly Tarball[];
}

/** Runs npm with a cache of its own, as in a project that knows no other. */
export async function npm(workspace: string, args: readonly string[]): Promise<string> {
  const own = { NODE_OPTIONS: "", npm_config_cache: join(workspace, ".npm"), npm_config_workspaces: "false" };
  const env = { ...process.env, ...own };
  const { stdout } = await execute("npm", [...args], { cwd: workspace, env, maxBuffer: 2 ** 28 });
  return stdout;
}

/** The manifest of the package in a folder. */
export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The folders of all packages that another needs, itself left out. */
function dependenciesOf(folder: string, known = new Set<string>()): Set<string> {
  for (const name of Object.keys(manifestIn(folder).dependencies ?? {})) {
    const at = packageFolder(name, folder);
    if (known.has(at)) continue;
    known.add(at);
    dependenciesOf(at, known);
  }
  return known;
}

/** As Node looks packages up, also those that do not export their manifest. */
function packageFolder(name: string, from: string): string {
  const at = join(from, "node_modules", name);
  if (existsSync(at)) return at;
  const parent = dirname(from);
  if (parent === from) throw new Error(`${name} is not installed: run npm install`);
  return packageFolder(name, parent);
}
