/** Asks every curve every question, and says how far the answers are from the exact ones and what they cost. */
import type { Contract } from "ethers";
import { KINDS, questionsOf, type Kind, type Point, type Question } from "./grid.ts";

/** Answers of one curve to one kind of question. */
export interface Quality {
  readonly points: number;
  readonly reverts: number;
  /** Answers that are the exact one, rounded against the trader. */
  readonly exact: number;
  /** Answers better for the trader than the exact one: paid by the other holders. */
  readonly favoursTrader: number;
  /** Largest distance from the exact answer beyond one unit of rounding, as a part of it. */
  readonly maxRelativeError: number;
  readonly meanGas: number;
  readonly maxGas: number;
}

/** What one curve did. */
export interface CurveResult {
  /** Undefined where a curve has no such quote. */
  readonly kinds: Readonly<Record<Kind, Quality | undefined>>;
  /** Buying and selling at once what was bought. */
  readonly roundTrips: { readonly points: number; readonly profits: number };
}

/** A deployed curve of contracts/Curves.sol. */
export interface Curve {
  readonly contract: Contract;
  readonly kinds: readonly Kind[];
  /** Quotes to ask for in one call: 1 where a curve reads storage, which later quotes of a call would find warm. */
  readonly batch: number;
}

/** All questions, with their exact answers. */
export type Questions = Readonly<Record<Kind, readonly Question[]>>;

export function allQuestions(): Questions {
  return { buy: questionsOf("buy"), sell: questionsOf("sell"), cost: questionsOf("cost") };
}

export async function measureCurve({
  curve,
  questions,
}: {
  readonly curve: Curve;
  readonly questions: Questions;
}): Promise<CurveResult> {
  const kinds: Record<Kind, Quality | undefined> = { buy: undefined, sell: undefined, cost: undefined };
  let bought: readonly Answer[] = [];
  for (const kind of curve.kinds) {
    const answers = await quoteMany({ curve, kind, points: questions[kind] });
    kinds[kind] = judge({ kind, questions: questions[kind], answers });
    if (kind === "buy") bought = answers;
  }
  return { kinds, roundTrips: await roundTrips({ curve, questions: questions.buy, bought }) };
}

// ---------------------------------------------------------------- internals

interface Answer {
  readonly ok: boolean;
  readonly amount: bigint;
  readonly gasUsed: bigint;
}

async function quoteMany({
  curve: { contract, batch },
  kind,
  points,
}: {
  readonly curve: Curve;
  readonly kind: Kind;
  readonly points: readonly Point[];
}): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < points.length; at += batch) {
    const part = points
      .slice(at, at + batch)
      .map(({ supply, reserve, ratioBps, amount }) => ({ supply, reserve, ratioBps, amount }));
    answers.push(
      ...((await contract.getFunction("quoteMany").staticCall(KINDS.indexOf(kind), part)) as Answer[]),
    );
  }
  return answers;
}

function judge({
  kind,
  questions,
  answers,
}: {
  readonly kind: Kind;
  readonly questions: readonly Question[];
  readonly answers: readonly Answer[];
}): Quality {
  let [reverts, exact, favoursTrader, maxRelativeError, sumGas, maxGas] = [0, 0, 0, 0, 0, 0];
  for (const [at, question] of questions.entries()) {
    const answer = answers[at];
    if (answer?.ok !== true) {
      reverts += 1;
      continue;
    }
    const { amount, gasUsed } = answer;
    if (amount === question.rounded) exact += 1;
    else if (kind === "cost" ? amount < question.rounded : amount > question.rounded) favoursTrader += 1;
    const beyond = question.exact.minus(amount.toString()).abs().minus(1);
    maxRelativeError = Math.max(maxRelativeError, beyond.div(question.exact).toNumber());
    sumGas += Number(gasUsed);
    maxGas = Math.max(maxGas, Number(gasUsed));
  }
  const points = questions.length;
  const meanGas = Math.round(sumGas / (points - reverts));
  return { points, reverts, exact, favoursTrader, maxRelativeError, meanGas, maxGas };
}

/** Sells on the market after each buy what the buy gave; a profit is the curve's fault. */
async function roundTrips({
  curve,
  questions,
  bought,
}: {
  readonly curve: Curve;
  readonly questions: readonly Question[];
  readonly bought: readonly Answer[];
}): Promise<CurveResult["roundTrips"]> {
  const paid: bigint[] = [];
  const points: Point[] = [];
  for (const [at, { supply, reserve, ratioBps, amount }] of questions.entries()) {
    const answer = bought[at];
    if (answer?.ok !== true || answer.amount === 0n) continue;
    paid.push(amount);
    points.push({
      supply: supply + answer.amount,
      reserve: reserve + amount,
      ratioBps,
      amount: answer.amount,
    });
  }
  const sold = await quoteMany({ curve, kind: "sell", points });
  const done = sold.filter(({ ok }) => ok).length;
  const profits = sold.filter(({ ok, amount }, at) => ok && amount > (paid[at] ?? 0n)).length;
  return { points: done, profits };
}
