import { formatTime, toTime } from "../../time/text.js";

/** A snapshot of the store in a file. */
export interface Snapshot {
  readonly file: string;
  /** Wall time at which it was taken. */
  readonly time: number;
  readonly bytes: number;
}

const NAME = /^snapshot-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\.sqlite$/;

/** `snapshot-20240328-230000.sqlite`, of a wall time. */
export function snapshotName(time: number): string {
  const [day, clock] = formatTime(time).slice(0, 19).split(" ");
  return `snapshot-${day!.replaceAll("-", "")}-${clock!.replaceAll(":", "")}.sqlite`;
}

/** The wall time in the name of a snapshot; undefined for a file of another name. */
export function snapshotTime(name: string): number | undefined {
  const [, year, month, day, hour, minute, second] = NAME.exec(name) ?? [];
  if (year === undefined) return undefined;
  try {
    return toTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
  } catch {
    return undefined;
  }
}

export const isSnapshot = (name: string): boolean => snapshotTime(name) !== undefined;

/** The names of snapshots that are older than the last so many days of which there is one; other files are left alone. */
export function oldSnapshots(names: readonly string[], days: number): readonly string[] {
  const ours = names.filter(isSnapshot).sort();
  const kept = new Set([...new Set(ours.map(dayOfName))].slice(-days));
  return ours.filter((name) => !kept.has(dayOfName(name)));
}

const dayOfName = (name: string): string => name.slice("snapshot-".length, "snapshot-YYYYMMDD".length);
