import { DAY, formatTime, HOUR, morningMail, type Outcome, type Process, runDay } from "contango";
import { progress, progressDone } from "../print.js";
import { moveMoney, settleCapital } from "./money.js";
import { decideRolls } from "./rolls.js";
import { AFTERNOON, NIGHT, SCHEDULE, WEEKLY } from "./schedule.js";
import type { Simulation } from "./simulation.js";
import { settleSpikes } from "./spikes.js";
import { tradeByHand } from "./tradeByHand.js";

/** Runs the days of the story one after the other. */
export async function runWeeks(simulation: Simulation): Promise<void> {
  const { days } = simulation.story;
  for (const [place, day] of days.entries())
    await tradingDay(simulation, day, `day ${place + 1} of ${days.length}`);
  progressDone();
}

/** A trading day: the morning mail and what a person does about it, trades, and the night's processes. */
async function tradingDay(simulation: Simulation, day: number, which: string): Promise<void> {
  const { clock, desk, diary, story } = simulation;
  const run = async (processes: readonly Process[]): Promise<void> => {
    const outcomes: Outcome[] = [];
    for (const process of processes) {
      progress(`${which}, ${formatTime(desk.now()).slice(0, 16)}: ${process.definition.name}`);
      outcomes.push(...(await runDay(desk, { processes: [process] })));
    }
    diary.outcomes(outcomes);
  };
  clock.set(day + 7 * HOUR);
  if (day > story.days[0]!) await morningMail(desk, { schedule: SCHEDULE });
  clock.set(day + 9 * HOUR);
  await settleSpikes(simulation);
  await settleCapital(simulation);
  await decideRolls(simulation);
  await moveMoney(simulation, day);
  clock.set(day + 15.5 * HOUR);
  await tradeByHand(simulation);
  await run(AFTERNOON);
  clock.set(day + 23.25 * HOUR);
  await run(NIGHT);
  if (isFriday(day)) await run(WEEKLY);
}

const isFriday = (day: number): boolean => (day / DAY) % 7 === 1;
