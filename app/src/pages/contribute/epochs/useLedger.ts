/** Ledgers of epochs: from a file or their address, verified in the browser. */
import { useEffect, useRef, useState } from "react";
import type { Answer, Question } from "./ledger.worker.ts";

/** How far a ledger is. */
export type Progress =
  | { readonly step: "none" }
  /** Of `total` bytes; undefined where the server does not say. */
  | { readonly step: "fetching"; readonly done: number; readonly total: number | undefined }
  | { readonly step: "checking"; readonly count: number | undefined }
  | { readonly step: "failed"; readonly message: string }
  | Extract<Answer, { readonly step: "verified" }>;

/** What checks a ledger, and how far it is. */
export function useLedger() {
  const [progress, tell] = useState<Progress>({ step: "none" });
  const worker = useRef<Worker>(undefined);
  useEffect(
    () => () => {
      worker.current?.terminate();
    },
    [],
  );
  const check = (question: Question) => {
    worker.current?.terminate();
    tell({ step: "checking", count: undefined });
    const next = new Worker(new URL("./ledger.worker.ts", import.meta.url), { type: "module" });
    worker.current = next;
    next.onmessage = ({ data }: MessageEvent<Answer>) => {
      tell(data.step === "entries" ? { step: "checking", count: data.count } : data);
      if (data.step !== "entries") next.terminate();
    };
    next.onerror = (event) => {
      tell({ step: "failed", message: event.message });
    };
    next.postMessage(question);
  };
  const fetchFrom = async (uri: string): Promise<Uint8Array | undefined> => {
    tell({ step: "fetching", done: 0, total: undefined });
    try {
      const response = await fetch(uri);
      if (!response.ok || response.body === null) throw new Error(`${uri}: ${response.status}`);
      const length = response.headers.get("content-length");
      const total = length === null ? undefined : Number(length);
      const pieces: Uint8Array[] = [];
      let done = 0;
      const reader = response.body.getReader();
      for (;;) {
        const { done: isOver, value } = await reader.read();
        if (isOver) break;
        pieces.push(value);
        done += value.length;
        tell({ step: "fetching", done, total });
      }
      return new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
    } catch (thrown) {
      tell({ step: "failed", message: thrown instanceof Error ? thrown.message : String(thrown) });
      return undefined;
    }
  };
  const forget = () => {
    worker.current?.terminate();
    tell({ step: "none" });
  };
  return { progress, check, fetchFrom, forget };
}
