import { DAY, mergeNewer, series } from "contango";
import type { Demo } from "./context.js";
import { say } from "./print.js";

/** Offers one good day and one absurd one to the stored FX prices; the second is refused and nothing is written. */
export async function refuseSpike({ desk: { data } }: Demo): Promise<void> {
  const [pair] = await data.fxPrices.list();
  if (pair === undefined) return say("There are no FX prices to try it on.");
  const stored = await data.fxPrices.get(pair);
  const last = stored.at(-1);
  for (const next of [last * 1.001, last * 1.5]) {
    const fetched = series([stored.timeAt(-1) + DAY], [next], { name: "price" });
    const merge = mergeNewer(stored, fetched, { maxSpike: 8 });
    const came = `${pair} ${next.toFixed(4)} after ${last.toFixed(4)}`;
    if (merge.status === "spike")
      say(`  refused: ${came}, ${merge.spike.normalisedChange.toFixed(0)} times the average daily change`);
    else say(`  accepted: ${came} (${merge.rowsAdded} row added)`);
  }
  say(
    `  Both were tried on what was read: the store keeps its ${stored.length.toLocaleString("en")} rows of ${pair}.`,
  );
}
