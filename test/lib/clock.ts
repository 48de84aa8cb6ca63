/**
 * The embedded chain of tests: its clock stands still until a test moves it, whatever the machine does meanwhile, and a
 * transaction runs once.
 */
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Requests that put a transaction into a block, or make blocks. */
const MINING = new Set(["eth_sendTransaction", "eth_sendRawTransaction", "evm_mine", "hardhat_mine"]);
/** Requests that say when the next block is. */
const SETTING = new Set(["evm_setNextBlockTimestamp", "evm_increaseTime"]);
/** What no transaction of this suite needs, and no more than one may have (EIP-7825). */
const MOST_GAS = "0x1000000";

interface Clock {
  /** Whether a test has said when the next block is. */
  set: boolean;
  /** Whether each transaction makes a block. */
  auto: boolean;
  /** The request before, as each needs the block of the last one. */
  turn: Promise<unknown>;
}

/** What a request is made with; each of those here takes one thing, if any. */
function firstOf({ params }: { readonly params?: unknown }): unknown {
  return Array.isArray(params) ? (params as readonly unknown[])[0] : undefined;
}

/**
 * Each block of an embedded chain comes one second after the one before, unless a test has set its time: else the chain takes
 * the machine's clock, and a test that takes ten seconds in place of two meets another time than it expects.
 *
 * An estimate of gas runs a transaction two or three times before it is sent. Here it is sent at once; if it fails, the chain is
 * put back, and gas is estimated as ever: that fails, too, and says why, and no block is made.
 */
export const steadyClock: HardhatPlugin = {
  id: "steady-clock",
  hookHandlers: {
    network: () => {
      const clocks = new WeakMap<object, Clock>();
      return Promise.resolve({
        default: () =>
          Promise.resolve({
            onRequest: async (context, connection, request, next) => {
              if (process.env["HH_TEST"] !== "true" || connection.networkConfig.type !== "edr-simulated") {
                return next(context, connection, request);
              }
              const { method } = request;
              const clock = clocks.get(connection) ?? {
                set: false,
                auto: connection.networkConfig.mining.auto,
                turn: Promise.resolve(),
              };
              clocks.set(connection, clock);
              if (SETTING.has(method)) clock.set = true;
              if (method === "evm_revert") clock.set = false;
              if (method === "evm_setAutomine") clock.auto = firstOf(request) === true;
              if (!MINING.has(method)) return next(context, connection, request);

              const ask = (method: string, ...params: unknown[]): Promise<unknown> =>
                connection.provider.request({ method, params });
              const latest = async () =>
                (await ask("eth_getBlockByNumber", "latest", false)) as {
                  readonly number: string;
                  readonly timestamp: string;
                };
              const send = async () => {
                const asked = firstOf(request) as { readonly gas?: string } | undefined;
                if (!clock.auto || method !== "eth_sendTransaction" || asked?.gas !== undefined) {
                  return next(context, connection, request);
                }
                const { set } = clock;
                const transaction = { ...asked, gas: MOST_GAS };
                const before = await ask("evm_snapshot");
                try {
                  return await next(context, connection, { ...request, params: [transaction] });
                } catch {
                  await ask("evm_revert", before);
                  clock.set = set;
                }
                const gas = await ask("eth_estimateGas", asked);
                return next(context, connection, { ...request, params: [{ ...transaction, gas }] });
              };
              const mine = async () => {
                const before = await latest();
                if (!clock.set) {
                  await ask("evm_setNextBlockTimestamp", Number(before.timestamp) + 1);
                  clock.set = false;
                  return send();
                }
                try {
                  return await send();
                } finally {
                  if ((await latest()).number !== before.number) clock.set = false;
                }
              };
              const mined = clock.turn.then(mine, mine);
              clock.turn = mined;
              return mined;
            },
          }),
      });
    },
  },
};
