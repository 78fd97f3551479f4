import { isContangoError } from "../../src/errors/contangoError.js";
import type { Outcome } from "../../src/production/outcome.js";
import { pickUpFills } from "../../src/production/pickUpFills.js";
import { positionBreaks } from "../../src/production/positionBreaks.js";
import type { Process } from "../../src/production/process.js";
import { checkLedger } from "./checks/capital.js";
import { hold } from "./checks/fail.js";
import { brokerDifferences, checkPositions } from "./checks/positions.js";
import { checkAdjustedPrices } from "./checks/prices.js";
import { checkAttention, checkRuns, takeIn } from "./checks/records.js";
import { type Course, count } from "./course.js";
import { settleCapital } from "./person/capital.js";
import { decideRolls } from "./person/rolls.js";
import { settleSpikes } from "./person/spikes.js";
import { attributeFills, forgetTrades, recordByHand, tradeByHand } from "./person/trades.js";
import { runOne } from "./runs.js";
import { isStill } from "./scene.js";

/**
 * What a person does in the evening.
 *
 * @returns true where the broker has told what was done.
 */
export async function seeToThings(soak: Course, day: number): Promise<boolean> {
  const { world, flows } = soak;
  const { clock } = world;
  let told = false;
  const pickUp = async (): Promise<number> => {
    const outcome = await runOne(soak, pickUpFills as Process, {});
    told = TOLD.includes(outcome.status) && outcome.items.every(({ severity }) => severity !== "failed");
    return attributeFills(world, outcome);
  };
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["spikes settled", () => settleSpikes(world)],
    ["capital", () => settleCapital(world, flows)],
    ["price rolls by hand", () => decideRolls(world, day)],
    ["trades by hand", () => tradeByHand(world, day)],
    ["trades given up", () => forgetTrades(world)],
    ["fills attributed", pickUp],
    ["fills by hand", async () => (told ? recordByHand(world) : 0)],
    ["breaks", () => runOne(soak, positionBreaks as Process, {})],
  ];
  for (const [what, step] of steps) {
    clock.advance(60_000);
    try {
      const done = await step();
      if (typeof done === "number") count(soak, what, done);
    } catch (error) {
      if (!isContangoError(error) || !error.code.startsWith("BROKER_")) throw error;
      count(soak, "outages met by the person");
    }
  }
  return told;
}

const TOLD: readonly Outcome["status"][] = ["done", "unchanged", "attention"];

/** Rolls that are under way, and the morning's look at yesterday's prices. */
const ALWAYS_OPEN = ["autoRoll", "startupChecks"];

/** Everything that has to hold every evening. */
export async function checkEvening(soak: Course, day: number, since: number, told: boolean): Promise<void> {
  const { world, flows, findings, witness } = soak;
  const { scene, desk, watched, outcomes } = world;
  for (const outcome of outcomes) if (outcome.status !== "running") takeIn(findings, outcome);
  await checkPositions(world, isStill(day));
  const differences = await brokerDifferences(world);
  if (told) hold(differences.length === 0, () => `positions differ: ${differences.join("; ")}`);
  else count(soak, "evenings in doubt");
  await checkLedger(world, flows);
  await checkAdjustedPrices(world);
  await witness.glance(desk.storage, watched.touched);
  await checkRuns(world, since);
  const open = await checkAttention(world, findings);
  const unsettled = open.filter((entry) => !ALWAYS_OPEN.some((process) => entry.startsWith(process)));
  if (day === scene.days.length - 1)
    hold(unsettled.length === 0, () => `on the last day there is still ${unsettled.join("; ")}`);
}
