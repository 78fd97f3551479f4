import { checkFxPrices, checkPrices, readAttention, readAudit } from "contango";
import { type ScriptedPrompter, scriptedPrompter } from "contango/testing";
import type { Simulation } from "./simulation.js";

/** More than will be asked. */
const ENOUGH = 200;

/** On the morning after a spike the person looks elsewhere whether it is true, and answers the tool that checks prices. */
export async function settleSpikes(simulation: Simulation): Promise<void> {
  const { desk, story } = simulation;
  const open = await readAttention(desk.storage, "updateHistoricalPrices");
  const spikes = open.filter(({ status }) => status === "spike");
  for (const instrument of new Set(spikes.map(({ item }) => item.split("/")[0]!))) {
    const since = Math.min(
      ...spikes.filter(({ item }) => item.startsWith(instrument)).map((one) => one.since),
    );
    await settle(simulation, instrument, instrument === story.shock.instrument && since > story.shock.day);
  }
  for (const { item, status } of await readAttention(desk.storage, "updateFxPrices"))
    if (status === "spike") await settleRate(simulation, item);
}

async function settle({ desk, diary }: Simulation, instrument: string, isTrue: boolean): Promise<void> {
  await checkPrices({ ...desk, prompt: answering(isTrue ? "accept" : "previous") }, { instrument });
  const audit = await readAudit(desk.storage, { tool: "checkPrices", last: ENOUGH });
  const decisions = audit.filter(({ time }) => time === desk.clock.now()).length;
  const what = isTrue
    ? "it really happened, and is accepted"
    : "there was no such price, and the one before is taken";
  diary.note("settled", `${instrument}: ${what} (${decisions} decisions in the audit)`);
}

/** Rates are as the market makes them. */
async function settleRate({ desk, diary }: Simulation, pair: string): Promise<void> {
  await checkFxPrices({ ...desk, prompt: answering("accept") }, { pair });
  diary.note("settled", `${pair}: it really happened, and is accepted`);
}

const answering = (answer: string): ScriptedPrompter =>
  scriptedPrompter({
    "type a value": Array<string>(ENOUGH).fill(answer),
    Write: Array<boolean>(ENOUGH).fill(true),
  });
