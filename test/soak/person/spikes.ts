import { checkFxPrices } from "../../../src/interactive/checkFxPrices.js";
import { checkPrices } from "../../../src/interactive/checkPrices.js";
import { readAttention } from "../../../src/production/attention.js";
import type { World } from "../world.js";

/** Goes through the spikes that are on the list. */
export async function settleSpikes({ desk }: World): Promise<number> {
  const open = (await readAttention(desk.storage)).filter(({ status }) => status === "spike");
  for (const { process, item } of open) {
    const [instrument = "", contract = ""] = item.split("/");
    if (process === "updateFxPrices") await checkFxPrices(desk, { pair: item });
    else await checkPrices(desk, { instrument, contract });
  }
  return open.length;
}
