import { isContangoError } from "../errors/contangoError.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { correctedRollState } from "../rolls/changeRollState.js";
import { daysToAct, type RollInformation, rollInformationOf } from "../rolls/rollInformation.js";
import { rollGeneratesOrders } from "../rolls/rollState.js";
import type { AutoRollRule } from "../rolls/suggestRollState.js";
import { formatTime } from "../time/text.js";
import { errorText } from "./errorText.js";
import type { OutcomeItem } from "./outcome.js";
import { isOverdue, readSentTrade, type SentTrade, settledTrades } from "./positions/sentTrades.js";
import { changed } from "./prices/storedSeries.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { autoRollRule } from "./roll/autoRollRule.js";
import { changeState } from "./roll/changeState.js";
import { readPosition, readRollData } from "./roll/readRollData.js";
import { ROLL_READS, ROLL_WRITES } from "./roll/rollData.js";
import { rollInstruments } from "./rollInformation.js";
import type { Work } from "./work.js";

export interface AutoRollOptions extends ProcessOptions {
  /** Default: all that have multiple prices, without `stale_instruments`. */
  readonly instruments?: Iterable<InstrumentCode>;
  /** Leave alone what has more days than this to roll date, expiry and expiry of the carry contract (default 10). */
  readonly daysAhead?: number;
  /** Default: `roll_status_auto_update` in configuration. */
  readonly rule?: AutoRollRule;
}

/**
 * Sets roll states, and rolls prices, by rule where the time has come. What a person has to decide (`ask`), and what cannot be
 * rolled for want of prices (`not-rolled`), is left as it is and mailed. Where a trade that was sent is not filled yet it is waited
 * for (`waiting`), and a person is told after a business day.
 *
 * @throws ContangoError `CONFIG_VALUE` for a wrong `roll_status_auto_update`.
 * @example
 * await autoRoll(desk, { dryRun: true });
 */
export const autoRoll = defineProcess<OutcomeItem, AutoRollOptions>({
  name: "autoRoll",
  title: "Automatic rolls",
  options: ["instruments", "daysAhead", "rule"],
  reads: ROLL_READS,
  writes: ROLL_WRITES,
  async run(work, options) {
    const { daysAhead = 10, rule = autoRollRule(work.desk.config) } = options;
    const instruments = options.instruments ?? (await rollInstruments(work.desk));
    const items = await work.each(instruments, (instrument) => rollAll(work, instrument, rule, daysAhead), {
      label: (instrument_code) => ({ instrument_code }),
    });
    return { items, complete: options.instruments === undefined };
  },
});

/** Prices that were rolled may at once be near the next roll: the rule is asked until it rolls no more. */
async function rollAll(
  work: Work,
  instrument: InstrumentCode,
  rule: AutoRollRule,
  daysAhead: number,
): Promise<OutcomeItem> {
  const rolls: string[] = [];
  for (;;) {
    const data = await readRollData(work.desk.data, instrument, work.time);
    const item = await rollByRule(work, rollInformationOf(instrument, data, rule), daysAhead);
    if (item.status === "rolled" && !work.dryRun) {
      work.log.msg(`${instrument}: ${item.message}`);
      rolls.push(item.message);
      continue;
    }
    if (rolls.length === 0 || item.severity !== "ok") return item;
    const then = item.status === "unchanged" ? [] : [item.message];
    return { ...item, status: "rolled", message: [...rolls, ...then].join("; ") };
  }
}

async function rollByRule(work: Work, row: RollInformation, daysAhead: number): Promise<OutcomeItem> {
  const { instrument, state, suggestion, pricedPosition, daysToRoll, contracts } = row;
  const corrected = correctedRollState(state, pricedPosition);
  const days = daysToAct(row);
  if (days > daysAhead && corrected === state) {
    return { name: instrument, status: "unchanged", severity: "ok", message: `${state}, ${days} days left` };
  }
  if (corrected === state && rollGeneratesOrders(state) && suggestion !== "Ask") {
    // Decided already: going back to another state would cancel the roll before it is traded.
    const message = `${state} is under way: ${pricedPosition} of ${contracts.priced} still held`;
    return { name: instrument, status: "unchanged", severity: "ok", message };
  }
  if (suggestion === "Ask") {
    const sent = rollGeneratesOrders(corrected) ? await openTrade(work, row) : undefined;
    if (sent !== undefined) return waiting(work, sent);
    if (corrected !== state) await changeState(work, instrument, corrected, "autoRoll");
    const holding = pricedPosition === 0 ? "nothing" : pricedPosition;
    return {
      name: instrument,
      status: "ask",
      severity: "attention",
      message: `${contracts.priced} has ${daysToRoll} days to its roll date, holding ${holding} in state ${corrected}; decide with the roll tool`,
      subject: `Roll ${instrument}`,
    };
  }
  try {
    return await changeState(work, instrument, suggestion, "autoRoll");
  } catch (error) {
    if (isContangoError(error, "ROLL_STATE")) {
      const position = await readPosition(work.desk.data, instrument, contracts.priced);
      if (position !== pricedPosition) throw changed(instrument);
      const { trade: id } = error.details;
      const sent = typeof id === "string" ? await readSentTrade(work.desk.storage, id) : undefined;
      if (sent !== undefined) return waiting(work, sent);
    }
    if (!isContangoError(error, "ROLL_INFERENCE") && !isContangoError(error, "STITCH_GAP")) throw error;
    return {
      name: instrument,
      status: "not-rolled",
      severity: "attention",
      message: `${errorText(error)}; or roll it with the roll tool, which can fill prices forward`,
      subject: `Roll ${instrument}`,
    };
  }
}

/** A trade in the priced contract that is at the broker; undefined where there is none. */
async function openTrade(
  { desk }: Work,
  { instrument, contracts }: RollInformation,
): Promise<SentTrade | undefined> {
  const { open } = await settledTrades(desk.storage);
  return open.find((trade) => trade.instrument === instrument && trade.contract === contracts.priced);
}

/** Rolls go on by themselves once the trade is filled. */
function waiting({ desk, time }: Work, trade: SentTrade): OutcomeItem {
  const { id, instrument, contract, quantity, strategy } = trade;
  const since = formatTime(desk.wallTime(trade.time));
  const text = `waits until ${quantity} of ${contract} for ${strategy}, sent ${since}, are filled`;
  const item = { name: instrument, status: "waiting" } as const;
  if (!isOverdue(desk, trade, time)) return { ...item, severity: "ok", message: text };
  return {
    ...item,
    severity: "attention",
    message: `${text}; see to it at the broker, and if nothing more comes of it, say so: executeTrades(desk, { forget: ["${id}"] })`,
    subject: `Roll ${instrument}`,
  };
}
