import { formatTime, type Outcome, type Spike } from "contango";
import { progressDone, say } from "../print.js";

type Item = Outcome["items"][number];

/** What a person would tell of the weeks, printed as it happens. */
export interface Diary {
  note(what: string, text: string): void;
  /** Notes what of some processes is worth telling; what is as it was the last time is not told again. */
  outcomes(outcomes: readonly Outcome[]): void;
}

const WIDEST = 140;

export function diary(now: () => number): Diary {
  let lastDay = "";
  const open = new Map<string, readonly string[]>();
  const cutOff = new Set<string>();

  const note = (what: string, text: string): void => {
    const day = formatTime(now()).slice(0, 10);
    progressDone();
    const line = `  ${day === lastDay ? " ".repeat(day.length) : day}  ${what.padEnd(10)}  ${text}`;
    say(line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line);
    lastDay = day;
  };

  const news = ({ process, items }: Outcome): readonly Item[] => {
    const before = open.get(process) ?? [];
    const trouble = items.filter(({ severity }) => severity !== "ok");
    open.set(process, trouble.map(keyOf));
    return [
      ...trouble.filter((item) => !before.includes(keyOf(item))),
      ...items.filter(({ status }) => status === "rolled"),
    ];
  };

  return {
    note,
    outcomes: (outcomes) => {
      const lost = outcomes.filter(isCutOff);
      const caughtUp = outcomes.filter((one) => cutOff.delete(one.process) && !isCutOff(one));
      for (const { process } of lost) cutOff.add(process);
      if (lost.length > 0) note("no broker", `failed: ${namesOf(lost)}`);
      if (caughtUp.length > 0) note("caught up", namesOf(caughtUp));
      for (const [first, ...others] of outcomes.filter((one) => !isCutOff(one)).map(news)) {
        if (first === undefined) continue;
        const more = others.length > 0 ? ` (and ${others.length} more)` : "";
        note(first.status, `${first.name}${more}: ${textOf(first)}`);
      }
    },
  };
}

/** The first few names, and how many more there are. */
function namesOf(outcomes: readonly Outcome[]): string {
  const names = outcomes.map(({ process }) => process);
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(", ");
}

const keyOf = ({ name, status }: Item): string => `${name} ${status}`;

const isCutOff = ({ items }: Outcome): boolean =>
  items.some(({ severity, message }) => severity !== "ok" && message.includes("connection was lost"));

/** What happened, without what to do about it. */
function textOf(item: Item): string {
  if ("spike" in item) {
    const { previous, value, normalisedChange, maxSpike } = item.spike as Spike;
    return `${value} after ${previous} is ${normalisedChange.toFixed(0)} average days; the limit is ${maxSpike}`;
  }
  return item.message.split(";")[0]!.replace("the broker's ", "");
}
