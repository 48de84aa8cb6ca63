/** What a thrown error is about: Hardhat's numbers, a node that does not answer, a call that is refused. */
import { isError } from "ethers";

// Numbers of Hardhat's own errors.
const UNREACHABLE: readonly unknown[] = [703, 704]; // refused, timed out

/** An error of Hardhat. */
export interface HardhatError {
  readonly number: number;
  readonly messageArguments: Readonly<Record<string, unknown>>;
}

/** The error as one of Hardhat; undefined when it is another. */
export function asHardhatError(thrown: unknown): HardhatError | undefined {
  if (!(thrown instanceof Error) || thrown.name !== "HardhatError") return undefined;
  const { number, messageArguments } = thrown as Error & Partial<HardhatError>;
  return number === undefined ? undefined : { number, messageArguments: messageArguments ?? {} };
}

/** The error itself and what it was caused by. */
function* causesOf(thrown: unknown): Generator<object> {
  for (let error = thrown, depth = 0; depth < 8 && typeof error === "object" && error !== null; ++depth) {
    yield error;
    error = (error as { cause?: unknown; error?: unknown }).cause ?? (error as { error?: unknown }).error;
  }
}

/** Whether no node answered. */
export function isUnreachable(thrown: unknown): boolean {
  return [...causesOf(thrown)].some(
    (error) =>
      UNREACHABLE.includes(asHardhatError(error)?.number) ||
      /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|UND_ERR/.test(
        String((error as { code?: unknown }).code),
      ),
  );
}

/** Whether an account cannot pay for its gas. */
export function isOutOfFunds(thrown: unknown): boolean {
  return [...causesOf(thrown)].some(
    (error) =>
      isError(error, "INSUFFICIENT_FUNDS") ||
      /insufficient funds|have enough funds/i.test(String((error as { message?: unknown }).message)),
  );
}

/** Whether a call failed in a contract, or there is no such function, and not on the way there. */
export function isRefusedCall(thrown: unknown): boolean {
  return [...causesOf(thrown)].some(
    (error) =>
      isError(error, "BAD_DATA") ||
      isError(error, "CALL_EXCEPTION") ||
      /revert/i.test(String((error as { message?: unknown }).message)),
  );
}
