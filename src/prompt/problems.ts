import { ContangoError, type ErrorDetails } from "../errors/contangoError.js";

/** An answer that is none: a prompter shows the message and asks again. */
export function wrongAnswer(message: string, details: ErrorDetails = {}): ContangoError {
  return new ContangoError("PROMPT_ANSWER", "prompt", message, { details });
}

/** The person broke off. */
export function cancelled(question: string): ContangoError {
  return new ContangoError(
    "PROMPT_CANCELLED",
    "prompt",
    `there was no answer to "${question}": the person broke off, or the input ended; start the tool again`,
    { details: { question } },
  );
}

/** What a person reads of an error. */
export const problemText = ({ component, message }: ContangoError): string =>
  message.replace(`[contango] [${component}] `, "");
