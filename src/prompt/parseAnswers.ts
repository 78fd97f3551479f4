import { didYouMean } from "../errors/nearestName.js";
import { wrongAnswer } from "./problems.js";

/** What a typed answer means. @throws ContangoError `PROMPT_ANSWER` where it means nothing. */
export type ParseAnswer<Value> = (answer: string) => Value;

export interface NumberBounds {
  /** The smallest number that will do. */
  readonly least?: number;
  readonly most?: number;
}

/** A number, thousands separators allowed: `1,250.5`. @throws ContangoError `PROMPT_ANSWER` from the parser. */
export function numberWithin({ least, most }: NumberBounds = {}): ParseAnswer<number> {
  return (answer) => {
    const text = answer.trim();
    const value = text !== "" && NUMBER.test(text) ? Number(text.replaceAll(",", "")) : Number.NaN;
    if (!Number.isFinite(value)) throw wrongAnswer(`"${text}" is not a number; write one as 101.25`);
    if (least !== undefined && value < least)
      throw wrongAnswer(`${value} is too small; give ${least} or more`);
    if (most !== undefined && value > most) throw wrongAnswer(`${value} is too large; give ${most} or less`);
    return value;
  };
}

const NUMBER = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d+)?$/i;

/** A whole number. @throws ContangoError `PROMPT_ANSWER` from the parser. */
export function wholeNumberWithin(bounds: NumberBounds = {}): ParseAnswer<number> {
  const number = numberWithin(bounds);
  return (answer) => {
    const value = number(answer);
    if (!Number.isSafeInteger(value)) throw wrongAnswer(`${answer.trim()} is not a whole number`);
    return value;
  };
}

/**
 * One of some names, in capitals or not. @throws ContangoError `PROMPT_ANSWER` from the parser, with the name that may have
 * been meant.
 *
 * @param what what the names are names of: `instrument`.
 */
export function nameIn<Name extends string>(names: Iterable<Name>, what: string): ParseAnswer<Name> {
  const known = [...names];
  return (answer) => {
    const text = answer.trim();
    const found =
      known.find((name) => name === text) ?? known.find((name) => name.toLowerCase() === text.toLowerCase());
    if (found !== undefined) return found;
    const hint = didYouMean(text, known) || `; there is ${shortList(known)}`;
    throw wrongAnswer(text === "" ? `name the ${what}${hint}` : `there is no ${what} "${text}"${hint}`, {
      answer: text,
    });
  };
}

/** The same, where an empty answer means `undefined`. */
export function orNothing<Value>(parse: ParseAnswer<Value>): ParseAnswer<Value | undefined> {
  return (answer) => (answer.trim() === "" ? undefined : parse(answer));
}

const MOST_NAMES = 12;

function shortList(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const rest = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
