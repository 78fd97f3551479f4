import { type Desk, type RecentLogOptions, recentLog } from "contango";
import { say } from "../print.js";

const MOST_LINES = 5;
const WIDEST = 140;

/** Two questions to the log: what was wrong, and what one instrument had to do with spikes. */
export async function printLog(desk: Desk, instrument: string): Promise<void> {
  const attributes = { instrument_code: instrument };
  await ask(desk, { least: "warn", attributes, lookBackDays: 40 });
  await ask(desk, { text: "spike", attributes, lookBackDays: 40 });
}

async function ask(desk: Desk, options: RecentLogOptions): Promise<void> {
  say(`  recentLog(desk, ${JSON.stringify(options)})`);
  const lines = (await recentLog(desk, options)).lines();
  for (const line of lines.slice(0, MOST_LINES))
    say(`    ${line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line}`);
  if (lines.length > MOST_LINES) say(`    … ${lines.length - MOST_LINES} more`);
}
