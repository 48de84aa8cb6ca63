/** Block explorers of this process, in place of those on the web. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { HardhatUserConfig } from "hardhat/config";
import config from "../../hardhat.config.ts";

/** What was asked of an explorer. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** What it answers: the body, after a status that is 200 if not given. */
export type Answer = (asked: Asked) => { readonly status?: number; readonly json: unknown };

export interface StandIn {
  readonly url: string;
  close(): void;
}

/** Starts an explorer that answers what `answer` says. */
export async function startExplorer(answer: Answer): Promise<StandIn> {
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? "", "http://explorer");
    const { status = 200, json } = answer({
      ...{ method: request.method ?? "", path, query },
      body: await text(request),
    });
    response.statusCode = status;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(json));
  };
  const server = createServer((request, response) => {
    reply(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The parts of Hardhat's configuration by which all explorers of a chain are the one at `url`. */
export function explorersAt(
  url: string,
  chainId: number,
): Pick<HardhatUserConfig, "chainDescriptors" | "verify"> {
  const blockExplorers = {
    etherscan: { url, apiUrl: `${url}/etherscan` },
    blockscout: { url, apiUrl: `${url}/blockscout` },
  };
  return {
    chainDescriptors: { ...config.chainDescriptors, [chainId]: { name: "Sepolia", blockExplorers } },
    verify: { ...config.verify, sourcify: { apiUrl: `${url}/sourcify` } },
  };
}
