import { isContangoError } from "../errors/contangoError.js";
import { cancelled, problemText, wrongAnswer } from "./problems.js";
import type { Choice, Prompter } from "./prompter.js";

/** Where questions are written and answers come from, a line each. */
export interface Lines {
  write(text: string): void;
  /** The next answer, as it was typed; undefined where there is none any more. */
  read(question: string): Promise<string | undefined>;
}

/** Asks in lines of plain text: what a person sees in a log, a pipe or a script. */
export function linePrompter({ write, read }: Lines): Prompter {
  const ask = async <Value>(
    question: string,
    shown: string,
    parse: (answer: string) => Value,
  ): Promise<Value> => {
    for (;;) {
      write(shown);
      const answer = await read(question);
      if (answer === undefined) throw cancelled(question);
      try {
        return parse(answer);
      } catch (error) {
        if (!isContangoError(error) || error.code === "PROMPT_CANCELLED") throw error;
        write(`  ${problemText(error)}`);
      }
    }
  };
  return {
    show: write,
    ask: (question, { parse, default: fallback }) =>
      ask(question, withDefault(question, fallback), (answer) =>
        parse(answer === "" && fallback !== undefined ? fallback : answer),
      ),
    choose: (question, choices, { default: usual } = {}) => {
      const place = choices.findIndex(({ value }) => value === usual) + 1;
      const lines = choices.map(({ label, hint }, at) => `  ${at + 1}: ${label}${hint ? ` (${hint})` : ""}`);
      return ask(question, [withDefault(question, place || undefined), ...lines].join("\n"), (answer) =>
        chosen(answer === "" && place > 0 ? String(place) : answer, choices),
      );
    },
    confirm: (question, { default: usual } = {}) => {
      const hint = usual === undefined ? "y/n" : usual ? "Y/n" : "y/N";
      return ask(question, `${question} (${hint})`, (answer) => yesOrNo(answer, usual));
    },
  };
}

/** A question with what an empty answer means. */
export const withDefault = (question: string, usual: string | number | undefined): string =>
  usual === undefined || usual === "" ? question : `${question} <RETURN for ${usual}>`;

function chosen<Value>(answer: string, choices: readonly Choice<Value>[]): Value {
  const text = answer.trim().toLowerCase();
  const labels = choices.map(({ label }) => label.toLowerCase());
  const number = /^\d+$/.test(text) ? Number(text) - 1 : -1;
  const exact = labels.indexOf(text);
  const begun = text === "" ? [] : labels.flatMap((label, at) => (label.startsWith(text) ? [at] : []));
  const place = exact >= 0 ? exact : begun.length === 1 ? begun[0]! : number;
  const choice = choices[place];
  if (choice !== undefined) return choice.value;
  throw wrongAnswer(`"${answer.trim()}" is not one of them; give a number from 1 to ${choices.length}`);
}

/** What yes and no are called. @throws ContangoError `PROMPT_ANSWER` for anything else. */
export function yesOrNo(answer: string, usual?: boolean): boolean {
  const text = answer.trim().toLowerCase();
  if (text === "" && usual !== undefined) return usual;
  if (text === "y" || text === "yes") return true;
  if (text === "n" || text === "no") return false;
  throw wrongAnswer(`"${answer.trim()}" is neither yes nor no; answer y or n`);
}
