/** All tables; they lie in src/, so that a change of them is a change of the indexer. */
export * from "./src/schema/access.ts";
export * from "./src/schema/bootstrap.ts";
export * from "./src/schema/gifts.ts";
export * from "./src/schema/governance.ts";
export * from "./src/schema/history.ts";
export * from "./src/schema/market.ts";
export * from "./src/schema/organisation.ts";
export * from "./src/schema/recognition.ts";
