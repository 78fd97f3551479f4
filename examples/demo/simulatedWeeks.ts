import { status } from "contango";
import { printBackup } from "./ending/backup.js";
import { printCapital } from "./ending/capital.js";
import { printLog } from "./ending/log.js";
import { printMails } from "./ending/mails.js";
import { writePages } from "./ending/pages.js";
import { printPositions } from "./ending/positions.js";
import { printRolls } from "./ending/rolls.js";
import { printTrades } from "./ending/trades.js";
import { heading, say } from "./print.js";
import { runWeeks } from "./weeks/day.js";
import { SCHEDULE } from "./weeks/schedule.js";
import { openSimulation } from "./weeks/simulation.js";
import type { Story } from "./weeks/story.js";

/** The second half: a desk goes through made-up weeks, and shows what it has come to. */
export async function simulatedWeeks(story: Story): Promise<void> {
  await using simulation = await openSimulation(story);
  const { desk, outbox } = simulation;

  heading(`7. ${story.days.length} trading days that continue the real prices, made up`);
  await runWeeks(simulation);

  heading("8. The roll report");
  await printRolls(desk);

  heading("9. Capital");
  await printCapital(desk);

  heading("10. Positions");
  await printPositions(desk);

  heading("11. Trades to do");
  const trades = await printTrades(desk);

  heading("12. Status");
  say(String(await status(desk, { schedule: SCHEDULE })));

  heading("13. The log");
  await printLog(desk, story.shock.instrument);

  heading("14. Mails that would have been sent");
  printMails(outbox);

  heading("15. Backup, restore, snapshot");
  await printBackup(desk);

  heading("16. The pages");
  await writePages(desk, story, trades);
}
