import { ContangoError } from "../errors/contangoError.js";
import { linePrompter } from "../prompt/linePrompter.js";
import type { Prompter } from "../prompt/prompter.js";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** What a person would type; true and false for yes and no. */
export type ScriptedAnswer = string | number | boolean;

/** Answers in order, or by a part of the question that they answer, several in order. */
export type ScriptedAnswers =
  | readonly ScriptedAnswer[]
  | Readonly<Record<string, ScriptedAnswer | readonly ScriptedAnswer[]>>;

/** A prompter that knows the answers. It prints as what was asked and answered. */
export interface ScriptedPrompter extends Prompter {
  /** What was shown, asked and answered so far, as a person saw it. */
  readonly transcript: string;
  /** Answers that were not asked for yet, in the words of the script. */
  readonly left: readonly string[];
  /** @throws ContangoError `PROMPT_ANSWER` where answers are left over. */
  done(): void;
}

/**
 * Answers questions from a script, for tests of what asks a person. Answers are checked like a person's: after a wrong one
 * the question comes again, and the next answer is taken.
 *
 * By question, an answer belongs to the first entry whose text occurs in the question (in capitals or not) and that has
 * answers left; each answer is given once.
 *
 * @throws ContangoError `PROMPT_CANCELLED` from a question that the script has no answer to.
 * @example
 * const prompt = scriptedPrompter({ "Which instrument": "CORN", "accept": ["", "101.25"], "Write": true });
 * await checkPrices({ ...desk, prompt });
 * prompt.done();
 * console.log(prompt.transcript);
 */
export function scriptedPrompter(answers: ScriptedAnswers): ScriptedPrompter {
  const script = isList(answers)
    ? [{ part: "", left: [...answers] }]
    : Object.entries(answers).map(([part, given]) => ({ part, left: isList(given) ? [...given] : [given] }));
  const seen: string[] = [];
  const lines = linePrompter({
    write: (text) => seen.push(text),
    read: async (question) => {
      const entry = script.find(
        ({ part, left }) => left.length > 0 && question.toLowerCase().includes(part.toLowerCase()),
      );
      if (entry === undefined) {
        seen.push("> (no answer)");
        return undefined;
      }
      const typed = typedText(entry.left.shift()!);
      seen.push(`> ${typed}`.trimEnd());
      return typed;
    },
  });
  const transcript = (): string => seen.join("\n");
  const left = (): string[] =>
    script.flatMap((entry) =>
      entry.left.map((answer) => `${entry.part && `${entry.part}: `}${typedText(answer)}`),
    );
  const scripted = {
    ...lines,
    done: () => {
      if (left().length === 0) return;
      throw new ContangoError(
        "PROMPT_ANSWER",
        "testing",
        `these answers were never asked for: ${left()
          .map((text) => JSON.stringify(text))
          .join(", ")}\n${transcript()}`,
        { details: { left: left() } },
      );
    },
  };
  return Object.defineProperties(scripted, {
    transcript: { get: transcript },
    left: { get: left },
    toString: { value: transcript },
    [INSPECT]: { value: transcript },
  }) as ScriptedPrompter;
}

const isList = <Item>(value: unknown): value is readonly Item[] => Array.isArray(value);

const typedText = (answer: ScriptedAnswer): string =>
  typeof answer === "boolean" ? (answer ? "y" : "n") : String(answer);
