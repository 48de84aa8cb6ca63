/** Permits (ERC-2612) in place of approvals: where they can be used, signed by who sends, and void when the action fails. */
import { erc20Abi } from "../../sdk/src/abi/Erc20.ts";
import { token } from "../../sdk/src/calls/index.ts";
import { permitDomainOf, signPermit, type SignedPermit } from "../../sdk/src/permits.ts";
import { ask, hasCode } from "../../sdk/src/reading.ts";
import { blockOf } from "../../sdk/src/state/index.ts";
import type { Call, Hex } from "../../sdk/src/types.ts";
import { isRefusedCall } from "../lib/causes.ts";
import { allowanceNow, takeBack, type SendOne } from "./approvals.ts";
import type { ByPermit, Context, Plan } from "./command.ts";
import { tryOut } from "./trying.ts";
import { sumInWords } from "./words.ts";

const NO_WORD: Hex = `0x${"0".repeat(64)}`;

/** What stands for a permit that nobody has signed yet. */
export function unsigned({ sender: owner }: Context, { amount: value, deadline }: ByPermit): SignedPermit {
  return { owner, value, deadline, v: 27, r: NO_WORD, s: NO_WORD };
}

/** Whether a permit can stand in for an approval: the token takes them, and who sends has a key and not code. */
export async function usablePermit(
  { rpc, sender }: Context,
  wanted: ByPermit | undefined,
): Promise<ByPermit | undefined> {
  if (wanted === undefined || (await hasCode(rpc, sender))) return undefined;
  return (await permitDomainOf(rpc, wanted.token)) === undefined ? undefined : wanted;
}

/** Calls with a permit that was signed for them. */
export interface Permitted {
  readonly calls: readonly Call[];
  /** Leaves allowed what was before, and the permit good for nothing. */
  readonly undo: (sendOne: SendOne) => Promise<void>;
}

/**
 * Has the sender sign, and tries what they signed. Undefined where the wallet does not sign or the token does not take it: then
 * an approval does the same. Throws what refuses the action itself, before anything was approved.
 */
export async function signedFor(context: Context, plan: Plan): Promise<Permitted | undefined> {
  const { byPermit } = plan;
  const { signer } = context;
  if (byPermit === undefined || signer === undefined) return undefined;
  const [nonce, before = 0n] = await Promise.all([
    nonceNow(context, byPermit),
    allowanceNow(context, byPermit),
  ]);
  let calls: readonly Call[];
  try {
    calls = byPermit.calls(await sign(context, byPermit, byPermit.amount));
    const [first] = calls;
    if (first !== undefined) await signer.estimateGas({ ...first });
  } catch (thrown) {
    if (isRefusedCall(thrown)) await tryOut(context, plan);
    return undefined;
  }
  context.say(`Signed a permit for ${sumInWords(context, byPermit)}.`);
  return {
    calls,
    async undo(sendOne) {
      const [present, { time }] = await Promise.all([nonceNow(context, byPermit), blockOf(context.rpc)]);
      // Until it lapses, or its number is used, anyone who saw the permit could bring it in.
      if (present === nonce && time <= byPermit.deadline) {
        const permit = await sign(context, byPermit, before);
        const { token: address, spender } = byPermit;
        try {
          for (const call of token.permit({ token: address, spender, permit })) await sendOne(call);
          context.say("Made the permit void, as the action failed.");
        } catch (thrown) {
          // Somebody brought the first one in meanwhile: what it allows is taken back as an approval is.
          if (!isRefusedCall(thrown)) throw thrown;
        }
      }
      await takeBack(context, { ...byPermit, before }, sendOne);
    },
  };
}

function sign(
  { rpc, sender: owner, signer }: Context,
  wanted: ByPermit,
  value: bigint,
): Promise<SignedPermit> {
  if (signer === undefined) throw new Error("there is nobody to sign");
  const { token: address, spender, deadline } = wanted;
  return signPermit({
    ...{ rpc, token: address, owner, spender, value, deadline },
    sign: ({ domain, types, message }) => signer.signTypedData(domain, types, message),
  });
}

async function nonceNow({ rpc, sender }: Context, { token: address }: ByPermit): Promise<bigint> {
  const [nonce] = await ask({ rpc, abi: erc20Abi, address, functionName: "nonces", args: [sender] });
  return nonce as bigint;
}
