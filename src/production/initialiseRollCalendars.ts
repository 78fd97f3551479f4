import { instrumentCode } from "../instruments/codes.js";
import { inferRollCalendar } from "../prices/rollCalendarInfer.js";
import type { Repositories } from "../storage/repositories/repositories.js";
import { type BuiltCalendar, calendarFromContracts } from "./initialise/calendarFromContracts.js";
import { closesSource } from "./initialise/contractCloses.js";
import { type DataFolder, nothingThere, requireFolder, withDataFolder } from "./initialise/dataFolder.js";
import type { InitialisedItem, InitialiseInstrumentOptions } from "./initialise/initialisedItem.js";
import { storeSeries } from "./initialise/storeSeries.js";
import type { FailedItem } from "./outcome.js";
import { defineProcess } from "./process.js";
import type { Work } from "./work.js";

export interface InitialiseRollCalendarsOptions extends InitialiseInstrumentOptions {
  /**
   * What calendars are made of: the rolls that `multiple prices` show (the default), of the folder, or stored ones without a
   * folder; the `calendars` of the folder; or stored `contract prices`, rolled as roll parameters say.
   */
  readonly from?: "multiple prices" | "calendars" | "contract prices";
}

/** Roll calendars, one item an instrument. */
export async function rollCalendarsStep(
  work: Work,
  folder: DataFolder | undefined,
  { instruments, overwrite = false, from = "multiple prices" }: InitialiseRollCalendarsOptions,
): Promise<readonly (InitialisedItem | FailedItem)[]> {
  const source = await calendarSource(work, folder, from);
  return work.each(
    instruments ?? source.codes,
    async (code) => {
      const { calendar, notes } = await source.read(instrumentCode(code));
      return storeSeries(work, {
        name: code,
        repository: work.desk.data.rollCalendars,
        key: code,
        data: calendar,
        overwrite,
        row: "roll",
        notes,
      });
    },
    { label: (code) => ({ instrument_code: code }) },
  );
}

interface CalendarSource {
  readonly codes: readonly string[];
  read(code: string): Promise<BuiltCalendar>;
}

async function calendarSource(
  work: Work,
  folder: DataFolder | undefined,
  from: NonNullable<InitialiseRollCalendarsOptions["from"]>,
): Promise<CalendarSource> {
  const { data } = work.desk;
  if (from === "contract prices") return contractSource(data, folder, work.time);
  const { multiplePrices, rollCalendars } = (folder ?? work.desk).data;
  if (from === "calendars") {
    return {
      codes: await rollCalendars.list(),
      read: async (code) => ({ calendar: await rollCalendars.get(code), notes: [] }),
    };
  }
  return {
    codes: await multiplePrices.list(),
    read: async (instrument) => ({
      calendar: inferRollCalendar(await multiplePrices.get(instrument), { instrument }),
      notes: [],
    }),
  };
}

async function contractSource(
  data: Repositories,
  folder: DataFolder | undefined,
  now: number,
): Promise<CalendarSource> {
  const { codes, read } = await closesSource(data, folder);
  return {
    codes,
    read: async (instrument) => {
      const { closes, rollParameters } = await read(instrument);
      return calendarFromContracts(closes, { instrument, rollParameters, now });
    },
  };
}

/**
 * Stores the roll calendar of each instrument: from the rolls of multiple prices, from calendars of a folder
 * (`roll_calendars_csv`), or made of stored contract prices and roll parameters. The outcome says what had to be conceded.
 *
 * @throws ContangoError `PROCESS_OPTION` for calendars without a folder; `INITIALISE` where there is nothing to make them of.
 * @example
 * await initialiseRollCalendars(desk, { folder: "data/futures" });
 * await initialiseRollCalendars(desk, { from: "contract prices", instruments: ["CORN"] });
 */
export const initialiseRollCalendars = defineProcess<InitialisedItem, InitialiseRollCalendarsOptions>({
  name: "initialiseRollCalendars",
  title: "Roll calendars",
  byHand: true,
  options: ["from", "instruments", "folder", "overwrite"],
  reads: ["multiplePrices", "contractPrices", "rollParameters", "rollCalendars"],
  writes: ["rollCalendars"],
  run: (work, options) => {
    const path =
      options.from === "calendars"
        ? requireFolder("initialiseRollCalendars", options.folder)
        : options.folder;
    return withDataFolder(path, async (folder) => {
      const items = await rollCalendarsStep(work, folder, options);
      if (items.length === 0 && !work.signal.aborted)
        throw nothingThere(path, options.from ?? "multiple prices");
      return { items };
    });
  },
});
