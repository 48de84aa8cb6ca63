/** What calls do, as sentences in the reader's language. */
import { describeCalls, type Call } from "cdpo-sdk/calls";
import { explainError } from "cdpo-sdk/errors";
import type { Hex, Organisation } from "cdpo-sdk/state";
import { useChain } from "../chain/context.tsx";
import { useOthers } from "../chain/others.ts";
import { useBlock } from "../chain/queries.ts";
import { useLanguage } from "../frame/language.tsx";

/** Tells of calls and of refusals, about an organisation. */
export function useSpeech(organisation: Organisation) {
  const { chain } = useChain();
  const { language, timeZone } = useLanguage();
  const { data: block } = useBlock();
  const others = useOthers(organisation);
  const speaking = {
    organisation: { ...organisation, coin: chain.coin, others },
    language,
    timeZone,
    now: block?.time,
  };
  return {
    /** A sentence for each call. */
    sentences: (calls: readonly Call[]): readonly string[] => describeCalls({ calls, ...speaking }),
    /** Why something is refused; empty where the contracts do not say. */
    refusal: (data: Hex, call?: Hex): string => explainError({ data, call, ...speaking })?.sentence ?? "",
  };
}

/** Calls as a list of sentences. */
export function Meaning({
  organisation,
  calls,
}: {
  readonly organisation: Organisation;
  readonly calls: readonly Call[];
}) {
  const { sentences } = useSpeech(organisation);
  return (
    <ol className="meaning">
      {sentences(calls).map((sentence, at) => (
        <li key={at}>{sentence}</li>
      ))}
    </ol>
  );
}
