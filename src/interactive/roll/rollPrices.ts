import { isContangoError } from "../../errors/contangoError.js";
import type { Desk } from "../../production/desk.js";
import { errorText } from "../../production/errorText.js";
import { rollMessage, writeRoll } from "../../production/roll/commitRoll.js";
import {
  type PreparedRoll,
  type PrepareRollOptions,
  prepareRoll,
} from "../../production/roll/prepareRoll.js";
import type { Prompter } from "../../prompt/prompter.js";
import type { RollInformation } from "../../rolls/rollInformation.js";
import type { ToolItem } from "../toolRun.js";
import { rollPreview } from "./rollPreview.js";

/**
 * Rolls the prices of an instrument: shows them before and after, asks, and writes all in one commit. What is refused is not
 * written at all.
 *
 * @param asks false: what can be rolled is rolled without a question.
 */
export async function rollPrices(
  desk: Desk,
  prompt: Prompter,
  { instrument, rollsBehind }: RollInformation,
  asks: boolean,
): Promise<ToolItem> {
  const times = await askTimes(prompt, instrument, rollsBehind, asks);
  const prepared = await prepareFilling(desk, prompt, instrument, times === undefined ? {} : { times });
  if (prepared === undefined) return declined(instrument);
  prompt.show(rollPreview(prepared));
  if (asks && !(await prompt.confirm(`Write the rolled prices of ${instrument}?`)))
    return declined(instrument);
  await desk.storage.atomically((batch) => writeRoll(batch, desk, prepared, "rollTool"));
  return {
    name: instrument,
    status: "written",
    severity: "ok",
    message: `rolled ${rollMessage(prepared.plan.steps)}`,
  };
}

async function askTimes(
  prompt: Prompter,
  instrument: string,
  behind: number,
  asks: boolean,
): Promise<number | undefined> {
  if (behind <= 1 || !asks) return undefined;
  const question = `${instrument} is ${behind} rolls behind. Do them all as one?`;
  return (await prompt.confirm(question, { default: true })) ? behind : 1;
}

/** A roll; where prices are missing, with those filled forward if the person wants that; undefined if not. */
async function prepareFilling(
  desk: Desk,
  prompt: Prompter,
  instrument: string,
  options: PrepareRollOptions,
): Promise<PreparedRoll | undefined> {
  try {
    return await prepareRoll(desk, instrument, options);
  } catch (error) {
    if (!isContangoError(error, "ROLL_INFERENCE") && !isContangoError(error, "STITCH_GAP")) throw error;
    prompt.show(errorText(error));
    const fill = await prompt.confirm("Fill missing prices with the ones before, and try again?", {
      default: false,
    });
    return fill ? prepareRoll(desk, instrument, { ...options, forwardFill: true }) : undefined;
  }
}

const declined = (name: string): ToolItem => ({
  name,
  status: "declined",
  severity: "ok",
  message: "its prices were not rolled, and its roll state stays",
});
