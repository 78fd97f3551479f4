import { ContangoError } from "../errors/contangoError.js";

/**
 * What an error says, in one line, for the message of an item: one of contango without its prefix; of another its name too,
 * and where it was thrown, as in `TypeError: x is not a function (at strategies/trend.ts:12)`.
 */
export function errorText(error: unknown): string {
  if (error instanceof ContangoError)
    return onOneLine(error.message.replace(`[contango] [${error.component}] `, ""));
  if (!(error instanceof Error)) return onOneLine(String(error));
  const place = thrownAt(error);
  return onOneLine(`${error.name}: ${error.message}${place === undefined ? "" : ` (at ${place})`}`);
}

/** What an error says, in full: one that is not of contango's with its stack. */
export function errorInFull(error: unknown): string {
  if (error instanceof ContangoError || !(error instanceof Error)) return errorText(error);
  return error.stack ?? errorText(error);
}

/** An error as a log is told of it, with what it is about before all that it says; one of contango keeps its code and cause. */
export function errorAbout(what: string, error: unknown): string | Error {
  const text = `${what}: ${errorInFull(error)}`;
  if (!(error instanceof ContangoError)) return text;
  const { code, component, details, retryable, cause } = error;
  return new ContangoError(code, component, text, { details, retryable, cause });
}

const onOneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, " ").trim();

/** The file, with its folder, and the line of the first place of a stack that has any. */
function thrownAt({ stack = "" }: Error): string | undefined {
  return /^\s+at .*?([^\s()/\\]+[/\\][^\s()/\\]+:\d+):\d+\)?$/m.exec(stack)?.[1];
}
