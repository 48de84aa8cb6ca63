import { writeFileSync } from "node:fs";
import { startLiving } from "../simulation/living/living.ts";

const started = performance.now();
const living = await startLiving({
  port: Number(process.argv[2] ?? 8545),
  tell: (sentence) => {
    console.log(`${((performance.now() - started) / 1000).toFixed(1)} ${sentence}`);
  },
});
const config = { chains: [{ title: "this machine", rpc: living.url, testWallet: true, book: living.book }] };
writeFileSync(process.argv[3] ?? "config.json", JSON.stringify(config, null, 1));
console.log(`${((performance.now() - started) / 1000).toFixed(1)} ${living.url}`);
