import { LOG_LEVELS } from "../../log/logger.js";
import { nameIn, wholeNumberWithin } from "../../prompt/parseAnswers.js";
import { keptMails } from "./keptMails.js";
import { type MenuPart, shows } from "./menuPart.js";
import { openAttention } from "./openAttention.js";
import { recentDecisions } from "./recentDecisions.js";
import { recentLog } from "./recentLog.js";
import { recentRuns } from "./recentRuns.js";

export const records: MenuPart = (desk, prompt, ask) => {
  const log = async () => {
    const lookBackDays = await prompt.ask("How many days back", {
      parse: wholeNumberWithin({ least: 0, most: 10_000 }),
      default: "1",
    });
    const least = await prompt.ask(`Least level of ${LOG_LEVELS.join(", ")}`, {
      parse: nameIn(LOG_LEVELS, "level"),
      default: "msg",
    });
    const instrument = await ask.text("Which instrument? <RETURN for ALL>");
    const text = await ask.text("Which words? <RETURN for ALL>");
    return recentLog(desk, {
      lookBackDays,
      least,
      ...(text === undefined ? {} : { text }),
      ...(instrument === undefined ? {} : { attributes: { instrument_code: instrument } }),
    });
  };
  const mails = async (): Promise<void> => {
    const kept = await keptMails(desk);
    prompt.show(
      [String(kept), ...kept.map(({ mail }) => `\n${mail.subject}\n${mail.text.trimEnd()}`)].join("\n"),
    );
  };
  const runs = async () => {
    const process = await ask.text("Which process? <RETURN for ALL>");
    return recentRuns(desk, { last: await ask.rows(), ...(process === undefined ? {} : { process }) });
  };
  return [
    { number: 20, label: "Mails that were not sent", run: mails },
    { number: 21, label: "Log", run: shows(prompt, log) },
    { number: 22, label: "Runs of processes", run: shows(prompt, runs) },
    { number: 23, label: "What needs a person", run: shows(prompt, () => openAttention(desk)) },
    {
      number: 24,
      label: "What persons decided",
      run: shows(prompt, async () => recentDecisions(desk, { last: await ask.rows() })),
    },
  ];
};
