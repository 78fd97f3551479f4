import { ContangoError } from "../errors/contangoError.js";
import type { Desk } from "../production/desk.js";
import type { Prompter } from "../prompt/prompter.js";

/**
 * Who answers the questions of a tool.
 *
 * @throws ContangoError `DESK_OPTION` where the desk has nobody to ask.
 */
export function prompterOf({ prompt }: Desk, tool: string): Prompter {
  if (prompt !== undefined) return prompt;
  throw new ContangoError(
    "DESK_OPTION",
    "interactive",
    `${tool} asks a person, and the desk has nobody to ask: give openDesk { prompt: terminalPrompter() }`,
    { details: { tool } },
  );
}

/** As {@link prompterOf}, for a tool that writes. @throws ContangoError `STORE_READ_ONLY` on a desk that may not. */
export function writingPrompterOf(desk: Desk, tool: string): Prompter {
  if (!desk.readOnly) return prompterOf(desk, tool);
  throw new ContangoError(
    "STORE_READ_ONLY",
    "interactive",
    `${tool} writes, and the desk was opened read-only; open it without readOnly`,
    { details: { tool } },
  );
}
