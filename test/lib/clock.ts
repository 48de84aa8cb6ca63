/** The clock of the embedded chain in tests: it stands still until a test moves it, whatever the machine does meanwhile. */
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Requests that put a transaction into a block, or make blocks. */
const MINING = new Set(["eth_sendTransaction", "eth_sendRawTransaction", "evm_mine", "hardhat_mine"]);
/** Requests that say when the next block is. */
const SETTING = new Set(["evm_setNextBlockTimestamp", "evm_increaseTime"]);

interface Clock {
  /** Whether a test has said when the next block is. */
  set: boolean;
  /** The request before, as each needs the block of the last one. */
  turn: Promise<unknown>;
}

/**
 * Each block of an embedded chain comes one second after the one before, unless a test has set its time: else the chain takes
 * the machine's clock, and a test that takes ten seconds in place of two meets another time than it expects.
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
              const clock = clocks.get(connection) ?? { set: false, turn: Promise.resolve() };
              clocks.set(connection, clock);
              if (SETTING.has(method)) clock.set = true;
              if (method === "evm_revert") clock.set = false;
              if (!MINING.has(method)) return next(context, connection, request);

              const latest = async () =>
                (await connection.provider.request({
                  method: "eth_getBlockByNumber",
                  params: ["latest", false],
                })) as { readonly number: string; readonly timestamp: string };
              const mine = async () => {
                const before = await latest();
                if (!clock.set) {
                  const time = Number(before.timestamp) + 1;
                  await connection.provider.request({ method: "evm_setNextBlockTimestamp", params: [time] });
                  clock.set = false;
                }
                try {
                  return await next(context, connection, request);
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
