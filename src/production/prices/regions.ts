import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import { DAY, dayOf, HOUR } from "../../time/civil.js";

/** Times of day, `HH:MM`, from which the prices of each region are asked for. */
export type DownloadTimes = Readonly<Record<string, string>>;

/** An instrument and where it trades. */
export interface InstrumentRegion {
  readonly instrument: InstrumentCode;
  /** Empty where it is not known. */
  readonly region: string;
}

/**
 * The instruments of some regions. Where there are download times, instruments of a region that has none go with the last
 * region of the day.
 *
 * @throws ContangoError `PROCESS_OPTION` for a region that no instrument and no download time has.
 */
export function instrumentsOfRegions(
  all: readonly InstrumentRegion[],
  regions: readonly string[],
  times: DownloadTimes = {},
): readonly InstrumentCode[] {
  const known = new Set([...Object.keys(times), ...all.map(({ region }) => region)]);
  const unknown = regions.find((region) => !known.has(region));
  if (unknown !== undefined) {
    const names = [...known].filter((region) => region !== "").sort();
    throw new ContangoError(
      "PROCESS_OPTION",
      "production",
      `no instrument is of region "${unknown}"${didYouMean(unknown, names)}; there are ${names.join(", ") || "none"}`,
      { details: { region: unknown } },
    );
  }
  const last = lastRegion(times);
  return all
    .filter(({ region }) =>
      regions.includes(last === undefined || Object.hasOwn(times, region) ? region : last),
    )
    .map(({ instrument }) => instrument);
}

/** The regions whose time of day has come, in the order of their times. */
export function dueRegions(times: DownloadTimes, now: number): readonly string[] {
  const timeOfDay = now - dayOf(now) * DAY;
  return ordered(times).filter((region) => millisecondsOf(times[region]!) <= timeOfDay);
}

const lastRegion = (times: DownloadTimes): string | undefined => ordered(times).at(-1);

const ordered = (times: DownloadTimes): string[] =>
  Object.keys(times).sort((a, b) => millisecondsOf(times[a]!) - millisecondsOf(times[b]!));

function millisecondsOf(time: string): number {
  const [hour, minute] = time.split(":").map(Number);
  return hour! * HOUR + minute! * (HOUR / 60);
}
