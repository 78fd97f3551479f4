import { ContangoError } from "../../errors/contangoError.js";

/** What stands for what in a pattern, and the texts that it matches. */
const DIRECTIVES = {
  Y: "\\d{4}",
  y: "\\d\\d",
  m: "\\d{1,2}",
  b: "[A-Za-z]{3}",
  d: "\\d{1,2}",
  H: "\\d{1,2}",
  I: "\\d{1,2}",
  p: "[AaPp][Mm]",
  M: "\\d{1,2}",
  S: "\\d{1,2}",
  f: "\\d{1,6}",
} as const;
type Directive = keyof typeof DIRECTIVES;

/** A part of a time as it is written; `z`: its zone. */
export type DatePart = Directive | "z";

/** A pattern that can be matched: which group of the expression is which part. */
export interface DatePattern {
  readonly expression: RegExp;
  readonly groups: Readonly<Partial<Record<DatePart, number>>>;
}

/** What may follow a date whose pattern has no clock. */
const CLOCK = "(?:[ T]+(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,6})0*)?)?(Z|[+-]\\d\\d:?\\d\\d)?)?";
const CLOCK_PARTS: readonly DatePart[] = ["H", "M", "S", "f", "z"];

/** Parts that a pattern has one of, and those that mean nothing without another. */
const NEEDED = { year: "Yy", month: "mb", day: "d" } as const;
const WITH = [
  ["M", "HI"],
  ["S", "M"],
  ["f", "S"],
  ["I", "p"],
  ["p", "I"],
] as const;
const EITHER = ["Yy", "mb", "HI"] as const;

/**
 * Makes an expression of a pattern as of `strftime`: `%d.%m.%Y`, `%Y%m%d %H%M`. Numbers may lack a leading zero, unless they
 * stand side by side. A clock may follow a pattern that has none.
 *
 * @throws ContangoError `PROCESS_OPTION` for one that does not say year, month and day, or says something that there is not.
 */
export function datePattern(pattern: string): DatePattern {
  const tokens = pattern.match(/%.?|[^%]+/gsu) ?? [];
  const parts: DatePart[] = [];
  let source = "";
  for (const [place, token] of tokens.entries()) {
    const name = token.slice(1);
    if (!token.startsWith("%") || token === "%%") {
      source += (token === "%%" ? "%" : token).replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/ +/g, " +");
    } else if (isDirective(name)) {
      const packed = [tokens[place - 1], tokens[place + 1]].some(isNumber);
      const text = DIRECTIVES[name];
      source += `(${packed && text === "\\d{1,2}" ? "\\d\\d" : text})`;
      parts.push(name);
    } else throw wrongFormat(pattern, `there is no ${token}`);
  }
  requireWhole(pattern, parts);
  if (!parts.some((part) => "HI".includes(part))) {
    source += CLOCK;
    parts.push(...CLOCK_PARTS);
  }
  return {
    expression: new RegExp(`^${source}$`, "u"),
    groups: Object.fromEntries(parts.map((part, index) => [part, index + 1])),
  };
}

const isDirective = (name: string): name is Directive => Object.hasOwn(DIRECTIVES, name);

const isNumber = (token: string | undefined): boolean => token !== undefined && /^%[YymdHIMSf]$/.test(token);

function requireWhole(pattern: string, parts: readonly DatePart[]): void {
  const has = (any: string): boolean => parts.some((part) => any.includes(part));
  for (const [what, any] of Object.entries(NEEDED)) {
    if (!has(any)) throw wrongFormat(pattern, `it does not say the ${what}`);
  }
  for (const [part, other] of WITH) {
    if (has(part) && !has(other)) throw wrongFormat(pattern, `%${part} needs %${[...other].join(" or %")}`);
  }
  const twice =
    parts.find((part, index) => parts.indexOf(part) < index) ??
    EITHER.find((pair) => [...pair].every(has))?.at(-1);
  if (twice !== undefined) throw wrongFormat(pattern, `%${twice} says again what stands there already`);
}

/** The error for a date format that there is not. */
export function wrongFormat(format: string, why: string): ContangoError {
  const directives = Object.keys(DIRECTIVES).map((name) => `%${name}`);
  return new ContangoError(
    "PROCESS_OPTION",
    "csv",
    `the date format ${JSON.stringify(format)} cannot be read: ${why}; give iso, epoch seconds, epoch milliseconds, or a pattern of ${directives.join(" ")} and other text, as %d.%m.%Y or %Y%m%d %H:%M`,
    { details: { format } },
  );
}
