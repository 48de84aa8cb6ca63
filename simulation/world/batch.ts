/**
 * Several questions to contracts in one: a program that is run as if it were to be deployed, and returns the answers
 * instead of code. Each answer is one word of what the function returns. Asking one after the other takes most of a
 * simulation's time.
 */
const WORD = 32;

const PUSH1 = "60";
const PUSH2 = "61";
const PUSH20 = "73";
const PUSH32 = "7f";
const MSTORE = "52";
const GAS = "5a";
const STATICCALL = "fa";
const RETURN = "f3";
const RETURNDATACOPY = "3e";
/** Jumps over the revert that follows when the call before succeeded. */
const JUMPI = "57";
const REVERT = "fd";
const JUMPDEST = "5b";

/** A call's target and its data in hexadecimal. */
export interface Question {
  readonly address: string;
  readonly data: string;
  /** Which word of what the function returns is the answer; the first if not given. */
  readonly word?: number;
}

function hex(value: number, bytes: number): string {
  return value.toString(16).padStart(bytes * 2, "0");
}

/** The program that asks all questions and returns as many words; it reverts when one of them fails. */
export function batchProgram(questions: readonly Question[]): string {
  const longest = Math.max(...questions.map(({ data }) => data.length / 2 - 1));
  const answers = Math.ceil(longest / WORD) * WORD;
  let code = "";
  questions.forEach(({ address, data, word: from = 0 }, at) => {
    const before = questions[at - 1];
    // What was asked just before has been answered: another word of that answer is wanted.
    if (before?.address !== address || before.data !== data) {
      const bytes = data.slice(2);
      for (let begin = 0; begin * 2 < bytes.length; begin += WORD) {
        const word = bytes.slice(begin * 2, (begin + WORD) * 2).padEnd(WORD * 2, "0");
        code += PUSH32 + word + PUSH2 + hex(begin, 2) + MSTORE;
      }
      code += PUSH1 + "00" + PUSH1 + "00";
      code += PUSH2 + hex(bytes.length / 2, 2) + PUSH1 + "00" + PUSH20 + address.slice(2).toLowerCase();
      code += GAS + STATICCALL;
      // PUSH2 target, JUMPI, PUSH1 0, PUSH1 0, REVERT, JUMPDEST: the target is nine bytes further.
      const target = code.length / 2 + 9;
      code += PUSH2 + hex(target, 2) + JUMPI + PUSH1 + "00" + PUSH1 + "00" + REVERT + JUMPDEST;
    }
    // Fails when there is no such word.
    code += PUSH1 + hex(WORD, 1) + PUSH1 + hex(from * WORD, 1) + PUSH2 + hex(answers + at * WORD, 2);
    code += RETURNDATACOPY;
  });
  return `0x${code}${PUSH2}${hex(questions.length * WORD, 2)}${PUSH2}${hex(answers, 2)}${RETURN}`;
}

/** The words that the program returned. */
export function batchAnswers(data: string, count: number): bigint[] {
  if (data.length !== 2 + count * WORD * 2) throw new Error(`${count} questions were answered by ${data}`);
  return Array.from({ length: count }, (_, at) => BigInt(`0x${data.slice(2 + at * 64, 2 + (at + 1) * 64)}`));
}
