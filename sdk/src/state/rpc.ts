/** Talking to nodes: a transport that sends what is asked at once as one batch, and what their errors mean. */
import type { Address, Hex, Rpc } from "../types.ts";

/** A contract refused a call, or there is none. */
export class RefusedError extends Error {
  readonly address: Address;
  readonly functionName: string;
  /** What it was refused with, as ABIs encode errors; "0x" when there is nothing. */
  readonly data: Hex;

  constructor({
    address,
    functionName,
    data,
  }: {
    readonly address: Address;
    readonly functionName: string;
    readonly data: Hex;
  }) {
    super(
      `${functionName} of ${address} refuses${data === "0x" ? ", or there is no such contract" : ` with ${data}`}`,
    );
    this.name = "RefusedError";
    this.address = address;
    this.functionName = functionName;
    this.data = data;
  }
}

/** A node answered a request with an error. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor({
    code,
    message,
    data,
  }: {
    readonly code: number;
    readonly message: string;
    readonly data?: unknown;
  }) {
    super(message);
    this.name = "RpcError";
    this.code = code;
    this.data = data;
  }
}

/**
 * What a contract refused a call with, "0x" when the node does not say; undefined when the error is something else, such
 * as a node that does not answer.
 */
export function isRefusal(thrown: unknown): Hex | undefined {
  let refused = false;
  for (let error = thrown, depth = 0; depth < 8 && typeof error === "object" && error !== null; ++depth) {
    const { data, code, message, cause } = error as Readonly<Record<string, unknown>>;
    const nested = (error as { readonly error?: unknown }).error;
    const inner: unknown =
      typeof data === "object" && data !== null ? (data as { data?: unknown }).data : data;
    if (typeof inner === "string" && /^0x[0-9a-fA-F]*$/.test(inner)) return inner as Hex;
    if (code === 3 || code === "CALL_EXCEPTION") refused = true;
    if (/revert|invalid opcode|out of gas|stack (under|over)flow|bad jump/i.test(String(message)))
      refused = true;
    error = cause ?? nested;
  }
  return refused ? "0x" : undefined;
}

/**
 * A transport to a node. Requests that are made in the same moment travel as one JSON-RPC batch, `batchSize` at most;
 * when a node takes no batches, one by one from then on. A node that is busy (429, 502, 503, 504) is asked again, `retries`
 * times. Requests throw {@link RpcError} when the node answers with an error.
 */
export function httpRpc({
  url,
  headers = {},
  batchSize = 100,
  retries = 3,
  fetch: send = globalThis.fetch,
}: {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly batchSize?: number | undefined;
  readonly retries?: number | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
}): Rpc {
  let waiting: Waiting[] = [];
  let takesBatches = batchSize > 1;
  let id = 0;

  const post = async (body: unknown): Promise<unknown> => {
    for (let left = retries; ; --left) {
      const response = await send(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
      if (left > 0 && BUSY.includes(response.status)) {
        const seconds = Number(response.headers.get("retry-after"));
        await pause(seconds > 0 ? Math.min(seconds, 30) * 1_000 : 250 * 2 ** (retries - left));
        continue;
      }
      const text = await response.text();
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw new Error(
          `the node answers with HTTP status ${response.status} and no JSON: check its address`,
        );
      }
    }
  };

  const single = async ({ request, resolve, reject }: Waiting): Promise<void> => {
    try {
      resolve(unwrap(await post(request)));
    } catch (thrown) {
      reject(thrown);
    }
  };

  const flush = async (batch: readonly Waiting[]): Promise<void> => {
    const [first] = batch;
    if (first !== undefined && (batch.length === 1 || !takesBatches)) {
      await Promise.all(batch.map(single));
      return;
    }
    try {
      const answers = await post(batch.map(({ request }) => request));
      if (!Array.isArray(answers)) {
        takesBatches = false;
        await Promise.all(batch.map(single));
        return;
      }
      const byId = new Map((answers as readonly Answer[]).map((answer) => [answer.id, answer]));
      for (const { request, resolve, reject } of batch) {
        try {
          resolve(unwrap(byId.get(request.id)));
        } catch (thrown) {
          reject(thrown);
        }
      }
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown);
    }
  };

  const flushAll = (): void => {
    const all = waiting;
    waiting = [];
    for (let at = 0; at < all.length; at += batchSize) void flush(all.slice(at, at + batchSize));
  };

  return {
    request: ({ method, params = [] }) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setTimeout(flushAll, 0);
        waiting.push({ request: { jsonrpc: "2.0", id: ++id, method, params }, resolve, reject });
      }),
  };
}

// ---------------------------------------------------------------- internals

/** Too many requests; a gateway that cannot reach its node. */
const BUSY: readonly number[] = [429, 502, 503, 504];

interface Waiting {
  readonly request: {
    readonly jsonrpc: "2.0";
    readonly id: number;
    readonly method: string;
    readonly params: readonly unknown[];
  };
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown } | undefined;
}

function unwrap(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null)
    throw new Error("the node answers a request with nothing");
  const { result, error } = answer as Answer;
  if (error !== undefined) throw new RpcError(error);
  return result;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
