/** A chain of this process as a node that wallets and pages can ask, on this machine only. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Wallet } from "ethers";
import type { World } from "../world/world.ts";

/** Who the node signs for: of people the names as well. */
export interface Keyholder {
  readonly label: string;
  readonly wallet: Wallet;
}

/** A node that answers. */
export interface Node {
  readonly url: string;
  close(): Promise<void>;
}

interface Request {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: readonly unknown[];
}

const HOST = "127.0.0.1";

/** Serves it; `keyholders` are its accounts, in their order. `cdpo_people` answers their names. */
export async function serve({
  world,
  keyholders,
  port,
}: {
  readonly world: World;
  readonly keyholders: readonly Keyholder[];
  /** 0: any that is free. */
  readonly port: number;
}): Promise<Node> {
  const { provider } = world.chain.ethers;
  const byAddress = new Map(keyholders.map(({ wallet }) => [wallet.address.toLowerCase(), wallet]));
  const impersonated = new Set<string>();

  const answer = async ({ method, params = [] }: Request): Promise<unknown> => {
    switch (method) {
      case "eth_accounts":
        return keyholders.map(({ wallet }) => wallet.address);
      case "cdpo_people":
        return keyholders.map(({ label, wallet: { address } }) => ({ label, address }));
      case "eth_signTypedData_v4":
        return signTyped(byAddress, params);
      case "personal_sign":
        return signerOf(byAddress, params[1]).signMessage(bytesOf(params[0]));
      case "eth_sendTransaction": {
        const { from } = params[0] as { readonly from: string };
        if (!impersonated.has(from)) await provider.send("hardhat_impersonateAccount", [from]);
        impersonated.add(from);
        return provider.send(method, [...params]);
      }
      default:
        return provider.send(method, [...params]);
    }
  };
  const told = async (request: Request): Promise<unknown> => {
    const { id = null } = request;
    try {
      return { jsonrpc: "2.0", id, result: await answer(request) };
    } catch (thrown) {
      const { code, message, data } = thrown as {
        readonly code?: unknown;
        readonly message?: string;
        readonly data?: unknown;
      };
      const error = { code: typeof code === "number" ? code : -32_603, message: String(message), data };
      return { jsonrpc: "2.0", id, error };
    }
  };

  const server = createServer((request, response) => {
    void (async () => {
      // Pages of any origin may ask: there is nothing here but play money.
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("access-control-allow-headers", "content-type");
      if (request.method !== "POST") {
        response.writeHead(request.method === "OPTIONS" ? 204 : 405).end();
        return;
      }
      const asked = await jsonOf(request);
      if (asked === undefined) {
        response.writeHead(400).end();
        return;
      }
      const answers = Array.isArray(asked)
        ? await Promise.all((asked as Request[]).map(told))
        : await told(asked as Request);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answers));
    })();
  });
  server.listen(port, HOST);
  await once(server, "listening");
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    close: () => closed(server),
  };
}

// ---------------------------------------------------------------- internals

type Wallets = ReadonlyMap<string, Wallet>;

function signerOf(wallets: Wallets, address: unknown): Wallet {
  const wallet = wallets.get(String(address).toLowerCase());
  if (wallet === undefined) throw new Error(`this node has no key of ${String(address)}`);
  return wallet;
}

function signTyped(wallets: Wallets, [address, written]: readonly unknown[]): Promise<string> {
  const { domain, types, message } = (
    typeof written === "string" ? JSON.parse(written) : written
  ) as TypedMessage;
  const others = Object.fromEntries(Object.entries(types).filter(([name]) => name !== "EIP712Domain"));
  return signerOf(wallets, address).signTypedData(domain, others, message);
}

interface TypedMessage {
  readonly domain: Record<string, unknown>;
  readonly types: Record<string, { name: string; type: string }[]>;
  readonly message: Record<string, unknown>;
}

function bytesOf(value: unknown): string | Uint8Array {
  const written = String(value);
  return /^0x([0-9a-f]{2})*$/i.test(written) ? Buffer.from(written.slice(2), "hex") : written;
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await text(request)) as unknown;
  } catch {
    return undefined;
  }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
